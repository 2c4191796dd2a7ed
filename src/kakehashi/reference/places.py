"""Which province, prefecture or city does an ISO 3166-2 code name, on which day, and what followed it?"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


class UnknownPlace(LookupError):
    """The list has no place with this code."""


@dataclass(frozen=True, slots=True)
class Place:
    """A first-level division while it kept its name; None: since before, or beyond, what the list follows.

    `valid_to` is the last day. `successor` is the code of the place it went into, "" where there is none.
    """

    code: str
    names: Mapping[str, str]
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str

    def stood_on(self, day: date) -> bool:
        """Whether the place existed under this name on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def load_places() -> Mapping[str, tuple[Place, ...]]:
    """Code -> the place under each of its names, in order of time. Source: the file's `source` column."""
    found: dict[str, list[Place]] = {}
    text = files("kakehashi.reference").joinpath("places.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["code"], []).append(_place(row))
    return {code: tuple(sorted(rows, key=lambda p: p.valid_from or date.min)) for code, rows in found.items()}


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"],
        names={language: row[language] for language in ("vi", "ja", "ko", "en")},
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor=row["successor"],
        source=row["source"],
    )


def place_name(code: str, language: str) -> str:
    """The last name that the place with this code had; "" where the list has no such code or language."""
    places = load_places().get(code, ())
    return places[-1].names.get(language, "") if places else ""


def place_as_of(code: str, day: date) -> Place:
    """What the code stood for on that day; what followed it, where it was no more.

    Raises `UnknownPlace` for a code not in the list, or a day before the place was set up.
    """
    places = load_places().get(code, ())
    for place in places:
        if place.stood_on(day):
            return place
    if places and places[-1].successor:
        return place_as_of(places[-1].successor, day)
    raise UnknownPlace(f"{code} on {day}")
