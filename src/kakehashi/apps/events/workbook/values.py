"""What does the text of one cell mean: a number, a choice, a country, a language, a time zone, a customs heading?

Each function takes the cleaned text of a cell that is not empty, and raises `Unreadable` when it means nothing.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from kakehashi.apps.events.folding import fold_label, fold_width
from kakehashi.apps.events.week import AGENDA_LANGUAGES, Person
from kakehashi.apps.events.workbook.choices import Choices
from kakehashi.apps.events.workbook.faults import Unreadable, quote

_LIST = re.compile(r"[;；\n]")
_NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_COUNTRY_NAMES = {"vietnam": "VN", "korea": "KR", "republicofkorea": "KR", "rok": "KR", "uk": "GB", "usa": "US"}
_COUNTRY_AS_LANGUAGE = {"jp": "ja", "kr": "ko", "vn": "vi", "cn": "zh", "tw": "zh", "us": "en", "gb": "en"}
_PAIR = re.compile(r"\s*[-‐‑–—~〜/↔⇔<>]+\s*")
_LOCALITY = re.compile(r"([A-Za-z]{2})-([A-Za-z0-9]{1,3})")
_NUMBERED_LOCALITY = re.compile(r"[A-Za-z]{2}-\S*")


def closest(word: str, known: Mapping[str, str], at_least: float = 72.0) -> str | None:
    """The value of the known spelling nearest to a word, where one is near enough to be meant."""
    found = process.extractOne(fold_label(word), known.keys(), scorer=fuzz.ratio, score_cutoff=at_least)
    return None if found is None else known[found[0]]


def did_you_mean(meant: str | None, otherwise: str) -> str:
    """A cure that names what was probably meant, else the general one."""
    return _("Did you mean “%(meant)s”?") % {"meant": meant} if meant else otherwise


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, separated by “;” or line ends."""
    return tuple(entry for entry in (part.strip() for part in _LIST.split(text)) if entry)


def choice_reader(choices: Choices, language: str) -> Callable[[str], str]:
    """A reader for one of the accepted words; its message names them in `language`."""

    def read(text: str) -> str:
        code = choices.read(text)
        if code is None:
            words = " | ".join(choices.label(code, language) for code in choices.labels)
            raise Unreadable(
                _("“%(text)s” is not one of the accepted words.") % {"text": quote(text)},
                _("Write one of: %(words)s.") % {"words": words},
            )
        return code

    return read


def count_reader(least: int, most: int) -> Callable[[str], int]:
    """A reader for a whole number between two limits; full-width digits and “10.0” are understood."""

    def read(text: str) -> int:
        plain = fold_width(text)
        found = re.fullmatch(r"([+-]?[0-9]{1,9})(?:\.0*)?", plain)
        if found is None or not least <= int(found[1]) <= most:
            raise Unreadable(
                _("“%(text)s” is not a whole number from %(least)s to %(most)s.")
                % {"text": quote(text), "least": least, "most": most},
                _("Write a whole number from %(least)s to %(most)s in digits, without a unit.")
                % {"least": least, "most": most},
            )
        return int(found[1])

    return read


@cache
def _countries() -> Mapping[str, str]:
    names = dict(_COUNTRY_NAMES)
    for language in AGENDA_LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
                names.setdefault(fold_label(name), code)
                names[code.lower()] = code
    return names


def read_country(text: str) -> str:
    """A country, ISO 3166-1 alpha-2, from its code or its name in one of the four languages."""
    code = _countries().get(fold_label(text))
    if code is None:
        meant = closest(text, _countries()) if len(text) > 3 else None
        raise Unreadable(
            _("“%(text)s” is not a country that is known here.") % {"text": quote(text)},
            did_you_mean(meant, _("Write the two letters of ISO 3166-1, for example VN, JP or KR.")),
        )
    return code


def locality_reader(country: str) -> Callable[[str], str]:
    """A reader for a province or prefecture: an ISO 3166-2 code of that country, or its name as free text."""

    def read(text: str) -> str:
        plain = fold_width(text)
        found = _LOCALITY.fullmatch(plain)
        if found is None:
            if _NUMBERED_LOCALITY.fullmatch(plain) and plain[:2].upper() == country:
                raise Unreadable(
                    _("“%(text)s” is not written like a code of ISO 3166-2.") % {"text": quote(text)},
                    _("Write the code, for example JP-13, KR-11 or VN-HN, or the name of the place."),
                )
            return text
        code = f"{found[1]}-{found[2]}".upper()
        if country and found[1].upper() != country:
            raise Unreadable(
                _("The locality %(code)s is not in the country %(country)s.") % {"code": code, "country": country},
                _("Correct the locality or the country: the code begins with %(country)s-.") % {"country": country},
            )
        return code

    return read


@cache
def _languages() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for language in AGENDA_LANGUAGES:
        for code, name in Locale(language).languages.items():
            if code and code.isalpha() and len(code) in (2, 3):
                names.setdefault(fold_label(name), code)
    return names | {code: code for code in names.values()}


def read_language(text: str) -> str:
    """A language, ISO 639-1 (639-2 where there is none), from its code or its name in one of the four languages."""
    plain = fold_width(text).casefold()
    base = re.split(r"[-_]", plain)[0] if re.fullmatch(r"[a-z]{2,3}[-_][a-z0-9]{2,4}", plain) else plain
    # "kr" is a code, of Kanuri; whoever writes it next to Korean firms means Korean.
    meant = _COUNTRY_AS_LANGUAGE.get(base)
    code = None if meant else _languages().get(fold_label(base))
    if code is None:
        meant = meant or (closest(text, _languages()) if len(text) > 3 else None)
        raise Unreadable(
            _("“%(text)s” is not a language that is known here.") % {"text": quote(text)},
            did_you_mean(meant, _("Write the two letters of ISO 639-1, for example vi, ja, ko or en.")),
        )
    return code


def read_languages(text: str) -> tuple[str, ...]:
    """Languages separated by “;” (or commas), in the order of the cell, each once."""
    entries = [entry for part in split_list(text) for entry in re.split(r"[,、，]", part) if entry.strip()]
    return tuple(dict.fromkeys(read_language(entry.strip()) for entry in entries))


def read_pairs(text: str) -> frozenset[frozenset[str]]:
    """Pairs of languages such as “ko-ja; en-ja”; the direction does not count."""
    pairs = set()
    for part in split_list(text):
        for entry in re.split(r"[,、，]", part):
            ends = [end for end in _PAIR.split(entry.strip()) if end]
            if len(ends) != 2:
                raise Unreadable(
                    _("“%(text)s” is not a pair of two languages.") % {"text": quote(entry)},
                    _("Write two languages joined by “-”, and “;” between pairs, for example ko-ja; en-ja."),
                )
            pair = frozenset(read_language(end) for end in ends)
            if len(pair) != 2:
                raise Unreadable(
                    _("“%(text)s” names the same language twice.") % {"text": quote(entry)},
                    _("Write two different languages joined by “-”, for example ko-ja."),
                )
            pairs.add(pair)
    return frozenset(pairs)


@cache
def _zones() -> Mapping[str, str]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    return {zone.casefold(): zone for zone in zones if not zone.startswith(("Etc/", "SystemV/", "US/"))}


@cache
def _cities() -> Mapping[str, str]:
    cities = {fold_label(zone.rsplit("/", 1)[-1]): zone for zone in _zones().values()}
    countries = get_global("territory_zones")
    only = {name: countries[code][0] for name, code in _countries().items() if len(countries.get(code, ())) == 1}
    return (
        only
        | {"jst": "Asia/Tokyo", "kst": "Asia/Seoul", "ict": "Asia/Ho_Chi_Minh", "hanoi": "Asia/Ho_Chi_Minh"}
        | cities
    )


def read_zone(text: str) -> str:
    """An IANA time zone, whatever its case."""
    zone = _zones().get(fold_width(text).replace(" ", "_").casefold())
    if zone is None:
        meant = _cities().get(fold_label(text)) or closest(text.rsplit("/", 1)[-1], _cities(), 78.0)
        raise Unreadable(
            _("“%(text)s” is not a time zone.") % {"text": quote(text)},
            did_you_mean(meant, _("Write the IANA name, for example Asia/Ho_Chi_Minh, Asia/Tokyo or Asia/Seoul.")),
        )
    return zone


def read_heading(text: str) -> str:
    """The first four digits of a Harmonized System number, from 4 to 10 digits with or without dots.

    A spreadsheet that took 0901 for a number shows 901, and 84.80 becomes 84.8: both are put right.
    """
    plain = re.sub(r"\s", "", fold_width(text))
    plain = re.sub(r"^(HS)?(CODE)?[:.]?", "", plain, flags=re.IGNORECASE)
    if re.fullmatch(r"[0-9]{2}\.[0-9]", plain):
        plain += "0"
    digits = plain.replace(".", "")
    shaped = re.fullmatch(r"[0-9]{3,10}|[0-9]{2}\.[0-9]{2}|[0-9]{4}(\.[0-9]{2}){1,3}|[0-9]{4}\.[0-9]{2,6}", plain)
    if shaped and "." not in plain and len(digits) % 2:
        digits = f"0{digits}"
    if not shaped or not 1 <= int(digits[:2]) <= 97:
        raise Unreadable(
            _("“%(text)s” is not a heading of the Harmonized System.") % {"text": quote(text)},
            _("Write the first four digits of the customs number, for example 8480, or leave the cell empty."),
        )
    return digits[:4]


def read_people(text: str) -> tuple[Person, ...]:
    """People as “name / name in Latin letters / role; …”. Of two parts the second is Latin letters or a role."""
    people = []
    for entry in split_list(text):
        parts = [part.strip() for part in entry.replace("／", "/").split("/")]
        if len(parts) > 3 or not parts[0]:
            raise Unreadable(
                _("“%(text)s” cannot be read as a person.") % {"text": quote(entry)},
                _("Write name / name in Latin letters / role, and “;” between people."),
            )
        if len(parts) == 2 and (not parts[1].isascii() or parts[0].isascii()):
            parts.insert(1, "")
        people.append(Person(*parts))
    return tuple(people)
