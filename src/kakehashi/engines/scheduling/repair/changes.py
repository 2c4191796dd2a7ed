"""What can happen on the day, who is then where when, and what must stay as it is?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..problem import Interpreter, Participant, Problem, Table

Presence = NDArray[np.bool_]
"""Who or what is there when, shape (participants, tables or interpreters; slots)."""


@dataclass(frozen=True, slots=True)
class NoShow:
    """A participant does not come any more."""

    participant: int


@dataclass(frozen=True, slots=True)
class LeavesEarly:
    """A participant is away in `from_slot` and every slot after it."""

    participant: int
    from_slot: int


@dataclass(frozen=True, slots=True)
class ArrivesLate:
    """A participant is away in every slot before `until_slot`."""

    participant: int
    until_slot: int


@dataclass(frozen=True, slots=True)
class InterpreterIll:
    """An interpreter is away in the slots; None: in all that are left."""

    interpreter: int
    slots: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class HallCloses:
    """Every table of a hall is out of use in the slots; None: in all that are left."""

    hall: str
    slots: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class TableBlocked:
    """A table is out of use in the slots; None: in all that are left."""

    table: int
    slots: frozenset[int] | None = None


Change = NoShow | LeavesEarly | ArrivesLate | InterpreterIll | HallCloses | TableBlocked


@dataclass(frozen=True, slots=True)
class Locks:
    """What stays as it is as long as it is possible at all.

    A locked meeting (named by its wish) keeps slot, table and interpreter. A locked participant keeps its
    meetings and gets no others. Meetings at a locked table stay there, and no others are put there.
    """

    meetings: frozenset[int] = field(default=frozenset())
    participants: frozenset[int] = field(default=frozenset())
    tables: frozenset[int] = field(default=frozenset())


def presence(holders: Sequence[Participant | Table | Interpreter], n_slots: int) -> Presence:
    """Who is there when, as the problem has it."""
    there = np.zeros((len(holders), n_slots), dtype=bool)
    for row, holder in zip(there, holders, strict=True):
        if len(holder.available) == n_slots:
            row[:] = True
        else:
            row[list(holder.available)] = True
    return there


def apply_changes(
    problem: Problem, changes: Iterable[Change], people: Presence, tables: Presence, voices: Presence
) -> None:
    """Take away what the changes take away. Raises `ValueError` where one names something that does not exist."""
    halls = np.array([t.hall for t in problem.tables], dtype=object)
    for change in changes:
        match change:
            case NoShow(participant):
                _row(people, participant, change)[:] = False
            case LeavesEarly(participant, from_slot):
                _row(people, participant, change)[max(from_slot, 0) :] = False
            case ArrivesLate(participant, until_slot):
                _row(people, participant, change)[: max(until_slot, 0)] = False
            case InterpreterIll(interpreter, slots):
                _row(voices, interpreter, change)[_columns(slots, voices, change)] = False
            case TableBlocked(table, slots):
                _row(tables, table, change)[_columns(slots, tables, change)] = False
            case HallCloses(hall, slots):
                closed = np.flatnonzero(halls == hall)
                if not len(closed):
                    raise ValueError(f"{change}: no table stands there")
                tables[closed[:, None], np.array(_columns(slots, tables, change), dtype=np.int64)] = False


def _row(there: Presence, place: int, change: Change) -> Presence:
    if not 0 <= place < len(there):
        raise ValueError(f"{change} names what does not exist")
    row: Presence = there[place]
    return row


def _columns(slots: frozenset[int] | None, there: Presence, change: Change) -> list[int]:
    n_slots = there.shape[1]
    if slots is None:
        return list(range(n_slots))
    if not slots <= frozenset(range(n_slots)):
        raise ValueError(f"{change} names a slot that does not exist")
    return sorted(slots)
