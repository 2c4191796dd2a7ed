"""Does moving meetings between slots close breaks without losing a meeting or breaking a rule?"""

import dataclasses
import random
from collections.abc import Callable

import pytest

from kakehashi.engines.scheduling import Aim, Objective, Problem, Schedule, Status, verify
from kakehashi.engines.scheduling.board import fill
from kakehashi.engines.scheduling.compact import Annealing, Compaction, compact
from kakehashi.engines.scheduling.frame import build_frame, count_breaks
from kakehashi.engines.scheduling.greedy import place_greedily
from kakehashi.engines.scheduling.halls.counting import with_figures
from kakehashi.engines.scheduling.reasons import explain
from kakehashi.engines.scheduling.seating import seat


@pytest.mark.parametrize(
    ("meetings", "breaks"),
    [("", 0), ("111111", 0), ("101000", 1), ("100001", 0), ("101101", 2), ("100100", 0), ("010010", 0)],
)
def test_a_break_lies_between_two_meetings_of_one_day(meetings: str, breaks: int) -> None:
    mask = sum(1 << s for s, held in enumerate(meetings) if held == "1")
    assert count_breaks(mask, day_starts=0b001001) == breaks


@pytest.mark.parametrize("interpreters", [0, 6])
@pytest.mark.parametrize("ordered", [False, True])
def test_fewer_breaks_with_the_same_meetings(
    interpreters: int, ordered: bool, make_event: Callable[..., Problem]
) -> None:
    problem = make_event(30, wishes=150, tables=8, interpreters=interpreters, absence=0.2)
    if ordered:
        problem = dataclasses.replace(problem, precedences=tuple((w, w + 1) for w in range(0, 40, 2)))
    frame = build_frame(problem)
    board = place_greedily(frame)
    before, rank = board.breaks(), board.rank()
    compact(board, frame.open_matrix(), random.Random(1), 15, lambda: 0.0)
    assert board.rank() == rank
    assert board.breaks() < 0.7 * before
    fill(board, [w for w, mask in enumerate(frame.open_to) if mask])
    meetings = seat(board)
    value = board.score()
    plan = Schedule(
        Status.FEASIBLE, Objective.SCORE, value, None, board.breaks(), 0.0, meetings, explain(problem, meetings)
    )
    assert verify(problem, with_figures(problem, plan)) == ()


def test_every_step_counts_its_change_in_breaks(make_event: Callable[..., Problem]) -> None:
    problem = make_event(24, wishes=110, tables=7, interpreters=5, absence=0.15)
    frame = build_frame(problem)
    state = Compaction(place_greedily(frame), frame.open_matrix(), random.Random(2))
    breaks = state.breaks()
    for s in range(frame.n_slots):
        for t in range(s):
            breaks += state.step(s, t, heat=0.5)
            assert breaks == state.breaks()
    state.write_back()
    assert state.board.breaks() == breaks


def test_without_time_nothing_moves(make_event: Callable[..., Problem]) -> None:
    frame = build_frame(make_event(20, wishes=60, tables=5))
    board = place_greedily(frame)
    slots = board.slot_of[:]
    compact(board, frame.open_matrix(), random.Random(1), 5, lambda: 1.0)
    assert board.slot_of == slots


@pytest.mark.parametrize("firm", [False, True])
def test_whoever_has_most_breaks_gets_fewer(firm: bool, make_event: Callable[..., Problem]) -> None:
    aims = [Aim.FAIRNESS, Aim.BREAKS] if firm else [Aim.BREAKS, Aim.FAIRNESS]
    problem = make_event(30, wishes=110, tables=9, absence=0.15, seed=3)
    frame = build_frame(problem)
    annealing = Annealing(Compaction(place_greedily(frame), frame.open_matrix(), random.Random(3)), aims, lambda: 0.0)
    before, most = annealing.key(), annealing.state.most_breaks()
    annealing.level(20, firm=firm)
    annealing.finish()
    board = annealing.state.board
    breaks = [count_breaks(mask, frame.day_starts) for mask in board.busy]
    assert annealing.state.gaps.tolist() == breaks
    assert max(breaks) < most
    assert (0, *((max(breaks), sum(breaks)) if firm else (sum(breaks), max(breaks)))) == annealing.best_key < before


def test_published_meetings_stay_and_breaks_close_around_them(make_event: Callable[..., Problem]) -> None:
    problem = make_event(30, wishes=110, tables=9, absence=0.15, seed=3)
    board = place_greedily(build_frame(problem))
    known = tuple((w, s) for w, s in enumerate(board.slot_of) if s >= 0)[::2]
    frame = build_frame(dataclasses.replace(problem, published=known))
    board = place_greedily(frame)
    before = board.breaks()
    compact(board, frame.open_matrix(), random.Random(1), 20, lambda: 0.0)
    assert all(board.slot_of[w] == s for w, s in known)
    assert board.breaks() < before
    free = build_frame(dataclasses.replace(problem, published=known, order=(Aim.SCORE, Aim.BREAKS)))
    loose = place_greedily(free)
    compact(loose, free.open_matrix(), random.Random(1), 20, lambda: 0.0)
    assert loose.breaks() < board.breaks()
    assert any(loose.slot_of[w] != s for w, s in known)
