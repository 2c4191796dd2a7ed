"""Why is each wish left out of a programme carried on? The reasons of `explain`, from the day's bit masks.

An event on the day leaves no time to look at every slot of every wish one by one.
"""

import numpy as np

from ..problem import Problem
from ..result import Reason, Unmet
from .changed import After
from .day import Day, masks, slots_in


def explain_day(day: Day, problem: Problem, after: After) -> tuple[Unmet, ...]:
    """The reason of every wish not held, in order of wishes; `problem` is the event after the changes.

    Raises `ValueError` when a wish could simply be added: then no reason would be true.
    """
    left_out = _LeftOut(day, problem, after)
    return tuple([left_out.reason(w) for w in range(len(problem.wishes)) if w not in day.seat])


class _LeftOut:
    """The programme as masks of slots."""

    def __init__(self, day: Day, problem: Problem, after: After) -> None:
        self.day, self.problem = day, problem
        self.there = masks(after.people)
        self.seated = sum(1 << int(s) for s in np.flatnonzero(after.tables.any(axis=0)))
        on_duty = masks(after.voices)
        self.served = [0] * len(day.crews)
        for kind, crew in enumerate(day.crews):
            for i in crew:
                self.served[kind] |= on_duty[i]
        self.ready = [day.could_start(kind) for kind in range(len(day.crews))]
        self.full = [p.most == n for p, n in zip(problem.participants, day.held, strict=True)]
        self.must = [w.must for w in problem.wishes]
        self.closed = {i for i in day.bound_to if problem.wishes[i] != day.problem.wishes[i]}
        self.known: dict[int, tuple[int, ...]] = {0: ()}

    def slots(self, mask: int) -> tuple[int, ...]:
        found = self.known.get(mask)
        if found is None:
            found = self.known[mask] = tuple(slots_in(mask))
        return found

    def reason(self, wish: int) -> Unmet:
        day = self.day
        a, b = both = day.first[wish], day.second[wish]
        common = self.there[a] & self.there[b]
        if day.bound_to and wish in day.bound_to:
            common &= 0 if wish in self.closed else day.bound_to[wish]
        if not common:
            return Unmet(wish, Reason.NO_COMMON_SLOT, both)
        kind, served = day.kind[wish], common
        if kind >= 0:
            if not day.crews[kind]:
                return Unmet(wish, Reason.NO_INTERPRETER_PAIR, both)
            served &= self.served[kind]
            if not served:
                return Unmet(wish, Reason.INTERPRETERS_AWAY, both, self.slots(common))
        if not served & self.seated:
            return Unmet(wish, Reason.NO_TABLE, both, self.slots(served))
        if self.full[a] or self.full[b]:
            return Unmet(wish, Reason.MOST_REACHED, tuple(p for p in both if self.full[p]))
        free = common & ~day.busy[a] & ~day.busy[b]
        if not free:
            busy = tuple([p for p in both if common & day.busy[p]])
            reason = Reason.BUSY if self._worth_more(wish, a, b, common) else Reason.BETTER_PLACED
            return Unmet(wish, reason, busy, self.slots(common))
        return self._crowded(wish, both, free)

    def _crowded(self, wish: int, both: tuple[int, int], free: int) -> Unmet:
        """Why a wish is left out though both are free."""
        kind = self.day.kind[wish]
        ready = free if kind < 0 else free & self.ready[kind]
        if not ready:
            return Unmet(wish, Reason.INTERPRETERS_TAKEN, both, self.slots(free))
        roomy = ready & self.day.roomy
        if not roomy:
            return Unmet(wish, Reason.TABLES_FULL, both, self.slots(ready))
        if any(self.day.keeps_order(wish, s) for s in slots_in(roomy)):
            raise ValueError(f"wish {wish} fits in the schedule as it is")
        return Unmet(wish, Reason.ORDER, both, self.slots(roomy))

    def _worth_more(self, wish: int, a: int, b: int, common: int) -> bool:
        """Whether in some slot what the two hold is worth less than the wish, and no must."""
        at_a, at_b, score, must, worth = self.day.at[a], self.day.at[b], self.day.score, self.must, self.day.score[wish]
        for s in self.slots(common):
            one, other = at_a[s], at_b[s]
            there = (score[one] if one >= 0 else 0) + (score[other] if other >= 0 and other != one else 0)
            if there < worth and not (one >= 0 and must[one]) and not (other >= 0 and must[other]):
                return True
        return False
