"""What does a repair do in events small enough to foresee it?"""

from collections.abc import Callable
from typing import Any

import pytest

from kakehashi.engines.scheduling import (
    Interpreter,
    Objective,
    Participant,
    Problem,
    Schedule,
    Slot,
    Status,
    Table,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.reasons import explain
from kakehashi.engines.scheduling.repair import (
    ArrivesLate,
    Change,
    DayInProgress,
    HallCloses,
    InterpreterIll,
    LeavesEarly,
    Locks,
    NoShow,
    TableBlocked,
    bounding,
    front,
    repair,
)
from kakehashi.engines.scheduling.result import Meeting

BOTH = frozenset({0, 1})
VI_JA = frozenset({frozenset({"vi", "ja"})})


def programme(problem: Problem, *meetings: Meeting) -> Schedule:
    value = sum(problem.wishes[m.wish].score for m in meetings)
    unmet = explain(problem, meetings)
    return Schedule(Status.FEASIBLE, Objective.SCORE, value, 99, 0, 0.0, tuple(meetings), unmet)


def make_problem(wishes: tuple[Wish, ...], tables: int = 2, halls: str = "HK", spoken: bool = False) -> Problem:
    tongue = [frozenset({"vi"}), frozenset({"ja"})] if spoken else [frozenset[str]()] * 2
    return Problem(
        slots=(Slot(), Slot()),
        participants=tuple(Participant(key, BOTH, languages=tongue[i % 2]) for i, key in enumerate("ABCD")),
        wishes=wishes,
        tables=tuple(Table(f"T{t}", BOTH, halls[t % 2]) for t in range(tables)),
        interpreters=tuple(Interpreter(f"I{i}", VI_JA, BOTH) for i in range(2)) if spoken else (),
    )


def test_a_no_show_makes_room_for_the_best_unmet_wish() -> None:
    problem = make_problem((Wish(0, 1, 9), Wish(1, 2, 3), Wish(1, 3, 5)), tables=1)
    before = programme(problem, Meeting(0, 0, 0), Meeting(2, 1, 0))
    found = repair(problem, before, [NoShow(0)])
    assert (found.cancelled, found.added, found.moved, found.reseated) == ((0,), (1,), (), ())
    assert found.schedule.value == found.value == found.bound() == 8
    assert verify(found.problem, found.schedule) == ()


@pytest.mark.parametrize(
    "change", [LeavesEarly(0, 1), ArrivesLate(1, 2), NoShow(1), TableBlocked(0), HallCloses("H", frozenset({1}))]
)
def test_what_has_happened_does_not_change(change: Change) -> None:
    problem = make_problem((Wish(0, 1, 9), Wish(0, 1, 4)), tables=1)
    before = programme(problem, Meeting(0, 0, 0), Meeting(1, 1, 0))
    found = repair(problem, before, [change], now=1)
    assert found.schedule.meetings == (Meeting(0, 0, 0),)
    assert found.cancelled == (1,)
    assert verify(found.problem, found.schedule) == ()


def test_an_ill_interpreter_and_a_closed_hall_are_replaced_in_the_same_slot() -> None:
    problem = make_problem((Wish(0, 1, 9),), spoken=True)
    before = programme(problem, Meeting(0, 0, 0, 0))
    found = repair(problem, before, [InterpreterIll(0), HallCloses("H")])
    assert found.schedule.meetings == (Meeting(0, 0, 1, 1),)
    assert (found.reseated, found.moved, found.cancelled) == ((0,), (), ())


def test_a_locked_participant_and_a_locked_table_get_nothing_new() -> None:
    problem = make_problem((Wish(0, 1, 9), Wish(1, 2, 3)), tables=1)
    before = programme(problem, Meeting(0, 0, 0), Meeting(1, 1, 0))
    freed = repair(problem, before, [NoShow(0)])
    assert freed.schedule.meetings == (Meeting(1, 1, 0),)
    wishes = make_problem((Wish(0, 1, 9), Wish(1, 2, 3), Wish(2, 3, 1)), tables=1)
    full = programme(wishes, Meeting(0, 0, 0), Meeting(1, 1, 0))
    assert repair(wishes, full, [NoShow(0)]).added == (2,)
    for locks in (Locks(participants=frozenset({3})), Locks(tables=frozenset({0}))):
        kept = repair(wishes, full, [NoShow(0)], locks=locks)
        assert kept.added == ()
        assert verify(kept.problem, kept.schedule) == ()


def test_the_front_prices_a_move() -> None:
    """C and D could meet if A and C moved to the second slot: D leaves after the first."""
    problem = make_problem((Wish(0, 2, 5), Wish(2, 3, 4), Wish(1, 3, 6)))
    before = programme(problem, Meeting(0, 0, 0), Meeting(2, 0, 1), Meeting(1, 1, 0))
    changes: list[Change] = [LeavesEarly(3, 1), NoShow(1)]
    points = front(problem, before, changes, moves=(0, 1), time_limit=1)
    assert [(p.moves, p.value) for p in points] == [(0, 5), (1, 9)]
    assert points[1].repaired.moved == (0, 1), "wish 1 had to: its slot became impossible"
    assert repair(problem, before, changes).schedule.value == 5
    locked = Locks(meetings=frozenset({0}))
    points = front(problem, before, changes, moves=(0, 1), locks=locked, time_limit=1)
    assert [(p.moves, p.value) for p in points] == [(0, 5)]


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ([NoShow(9)], {}),
        ([HallCloses("?")], {}),
        ([TableBlocked(0, frozenset({7}))], {}),
        ([], {"now": 3}),
        ([], {"locks": Locks(tables=frozenset({5}))}),
    ],
)
def test_what_does_not_exist_is_refused(changes: list[Change], more: dict[str, object]) -> None:
    problem = make_problem((Wish(0, 1, 9),))
    with pytest.raises(ValueError, match=r"exist|no table|not from"):
        repair(problem, programme(problem, Meeting(0, 0, 0)), changes, **more)  # type: ignore[arg-type]


def test_a_day_keeps_its_quality(make_event: Callable[..., Problem]) -> None:
    problem = make_event(60, wishes=500, tables=14, interpreters=12)
    before = schedule(problem, time_limit=5)
    found = repair(problem, before, [NoShow(3), NoShow(40)])
    assert verify(found.problem, found.schedule) == ()
    assert not found.moved
    assert 0.99 * found.bound() <= found.value <= found.bound()


def test_the_bound_holds_however_it_is_found(make_event: Callable[..., Problem], monkeypatch: Any) -> None:
    problem = make_event(60, wishes=500, tables=14, interpreters=12)
    found = repair(problem, schedule(problem, time_limit=5), [NoShow(p) for p in range(0, 30, 3)])
    exact = found.bound()
    monkeypatch.setattr(bounding, "WHOLE", 0)
    assert found.value <= found.bound() <= exact + 1
    assert found.bound(time_limit=0.0) >= exact


def test_each_repair_builds_on_the_last() -> None:
    problem = make_problem((Wish(0, 1, 9), Wish(1, 2, 3), Wish(1, 3, 5), Wish(2, 3, 1)), tables=1)
    before = programme(problem, Meeting(0, 0, 0), Meeting(2, 1, 0))
    today = DayInProgress(problem, before)
    first = today.repair([NoShow(0)])
    assert (first.cancelled, first.added) == ((0,), (1,))
    second = today.repair([NoShow(1)], now=1)
    assert (second.cancelled, second.added) == ((2,), (3,))
    assert second.schedule.meetings == (Meeting(1, 0, 0), Meeting(3, 1, 0))
    assert verify(second.problem, second.schedule) == ()
    assert verify(first.problem, first.schedule) == (), "an earlier answer stays what it was"
    with pytest.raises(ValueError, match="not from 1"):
        today.repair([], now=0)
