"""By which words do trade texts of four languages tell roles, conditions, limits and places? The patterns of facts.

Each CSV file holds phrases of each language separated by "|". Written for this project.
"""

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from kakehashi.engines.matching import Concept, TermBase
from kakehashi.engines.matching.facts import Branch, Patterns
from kakehashi.reference.trade_terms import LANGUAGES

_GROUPS = ("roles", "stances", "limits", "conditions", "forms", "scales", "marks")


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files(__package__) / f"{name}.csv").read_text(encoding="utf-8").splitlines())


def _concept(key: str, category: str, row: dict[str, str], broader: str | None = None) -> Concept:
    return Concept(key, category, {code: tuple(row[code].split("|")) for code in LANGUAGES}, broader=broader)


def _cues(name: str) -> TermBase:
    return TermBase(tuple(_concept(f"{row['aspect']}:{row['value']}", row["aspect"], row) for row in _rows(name)))


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """Return the patterns."""
    return Patterns(
        cues={name: _cues(name) for name in _GROUPS},
        regions=TermBase(tuple(_concept(row["key"], "place", row, row["broader"] or None) for row in _rows("regions"))),
        branches=tuple(
            Branch(row["concept"], row["aspect"], row["implies"])  # type: ignore[arg-type]
            for row in _rows("branches")
        ),
    )
