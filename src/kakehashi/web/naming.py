"""Which name of a firm does a reader see, in which script, and how is it shortened for a grid?"""

import re
from dataclasses import dataclass

from kakehashi.apps.directory.models import Organisation
from kakehashi.engines.language import detect
from kakehashi.engines.language.scripts import CJK, HAN, HANGUL, KANA, LATIN

_OF_COUNTRY = {"JP": "ja", "KR": "ko", "VN": "vi"}
_LEGAL_FORMS = re.compile(
    r"""株式会社|有限会社|合同会社|（株）|\(株\)|㈱|주식회사|유한회사|\(주\)|（주）|㈜
    |\bCông\ ty\ (?:TNHH|CP|Cổ\ phần|Trách\ nhiệm\ hữu\ hạn)(?:\ MTV|\ Một\ thành\ viên)?\b
    |,?\ Co\.,?\ Ltd\.?$|,?\ (?:Inc|Ltd|Corp|LLC|JSC|K\.K|Pte\.\ Ltd)\.?$|,?\ (?:Company\ Limited|Corporation)$""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name with its language ("" where nothing tells) and, if it needs one, a second writing in Latin letters."""

    text: str
    language: str
    latin: str = ""


def language_of(text: str, country: str = "") -> str:
    """The language of a name: its script decides, Han characters alone go with the country."""
    if HANGUL.search(text):
        return "ko"
    if KANA.search(text):
        return "ja"
    if HAN.search(text):
        return _OF_COUNTRY.get(country, "ja")
    if country == "VN" and not text.isascii():
        return "vi"
    return detect(text) or ""


def is_latin(text: str) -> bool:
    """Whether the text can be read by somebody who reads Latin letters alone."""
    return bool(LATIN.search(text)) and not CJK.search(text)


def full_name(organisation: Organisation) -> ShownName:
    """The original name, with the Latin one beside it where the original is in another script."""
    language = language_of(organisation.name, organisation.country)
    latin = organisation.latin_name if organisation.latin_name != organisation.name else ""
    return ShownName(organisation.name, language, latin)


def row_name(organisation: Organisation) -> ShownName:
    """Both writings of the name without legal forms, for the narrow first column of a grid."""
    name = full_name(organisation)
    return ShownName(without_legal_form(name.text), name.language, without_legal_form(name.latin))


def short_name(organisation: Organisation, reader: str) -> ShownName:
    """One short name without the legal form: the original if the reader reads its script, else the Latin one."""
    language = language_of(organisation.name, organisation.country)
    if language == reader or is_latin(organisation.name) or not organisation.latin_name:
        return ShownName(without_legal_form(organisation.name), language)
    return ShownName(without_legal_form(organisation.latin_name), "en")


def short_person(name: str, reader: str) -> str:
    """A person's name without its second writing: the one in the reader's script, else the Latin one."""
    words = name.split()
    latin = " ".join(word for word in words if is_latin(word))
    original = " ".join(word for word in words if not is_latin(word))
    if not latin or not original:
        return name
    return original if language_of(original) == reader else latin


def without_legal_form(name: str) -> str:
    """The name without "Co., Ltd.", "株式会社" and the like; the whole name when nothing else is left."""
    return _LEGAL_FORMS.sub("", name).strip(" ,") or name
