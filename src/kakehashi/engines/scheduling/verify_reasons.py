"""Is the reason given for every unmet wish true? Recomputed from the problem and the meetings alone."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from .problem import Problem
from .result import Reason, Schedule, Unmet
from .verify_reach import Reach


def reason_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    """Every unmet wish whose reason does not hold, as `reason_untrue: details`."""
    ledger = _Ledger(problem, schedule)
    for unmet in schedule.unmet:
        asked = ledger.asked(unmet.wish)
        if not _CHECKS[unmet.reason](ledger, unmet, asked):
            yield f"reason_untrue: wish {unmet.wish} is said to be unmet for {unmet.reason}, which does not hold"
        elif unmet.reason not in _ABOUT_SOME and unmet.participants != (asked.first, asked.second):
            yield f"reason_untrue: {unmet.reason} of wish {unmet.wish} is about both, not {unmet.participants}"


_ABOUT_SOME = (Reason.MOST_REACHED, Reason.BUSY, Reason.BETTER_PLACED)
"""Reasons that name the participants who stand in the way; all others are about the two together."""


_PRICELESS = 10**12
"""What a must is worth: more than any score."""


class _Asked(NamedTuple):
    """What a wish could ask of the schedule. Sets of slots are bit masks, each part of the one before.

    `open` to both by availability, session and fixed slot; `free`: neither meets somebody else; `served`: a fitting
    interpreter, where one is needed, could work; `seated`: a table is left. `present`, a part of `open`: a fitting
    interpreter is on duty, at work or not.
    """

    first: int
    second: int
    crew: "_Crew | None"
    open: int
    present: int
    free: int
    served: int
    seated: int


class _Crew(NamedTuple):
    """Those who interpret between two sets of languages; the slots in which one is on duty, or could still work."""

    members: tuple[int, ...]
    on_duty: int
    at_rest: int


class _Ledger:
    """Who is where in each slot, as masks of slots; time grows with wishes."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.slot_of = {m.wish: m.slot for m in schedule.meetings}
        people, n_slots = problem.participants, len(problem.slots)
        self.there = [_mask(p.available) for p in people]
        self.busy = [0] * len(people)
        self.held = [0] * len(people)
        self.worth = [[0] * n_slots for _ in people]
        self.met_in: dict[tuple[int, int], list[int]] = {}
        self.work = [0] * len(problem.interpreters)
        tables = [0] * n_slots
        for table in problem.tables:
            for s in table.available:
                tables[s] += 1
        self.any_table = _mask(s for s, n in enumerate(tables) if n)
        for m in schedule.meetings:
            tables[m.slot] -= 1
            wish = problem.wishes[m.wish]
            for p in (wish.first, wish.second):
                self.busy[p] |= 1 << m.slot
                self.held[p] += 1
                self.worth[p][m.slot] = _PRICELESS if wish.must else wish.score
            pair = min(wish.first, wish.second), max(wish.first, wish.second)
            self.met_in.setdefault(pair, []).append(m.slot)
            if m.interpreter is not None:
                self.work[m.interpreter] |= 1 << m.slot
        self.table_left = _mask(s for s, n in enumerate(tables) if n > 0)
        self.full = [p.most is not None and self.held[i] == p.most for i, p in enumerate(people)]
        self.in_session: dict[int, int] = {}
        for s, slot in enumerate(problem.slots):
            self.in_session[slot.session] = self.in_session.get(slot.session, 0) | 1 << s
        self.orders: dict[int, list[tuple[int, int]]] = {}
        for a, b in problem.precedences:
            for w in (a, b):
                self.orders.setdefault(w, []).append((a, b))
        self.crews: dict[tuple[frozenset[str], frozenset[str]], _Crew | None] = {}
        self.reach = Reach(problem, schedule)

    def asked(self, wish: int) -> _Asked:
        w = self.problem.wishes[wish]
        a, b = w.first, w.second
        crew = self.crew(self.problem.participants[a].languages, self.problem.participants[b].languages)
        both = self.there[a] & self.there[b]
        if w.session is not None:
            both &= self.in_session.get(w.session, 0)
        if w.slot is not None:
            both &= 1 << w.slot
        free = both & ~(self.busy[a] | self.busy[b])
        served = free if crew is None else free & crew.at_rest
        present = both if crew is None else both & crew.on_duty
        return _Asked(a, b, crew, both, present, free, served, served & self.table_left)

    def crew(self, a: frozenset[str], b: frozenset[str]) -> _Crew | None:
        """Who interprets between the languages; None where none is needed."""
        if (a, b) not in self.crews:
            self.crews[a, b] = None
            if a and b and a.isdisjoint(b):
                wanted = {frozenset((x, y)) for x in a for y in b}
                people = self.problem.interpreters
                members = tuple(i for i, person in enumerate(people) if not wanted.isdisjoint(person.pairs))
                on_duty = _mask(s for i in members for s in people[i].available)
                at_rest = _mask(s for s in _slots(on_duty) if any(self.rested(i, s) for i in members))
                self.crews[a, b] = _Crew(members, on_duty, at_rest)
        return self.crews[a, b]

    def rested(self, interpreter: int, slot: int) -> bool:
        """Whether an interpreter on duty could work in the slot as well."""
        person, slots = self.problem.interpreters[interpreter], self.problem.slots
        if slot not in person.available or self.work[interpreter] >> slot & 1:
            return False
        if person.longest_run is None:
            return True
        work = {s for s in _slots(self.work[interpreter]) if slots[s].day == slots[slot].day} | {slot}
        return not any(all(s + k in work for k in range(person.longest_run + 1)) for s in work)

    def reachable(self, asked: _Asked) -> tuple[int, ...]:
        """Of the slots with a table left, those in which everybody who walks could reach one in time."""
        if not self.reach.binds:
            return _slots(asked.seated)
        found = []
        for s in _slots(asked.seated):
            crew = None if asked.crew is None else [i for i in asked.crew.members if self.rested(i, s)]
            if self.reach.some_hall(asked.first, asked.second, crew, s):
                found.append(s)
        return tuple(found)

    def in_order(self, wish: int, slot: int) -> bool:
        pairs = self.orders.get(wish, ())
        earlier = [a for a, b in pairs if b == wish and a in self.slot_of]
        later = [b for a, b in pairs if a == wish and b in self.slot_of]
        return all(self.slot_of[a] < slot for a in earlier) and all(slot < self.slot_of[b] for b in later)

    def contested(self, asked: _Asked) -> bool:
        """Whether the event itself allows the wish and both accept another meeting: only other meetings are left."""
        possible = asked.present & self.any_table
        return bool(possible) and not self.full[asked.first] and not self.full[asked.second]


def _mask(slots: Iterable[int]) -> int:
    mask = 0
    for s in slots:
        mask |= 1 << s
    return mask


@lru_cache(maxsize=2**16)
def _slots(mask: int) -> tuple[int, ...]:
    return tuple([s for s in range(mask.bit_length()) if mask >> s & 1])


def _in_slots(unmet: Unmet, mask: int) -> bool:
    """Whether the reason names exactly these slots, in order."""
    return unmet.slots == _slots(mask)


def _no_common_slot(_ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    return not asked.open and not unmet.slots


def _no_pair(_ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    return asked.crew is not None and not asked.crew.members and not unmet.slots


def _away(_ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    away = asked.crew is not None and bool(asked.crew.members) and not asked.present
    return away and bool(asked.open) and _in_slots(unmet, asked.open)


def _no_table(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    return bool(asked.present) and not asked.present & ledger.any_table and _in_slots(unmet, asked.present)


def _most(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    full = tuple(p for p in (asked.first, asked.second) if ledger.full[p])
    return bool(full) and full == unmet.participants and not unmet.slots


def _never_free(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    """No common slot is free for both, and the participants named are those that stand in the way."""
    busy = tuple(p for p in (asked.first, asked.second) if ledger.busy[p] & asked.open)
    named = busy in (unmet.participants, unmet.participants[::-1])
    return not asked.free and named and ledger.contested(asked) and _in_slots(unmet, asked.open)


def _worth_as_much(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    """Whether in each slot a must, or meetings worth as much together, stand in the way."""
    one, other = ledger.worth[asked.first], ledger.worth[asked.second]
    least = ledger.problem.wishes[unmet.wish].score
    pair = min(asked.first, asked.second), max(asked.first, asked.second)
    for s in ledger.met_in.get(pair, ()):  # another wish of the same two, which counts once
        if asked.open >> s & 1 and one[s] < least:
            return False
    return all(one[s] + other[s] >= least for s in unmet.slots)


def _busy(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    return _never_free(ledger, unmet, asked) and not _worth_as_much(ledger, unmet, asked)


def _better(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    return _never_free(ledger, unmet, asked) and _worth_as_much(ledger, unmet, asked)


def _taken(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    taken = bool(asked.free) and not asked.served
    return taken and ledger.contested(asked) and _in_slots(unmet, asked.free)


def _full(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    full = bool(asked.served) and not asked.seated
    return full and ledger.contested(asked) and _in_slots(unmet, asked.served)


def _too_far(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    seated = bool(asked.seated) and ledger.contested(asked) and _in_slots(unmet, asked.seated)
    return seated and not ledger.reachable(asked)


def _order(ledger: _Ledger, unmet: Unmet, asked: _Asked) -> bool:
    if not asked.seated or not ledger.contested(asked):
        return False
    reached = ledger.reachable(asked)
    refused = not any(ledger.in_order(unmet.wish, s) for s in reached)
    return bool(reached) and refused and unmet.slots == reached


_CHECKS: dict[Reason, Callable[[_Ledger, Unmet, _Asked], bool]] = {
    Reason.NO_COMMON_SLOT: _no_common_slot,
    Reason.NO_INTERPRETER_PAIR: _no_pair,
    Reason.INTERPRETERS_AWAY: _away,
    Reason.NO_TABLE: _no_table,
    Reason.MOST_REACHED: _most,
    Reason.BETTER_PLACED: _better,
    Reason.BUSY: _busy,
    Reason.INTERPRETERS_TAKEN: _taken,
    Reason.TABLES_FULL: _full,
    Reason.TOO_FAR: _too_far,
    Reason.ORDER: _order,
}
