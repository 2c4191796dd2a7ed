"""How does one say, in the reader's language, what a deal is and why two firms match?"""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kakehashi.reference.trade_terms import load_terms

_DEALS = {
    ("offer", "goods"): _("Sells goods"),
    ("need", "goods"): _("Buys goods"),
    ("offer", "manufacturing"): _("Makes to order"),
    ("need", "manufacturing"): _("Outsources making"),
    ("offer", "distribution"): _("Distributes for others"),
    ("need", "distribution"): _("Seeks a distributor"),
    ("offer", "services"): _("Provides a service"),
    ("need", "services"): _("Needs a service"),
    ("offer", "technology"): _("Licenses out a technology"),
    ("need", "technology"): _("Seeks a technology"),
    ("offer", "research"): _("Proposes joint research"),
    ("need", "research"): _("Seeks joint research"),
    ("offer", "investment"): _("Provides capital"),
    ("need", "investment"): _("Seeks capital"),
    ("offer", "training"): _("Receives trainees"),
    ("need", "training"): _("Sends trainees"),
}


def deal_label(kind: str, deal: str) -> str:
    """What an offer or a need of that kind of deal does, for example "Outsources making"."""
    label = _DEALS.get((kind, deal))
    return str(label) if label else pgettext("kind of deal", "Not stated")


def language_name(code: str) -> str:
    """The name of a language in the reader's language."""
    locale = Locale.parse(get_language() or "en", sep="-")
    return str(locale.languages.get(code, code))


def concept_name(key: str) -> str:
    """The preferred term for a concept of the term base in the reader's language."""
    concept = load_terms().by_key.get(key)
    if concept is None:  # stored with an earlier term base
        return key.replace("_", " ").replace("-", " ")
    by_language: Mapping[str, tuple[str, ...]] = {str(code): phrases for code, phrases in concept.phrases.items()}
    return (by_language.get(get_language() or "en") or by_language["en"])[0]


def reason_text(reason: Mapping[str, Any]) -> str:
    """One reason of a match as a sentence; `reason` holds the fields of the engine's reason by name."""
    code = "KINDRED_CONCEPT" if reason.get("kin") else reason["code"]
    if code == "FACT_CLASH":
        sentence = _CLASHES[reason["comparison"]][not reason["need_phrase"]]
        return str(sentence) % dict(reason)
    if code in _SENTENCES:
        return str(_SENTENCES[code]) % _values(reason)
    raise KeyError(code)


def is_open_point(reason: Mapping[str, Any]) -> bool:
    """Whether the reason is a question still to ask rather than something that fits."""
    return reason["code"] in ("CERTIFICATE_NOT_STATED", "OPEN_DEAL", "FACT_CLASH")


_SENTENCES = {
    "SHARED_CONCEPT": _("Both texts name %(concept)s: “%(offer_phrase)s” and “%(need_phrase)s”."),
    "KINDRED_CONCEPT": _("Both texts are about %(concept)s: “%(offer_phrase)s” and “%(need_phrase)s”."),
    "SAME_DEAL": _("The deals fit: %(offer)s – %(need)s."),
    "COMPATIBLE_DEAL": _("The deals may fit, to be discussed: %(offer)s – %(need)s."),
    "OPEN_DEAL": _("The kind of deal is not stated by one of the two."),
    "SAME_HS_HEADING": _("Both state HS heading %(heading)s."),
    "SAME_HS_CHAPTER": _("HS headings %(offer_heading)s and %(need_heading)s are of the same chapter, %(chapter)s."),
    "CERTIFICATE_HELD": _("The certificate demanded is held: %(certificate)s."),
    "CERTIFICATE_NOT_STATED": _("A certificate is demanded and not stated in the offer, please ask: %(certificate)s."),
    "CLOSE_MEANING": _(
        "Measured by the language model, the texts are closer in meaning than %(percentile)s%% of the %(compared)s "
        "offers compared."
    ),
}


_OTHER = _("Something else is offered than asked: “%(offer_phrase)s”.")
_PLACE = (
    _("Offered for one place only: “%(need_phrase)s” asked, “%(offer_phrase)s” in the offer."),
    _("Offered for one place only: “%(offer_phrase)s”."),
)
_AMOUNT = (
    _("The amounts do not fit: “%(need_phrase)s” asked, “%(offer_phrase)s” in the offer."),
    _("The amounts do not fit: “%(offer_phrase)s” in the offer."),
)
_FORM = (_("Another form is offered: “%(need_phrase)s” asked, “%(offer_phrase)s” offered."), _OTHER)
_NOT_NEW = _("Not new, and nothing used was asked for: “%(offer_phrase)s”.")
_CLASHES = {
    "same_role": (
        _("Both stand on the same side of the deal: “%(need_phrase)s” and “%(offer_phrase)s”."),
        _OTHER,
    ),
    "process_clash": (_("Another process is offered: “%(need_phrase)s” asked, “%(offer_phrase)s” offered."), _OTHER),
    "material_clash": (_("Another material is offered: “%(need_phrase)s” asked, “%(offer_phrase)s” offered."), _OTHER),
    "kind_clash": (_("Another kind is offered: “%(need_phrase)s” asked, “%(offer_phrase)s” offered."), _OTHER),
    "condition_clash": (
        _("Another condition is offered: “%(need_phrase)s” asked, “%(offer_phrase)s” offered."),
        _OTHER,
    ),
    "not_new": (_NOT_NEW, _NOT_NEW),
    "certificate_other": (
        _("Another certificate is stated: “%(need_phrase)s” asked, “%(offer_phrase)s” in the offer."),
        _OTHER,
    ),
    "least_too_large": _AMOUNT,
    "most_too_small": _AMOUNT,
    "place_elsewhere": (_("Offered elsewhere: “%(need_phrase)s” asked, “%(offer_phrase)s” in the offer."), _OTHER),
    "place_limited": _PLACE,
    "domestic_only": _PLACE,
    "denied": (
        _("One denies what the other says: “%(need_phrase)s” in the need, “%(offer_phrase)s” in the offer."),
        _OTHER,
    ),
    "machine_for_goods": _FORM,
    "goods_for_machine": _FORM,
    "form_unasked": _FORM,
    "raw_for_goods": _FORM,
    "rental_or_sale": _FORM,
}
"""For each comparison the sentence with both phrases, and the one for a need that says nothing of it."""


def _values(reason: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(reason)
    if "concept" in values:
        values["concept"] = concept_name(values["concept"])
    if "offer_deal" in values:
        values["offer"] = deal_label("offer", values["offer_deal"])
        values["need"] = deal_label("need", values["need_deal"])
    return values


def score_text(score: int) -> str:
    """A match score as it is shown."""
    return gettext("%(score)s of 1,000") % {"score": score}
