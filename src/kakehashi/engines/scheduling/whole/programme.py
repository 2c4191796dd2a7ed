"""Every wish held with the fewest breaks, at events too large for a formula: place, then close breaks."""

import random
import time
from collections.abc import Callable

import numpy as np

from ..bound import least_breaks
from ..compact import compact
from ..contradiction import Contradiction
from ..frame import Frame, count_breaks
from ..halls.counting import with_figures
from ..large.board import LargeBoard
from ..large.place import Placement
from ..order import weigh
from ..problem import Problem
from ..result import Objective, Schedule, Status, Step
from ..seating import seat
from ..shifts import plan_shifts
from .packing import Packing
from .part import hardest, in_whole, part_of
from .refute import count_against, earliest_slots

Explain = Callable[[Problem, float], Contradiction | None]
"""Says why a small event contradicts itself, if it is found out within the seconds."""

_FEW = 3_000
"""Wishes up to which breaks are closed in more rounds and from a higher temperature."""

_SWEEPS, _WARMEST = {True: 240, False: 60}, {True: 0.3, False: 0.15}
"""Rounds over all pairs of slots, and temperature in breaks of the first, for few wishes and for many."""

_PLACING = 0.2, 0.85
"""Shares of the time after which placing stops to count whether it can succeed at all, and gives up."""

_SEATING = 8e-5
"""Seconds kept for each wish to name its table and interpreter."""


def place_whole(
    frame: Frame,
    *,
    started: float,
    time_limit: float,
    seed: int,
    progress: Callable[[Step], None] | None,
    cancel: Callable[[], bool] | None = None,
    explain: Explain | None = None,
) -> Schedule:
    """Hold every wish of a large event; status unknown when no placing was found in time.

    Parameters
    ----------
    frame
        The event; scores, musts and least numbers play no part.
    started
        When the clock began, as `perf_counter` counts.
    time_limit
        Seconds of wall time from then on.
    seed
        Runs that end before the limit give the same schedule for the same seed.
    progress
        Called after each stage.
    cancel
        Asked now and then; once it says true, what has been reached is returned.
    explain
        Asked, where placing takes long, whether a small part of the event contradicts itself.
    """
    run = _Programme(frame, started, time_limit, seed, progress)
    run.cancel, run.explain = cancel, explain
    return run.run()


class _Programme:
    """One run: the board and the clock."""

    def __init__(
        self, frame: Frame, started: float, time_limit: float, seed: int, progress: Callable[[Step], None] | None
    ) -> None:
        self.frame, self.started, self.time_limit, self.progress = frame, started, time_limit, progress
        self.cancel: Callable[[], bool] | None = None
        self.explain: Explain | None = None
        self.rng = random.Random(seed)
        self.log: list[str] = []
        self.bound = least_breaks(frame, [0] * frame.n_wishes)
        self.board = LargeBoard(frame, plan_shifts(frame), weigh(frame))
        # On a busy machine naming takes as much longer as reading the event did.
        naming = max(_SEATING * frame.n_wishes, 1.5 * self._seconds())
        self.ends = time_limit - min(naming, 0.4 * time_limit)

    def run(self) -> Schedule:
        """Place, count when that takes long, close breaks."""
        open_to = _within_order(self.frame)
        early, late = (share * self.ends for share in _PLACING)
        placement = Placement(self.board, self.rng, self._spent_of(early))
        left = placement.fill(self._pressed_first())
        self._report(f"{len(left)} of {self.frame.n_wishes} wishes left to chains")
        packing = Packing(self.board, open_to, self.rng, self._spent_of(early))
        left = packing.pack(left)
        self._report(f"{len(left)} left after {packing.moves} moves")
        if left:
            refuted = self._refute(left, packing)
            if refuted is not None:
                return self._refused(refuted)
            packing.spent = self._spent_of(late)
            left = packing.pack(left)
            self._report(f"{len(left)} left after {packing.moves} moves")
        if left:
            return self._unknown()
        packing.chains.rests.write_back()
        before = self._seconds()
        spent = self._spent_of(self.ends, since=before)
        few = self.frame.n_wishes <= _FEW
        sweeps = compact(self.board, self.frame.open_matrix(), self.rng, _SWEEPS[few], spent, _WARMEST[few])
        self._report(f"breaks closed in {sweeps} rounds", self.board.breaks())
        return self._result()

    def _refute(self, left: list[int], packing: Packing) -> Contradiction | None:
        """What stands against the list, by counting, or in the part that does not want to be placed."""
        problem, seconds = self.frame.problem, max(self.ends - self._seconds(), 0.0)
        refuted = count_against(self.frame, 0.3 * seconds)
        if refuted is None and self.explain is not None:
            wishes = hardest(problem, left, packing.pushed)
            part, people = part_of(problem, wishes)
            found = self.explain(part, 0.3 * seconds)
            self._report(f"{len(wishes)} wishes looked at alone")
            refuted = None if found is None else in_whole(problem, wishes, people, found)
        return refuted

    def _seconds(self) -> float:
        return time.perf_counter() - self.started

    def _spent_of(self, until: float, since: float = 0.0) -> Callable[[], float]:
        """Which share of the seconds from `since` to `until` is over."""

        def spent() -> float:
            if until <= since or (self.cancel is not None and self.cancel()):
                return 1.0
            return (self._seconds() - since) / (until - since)

        return spent

    def _report(self, stage: str, value: int | None = None) -> None:
        self.log.append(f"{self._seconds():.2f} s {stage}: {value} breaks, at least {self.bound}")
        if self.progress:
            self.progress(Step(self._seconds(), stage, value, self.bound))

    def _pressed_first(self) -> list[int]:
        """All wishes, those first whose people or slots leave the least choice."""
        frame = self.frame
        n = np.array([mask.bit_count() for mask in frame.open_to], dtype=np.int64)
        load = np.array([len(own) for own in frame.wishes_of], dtype=np.int64)
        slots = np.array([len(p.available) for p in frame.problem.participants], dtype=np.int64)
        spare = slots - load
        pressed = np.minimum(spare[frame.first], spare[frame.second])
        ordered = np.array([bool(a or b) for a, b in zip(frame.before, frame.after, strict=True)], dtype=bool)
        return [int(w) for w in np.lexsort((n, pressed, ~ordered))]

    def _unknown(self) -> Schedule:
        """No schedule, yet no proof that there is none."""
        return Schedule(Status.UNKNOWN, Objective.BREAKS, None, self.bound, 0, self._seconds(), log=tuple(self.log))

    def _refused(self, refuted: Contradiction) -> Schedule:
        return Schedule(
            Status.INFEASIBLE,
            Objective.BREAKS,
            None,
            None,
            0,
            self._seconds(),
            infeasible_because=str(refuted),
            contradiction=refuted,
            log=tuple(self.log),
        )

    def _result(self) -> Schedule:
        """The schedule with tables and interpreters; unknown if its breaks are not as fair as demanded."""
        board, starts = self.board.named(), self.frame.day_starts
        each = [count_breaks(mask, starts) for mask in board.busy]
        fairness, breaks = self.frame.problem.fairness, sum(each)
        if fairness is not None and max(each, default=0) - min(each, default=0) > fairness:
            self._report("fairness not reached", breaks)
            return self._unknown()
        meetings = seat(board)
        found = Schedule(
            status=Status.OPTIMAL if breaks == self.bound else Status.FEASIBLE,
            objective=Objective.BREAKS,
            value=breaks,
            bound=self.bound,
            breaks=breaks,
            seconds=self._seconds(),
            meetings=meetings,
            breaks_at_least=self.bound,
            log=tuple(self.log),
        )
        return with_figures(self.frame.problem, found)


def _within_order(frame: Frame) -> list[int]:
    """The slots open to each wish that its precedences leave it when it is as early as it can be."""
    earliest, _ = earliest_slots(frame)
    return [mask >> s << s for mask, s in zip(frame.open_to, earliest, strict=True)]
