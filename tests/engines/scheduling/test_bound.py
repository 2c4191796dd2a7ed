"""Is the bound proven, whatever the solver's dual values are, and are the counts behind it right?"""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csc_array

from kakehashi.engines.scheduling import Aim, Interpreter, Participant, Problem, Slot, Table, Wish
from kakehashi.engines.scheduling.bound import bound_aims, bound_by_capacity, bound_by_slots, most_aims, proven
from kakehashi.engines.scheduling.frame import build_frame


def test_any_dual_values_prove_a_bound_that_holds() -> None:
    rng = np.random.default_rng(0)
    gain, rows = np.array([3.0, 2.0]), csc_array(np.array([[1.0, 1.0]]))
    best = 3  # one of the two
    for _ in range(50):
        duals = rng.normal(size=1) * 3
        assert proven(gain, rows, np.array([1.0]), np.ones(2), duals) >= best
    assert proven(gain, rows, np.array([1.0]), np.ones(2), np.array([2.5])) == best


@pytest.mark.parametrize(("run", "meetings"), [(None, 7), (3, 6), (2, 6), (1, 4), (0, 0)])
def test_rests_limit_what_an_interpreter_can_do(run: int | None, meetings: int) -> None:
    days = (0, 0, 0, 0, 0, 1, 1)
    slots = tuple(Slot(d) for d in days)
    everywhere = frozenset(range(7))
    problem = Problem(
        slots,
        (
            *(Participant(f"V{p}", everywhere, languages=frozenset({"vi"})) for p in range(4)),
            *(Participant(f"J{p}", everywhere, languages=frozenset({"ja"})) for p in range(4)),
        ),
        tuple(Wish(a, b, 1) for a in range(4) for b in range(4, 8)),
        tuple(Table(f"T{t}", everywhere) for t in range(4)),
        (Interpreter("I", frozenset({frozenset({"vi", "ja"})}), everywhere, run),),
    )
    frame = build_frame(problem)
    assert bound_by_capacity(frame, 10.0) == meetings
    assert bound_by_slots(frame, frame.open_matrix(), 10.0) == meetings


def test_looking_at_every_slot_is_never_weaker(make_event: Callable[..., Problem]) -> None:
    for seed in range(4):
        frame = build_frame(make_event(16, wishes=50, tables=3, absence=0.4, seed=seed))
        finer = bound_by_slots(frame, frame.open_matrix(), 10.0)
        assert finer is not None
        assert finer <= bound_by_capacity(frame, 10.0)


def test_how_many_can_be_met_at_all_is_proven() -> None:
    problem = Problem(
        (Slot(),),
        tuple(Participant(f"P{p}", frozenset({0})) for p in range(5)),
        tuple(Wish(0, p, must=p < 3) for p in range(1, 5)),
        (Table("T", frozenset({0})),),
    )
    frame = build_frame(problem)
    most = most_aims(frame)
    assert (most[Aim.MUSTS], most[Aim.FIRST], most[Aim.LEAST], most[Aim.SCORE]) == (2, 5, 0, 4)
    nothing = dict.fromkeys(most, 0)
    proven_most = bound_aims(frame, frame.open_matrix(), most, nothing, 10.0)
    assert (proven_most[Aim.MUSTS], proven_most[Aim.FIRST], proven_most[Aim.SCORE]) == (1, 2, 1)
    more = build_frame(
        dataclasses.replace(problem, participants=(*problem.participants, Participant("X", frozenset())))
    )
    assert most_aims(more)[Aim.FIRST] == 5


def test_what_comes_first_limits_what_comes_later() -> None:
    three = tuple(Participant(p, frozenset({0})) for p in "ABC")
    wishes = (Wish(0, 1, 7, must=True), Wish(0, 2, 100))
    frame = build_frame(Problem((Slot(),), three, wishes, (Table("T", frozenset({0})),)))
    reached = {**dict.fromkeys(most_aims(frame), 0), Aim.MUSTS: 1, Aim.SCORE: 5}
    assert bound_aims(frame, frame.open_matrix(), most_aims(frame), reached, 10.0)[Aim.SCORE] == 7
