"""Which wishes are held at events of thousands, so that the aims are reached in their order; then few breaks."""

import random

import numpy as np

from ..board import Board, fill
from ..bound import fewest_breaks, least_breaks, most_aims, most_meetings
from ..compact import compact
from ..frame import Frame
from ..halls.cells import Zones, can_be_late
from ..halls.counting import with_figures
from ..halls.stage import place_in_halls
from ..model import Ints
from ..order import before, compare, holding, weigh
from ..problem import Aim
from ..reasons import explain
from ..result import Objective, Schedule, Status
from ..seating import seat
from ..shifts import plan_shifts
from ..watch import Job, Watch
from .board import LargeBoard
from .choose import Choice, Market, choose, market_for, open_market, plain_bound
from .place import Placement
from .prices import price

IN_HALLS = 0.8
"""Share of the time left in which meetings get halls that everybody reaches in time; proofs take the rest."""

SWEEPS = 60
"""Rounds over all pairs of slots in which breaks are closed."""

WARMEST = 0.15
"""Temperature, in breaks, of the first round: wishes are placed beside each other from the start."""

FEW = 0.0005
"""Meetings missed for the aims, per participant, that chains of moves find without a plan of their own."""

LP_WISHES = 100_000
"""Wishes up to which the linear programme takes seconds; beyond, near prices take a twentieth of its time."""

LAST_PRICES = 0.2
"""Seconds for a bound when there is no time left."""

NEEDY_ROUNDS, IDLE_ROUNDS, NEEDY_SHARE = 25, 3, 0.15
"""Rounds, at most, in which room is made for those who miss their first or least meetings; rounds without any gain
after which that ends; and the share of the time left that it takes at most."""


class LargeSearch:
    """One run: the board, the bounds and the clock."""

    def __init__(self, frame: Frame, watch: Watch, seed: int, known: Board | None = None) -> None:
        self.frame, self.watch = frame, watch
        self.rng = random.Random(seed)
        self.shifts = plan_shifts(frame)
        self.worth = weigh(frame)
        self.board = LargeBoard(frame, self.shifts, self.worth)
        self.order = holding(frame.problem)
        self.most = most_aims(frame)  # of each aim, by schedules that reach as much of those before it
        self.most_worth = float("inf")  # what no board is worth more than
        self.best_rank, self.best_score = (known.rank(), known.score()) if known else ((), 0)

    def report(self, stage: str) -> None:
        """Log a stage and tell whoever follows the progress."""
        figures = self.board.figures()
        reached = ", ".join(f"{aim} {figures[aim]} of {self.most[aim]}" for aim in self.order if self.most[aim])
        rank = tuple(figures[aim] for aim in self.order)
        if rank > self.best_rank:
            self.best_rank, self.best_score = rank, figures[Aim.SCORE]
        self.watch.report(stage, self.best_score, f"; {reached}")

    def run(self) -> Schedule:
        """Decide, place, prove, close breaks."""
        watch = self.watch
        # Seating and explaining what is found takes a few times as long as reading the event did; more in halls apart.
        apart = can_be_late(self.frame.problem)
        watch.reserve = (16 if apart else 10) * watch.worked()
        self.hold()
        if apart:
            spent = watch.spent_of(IN_HALLS * watch.left())
            in_halls, zones = place_in_halls(self.board, self.rng, spent)
            self.prove_aims(in_halls)
            return self.result(in_halls, zones)
        self.prove_aims(self.board)
        if not watch.over():
            fewest, spent = fewest_breaks(self.frame, self.board.slot_of), watch.spent_of(watch.left())
            rounds = compact(self.board, self.frame.open_matrix(), self.rng, SWEEPS, spent, WARMEST, fewest)
            self.report(f"breaks closed in {rounds} rounds")
        board = self.board.named()
        order = np.lexsort((-self.frame.score, ~self.frame.must)).tolist()
        fill(board, [w for w in order if self.frame.open_to[w]])
        return self.result(board)

    def hold(self) -> None:
        """Decide and place; the better of what that leads to and what plain greedy does is on the board."""
        plan = self.decide()
        first = self.board
        if not self.watch.over():
            self.board = LargeBoard(self.frame, self.shifts, self.worth)
            self.place(plan)
            if self.board.rank() < first.rank():
                self.board = first

    def decide(self) -> Choice:
        """What to hold: by the scores alone, which proves the bound, then anew if too many would miss their aims.

        A first programme is made, best wishes first, while the linear programme is solved.
        """
        frame, worth, watch = self.frame, self.worth, self.watch
        watch.lower(plain_bound(frame))
        self.report("start")
        market = open_market(frame, self.shifts, frame.score.astype(np.float64), None, None)
        allowed = 0.35 * watch.left()
        job = Job(lambda: choose(frame, market, allowed)) if allowed > 0 and self.solvable(market) else None
        self.start_greedily()
        plan = watch.wait(job, 0.35 * watch.left()) if job else None
        if plan is None:
            plan = self.price(market, 0.3 * watch.left())
        watch.lower(plan.bound)
        self.most[Aim.SCORE] = min(self.most[Aim.SCORE], plan.bound)
        self.report("bound")
        if not self.misses(plan):
            if Aim.SCORE in self.order and not any(self.most[aim] for aim in before(frame.problem, Aim.SCORE)):
                self.most_worth = float(plan.bound) + 1.0
            return plan
        whole = open_market(frame, self.shifts, worth.gain + worth.kept * self.is_published(), worth.met, worth.least)
        better = self.solve(whole, 0.5 * watch.left())
        self.report("plan")
        self.most_worth = float(better.bound) + 1.0
        return better

    def solvable(self, market: Market) -> bool:
        """Whether the linear programme is solved in seconds."""
        return len(market.wishes) <= LP_WISHES

    def solve(self, market: Market, allowed: float) -> Choice:
        """What to hold in a market: by linear programme if it is small and time allows, else by prices."""
        watch, half = self.watch, 0.6 * allowed
        found = watch.run(lambda: choose(self.frame, market, half), half) if self.solvable(market) else None
        return found or self.price(market, allowed - half if self.solvable(market) else allowed)

    def price(self, market: Market, allowed: float) -> Choice:
        """What to hold by prices that come near to those of the programme; a moment is spent even when none is left."""
        watch = self.watch
        if allowed <= 0:
            watch = Watch(watch.started, watch.seconds() + LAST_PRICES)
        return price(self.frame, market, watch.spent_of(max(allowed, LAST_PRICES)))

    def is_published(self) -> Ints:
        """1 for every wish that can still be held where it was published."""
        return np.array([s >= 0 for s in self.board.published], dtype=np.int64)

    def start_greedily(self) -> None:
        """The first programme: what was published, if that is to be kept, then the wishes worth most."""
        frame = self.frame
        placement = Placement(self.board, self.rng, lambda: 0.0)  # made even if cancelled: there is none before it
        placement.fill(self.fixed_musts())
        self.keep_published(placement)
        order = np.lexsort((-frame.score, -self.worth.gain)).tolist()
        placement.fill([w for w in order if frame.open_to[w]])
        self.report("greedy")

    def keep_published(self, placement: Placement) -> None:
        """Hold every published meeting in its published slot, if that is an aim and there is room."""
        board = self.board
        if board.kept:
            for w in sorted(range(self.frame.n_wishes), key=lambda w: -board.gain[w]):
                s = board.published[w]
                if s >= 0 and board.slot_of[w] < 0 and (board.room_for(w) & board.free_slots(w)) >> s & 1:
                    placement.hold(w, s)

    def misses(self, plan: Choice) -> bool:
        """Whether the plan by the scores alone falls short of aims that come before the score, or without it."""
        frame, earlier = self.frame, before(self.frame.problem, Aim.SCORE)
        if Aim.SCORE not in self.order or (Aim.MUSTS in earlier and frame.must.any()):
            return True
        if Aim.STABILITY in earlier and self.is_published().any():
            return True
        return bool(self.short_of(plan, earlier).sum() > FEW * frame.n_participants)

    def wanted(self, aims: tuple[Aim, ...]) -> Ints:
        """How many meetings each participant has to have for those of its aims among the given, first and least."""
        frame = self.frame
        first = np.full(frame.n_participants, int(Aim.FIRST in aims))
        least = frame.least * int(Aim.LEAST in aims)
        return np.asarray(np.minimum(np.maximum(first, least), most_meetings(frame)))

    def short_of(self, plan: Choice, aims: tuple[Aim, ...]) -> Ints:
        """How many meetings each participant misses in the plan for its first or its least number."""
        frame = self.frame
        taken = plan.share > 0.5
        held = np.bincount(np.concatenate([frame.first[taken], frame.second[taken]]), minlength=frame.n_participants)
        return np.asarray(np.maximum(self.wanted(aims) - held, 0))

    def place(self, plan: Choice) -> None:
        """Hold what is planned, then whatever else adds to it, in half of the time left."""
        frame, watch = self.frame, self.watch
        placement = Placement(self.board, self.rng, watch.spent_of(0.5 * watch.left()), watch.cancelled)
        placement.fill(self.fixed_musts())
        self.keep_published(placement)
        planned = self.in_order(plan)
        left = placement.fill(planned)
        self.report(f"{len(planned)} planned, {len(left)} left over")
        candidates = np.flatnonzero(np.isfinite(plan.profit))
        candidates = candidates[np.argsort(-plan.profit[candidates], kind="stable")]
        placement.fill(candidates.tolist())
        self.report("filled")
        self.make_room(placement, [w for w in candidates.tolist() if plan.share[w] > 0.5 or plan.profit[w] > 0])
        self.serve_needy(placement)
        floor = -0.05 * float(frame.score.mean()) if frame.n_wishes else 0.0
        self.make_room(placement, candidates[plan.profit[candidates] >= floor].tolist())
        self.serve_needy(placement)

    def serve_needy(self, placement: Placement) -> None:
        """Make room for the wishes of those who miss their first or least meetings, in rounds that chance varies."""
        frame, board = self.frame, self.board
        wanted, idle = self.wanted(self.order).tolist(), 0
        spent = self.watch.spent_of(NEEDY_SHARE * self.watch.left())
        for _ in range(NEEDY_ROUNDS):
            needy = [p for p, n in enumerate(board.held) if n < wanted[p]]
            wishes = [w for p in needy for w in frame.wishes_of[p] if frame.open_to[w]]
            if not wishes or idle >= IDLE_ROUNDS or spent() >= 1:
                break
            before = board.total
            self.rng.shuffle(wishes)
            for i, w in enumerate(wishes):
                if not i & 63 and spent() >= 1:
                    break
                if board.slot_of[w] < 0:
                    placement.force(w)
            idle = 0 if board.total > before else idle + 1
        self.report("room made for those in need")

    def prove_aims(self, board: Board) -> None:
        """Prove how much of each aim that is missed is possible at all, given what is reached of those before it."""
        watch, reached, floors = self.watch, board.figures(), dict[Aim, int]()
        for aim in self.order:
            known = aim is Aim.SCORE and not floors  # the bound by the scores alone
            if reached[aim] < self.most[aim] and not known and not watch.over():
                self.most[aim] = min(self.most[aim], self.bound_aim(aim, dict(floors)))
            if reached[aim]:
                floors[aim] = reached[aim]
        self.report("aims proven")

    def bound_aim(self, aim: Aim, floors: dict[Aim, int]) -> int:
        """The most of an aim among schedules that reach the figures of others."""
        return self.solve(market_for(self.frame, self.shifts, aim, floors), 0.35 * self.watch.left()).bound

    def fixed_musts(self) -> list[int]:
        """The wishes that have no choice; the plan may hold a share of one only."""
        wishes = self.frame.problem.wishes
        return [w for w, wish in enumerate(wishes) if wish.must and wish.slot is not None and self.frame.open_to[w]]

    def make_room(self, placement: Placement, wishes: list[int]) -> None:
        """Hold the wishes not held that others can make room for, in rounds until little is left or gained."""
        board, enough = self.board, 1e-5 * (self.watch.bound or 0)
        while placement.spent() < 1 and self.most_worth - board.total > enough:
            gained = tried = 0
            before = last = board.total
            for w in wishes:
                if board.slot_of[w] < 0:
                    tried += 1
                    gained += placement.force(w)
                    if not tried & 255:
                        if placement.spent() >= 1 or board.total - last < enough / 30:
                            break
                        last = board.total
            self.report(f"room made for {gained} of {tried} wishes, worth {board.total:.0f} of {self.most_worth:.0f}")
            if board.total - before <= 0.03 * (self.most_worth - before):
                break

    def in_order(self, plan: Choice) -> list[int]:
        """The wishes planned: fixed musts first, then those of the participants with the least room to choose."""
        frame = self.frame
        planned = np.flatnonzero(plan.share > 0.5)
        people = np.concatenate([frame.first[planned], frame.second[planned]])
        load = np.bincount(people, minlength=frame.n_participants)
        slots = np.array([len(p.available) for p in frame.problem.participants])
        room = slots - load
        pressed = np.minimum(room[frame.first[planned]], room[frame.second[planned]])
        fixed = np.array([frame.problem.wishes[w].slot is None for w in planned.tolist()], dtype=bool)
        must = ~frame.must[planned]
        by = -frame.score[planned], pressed
        if np.maximum(-room, 0).sum() > 0.01 * len(people):  # prices alone: far more is asked for than fits
            by = pressed, -plan.profit[planned]
        order = np.lexsort((planned, *by, fixed, must))
        return [int(w) for w in planned[order]]

    def result(self, board: Board, zones: Zones | None = None) -> Schedule:
        """The schedule, with tables, interpreters and reasons."""
        frame = self.frame
        meetings = seat(board, zones)
        unmet = explain(frame.problem, meetings)
        figures = board.figures()
        found = Schedule(
            status=Status.OPTIMAL if self.proven(board) else Status.FEASIBLE,
            objective=Objective.SCORE,
            value=figures[Aim.SCORE],
            bound=self.watch.bound,
            breaks=board.breaks(),
            seconds=self.watch.seconds(),
            meetings=meetings,
            unmet=unmet,
            log=tuple(self.watch.log),
            breaks_at_least=least_breaks(frame, board.slot_of),
            aims=compare(figures, self.most),
        )
        return with_figures(frame.problem, found)

    def proven(self, board: Board) -> bool:
        """Whether as much as possible is reached of every aim that counts."""
        return all(reached == self.most[aim] for aim, reached in zip(self.order, board.rank(), strict=True))


def start_small(known: Board, watch: Watch, *, seed: int) -> Board:
    """A programme to start from, for events that are then solved by groups of slots; bounds the score by the way."""
    search = LargeSearch(known.frame, watch, seed, known)
    search.hold()
    return search.board.named()


def place_many(frame: Frame, watch: Watch, *, seed: int) -> Schedule:
    """The schedule of `schedule(objective="score")` for a large event."""
    return LargeSearch(frame, watch, seed).run()
