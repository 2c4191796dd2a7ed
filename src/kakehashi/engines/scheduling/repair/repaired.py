"""What did a repair change, what is the programme worth now, and how much more could it have been?"""

import time
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from ..frame import count_breaks
from ..halls.counting import with_figures
from ..problem import Problem
from ..result import Objective, Schedule, Status
from .bounding import bound_refill
from .changed import After, changed_problem, presence_after
from .day import Day, Held, Present, meetings_of
from .explaining import explain_day
from .ground import Ints


class Repaired:
    """A programme after the changes, and how it differs from the one before.

    `cancelled`: wishes held before and not any more. `moved`: held in another slot, only where their own became
    impossible. `reseated`: in their slot at another table or with another interpreter, only where they lost theirs.
    `added`: not held before. `value` is the total score, `standing` that of the meetings that stay as they are or are
    reseated. `seconds` says how long the repair took. What is asked for later (`schedule`, `problem`, `bound()`) is
    worked out then, and stays true when the day goes on.
    """

    def __init__(self, day: Day, before: Schedule, was: Held, stays: Held, reseated: list[int], started: float) -> None:
        self._day, self._before, self._was = day, before, was
        self._reseated = reseated
        self.stays, self.held = stays, day.held_now()
        held = self.held
        scores = day.ground.scores
        self.value, self.standing = int(scores[held.wish].sum()), int(scores[stays.wish].sum())
        old, new = _slots(day, was), _slots(day, held)
        self.cancelled = _listed((old >= 0) & (new < 0))
        self.added = _listed((old < 0) & (new >= 0))
        self.moved = _listed((old >= 0) & (new >= 0) & (old != new))
        self.reseated = tuple(sorted(set(reseated) - set(self.cancelled) - set(self.moved)))
        self.seconds = time.perf_counter() - started

    @property
    def present(self) -> Present:
        """Who and what is there when, after the changes."""
        return self._day.present

    @cached_property
    def _after(self) -> After:
        return presence_after(self._day, self.held)

    @cached_property
    def problem(self) -> Problem:
        """The event after the changes, of which `verify(problem, schedule)` holds.

        What is past is bound to what was held, locked participants accept no others.
        """
        return changed_problem(self._day, self._after)

    @cached_property
    def schedule(self) -> Schedule:
        """The programme with the reason of every wish not held; its bound is the one of the programme before."""
        started = time.perf_counter()
        day, meetings = self._day, meetings_of(self.held)
        proven = self._before.bound if self._before.objective is Objective.SCORE else None
        bound = int(day.ground.scores.sum()) if proven is None else proven
        found = Schedule(
            status=Status.OPTIMAL if self.value == bound else Status.FEASIBLE,
            objective=Objective.SCORE,
            value=self.value,
            bound=bound,
            meetings=meetings,
            unmet=explain_day(day, self._after, meetings, lambda: self.problem),
            seconds=self.seconds + time.perf_counter() - started,
            breaks=sum(count_breaks(mask, day.ground.starts) for mask in day.busy),
        )
        return with_figures(day.ground.problem, found)

    def bound(self, time_limit: float = 10.0) -> int:
        """No programme in which all that stays keeps its slot, table and interpreter has a higher total score.

        A rigorous bound however short the time; the more time, up to `time_limit` seconds, the lower it gets.
        """
        bare = self._day_with(self.stays)
        return max(self.standing + bound_refill(bare, self.value - self.standing, time_limit), self.value)

    def reopen(self) -> Day:
        """The day as this repair left it, to try something out."""
        return self._day_with(self.held)

    def with_seats(self, seats: Mapping[int, tuple[int, int, int] | None]) -> "Repaired":
        """The same with some wishes elsewhere, at slot, table and interpreter, or (None) not held."""
        held = self.held
        rest = ~np.isin(held.wish, np.array(list(seats), dtype=np.int64))
        rows = [(w, *seat) for w, seat in seats.items() if seat is not None]
        new = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
        parts = (held.wish[rest], held.slot[rest], held.table[rest], held.voice[rest])
        whole = Held(*(np.concatenate([part, new[:, n]]) for n, part in enumerate(parts)))
        stays = self.stays.where(~np.isin(self.stays.wish, new[:, 0]))
        day = self._day_with(whole)
        return Repaired(day, self._before, self._was, stays, self._reseated, time.perf_counter() - self.seconds)

    def _day_with(self, held: Held) -> Day:
        day = self._day
        return Day(day.ground, day.present, day.locks, day.now, held)


def _slots(day: Day, held: Held) -> Ints:
    slot = np.full(len(day.score), -1, dtype=np.int64)
    slot[held.wish] = held.slot
    return slot


def _listed(chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[int, ...]:
    return tuple(np.flatnonzero(chosen).tolist())
