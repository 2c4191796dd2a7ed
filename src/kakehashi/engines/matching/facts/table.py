"""Which facts do many texts state, as arrays that compare fast? One row per text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from kakehashi.engines.matching.facts.fact import Aspect, Fact
from kakehashi.engines.matching.facts.patterns import Patterns
from kakehashi.engines.matching.facts.roles import GIVES, SEEKS
from kakehashi.engines.matching.terms import TermBase

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
CLASSES = ("count", "mass", "people", "container", "area", "cubic", "volume", "length")
SETS: tuple[Aspect, ...] = ("process", "material", "kind", "certificate", "place", "condition", "scale", "form")
DOMESTIC = "domestic only"
NOT_NEW = frozenset({"state:used", "state:refurbished", "state:old_stock"})
MANY, FEW = 500.0, 300.0
"""Pieces from which an order is a series, and up to which it is a small lot."""

Line = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class ValueSets:
    """The values of one aspect in each text, sparse (n, values): as stated, with broader ones, and their roots."""

    stated: csr_array
    implied: csr_array
    roots: csr_array
    any: Flags


@dataclass(frozen=True, eq=False)
class FactTable:
    """Facts of n texts as arrays.

    `role` is 1 for a text that gives, -1 for one that seeks, 0 where it does not tell. `denied` and `asked`,
    sparse (n, values), are what a text denies and what it says or implies. `least`, `most`, `low` and `high`,
    shape (n, classes of units), are amounts; nan where there is none. `head` numbers the form of what is sold
    or sought, 0 unknown, 1 goods, 2 machine, 3 another form (`forms` tells which).
    """

    role: npt.NDArray[np.int8]
    sets: dict[Aspect, ValueSets]
    denied: csr_array
    asked: csr_array
    stated: csr_array
    head: npt.NDArray[np.int8]
    raw: Flags
    rental: Flags
    not_new: Flags
    domestic: Flags
    place_limited: Flags
    one_off_only: Flags
    series: Flags
    least: Floats
    most: Floats
    low: Floats
    high: Floats


def role_of(facts: Iterable[Fact]) -> int:
    """Return 1 for a text that gives, -1 for one that seeks, 0 for one that does not tell."""
    role = next((fact.value for fact in facts if fact.aspect == "role"), "")
    return 1 if role in GIVES else -1 if role in SEEKS else 0


def values_of(facts: Iterable[Fact], aspect: Aspect) -> set[str]:
    """Return the values of an aspect that are said and not denied."""
    return {f.value for f in facts if f.aspect == aspect and f.stance != "not" and f.value != DOMESTIC}


def line_of(aspect: Aspect, terms: TermBase, patterns: Patterns) -> Line:
    """Return the function that gives a value and its broader ones, nearest first."""
    if aspect == "condition":
        return lambda value: (value, value.partition(":")[0])
    base = patterns.regions if aspect == "place" else terms
    return lambda value: base.lineage(value) if value in base.by_key else (value,)


def _sparse(rows: Sequence[Iterable[str]], columns: dict[str, int]) -> csr_array:
    indices: list[int] = []
    starts = [0]
    for row in rows:
        indices += sorted(columns.setdefault(value, len(columns)) for value in set(row))
        starts.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_array((data, indices, starts), shape=(len(rows), max(1, len(columns))))


def _same_width(*tables: csr_array) -> tuple[csr_array, ...]:
    width = max(table.shape[1] for table in tables)
    return tuple(csr_array((t.data, t.indices, t.indptr), shape=(t.shape[0], width)) for t in tables)


def _value_sets(rows: Sequence[set[str]], line: Line) -> ValueSets:
    columns: dict[str, int] = {}
    stated = _sparse(rows, columns)
    implied = _sparse([{up for value in row for up in line(value)} for row in rows], columns)
    roots = _sparse([{line(value)[-1] for value in row} for row in rows], columns)
    stated, implied, roots = _same_width(stated, implied, roots)
    return ValueSets(stated, implied, roots, np.array([bool(row) for row in rows], dtype=bool))


def _amounts(rows: Sequence[Sequence[Fact]]) -> tuple[Floats, Floats, Floats, Floats]:
    least, most, low, high = (np.full((len(rows), len(CLASSES)), np.nan) for _ in range(4))
    for i, facts in enumerate(rows):
        for fact in facts:
            if fact.aspect != "amount" or fact.amount is None:
                continue
            k, amount = CLASSES.index(fact.value), fact.amount
            if amount.bound == "least":
                least[i, k] = np.fmax(least[i, k], amount.low)
            if amount.bound == "most":
                most[i, k] = np.fmin(most[i, k], amount.high)
            low[i, k] = np.fmin(low[i, k], amount.low)
            high[i, k] = np.fmax(high[i, k], amount.high)
    return least, most, low, high


_DENIABLE: tuple[Aspect, ...] = ("process", "material", "kind", "object", "certificate", "condition", "scale", "code")


def denied_values(facts: Iterable[Fact]) -> set[str]:
    """Return what a text denies, over all aspects."""
    return {f.value for f in facts if f.stance == "not" and f.aspect in _DENIABLE}


def said_values(facts: Iterable[Fact]) -> set[str]:
    """Return what a text says and does not deny, over all aspects."""
    return {f.value for f in facts if f.stance != "not" and f.aspect in _DENIABLE}


def one_off_only(facts: Sequence[Fact]) -> bool:
    """Tell whether a text takes single pieces only: it denies series, or limits itself to prototypes."""
    limited = any(f.aspect == "scale" and f.value == "prototype" and f.stance == "only" for f in facts)
    return limited or any(f.aspect == "scale" and f.value == "mass" and f.stance == "not" for f in facts)


def is_series(facts: Sequence[Fact]) -> bool:
    """Tell whether a text speaks of a series: by name, or by an amount of 500 pieces or more."""
    counts = [f.amount.high for f in facts if f.aspect == "amount" and f.value == "count" and f.amount]
    return "mass" in values_of(facts, "scale") or any(count >= MANY for count in counts)


def head_of(facts: Sequence[Fact]) -> int:
    """Return the form of what is sold or sought: 0 unknown, 1 goods, 2 machine, 3 another form."""
    head = next((f.value for f in facts if f.aspect == "head"), "")
    return {"": 0, "goods": 1, "part": 1, "finished": 1, "machine": 2}.get(head, 3)


def tabulate(rows: Sequence[Sequence[Fact]], terms: TermBase, patterns: Patterns) -> FactTable:
    """Return the facts of n texts as arrays."""
    columns: dict[str, int] = {}
    line = line_of("object", terms, patterns)
    denied = _sparse([denied_values(facts) for facts in rows], columns)
    asked = _sparse([{up for v in said_values(facts) for up in line(v)} for facts in rows], columns)
    stated = _sparse([said_values(facts) for facts in rows], columns)
    denied, asked, stated = _same_width(denied, asked, stated)
    least, most, low, high = _amounts(rows)

    def flags(test: Callable[[Sequence[Fact]], bool]) -> Flags:
        return np.array([test(facts) for facts in rows], dtype=bool)

    return FactTable(
        role=np.array([role_of(facts) for facts in rows], dtype=np.int8),
        sets={a: _value_sets([values_of(facts, a) for facts in rows], line_of(a, terms, patterns)) for a in SETS},
        denied=denied,
        asked=asked,
        stated=stated,
        head=np.array([head_of(facts) for facts in rows], dtype=np.int8),
        raw=flags(lambda facts: "raw" in values_of(facts, "form")),
        rental=flags(lambda facts: "rental" in values_of(facts, "form")),
        not_new=flags(lambda facts: bool(values_of(facts, "condition") & NOT_NEW)),
        domestic=flags(lambda facts: any(f.aspect == "place" and f.value == DOMESTIC for f in facts)),
        place_limited=flags(
            lambda facts: any(f.aspect == "place" and f.stance == "only" and f.value != DOMESTIC for f in facts)
        ),
        one_off_only=flags(one_off_only),
        series=flags(is_series),
        least=least,
        most=most,
        low=low,
        high=high,
    )
