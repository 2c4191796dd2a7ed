"""Which wishes are held, so that musts come first, then everyone meets somebody, then the score is highest?

Plain greedy starts; a few slots at a time are then solved anew exactly, all wishes not held competing for them;
then the meetings move between slots to close breaks; what still fits is added last.
"""

import random
import time
from collections.abc import Callable

from .board import fill
from .bound import bound_aims, bound_by_capacity, bound_by_slots, most_aims
from .compact import compact
from .fixed import contradiction
from .frame import Frame, build_frame
from .greedy import place_greedily
from .halls.cells import Zones, can_be_late
from .halls.counting import with_figures
from .halls.stage import place_in_halls
from .problem import Problem
from .reasons import explain
from .regroup import regroup, weigh
from .result import Objective, Schedule, Status, Step
from .seating import seat


def place_best(problem: Problem, *, time_limit: float, seed: int, progress: Callable[[Step], None] | None) -> Schedule:
    """The schedule of `schedule(objective="score")`."""
    started = time.perf_counter()
    frame = build_frame(problem)
    broken = contradiction(frame)
    if broken:
        seconds = time.perf_counter() - started
        return Schedule(Status.INFEASIBLE, Objective.SCORE, None, None, 0, seconds, infeasible_because=broken)
    if sum(mask.bit_count() for mask in frame.open_to) > LARGE_COLUMNS:
        from .large import place_many

        return place_many(frame, started=started, time_limit=time_limit, seed=seed, progress=progress)
    return _Search(frame, started, time_limit, seed, progress).run()


LARGE_COLUMNS = 90_000
"""Wishes times open slots from which an event is placed by prices and chains of moves, not by programmes."""


GROUP_COLUMNS = 8_000
"""Wishes times slots that one solution takes at most; its time grows faster than what it gains."""

WHOLE_COLUMNS = 12_000
"""An event of so few wishes times slots is also solved as a whole, if nothing smaller helps."""

NODES = 20
"""Branches explored in one solution at most."""

SLOT_BOUND_COLUMNS = 40_000
"""Wishes times open slots up to which the bound by slots takes a few seconds; beyond, it is rarely tighter."""


SWEEPS = 100
"""Rounds over all pairs of slots in which breaks are closed."""


class _Search:
    """One run: the board, the bounds and the clock."""

    def __init__(
        self, frame: Frame, started: float, time_limit: float, seed: int, progress: Callable[[Step], None] | None
    ) -> None:
        self.started = started
        self.frame = frame
        self.progress = progress
        self.rng = random.Random(seed)
        self.open_to = self.frame.open_matrix()
        self.columns = int(self.open_to.sum())
        self.board = place_greedily(self.frame)
        self.zones: Zones | None = None
        self.aims = most_aims(self.frame)
        self.bound: int | None = None
        self.log: list[str] = []
        # Seating and explaining the result takes about as long as reading the problem and placing greedily.
        self.time_limit = time_limit - 2 * self.seconds()

    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def left(self) -> float:
        return self.time_limit - self.seconds()

    def spent_of(self, allowed: float) -> Callable[[], float]:
        """How much of the seconds allowed from now on is over, as a share of them."""
        return lambda: 1 - self.left() / allowed if allowed > 0 else 1.0

    def report(self, stage: str) -> None:
        value = self.board.rank()[3]
        self.log.append(f"{self.seconds():.2f} s {stage}: score {value}, bound {self.bound}")
        if self.progress:
            self.progress(Step(self.seconds(), stage, value, self.bound))

    def run(self) -> Schedule:
        self.report("greedy")
        self.bound = bound_by_capacity(self.frame, 0.2 * self.left())
        self.report("bound by capacity")
        self.improve()
        self.tighten()
        if can_be_late(self.frame.problem):
            self.board, self.zones = place_in_halls(self.board, self.rng, self.spent_of(self.left()))
        else:
            compact(self.board, self.open_to, self.rng, SWEEPS, self.spent_of(self.left()))
            fill(self.board, [w for w in range(self.frame.n_wishes) if self.frame.open_to[w]])
        self.report("breaks closed")
        return self.result()

    def perfect(self) -> bool:
        """Whether no schedule can be better, breaks aside."""
        rank = self.board.rank()
        return rank[:3] == self.aims and rank[3] == self.bound

    def improve(self) -> None:
        """Solve groups of slots anew; when a whole round gains nothing, in larger groups, up to all slots."""
        worth = weigh(self.frame)
        n_slots = self.frame.n_slots
        end = self.seconds() + 0.7 * self.left()
        per_slot = max(self.columns / max(n_slots, 1), 1.0)
        size = min(n_slots, max(2, int(GROUP_COLUMNS / 2 / per_slot)))
        widest = WHOLE_COLUMNS if self.columns <= WHOLE_COLUMNS else GROUP_COLUMNS
        while self.seconds() < end and not self.perfect():
            gained = False
            slots = list(range(n_slots))
            self.rng.shuffle(slots)
            for i in range(0, n_slots, size):
                group = sorted(slots[i : i + size])
                gained |= regroup(self.board, group, self.open_to, worth, end - self.seconds(), NODES)
            self.report(f"{size} slots regrouped")
            if not gained:
                larger = min(2 * size, n_slots)
                if larger == size or larger * per_slot > widest:
                    return
                size = larger

    def tighten(self) -> None:
        """Look at every slot for the bound, and for how many can be met at all, where that is still open."""
        if self.columns > SLOT_BOUND_COLUMNS:
            return
        rank = self.board.rank()
        if self.bound is not None and rank[3] < self.bound and self.left() > 0:
            finer = bound_by_slots(self.frame, self.open_to, 0.5 * self.left())
            self.bound = self.bound if finer is None else min(self.bound, finer)
            self.report("bound by slots")
        if rank[:3] != self.aims and self.left() > 0:
            self.aims = bound_aims(self.frame, self.open_to, self.aims, 0.3 * self.left())
            musts, met, least = self.aims
            self.log.append(f"no schedule holds more than {musts} musts, meets more than {met} participants")
            self.log.append(f"or more than {least} of the meetings that participants need at least")

    def result(self) -> Schedule:
        meetings = seat(self.board, self.zones)
        unmet = explain(self.frame.problem, meetings)
        found = Schedule(
            status=Status.OPTIMAL if self.perfect() else Status.FEASIBLE,
            objective=Objective.SCORE,
            value=self.board.rank()[3],
            bound=self.bound,
            breaks=self.board.breaks(),
            seconds=self.seconds(),
            meetings=meetings,
            unmet=unmet,
            log=tuple(self.log),
        )
        return with_figures(self.frame.problem, found)
