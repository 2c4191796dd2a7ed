"""What is the event after the changes, so that the programme can be verified and its gaps explained?"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from ..problem import Interpreter, Participant, Problem, Table, Wish
from ..result import Meeting
from .changes import Presence
from .day import Day

Holder = TypeVar("Holder", Participant, Table, Interpreter)


@dataclass(frozen=True, slots=True)
class After:
    """Who and what is there when, once what is past, and what is locked, offers nothing but what is held."""

    people: Presence
    tables: Presence
    voices: Presence


def presence_after(day: Day, meetings: Sequence[Meeting]) -> After:
    """The presence of everyone and everything in the programme as it stands."""
    after = After(day.people.copy(), day.tables.copy(), day.voices.copy())
    slot = np.array([m.slot for m in meetings], dtype=np.int64)
    wish = [m.wish for m in meetings]
    used = [np.zeros_like(there) for there in (after.people, after.tables, after.voices)]
    for side in (day.first, day.second):
        used[0][np.array([side[w] for w in wish], dtype=np.int64), slot] = True
    used[1][np.array([m.table for m in meetings], dtype=np.int64), slot] = True
    voice = np.array([-1 if m.interpreter is None else m.interpreter for m in meetings], dtype=np.int64)
    used[2][voice[voice >= 0], slot[voice >= 0]] = True
    for there, work in zip((after.people, after.tables, after.voices), used, strict=True):
        there[:, : day.now] = work[:, : day.now]
    locked = sorted(day.locks.tables)
    after.tables[locked] = used[1][locked]
    return after


def changed_problem(day: Day, after: After) -> Problem:
    """The problem in which what is past, and what is locked, offers nothing but what is held.

    A wish that is fixed in a slot which offers it no place any more is bound to a session that the event does not
    have: no slot is open to it.
    """
    problem, locks = day.problem, day.locks
    participants = _with(problem.participants, after.people)
    for p in locks.participants:
        own = participants[p]
        participants[p] = dataclasses.replace(own, most=day.held[p], least=min(own.least, day.held[p]))
    return dataclasses.replace(
        problem,
        participants=tuple(participants),
        wishes=_wishes(day, after.people, after.tables),
        tables=tuple(_with(problem.tables, after.tables)),
        interpreters=tuple(_with(problem.interpreters, after.voices)),
    )


def _with(holders: Sequence[Holder], there: Presence) -> list[Holder]:
    """The holders, available as the matrix says; those that stay the same are the same objects."""
    sizes = there.sum(axis=1).tolist()
    found = []
    for holder, row, size in zip(holders, there, sizes, strict=True):
        if len(holder.available) == size:  # availability only shrinks
            found.append(holder)
        else:
            found.append(dataclasses.replace(holder, available=frozenset(np.flatnonzero(row).tolist())))
    return found


def _wishes(day: Day, people: Presence, tables: Presence) -> tuple[Wish, ...]:
    problem = day.problem
    fixed = [(i, w, w.slot) for i, w in enumerate(problem.wishes) if w.slot is not None]
    if not fixed:
        return problem.wishes
    nowhere = min((slot.session for slot in problem.slots), default=0) - 1
    rooms = tables.sum(axis=0)
    asked = Counter(slot for _, w, slot in fixed if w.must)
    wishes = list(problem.wishes)
    for i, w, slot in fixed:
        if i in day.seat:
            continue
        away = slot < day.now or not people[w.first, slot] or not people[w.second, slot]
        locked = not day.locks.participants.isdisjoint((w.first, w.second))
        if away or (w.must and (locked or asked[slot] > rooms[slot])):
            wishes[i] = dataclasses.replace(w, slot=None, session=nowhere)
    return tuple(wishes)


def count_breaks(day: Day) -> int:
    """Breaks of all participants together: runs of meetings of a day beyond its first, summed over the days."""
    starts = day.starts
    total = 0
    bounds = [s for s in range(day.n_slots) if starts >> s & 1] + [day.n_slots]
    days = [(1 << end) - (1 << begin) for begin, end in pairwise(bounds)]
    for mask in day.busy:
        if mask:
            runs = (mask & ~((mask << 1) & ~starts)).bit_count()
            total += runs - sum(mask & one != 0 for one in days)
    return total
