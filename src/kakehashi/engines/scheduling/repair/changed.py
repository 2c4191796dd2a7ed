"""What is the event after the changes, so that the programme can be verified and its gaps explained?"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from ..problem import Interpreter, Participant, Problem, Table, Wish
from ..result import Meeting
from .changes import Presence
from .day import Day

Holder = TypeVar("Holder", Participant, Table, Interpreter)


def changed_problem(day: Day, meetings: Sequence[Meeting]) -> Problem:
    """The problem in which what is past, and what is locked, offers nothing but what is held.

    A wish that is fixed in a slot which offers it no place any more is bound to a session that the event does not
    have: no slot is open to it.
    """
    problem, locks = day.problem, day.locks
    people, tables, voices = (there.copy() for there in (day.people, day.tables, day.voices))
    used = np.zeros_like(people), np.zeros_like(tables), np.zeros_like(voices)
    for m in meetings:
        used[0][day.first[m.wish], m.slot] = used[0][day.second[m.wish], m.slot] = True
        used[1][m.table, m.slot] = True
        if m.interpreter is not None:
            used[2][m.interpreter, m.slot] = True
    for there, work in zip((people, tables, voices), used, strict=True):
        there[:, : day.now] = work[:, : day.now]
    tables[sorted(locks.tables)] = used[1][sorted(locks.tables)]
    participants = list(_with(problem.participants, people))
    for p in locks.participants:
        own = participants[p]
        participants[p] = dataclasses.replace(own, most=day.held[p], least=min(own.least, day.held[p]))
    return dataclasses.replace(
        problem,
        participants=tuple(participants),
        wishes=_wishes(day, people, tables),
        tables=tuple(_with(problem.tables, tables)),
        interpreters=tuple(_with(problem.interpreters, voices)),
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
