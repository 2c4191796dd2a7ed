"""What is the event after the changes, so that the programme can be verified and its gaps explained?"""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ..problem import Interpreter, Participant, Problem, Table, Wish
from .changes import Presence
from .day import Day, Held

Holder = TypeVar("Holder", Participant, Table, Interpreter)


@dataclass(frozen=True, slots=True)
class After:
    """Who and what is there when, once what is past, and what is locked, offers nothing but what is held.

    `closed` are the wishes with a fixed slot that offers them no place any more.
    """

    people: Presence
    tables: Presence
    voices: Presence
    closed: frozenset[int] = frozenset()


def presence_after(day: Day, held: Held) -> After:
    """The presence of everyone and everything in the programme as it stands."""
    present, ground = day.present.copy(), day.ground
    there = present.people, present.tables, present.voices
    used = [np.zeros_like(one) for one in there]
    for side in (ground.firsts, ground.seconds):
        used[0][side[held.wish], held.slot] = True
    used[1][held.table, held.slot] = True
    spoken = held.voice >= 0
    used[2][held.voice[spoken], held.slot[spoken]] = True
    for one, work in zip(there, used, strict=True):
        one[:, : day.now] = work[:, : day.now]
    locked = sorted(day.locks.tables)
    present.tables[locked] = used[1][locked]
    return After(*there, _closed(day, present.people, present.tables))


def changed_problem(day: Day, after: After) -> Problem:
    """The problem in which what is past, and what is locked, offers nothing but what is held.

    Closed wishes are bound to a session that the event does not have: no slot is open to them.
    """
    problem, locks = day.ground.problem, day.locks
    participants = _with(problem.participants, after.people)
    for p in locks.participants:
        own = participants[p]
        participants[p] = dataclasses.replace(own, most=day.held[p], least=min(own.least, day.held[p]))
    wishes: Sequence[Wish] = problem.wishes
    if after.closed:
        nowhere = min((slot.session for slot in problem.slots), default=0) - 1
        wishes = list(problem.wishes)
        for i in after.closed:
            wishes[i] = dataclasses.replace(wishes[i], slot=None, session=nowhere)
    return dataclasses.replace(
        problem,
        participants=tuple(participants),
        wishes=tuple(wishes),
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


def _closed(day: Day, people: Presence, tables: Presence) -> frozenset[int]:
    """Wishes not held whose fixed slot is past, taken or locked."""
    fixed = [(i, w, w.slot) for i in day.ground.bound_to if (w := day.ground.problem.wishes[i]).slot is not None]
    if not fixed:
        return frozenset()
    rooms = tables.sum(axis=0)
    asked = Counter(slot for _, w, slot in fixed if w.must)
    closed = set()
    for i, w, slot in fixed:
        if i in day.seat:
            continue
        away = slot < day.now or not people[w.first, slot] or not people[w.second, slot]
        locked = not day.locks.participants.isdisjoint((w.first, w.second))
        if away or (w.must and (locked or asked[slot] > rooms[slot])):
            closed.add(i)
    return frozenset(closed)
