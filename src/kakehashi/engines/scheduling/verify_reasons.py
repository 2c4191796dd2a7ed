"""Is the reason given for every unmet wish true? Recomputed from the problem and the meetings alone."""

from collections.abc import Callable, Iterator

from .problem import Problem
from .result import Reason, Schedule, Unmet


def reason_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    """Every unmet wish whose reason does not hold, as `reason_untrue: details`."""
    ledger = _Ledger(problem, schedule)
    for unmet in schedule.unmet:
        if not _CHECKS[unmet.reason](ledger, unmet):
            yield f"reason_untrue: wish {unmet.wish} is said to be unmet for {unmet.reason}, which does not hold"
        elif unmet.reason not in _ABOUT_SOME and unmet.participants != ledger.both(unmet.wish):
            yield f"reason_untrue: {unmet.reason} of wish {unmet.wish} is about both, not {unmet.participants}"


class _Ledger:
    """What each wish could ask of the schedule, listed slot by slot; time grows with wishes times slots."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.slot_of = {m.wish: m.slot for m in schedule.meetings}
        self.meetings_in = [0] * len(problem.slots)
        self.tables_in = [sum(s in t.available for t in problem.tables) for s in range(len(problem.slots))]
        self.of: dict[int, dict[int, int]] = {p: {} for p in range(len(problem.participants))}
        self.working: dict[int, set[int]] = {i: set() for i in range(len(problem.interpreters))}
        for m in schedule.meetings:
            self.meetings_in[m.slot] += 1
            for p in self.both(m.wish):
                self.of[p][m.slot] = m.wish
            if m.interpreter is not None:
                self.working[m.interpreter].add(m.slot)
        self.session_of = [slot.session for slot in problem.slots]
        self.orders: dict[int, list[tuple[int, int]]] = {}
        for a, b in problem.precedences:
            for wish in (a, b):
                self.orders.setdefault(wish, []).append((a, b))
        # What an interpreter can do depends on the languages of the two alone.
        self.crews: dict[frozenset[frozenset[str]], list[int]] = {}
        self.on_duty: dict[frozenset[frozenset[str]], set[int]] = {}
        self.at_rest: dict[frozenset[frozenset[str]], set[int]] = {}
        self._open: tuple[int, list[int]] = (-1, [])
        self.ways: dict[tuple[str, str], int] = {}
        for walk in problem.walks:
            self.ways[walk.first, walk.second] = self.ways[walk.second, walk.first] = walk.minutes
        self.halls_with_seats: list[set[str]] = [set() for _ in problem.slots]
        self.places: dict[tuple[str, int], list[tuple[int, str]]] = {}
        self.voices: dict[tuple[frozenset[frozenset[str]], int, str], bool] = {}
        if any(self.ways.values()):
            self.note_places(schedule)

    def both(self, wish: int) -> tuple[int, int]:
        return self.problem.wishes[wish].first, self.problem.wishes[wish].second

    def open(self, wish: int) -> list[int]:
        if self._open[0] != wish:
            w, people = self.problem.wishes[wish], self.problem.participants
            slots = sorted(people[w.first].available & people[w.second].available)
            fits = [s for s in slots if w.session in (None, self.session_of[s]) and (w.slot is None or w.slot == s)]
            self._open = wish, fits
        return self._open[1]

    def languages(self, wish: int) -> frozenset[frozenset[str]]:
        return frozenset(self.problem.participants[p].languages for p in self.both(wish))

    def needs_interpreter(self, wish: int) -> bool:
        a, b = (self.problem.participants[p].languages for p in self.both(wish))
        return bool(a) and bool(b) and a.isdisjoint(b)

    def crew(self, wish: int) -> list[int]:
        spoken = self.languages(wish)
        if spoken not in self.crews:
            a, b = (self.problem.participants[p].languages for p in self.both(wish))
            wanted = {frozenset((x, y)) for x in a for y in b}
            people = self.problem.interpreters
            self.crews[spoken] = [i for i, person in enumerate(people) if not wanted.isdisjoint(person.pairs)]
        return self.crews[spoken]

    def blockers(self, wish: int, slot: int) -> list[int]:
        """The meetings that one of the two holds in the slot."""
        return sorted({self.of[p][slot] for p in self.both(wish) if slot in self.of[p]})

    def present(self, wish: int) -> list[int]:
        """Open slots with a fitting interpreter on duty, at work or not."""
        if not self.needs_interpreter(wish):
            return self.open(wish)
        spoken = self.languages(wish)
        if spoken not in self.on_duty:
            people = self.problem.interpreters
            self.on_duty[spoken] = {s for i in self.crew(wish) for s in people[i].available}
        return [s for s in self.open(wish) if s in self.on_duty[spoken]]

    def free(self, wish: int) -> list[int]:
        a, b = (self.of[p] for p in self.both(wish))
        return [s for s in self.open(wish) if s not in a and s not in b]

    def rested(self, interpreter: int, slot: int) -> bool:
        person, day = self.problem.interpreters[interpreter], self.problem.slots[slot].day
        if slot not in person.available or slot in self.working[interpreter]:
            return False
        if person.longest_run is None:
            return True
        work = {s for s in self.working[interpreter] if self.problem.slots[s].day == day} | {slot}
        limit = person.longest_run
        return not any(all(s + k in work for k in range(limit + 1)) for s in work)

    def served(self, wish: int) -> list[int]:
        if not self.needs_interpreter(wish):
            return self.free(wish)
        spoken = self.languages(wish)
        if spoken not in self.at_rest:
            slots = range(len(self.problem.slots))
            self.at_rest[spoken] = {s for s in slots if any(self.rested(i, s) for i in self.crew(wish))}
        return [s for s in self.free(wish) if s in self.at_rest[spoken]]

    def seated(self, wish: int) -> list[int]:
        return [s for s in self.served(wish) if self.meetings_in[s] < self.tables_in[s]]

    def note_places(self, schedule: Schedule) -> None:
        """Where tables are left in each slot, and where everybody on site is when."""
        taken = {(m.table, m.slot) for m in schedule.meetings}
        for t, table in enumerate(self.problem.tables):
            for s in table.available:
                if (t, s) not in taken:
                    self.halls_with_seats[s].add(table.hall)
        for m in schedule.meetings:
            hall = self.problem.tables[m.table].hall
            for p in self.both(m.wish):
                self.places.setdefault(("participant", p), []).append((m.slot, hall))
            if m.interpreter is not None:
                self.places.setdefault(("interpreter", m.interpreter), []).append((m.slot, hall))

    def in_time(self, kind: str, who: int, slot: int, hall: str) -> bool:
        """Whether somebody could be in the hall in the slot without being late there, or anywhere afterwards."""
        if kind == "participant" and self.problem.participants[who].online:
            return True
        there = self.problem.slots[slot]
        for other, elsewhere in self.places.get((kind, who), ()):
            here = self.problem.slots[other]
            if here.day == there.day:
                early, late = (here, there) if other < slot else (there, here)
                if (late.start or 0) - (early.end or 0) < self.ways.get((elsewhere, hall), 0):
                    return False
        return True

    def voice_in_time(self, wish: int, slot: int, hall: str) -> bool:
        """Whether an interpreter, where one is needed, could work and be in time."""
        if not self.needs_interpreter(wish):
            return True
        asked = self.languages(wish), slot, hall
        if asked not in self.voices:
            crew = (i for i in self.crew(wish) if self.rested(i, slot))
            self.voices[asked] = any(self.in_time("interpreter", i, slot, hall) for i in crew)
        return self.voices[asked]

    def reachable(self, wish: int) -> list[int]:
        """Of the slots with a table left, those in which one of them can be reached in time by all."""
        if not any(self.ways.values()):
            return self.seated(wish)
        a, b = self.both(wish)
        return [
            s
            for s in self.seated(wish)
            if any(
                self.in_time("participant", a, s, hall)
                and self.in_time("participant", b, s, hall)
                and self.voice_in_time(wish, s, hall)
                for hall in self.halls_with_seats[s]
            )
        ]

    def in_order(self, wish: int, slot: int) -> bool:
        pairs = self.orders.get(wish, ())
        earlier = [a for a, b in pairs if b == wish and a in self.slot_of]
        later = [b for a, b in pairs if a == wish and b in self.slot_of]
        return all(self.slot_of[a] < slot for a in earlier) and all(slot < self.slot_of[b] for b in later)


_ABOUT_SOME = (Reason.MOST_REACHED, Reason.BUSY, Reason.BETTER_PLACED)
"""Reasons that name the participants who stand in the way; all others are about the two together."""


def _no_common_slot(ledger: _Ledger, unmet: Unmet) -> bool:
    return not ledger.open(unmet.wish) and not unmet.slots


def _no_pair(ledger: _Ledger, unmet: Unmet) -> bool:
    return ledger.needs_interpreter(unmet.wish) and not ledger.crew(unmet.wish) and not unmet.slots


def _away(ledger: _Ledger, unmet: Unmet) -> bool:
    common = ledger.open(unmet.wish)
    away = bool(common) and bool(ledger.crew(unmet.wish)) and not ledger.present(unmet.wish)
    return away and tuple(common) == unmet.slots


def _no_table(ledger: _Ledger, unmet: Unmet) -> bool:
    present = ledger.present(unmet.wish)
    return bool(present) and not any(ledger.tables_in[s] for s in present) and tuple(present) == unmet.slots


def _most(ledger: _Ledger, unmet: Unmet) -> bool:
    full = tuple(p for p in ledger.both(unmet.wish) if len(ledger.of[p]) == ledger.problem.participants[p].most)
    return bool(full) and full == unmet.participants and not unmet.slots


def _contested(ledger: _Ledger, unmet: Unmet) -> bool:
    """Whether the event itself allows the wish and both accept another meeting: only other meetings are left."""
    full = (len(ledger.of[p]) == ledger.problem.participants[p].most for p in ledger.both(unmet.wish))
    return any(ledger.tables_in[s] for s in ledger.present(unmet.wish)) and not any(full)


def _never_free(ledger: _Ledger, unmet: Unmet) -> bool:
    """No common slot is free for both, and the participants named are those that stand in the way."""
    common = ledger.open(unmet.wish)
    busy = {
        p
        for s in common
        for p in ledger.both(unmet.wish)
        if any(p in ledger.both(h) for h in ledger.blockers(unmet.wish, s))
    }
    named = busy == set(unmet.participants) and len(busy) == len(unmet.participants)
    return _contested(ledger, unmet) and not ledger.free(unmet.wish) and named and tuple(common) == unmet.slots


def _worth_as_much(ledger: _Ledger, unmet: Unmet) -> bool:
    wishes = ledger.problem.wishes
    for s in ledger.open(unmet.wish):
        there = [wishes[h] for h in ledger.blockers(unmet.wish, s)]
        if not any(h.must for h in there) and sum(h.score for h in there) < wishes[unmet.wish].score:
            return False
    return True


def _busy(ledger: _Ledger, unmet: Unmet) -> bool:
    return _never_free(ledger, unmet) and not _worth_as_much(ledger, unmet)


def _better(ledger: _Ledger, unmet: Unmet) -> bool:
    return _never_free(ledger, unmet) and _worth_as_much(ledger, unmet)


def _taken(ledger: _Ledger, unmet: Unmet) -> bool:
    free = ledger.free(unmet.wish)
    taken = bool(free) and not ledger.served(unmet.wish)
    return _contested(ledger, unmet) and taken and tuple(free) == unmet.slots


def _full(ledger: _Ledger, unmet: Unmet) -> bool:
    served = ledger.served(unmet.wish)
    full = bool(served) and not ledger.seated(unmet.wish)
    return _contested(ledger, unmet) and full and tuple(served) == unmet.slots


def _too_far(ledger: _Ledger, unmet: Unmet) -> bool:
    seated = ledger.seated(unmet.wish)
    far = bool(seated) and not ledger.reachable(unmet.wish)
    return _contested(ledger, unmet) and far and tuple(seated) == unmet.slots


def _order(ledger: _Ledger, unmet: Unmet) -> bool:
    reached = ledger.reachable(unmet.wish)
    refused = not any(ledger.in_order(unmet.wish, s) for s in reached)
    return _contested(ledger, unmet) and bool(reached) and refused and tuple(reached) == unmet.slots


_CHECKS: dict[Reason, Callable[[_Ledger, Unmet], bool]] = {
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
