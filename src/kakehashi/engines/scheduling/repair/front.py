"""What would it gain to move n meetings? The choice between leaving everything in place and a higher score."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..problem import Problem
from ..result import Schedule
from .chains import Chains, Seat
from .changes import Change, Locks
from .day import Day
from .filling import add_all
from .mending import DayInProgress
from .repaired import Repaired

MOVES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)

PRICES = (3.0, 2.0, 1.4, 1.0, 0.7, 0.5, 0.35, 0.2, 0.1, 0.05, 0.0)
"""What a move has to gain, in mean scores of the wishes, from the dearest sweep to the cheapest."""


DEPTHS = (0, 1, 2, 3)
"""How many meetings in a row make way, one sweep after the other."""


@dataclass(frozen=True, slots=True)
class Point:
    """So many meetings moved though they could have stayed, and the total score then; `repaired` is the programme."""

    moves: int
    value: int
    repaired: Repaired = field(repr=False, compare=False)


def front(
    problem: Problem,
    schedule: Schedule,
    changes: Iterable[Change],
    *,
    moves: Sequence[int] = MOVES,
    now: int = 0,
    locks: Locks | None = None,
    time_limit: float = 25.0,
) -> tuple[Point, ...]:
    """The priced choice, once: see `price_moves`."""
    today = DayInProgress(problem, schedule, now=now, locks=locks)
    repaired = today.repair(changes)
    return price_moves(repaired, moves=moves, time_limit=time_limit)


def price_moves(repaired: Repaired, *, moves: Sequence[int] = MOVES, time_limit: float = 25.0) -> tuple[Point, ...]:
    """Points of which none is worse in both: each holds a higher score for more meetings moved.

    The first is the repair itself, with nothing moved; no meeting that could stay is dropped in any. Unmet wishes are
    let in by chains of meetings that make way for each other, in sweeps: the first takes only chains that gain most
    for each move, each next one is content with less. For each number of `moves` the best point with at most so many
    is given. A higher score with as few moves may exist.

    `DayInProgress.adopt(point.repaired)` makes the choice.
    """
    end = time.perf_counter() + time_limit
    day = repaired.reopen()
    home = dict(zip(repaired.stays.wish.tolist(), repaired.stays.slot.tolist(), strict=True))
    trail = list(_sweep(day, home, max(moves, default=0), end))
    return _choose(repaired, trail, moves)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one chain changed: where the wishes it touched sit now (None: nowhere); moves and score since the start."""

    seats: dict[int, Seat | None]
    moves: int
    gain: int


def _sweep(day: Day, home: dict[int, int], most: int, end: float) -> Iterator[_Step]:
    """Chains that gain, dearest sweep first; in each, short chains before long ones."""
    chains, gain, waiting = Chains(day, home), 0, _unmet(day)
    mean = sum(day.score[w] for w in waiting) / max(len(waiting), 1)
    began, rounds = time.perf_counter(), [(share * mean, depth) for share in PRICES for depth in DEPTHS]
    for n, (price, depth) in enumerate(rounds):
        stop = began + (end - began) * (n + 1) / len(rounds)
        for w in waiting:
            if time.perf_counter() >= stop or day.score[w] < price:
                break
            if w in day.seat or not chains.enter(w, price, most - len(chains.moved), depth):
                continue
            touched = chains.touched()
            gain += day.score[w] - sum(day.score[v] for v in touched if v not in day.seat)
            yield _Step({v: day.seat.get(v) for v in touched}, len(chains.moved), gain)
        waiting = _unmet(day)


def _unmet(day: Day) -> list[int]:
    """Wishes not held whose two participants both accept another meeting and have a slot in common, best first."""
    own, left, score = day.own, day.left, day.score
    found = [
        w
        for w, (a, b) in enumerate(zip(day.first, day.second, strict=True))
        if score[w] and left[a] > 0 and left[b] > 0 and own[a] & own[b] and w not in day.seat
    ]
    return sorted(found, key=lambda w: -score[w])


def _choose(repaired: Repaired, trail: list[_Step], moves: Sequence[int]) -> tuple[Point, ...]:
    """The best of at most each number of moves, without those that cost more moves for no more score."""
    steps = [_Step({}, 0, 0), *trail]
    points: list[Point] = []
    for most in sorted({0, *moves}):
        best = max((n for n, step in enumerate(steps) if step.moves <= most), key=lambda n: (steps[n].gain, -n))
        step = steps[best]
        if not points or step.gain + repaired.value > points[-1].value:
            seats: dict[int, Seat | None] = {}
            for one in steps[1 : best + 1]:
                seats |= one.seats
            points.append(_complete(repaired, step, seats))
    rising = [n for n, point in enumerate(points) if not n or point.value > max(p.value for p in points[:n])]
    return tuple(points[n] for n in rising)


def _complete(repaired: Repaired, step: _Step, seats: dict[int, Seat | None]) -> Point:
    """The point after a step, with what its moves made room for and the sweep had no time to see."""
    day = repaired.with_seats(seats).reopen() if seats else repaired.reopen()
    added = add_all(day)
    found = repaired.with_seats(seats | {w: day.seat[w] for w in added})
    return Point(step.moves, repaired.value + step.gain + sum(day.score[w] for w in added), found)
