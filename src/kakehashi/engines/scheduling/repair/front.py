"""What would it gain to move n meetings? The choice between leaving everything in place and a higher score."""

import heapq
import time
from collections.abc import Callable, Iterable, Sequence

from ..problem import Problem
from ..result import Schedule
from .changes import Change, Locks
from .day import Day, slots_in
from .filling import exchange, fill
from .keeping import keep
from .mending import start_day

MOVES = (0, 5, 10, 20, 50, 100, 200, 500)


def front(
    problem: Problem,
    schedule: Schedule,
    changes: Iterable[Change],
    *,
    moves: Sequence[int] = MOVES,
    now: int = 0,
    locks: Locks | None = None,
    time_limit: float = 30.0,
) -> tuple[tuple[int, int], ...]:
    """Pairs (meetings moved, total score) of which none is worse in both: each more score for more moves.

    A moved meeting is held in another slot although its own was possible. Between two numbers of `moves`, the best
    score with at most the higher number is given for the number actually moved. Found by letting unmet wishes in
    where one or two meetings make way for them; a higher score with as few moves may exist.
    """
    started = time.perf_counter()
    day, lost = start_day(problem, schedule, changes, now, locks or Locks())
    keep(day, schedule.meetings, lost)
    home = {w: seat[0] for w, seat in day.seat.items()}
    candidates = day.candidates().tolist()
    added = fill(day, candidates)
    exchange(day, added, candidates, started + 0.2 * time_limit)
    value = sum(day.score[w] for w in day.seat)
    scores = {0: value}
    moved: set[int] = set()
    queue = [(-day.score[w], 1, w) for w in _unmet(day)]
    heapq.heapify(queue)
    most = max(moves, default=0)
    while queue and time.perf_counter() - started < time_limit:
        _, allowed, w = heapq.heappop(queue)
        changed = _let_in(day, w, allowed, _budget(day, home, moved, most))
        if changed is None:
            if allowed < 2:
                heapq.heappush(queue, (-day.score[w] // 2, 2, w))
            continue
        for v in changed:
            (moved.discard if v not in home or day.seat[v][0] == home[v] else moved.add)(v)
        value += day.score[w]
        scores[len(moved)] = max(scores.get(len(moved), 0), value)
    return _choices(scores, moves)


def _unmet(day: Day) -> list[int]:
    """Wishes not held whose two participants both accept another meeting and have a slot in common."""
    own, left = day.own, day.left
    return [
        w
        for w, (a, b) in enumerate(zip(day.first, day.second, strict=True))
        if w not in day.seat and left[a] > 0 and left[b] > 0 and own[a] & own[b] and day.score[w]
    ]


def _budget(day: Day, home: dict[int, int], moved: set[int], most: int) -> Callable[[list[int]], bool]:
    """Whether meetings may leave their slots: each may move, and those at home are not too many."""

    def allows(others: list[int]) -> bool:
        new = sum(v in home and v not in moved for v in others)
        return len(moved) + new <= most and all(map(day.may_move, others))

    return allows


def _let_in(day: Day, wish: int, allowed: int, may: Callable[[list[int]], bool]) -> list[int] | None:
    """Hold a wish in a slot that at most `allowed` meetings leave for another; returns them, None if none does."""
    mask = day.open_for(wish)
    if mask and day.insert(wish, mask):
        return []
    a, b = day.first[wish], day.second[wish]
    if day.left[a] <= 0 or day.left[b] <= 0:
        return None
    for slot in slots_in(day.own[a] & day.own[b] & day.bound_to.get(wish, -1)):
        there = sorted({day.at[p][slot] for p in (a, b)} - {-1})
        if len(there) == allowed and may(there) and _make_way(day, wish, slot, there):
            return there
        if not there and allowed == 1:
            for v in _others(day, wish, slot):
                if may([v]) and _make_way(day, wish, slot, [v]):
                    return [v]
    return None


TRIED = 12
"""Meetings of a full slot that are asked to make way for one wish, at most."""


def _others(day: Day, wish: int, slot: int) -> list[int]:
    """Meetings of a slot whose table, or interpreter where that is what is missing, the wish could take."""
    kind = day.kind[wish]
    roomy = day.roomy >> slot & 1
    crew = frozenset[int]() if kind < 0 else frozenset(day.crews[kind])
    found = []
    for v in sorted(day.in_slot[slot]):
        fits = kind < 0 or day.seat[v][2] in crew or (not roomy and day.voice_for(kind, slot) != -2)
        if fits and day.open_for_move(v):
            found.append(v)
            if len(found) == TRIED:
                break
    return found


def _make_way(day: Day, wish: int, slot: int, others: list[int]) -> bool:
    """Hold the wish in the slot and the others elsewhere; undone, and False, if one of them finds no place."""
    seats = {v: day.take(v) for v in others}
    done = []
    if day.open_for(wish) >> slot & 1 and day.insert(wish, 1 << slot):
        done.append(wish)
        for v in others:
            if not day.insert(v, day.open_for(v)):
                break
            done.append(v)
        else:
            return True
    for v in done:
        day.take(v)
    for v, seat in seats.items():
        day.put(v, *seat)
    return False


def _choices(scores: dict[int, int], moves: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The best of at most each number of moves, without those that cost more moves for no more score."""
    found: list[tuple[int, int]] = []
    for most in sorted({0, *moves}):
        best = max((score, -n) for n, score in scores.items() if n <= most)
        if not found or best[0] > found[-1][1]:
            found.append((-best[1], best[0]))
    return tuple(found)
