"""Which wishes are held, so that the aims are reached in the organiser's order? For events of up to hundreds.

Plain greedy starts, and chains of moves towards what prices say; a few slots at a time are then solved anew exactly,
all wishes not held competing for them; then the meetings move between slots to close breaks; what still fits is added
last.
"""

import random

from .board import fill
from .bound import bound_aims, bound_by_capacity, bound_by_slots, fewest_breaks, least_breaks, most_aims
from .compact import compact
from .fixed import contradiction
from .frame import Frame, build_frame
from .greedy import place_greedily
from .halls.cells import Zones, can_be_late
from .halls.counting import with_figures
from .halls.stage import place_in_halls
from .large import place_many, start_small
from .order import before, compare, loosen, weigh
from .problem import Aim, Problem
from .reasons import explain
from .regroup import raise_aims, regroup
from .result import Objective, Schedule, Status
from .seating import seat
from .watch import Watch


def place_best(problem: Problem, watch: Watch, *, seed: int) -> Schedule:
    """The schedule of `schedule(objective="score")`."""
    watch.began = watch.seconds()
    frame = build_frame(problem)
    broken = contradiction(frame)
    if broken:
        seconds = watch.seconds()
        return Schedule(Status.INFEASIBLE, Objective.SCORE, None, None, 0, seconds, infeasible_because=broken)
    if sum(mask.bit_count() for mask in frame.open_to) > LARGE_COLUMNS:
        return place_many(frame, watch, seed=seed)
    return _Search(frame, watch, seed).run()


LARGE_COLUMNS = 90_000
"""Wishes times open slots from which an event is placed by prices and chains of moves, not by programmes."""


FEW_COLUMNS = 1_000
"""An event of so few wishes times slots is solved anew at once; others start from chains of moves."""

CHAINS = 5.0
"""What prices and chains of moves take, as a multiple of reading the problem and placing greedily."""

GROUP_COLUMNS = 8_000
"""Wishes times slots that one solution takes at most; its time grows faster than what it gains."""

WHOLE_COLUMNS = 12_000
"""An event of so few wishes times slots is also solved as a whole, if nothing smaller helps."""

NODES = 20
"""Branches explored in one solution at most."""

EXACT_COLUMNS, EXACT_NODES = 4_000, 1_000
"""An event of so few wishes times slots is also solved once for each aim, with so many branches at most."""

SLOT_BOUND_COLUMNS = 40_000
"""Wishes times open slots up to which the bound by slots takes a few seconds; beyond, it is rarely tighter."""


SWEEPS = 100
"""Rounds over all pairs of slots in which breaks are closed."""


class _Search:
    """One run: the board, the bounds and the clock."""

    def __init__(self, frame: Frame, watch: Watch, seed: int) -> None:
        self.frame, self.watch = frame, watch
        self.seed, self.rng = seed, random.Random(seed)
        self.open_to = self.frame.open_matrix()
        self.columns = int(self.open_to.sum())
        self.board = place_greedily(self.frame)
        self.zones: Zones | None = None
        self.most = most_aims(self.frame)  # of each aim, by schedules that reach as much of those before it
        # Closing the search, seating and explaining take a few times as long as reading and placing greedily.
        watch.reserve = 3 * watch.worked()

    def report(self, stage: str) -> None:
        """Log a stage and tell whoever follows the progress."""
        self.watch.report(stage, self.board.score())

    def run(self) -> Schedule:
        """Choose, prove, close breaks."""
        watch = self.watch
        self.report("greedy")
        watch.lower(bound_by_capacity(self.frame, 0.2 * watch.left(), watch.run))
        self.most[Aim.SCORE] = min(self.most[Aim.SCORE], watch.bound or 0)
        self.report("bound by capacity")
        if self.columns > FEW_COLUMNS and not self.perfect() and watch.left() > CHAINS * watch.worked():
            self.start_by_chains()
        self.improve()
        self.tighten()
        if self.columns <= EXACT_COLUMNS and not self.perfect() and not watch.over():
            raise_aims(self.board, self.open_to, self.most, 0.5 * watch.left(), EXACT_NODES, watch.run)
            self.report("solved for each aim")
        self.settle()
        self.report("breaks closed")
        return self.result()

    def settle(self) -> None:
        """Place what is held so that everybody is in time and breaks are few, and add what still fits."""
        watch = self.watch
        if can_be_late(self.frame.problem):
            reached, alone = self.board.figures(), most_aims(self.frame)
            self.board, self.zones = place_in_halls(self.board, self.rng, watch.spent_of(watch.left()))
            self.most = loosen(self.frame.problem, self.most, alone, reached, self.board.figures())
            self.most[Aim.SCORE] = min(self.most[Aim.SCORE], watch.bound or 0)
            return
        if not watch.over():
            fewest, spent = fewest_breaks(self.frame, self.board.slot_of), watch.spent_of(watch.left())
            compact(self.board, self.open_to, self.rng, SWEEPS, spent, fewest=fewest)
        fill(self.board, [w for w in range(self.frame.n_wishes) if self.frame.open_to[w]])

    def start_by_chains(self) -> None:
        """Start from what prices and chains of moves find, as at large events, if that is better than greedy."""
        start = start_small(self.board, self.watch, seed=self.seed)
        if start.rank() > self.board.rank():
            self.board = start
        self.report("chains of moves")

    def perfect(self) -> bool:
        """Whether no schedule can be better, placing aside."""
        figures = self.board.figures()
        return all(figures[aim] == self.most[aim] for aim in self.board.order)

    def improve(self) -> None:
        """Solve groups of slots anew; when a whole round gains nothing, in larger groups, up to all slots."""
        worth, watch = weigh(self.frame), self.watch
        n_slots = self.frame.n_slots
        end = watch.seconds() + 0.7 * watch.left()
        per_slot = max(self.columns / max(n_slots, 1), 1.0)
        size = min(n_slots, max(2, int(GROUP_COLUMNS / 2 / per_slot)))
        widest = WHOLE_COLUMNS if self.columns <= WHOLE_COLUMNS else GROUP_COLUMNS
        while watch.seconds() < end and not watch.cancelled() and not self.perfect():
            gained = False
            slots = list(range(n_slots))
            self.rng.shuffle(slots)
            for i in range(0, n_slots, size):
                group, left = sorted(slots[i : i + size]), end - watch.seconds()
                if left <= 0 or watch.cancelled():
                    break
                gained |= regroup(self.board, group, self.open_to, worth, left, NODES, watch.run)
            self.report(f"{size} slots regrouped")
            if not gained:
                larger = min(2 * size, n_slots)
                if larger == size or larger * per_slot > widest:
                    return
                size = larger

    def tighten(self) -> None:
        """Look at every slot for the bound, and for how much of each aim is possible, where that is still open."""
        watch = self.watch
        if self.columns > SLOT_BOUND_COLUMNS or watch.over():
            return
        figures = self.board.figures()
        if watch.bound is not None and figures[Aim.SCORE] < watch.bound:
            finer = bound_by_slots(self.frame, self.open_to, 0.5 * watch.left(), watch.run)
            watch.lower(watch.bound if finer is None else finer)
            self.most[Aim.SCORE] = min(self.most[Aim.SCORE], watch.bound)
            self.alone = dict(self.most)
            self.report("bound by slots")
        open_aims = [aim for aim in self.board.order if figures[aim] < self.most[aim]]
        alone = open_aims == [Aim.SCORE] and not any(figures[aim] for aim in before(self.frame.problem, Aim.SCORE))
        if open_aims and not alone and not watch.over():
            allowed = 0.3 * watch.left()
            self.alone, self.reached = dict(self.most), figures
            self.most = bound_aims(self.frame, self.open_to, self.most, figures, allowed, watch.run)
            self.report("bounds of the aims")

    def result(self) -> Schedule:
        """The schedule, with tables, interpreters and reasons."""
        meetings = seat(self.board, self.zones)
        unmet = explain(self.frame.problem, meetings)
        figures = self.board.figures()
        found = Schedule(
            status=Status.OPTIMAL if self.perfect() else Status.FEASIBLE,
            objective=Objective.SCORE,
            value=figures[Aim.SCORE],
            bound=self.watch.bound,
            breaks=self.board.breaks(),
            seconds=self.watch.seconds(),
            meetings=meetings,
            unmet=unmet,
            breaks_at_least=least_breaks(self.frame, self.board.slot_of),
            aims=compare(figures, self.most),
            log=tuple(self.watch.log),
        )
        return with_figures(self.frame.problem, found)
