"""Musts, a meeting for everyone, the least numbers, then the score, at events of thousands; then few breaks."""

import random
import time
from collections.abc import Callable

import numpy as np

from ..board import Board, fill
from ..bound import least_breaks, most_aims, most_meetings
from ..compact import compact
from ..frame import Frame
from ..halls.cells import Zones, can_be_late
from ..halls.counting import with_figures
from ..halls.stage import place_in_halls
from ..model import Ints
from ..reasons import explain
from ..regroup import LEAST, MET, MUST, weigh
from ..result import Aims, Objective, Schedule, Status, Step
from ..seating import seat
from ..shifts import plan_shifts
from .board import LargeBoard
from .choose import Choice, bid, choose, open_market, plain_bound
from .place import Placement

SWEEPS = 60
"""Rounds over all pairs of slots in which breaks are closed."""

WARMEST = 0.15
"""Temperature, in breaks, of the first round: wishes are placed beside each other from the start."""

FEW = 0.0005
"""Meetings missed for the aims, per participant, that chains of moves find without a plan of their own."""

NEEDY_ROUNDS = 25
"""Rounds, at most, in which room is made for those who miss their first or least meetings."""


class LargeSearch:
    """One run: the board, the bounds and the clock."""

    def __init__(
        self, frame: Frame, started: float, time_limit: float, seed: int, progress: Callable[[Step], None] | None
    ) -> None:
        self.frame, self.started, self.progress = frame, started, progress
        self.rng = random.Random(seed)
        self.time_limit = time_limit
        self.log: list[str] = []
        self.shifts = plan_shifts(frame)
        self.worth = weigh(frame)
        self.board = LargeBoard(frame, self.shifts, self.worth)
        self.aims = most_aims(frame)
        self.bound: int | None = None
        self.most = float("inf")  # what no board is worth more than
        # Seating and explaining what is found takes a few times as long as reading the event did.
        self.reserve = 6 * self.seconds()

    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self.started

    def left(self) -> float:
        """Seconds left for the search."""
        return self.time_limit - self.reserve - self.seconds()

    def spent_of(self, allowed: float) -> Callable[[], float]:
        """How much of the seconds allowed from now on is over, as a share of them."""
        return lambda: 1 - self.left() / allowed if allowed > 0 else 1.0

    def report(self, stage: str) -> None:
        """Log a stage and tell whoever follows the progress."""
        rank = self.board.rank()
        self.log.append(f"{self.seconds():.2f} s {stage}: score {rank[3]}, bound {self.bound}, rank {rank[:3]}")
        if self.progress:
            self.progress(Step(self.seconds(), stage, rank[3], self.bound))

    def run(self) -> Schedule:
        """Decide, place, close breaks."""
        plan = self.decide()
        self.place(plan)
        self.prove_aims()
        if can_be_late(self.frame.problem):
            return self.result(*place_in_halls(self.board, self.rng, self.spent_of(self.left())))
        sweeps = compact(self.board, self.frame.open_matrix(), self.rng, SWEEPS, self.spent_of(self.left()), WARMEST)
        self.report(f"breaks closed in {sweeps} rounds")
        board = self.board.named()
        order = np.lexsort((-self.frame.score, ~self.frame.must)).tolist()
        fill(board, [w for w in order if self.frame.open_to[w]])
        return self.result(board)

    def decide(self) -> Choice:
        """What to hold: by the scores alone, which proves the bound, then anew if too many would miss their aims."""
        frame, worth = self.frame, self.worth
        self.bound = plain_bound(frame)
        self.report("start")
        scores = frame.score.astype(np.float64)
        market = open_market(frame, self.shifts, scores, None, None)
        plan = choose(frame, market, 0.35 * self.left())
        if plan is None:
            plan = bid(frame, market, 0.1 * self.left())
        self.bound = min(self.bound, plan.bound)
        self.report("bound")
        short = self.short_of(plan)
        if short.sum() <= FEW * frame.n_participants and not frame.must.any():
            return plan
        market = open_market(frame, self.shifts, worth.gain, worth.met, worth.least)
        better = choose(frame, market, 0.5 * self.left())
        self.report("plan")
        if better is None:
            return plan
        self.most = float(better.bound)
        return better

    def short_of(self, plan: Choice) -> Ints:
        """How many meetings each participant misses in the plan for its first or its least number."""
        frame = self.frame
        taken = plan.share > 0.5
        held = np.bincount(np.concatenate([frame.first[taken], frame.second[taken]]), minlength=frame.n_participants)
        wanted = np.minimum(np.maximum(frame.least, 1), most_meetings(frame))
        return np.maximum(wanted - held, 0)

    def place(self, plan: Choice) -> None:
        """Hold what is planned, then whatever else adds to it, in half of the time left."""
        frame, board = self.frame, self.board
        allowed = end = 0.5 * self.left()
        placement = Placement(board, self.rng, lambda: 1 - (self.left() - end) / allowed if allowed > 0 else 1.0)
        placement.fill(self.fixed_musts())
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
        wanted = np.minimum(np.maximum(frame.least, 1), most_meetings(frame)).tolist()
        for _ in range(NEEDY_ROUNDS):
            needy = [p for p, n in enumerate(board.held) if n < wanted[p]]
            wishes = [w for p in needy for w in frame.wishes_of[p] if frame.open_to[w]]
            if not wishes or placement.spent() >= 1:
                break
            self.rng.shuffle(wishes)
            for w in wishes:
                if board.slot_of[w] < 0 and placement.spent() < 1:
                    placement.force(w)
        self.report("room made for those in need")

    def prove_aims(self) -> None:
        """Prove how much of an aim that is missed is possible at all."""
        frame, nobody = self.frame, np.zeros(self.frame.n_participants)
        proofs = []
        for aim, (reached, most) in enumerate(zip(self.board.rank()[:3], self.aims, strict=True)):
            gain = frame.must.astype(np.float64) if aim == 0 else np.zeros(frame.n_wishes)
            met, least = nobody + 1 if aim == 1 else None, nobody + 1 if aim == 2 else None
            proof = None
            if reached < most and self.left() > 0:
                proof = choose(frame, open_market(frame, self.shifts, gain, met, least), 0.2 * self.left())
            proofs.append(most if proof is None else min(most, proof.bound))
        self.aims = proofs[0], proofs[1], proofs[2]

    def fixed_musts(self) -> list[int]:
        """The wishes that have no choice; the plan may hold a share of one only."""
        wishes = self.frame.problem.wishes
        return [w for w, wish in enumerate(wishes) if wish.must and wish.slot is not None and self.frame.open_to[w]]

    def make_room(self, placement: Placement, wishes: list[int]) -> None:
        """Hold the wishes not held that others can make room for, in rounds until little is left or gained."""
        board, enough = self.board, 1e-5 * (self.bound or 0)
        while placement.spent() < 1 and self.most - board.total > enough:
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
            self.report(f"room made for {gained} of {tried} wishes, worth {board.total:.0f} of {self.most:.0f}")
            if board.total - before <= 0.03 * (self.most - before):
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
        rank, aims = board.rank(), self.what_is_reached(board)
        proven = aims.reached and rank[3] == self.bound
        found = Schedule(
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            objective=Objective.SCORE,
            value=rank[3],
            bound=self.bound,
            breaks=board.breaks(),
            seconds=self.seconds(),
            meetings=meetings,
            unmet=unmet,
            log=tuple(self.log),
            breaks_at_least=least_breaks(frame, board.slot_of),
            aims=aims,
        )
        return with_figures(frame.problem, found)

    def what_is_reached(self, board: Board) -> Aims:
        """The aims before the score, and the bound on the score of schedules that reach as much."""
        musts, met, least, score = board.rank()
        at_most = self.bound if self.bound is not None else score
        if np.isfinite(self.most):
            top = float(self.frame.score.max(initial=0)) + 1.0
            reached = top * (MUST * musts + MET * met + LEAST * least)
            at_most = min(at_most, int(self.most - reached))
        return Aims((musts, self.aims[0]), (met, self.aims[1]), (least, self.aims[2]), at_most)


def place_many(
    frame: Frame,
    *,
    started: float,
    time_limit: float,
    seed: int,
    progress: Callable[[Step], None] | None,
) -> Schedule:
    """The schedule of `schedule(objective="score")` for a large event; `started`: when the clock began."""
    return LargeSearch(frame, started, time_limit, seed, progress).run()
