"""What can be said, truly, about why an offer may meet a need? Turns features into reasons a person can check."""

from collections.abc import Iterable

import numpy as np

from kakehashi.engines.matching.evidence import (
    CertificateHeld,
    CertificateNotStated,
    CloseMeaning,
    DealFit,
    FactClash,
    Reason,
    SameChapter,
    SameHeading,
    SharedConcept,
)
from kakehashi.engines.matching.facts import Fact, Patterns, compare_facts, find_evidence
from kakehashi.engines.matching.listing import Listing
from kakehashi.engines.matching.rules import grade_deals, split_certificates
from kakehashi.engines.matching.scoring import Features, Floats, weigh_concepts
from kakehashi.engines.matching.terms import Mention, TermBase

_FEWEST_COMPARED = 20
_LEAST_PERCENTILE = 90
_MOST_CONCEPTS = 4
_UNSAID = ("amount_far",)  # amounts of an offer are often its capacity: counted lightly, not worth a sentence


def _first_by_concept(mentions: tuple[Mention, ...], terms: TermBase) -> dict[str, tuple[int, Mention]]:
    """Return for each concept named or implied how far it was implied, and the first mention nearest to it."""
    found: dict[str, tuple[int, Mention]] = {}
    for mention in mentions:
        for depth, key in enumerate(terms.lineage(mention.concept)):
            if key not in found or depth < found[key][0]:
                found[key] = (depth, mention)
    return found


def share_concepts(need: tuple[Mention, ...], offer: tuple[Mention, ...], terms: TermBase) -> tuple[SharedConcept, ...]:
    """Return the concepts that both texts name, the weightiest first; the narrowest stands for its broader ones."""
    in_need, in_offer = _first_by_concept(need, terms), _first_by_concept(offer, terms)
    need_weights, offer_weights = weigh_concepts(need, terms), weigh_concepts(offer, terms)
    shared = in_need.keys() & in_offer.keys()
    implied = {broader for key in shared for broader in terms.lineage(key)[1:]}
    ranked = sorted(shared - implied, key=lambda key: (-need_weights[key] * offer_weights[key], key))
    reasons = []
    for key in ranked[:_MOST_CONCEPTS]:
        (need_depth, wanted), (offer_depth, offered) = in_need[key], in_offer[key]
        reasons.append(
            SharedConcept(
                concept=key,
                offer_phrase=offered.phrase,
                offer_span=(offered.start, offered.end),
                need_phrase=wanted.phrase,
                need_span=(wanted.start, wanted.end),
                kin=need_depth > 0 or offer_depth > 0,
            )
        )
    return tuple(reasons)


def _compare_deals(need: Listing, offer: Listing) -> DealFit:
    grade = grade_deals(need.deal, offer.deal)
    if grade == "same":
        return DealFit(need.deal, offer.deal, "SAME_DEAL")
    return DealFit(need.deal, offer.deal, "COMPATIBLE_DEAL" if grade == "compatible" else "OPEN_DEAL")


def find_closeness(meaning: Floats, admitted: np.ndarray, offer: int) -> CloseMeaning | None:
    """Return the closeness of one offer (its place in the row `meaning`) among the admitted, if it stands out."""
    others = meaning[admitted]
    if len(others) < _FEWEST_COMPARED:
        return None
    percentile = int(100 * np.count_nonzero(others < meaning[offer]) / len(others))
    return CloseMeaning(percentile, len(others)) if percentile >= _LEAST_PERCENTILE else None


def _say(fact: Fact | None) -> tuple[str, str, tuple[int, int]]:
    return (f"{fact.aspect}:{fact.value}", fact.phrase, (fact.start, fact.end)) if fact else ("", "", (0, 0))


def find_clashes(
    features: Features, need: int, offer: int, terms: TermBase, patterns: Patterns, holding: Iterable[str] | None = None
) -> tuple[FactClash, ...]:
    """Return the facts of a need and of an offer (places in `features`) that clash and can be shown.

    `holding` names the comparisons that hold between the two, where they are known already.
    """
    if features.facts is None:
        return ()
    if holding is None:
        flags = compare_facts(features.facts, np.array([need]), np.array([offer]))
        holding = [name for name, table in flags.items() if table[0, 0]]
    clashes = []
    for comparison in (name for name in holding if name not in _UNSAID):
        wanted, given = find_evidence(comparison, features.stated[need], features.stated[offer], terms, patterns)
        if given is not None:
            clashes.append(FactClash(comparison, *_say(wanted), *_say(given)))
    return tuple(clashes)


def give_reasons(
    features: Features,
    need: int,
    offer: int,
    terms: TermBase,
    closeness: CloseMeaning | None,
    patterns: Patterns | None = None,
    holding: Iterable[str] | None = None,
) -> tuple[Reason, ...]:
    """Return the reasons for one need and one offer (places in `features`), facts before measurements."""
    wanted, offered = features.listings[need], features.listings[offer]
    reasons: list[Reason] = []
    if wanted.hs and wanted.hs == offered.hs:
        reasons.append(SameHeading(wanted.hs))
    reasons += share_concepts(features.mentions[need], features.mentions[offer], terms)
    held, lacking = split_certificates(wanted, offered)
    reasons += [CertificateHeld(name) for name in held]
    if wanted.hs and offered.hs and wanted.hs != offered.hs and wanted.hs[:2] == offered.hs[:2]:
        reasons.append(SameChapter(wanted.hs[:2], wanted.hs, offered.hs))
    reasons.append(_compare_deals(wanted, offered))
    if closeness is not None:
        reasons.append(closeness)
    reasons += [CertificateNotStated(name) for name in lacking]
    if patterns is not None:
        reasons += find_clashes(features, need, offer, terms, patterns, holding)
    return tuple(reasons)
