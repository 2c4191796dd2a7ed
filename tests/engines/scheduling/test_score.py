"""Does the objective score keep its aims in order, end in time, and repeat itself?"""

import dataclasses
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from kakehashi.engines.scheduling import (
    Aim,
    Interpreter,
    Objective,
    Participant,
    Problem,
    Reason,
    Schedule,
    Slot,
    Status,
    Step,
    Table,
    Wish,
    idle,
    schedule,
    verify,
)
from kakehashi.engines.scheduling import score as by_size
from kakehashi.engines.scheduling.frame import build_frame, count_breaks
from kakehashi.engines.scheduling.greedy import place_greedily

Maker = Callable[..., Problem]
SLOTS = tuple(Slot(day) for day in (0, 0, 0))
ALL = frozenset(range(3))


def people(n: int) -> tuple[Participant, ...]:
    return tuple(Participant(f"P{p}", ALL) for p in range(n))


def accepted(problem: Problem, **options: float) -> Schedule:
    result = schedule(problem, **options)  # type: ignore[arg-type]
    assert verify(problem, result) == ()
    return result


def held(result: Schedule) -> set[int]:
    return {m.wish for m in result.meetings}


@pytest.mark.parametrize(
    "problem",
    [
        Problem((), (), (), ()),
        Problem((), people(0), (), (Table("T", frozenset()),)),
        Problem(SLOTS, people(3), (), (Table("T", ALL),)),
        Problem(SLOTS, (), (), ()),
    ],
    ids=["nothing", "no slots", "no wishes", "nobody"],
)
def test_where_nothing_can_be_held_nothing_is_and_that_is_optimal(problem: Problem) -> None:
    result = accepted(problem)
    assert (result.status, result.value, result.bound, result.meetings) == (Status.OPTIMAL, 0, 0, ())


def test_without_slots_every_wish_has_a_reason() -> None:
    nowhere = tuple(Participant(p, frozenset()) for p in "AB")
    result = accepted(Problem((), nowhere, (Wish(0, 1, 5),), ()))
    assert [u.reason for u in result.unmet] == [Reason.NO_COMMON_SLOT]
    assert result.bound == 0


def test_without_tables_nothing_is_held() -> None:
    result = accepted(Problem(SLOTS, people(2), (Wish(0, 1, 5, must=True),), ()))
    assert [u.reason for u in result.unmet] == [Reason.NO_TABLE]
    assert result.status is Status.OPTIMAL


def test_without_interpreters_only_those_who_understand_each_other_meet(make_event: Maker) -> None:
    problem = make_event(8, wishes=12, tables=4, interpreters=2)
    absent = dataclasses.replace(
        problem, interpreters=tuple(dataclasses.replace(i, available=frozenset()) for i in problem.interpreters)
    )
    assert {u.reason for u in accepted(absent).unmet} <= {Reason.INTERPRETERS_AWAY, Reason.NO_COMMON_SLOT}
    none = dataclasses.replace(problem, interpreters=())
    assert {u.reason for u in accepted(none).unmet} <= {Reason.NO_INTERPRETER_PAIR, Reason.NO_COMMON_SLOT}


def test_a_must_comes_before_any_score() -> None:
    one_slot = (Slot(),)
    three = tuple(Participant(p, frozenset({0})) for p in "ABC")
    problem = Problem(one_slot, three, (Wish(0, 1, 0, must=True), Wish(0, 2, 100)), (Table("T", frozenset({0})),))
    result = accepted(problem)
    assert held(result) == {0}
    assert result.bound == 100
    assert result.aims is not None
    assert result.aims.musts == (1, 1)
    assert result.aims.score_at_most == 0
    assert result.status is Status.OPTIMAL


def test_musts_that_exclude_each_other_are_held_as_far_as_possible() -> None:
    one = tuple(Participant(p, frozenset({0})) for p in "ABC")
    wishes = (Wish(0, 1, 1, must=True), Wish(1, 2, 2, must=True))
    result = accepted(Problem(SLOTS, one, wishes, (Table("T", ALL),)))
    assert held(result) == {1}
    assert result.unmet[0].reason is Reason.BETTER_PLACED


FOUR_OF_THREE = (Wish(0, 1, 100), Wish(0, 1, 100), Wish(0, 1, 100), Wish(0, 2, 1), Wish(1, 3, 1))


@pytest.mark.parametrize(
    ("order", "met", "score"),
    [
        ((Aim.FIRST, Aim.SCORE), 4, 102),
        ((Aim.SCORE, Aim.FIRST), 2, 300),
        ((Aim.FIRST,), 4, None),
        ((Aim.SCORE,), 2, 300),
    ],
)
def test_first_meetings_come_where_the_order_puts_them(order: tuple[Aim, ...], met: int, score: int | None) -> None:
    problem = Problem(SLOTS, people(4), FOUR_OF_THREE, (Table("T", ALL),), order=order)
    result = accepted(problem)
    assert result.status is Status.OPTIMAL
    assert result.aims is not None
    assert result.aims.met[0] == met
    assert score is None or result.value == result.aims.score_at_most == score
    assert len(idle(problem, result)) == 4 - met


def test_equal_scores_leave_nobody_without_a_meeting_by_default() -> None:
    wishes = (Wish(0, 1, 9), Wish(0, 1, 9), Wish(0, 2, 9), Wish(1, 3, 9), Wish(0, 3, 8))
    result = accepted(Problem(SLOTS, people(4), wishes, (Table("T", frozenset({0, 1})),)))
    assert held(result) == {2, 3}


def test_musts_come_after_the_score_if_the_organiser_wants_it_so() -> None:
    three = tuple(Participant(p, frozenset({0})) for p in "ABC")
    wishes = (Wish(0, 1, 0, must=True), Wish(0, 2, 100))
    problem = Problem((Slot(),), three, wishes, (Table("T", frozenset({0})),), order=(Aim.SCORE, Aim.MUSTS))
    assert held(accepted(problem)) == {1}
    tied = dataclasses.replace(problem, wishes=(Wish(0, 1, 5, must=True), Wish(0, 2, 5)))
    assert held(accepted(tied)) == {0}


def test_published_meetings_stay_before_or_after_the_score() -> None:
    three = tuple(Participant(p, ALL) for p in "ABC")
    wishes = (Wish(0, 1, 5), Wish(0, 2, 6))
    problem = Problem(SLOTS, three, wishes, (Table("T", frozenset({1})),), published=((0, 1),))
    assert held(accepted(problem)) == {1}
    firm = dataclasses.replace(problem, order=(Aim.STABILITY, Aim.SCORE))
    result = accepted(firm)
    assert {(m.wish, m.slot) for m in result.meetings} == {(0, 1)}
    assert result.status is Status.OPTIMAL
    assert result.aims is not None
    assert result.aims.kept == (1, 1)


@pytest.mark.parametrize("large", [False, True])
def test_a_published_programme_stays_when_nothing_else_changes(
    large: bool, make_event: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_size, "LARGE_COLUMNS", -1 if large else 90_000)
    problem = make_event(30, wishes=60, tables=9, interpreters=12, absence=0.1)
    first = accepted(problem)
    known = tuple((m.wish, m.slot) for m in first.meetings)
    assert len(known) > 40
    again = accepted(dataclasses.replace(problem, published=known), seed=7)
    assert set(known) <= {(m.wish, m.slot) for m in again.meetings}


def spread(problem: Problem) -> tuple[int, int]:
    """Breaks of the participant who has the most, and of all together."""
    starts = sum(1 << s for s, slot in enumerate(problem.slots) if not s or problem.slots[s - 1].day != slot.day)
    busy = [0] * len(problem.participants)
    for m in accepted(problem).meetings:
        for p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second):
            busy[p] |= 1 << m.slot
    breaks = [count_breaks(mask, starts) for mask in busy]
    return max(breaks), sum(breaks)


def test_breaks_and_fairness_count_only_where_they_are_asked_for(make_event: Maker) -> None:
    problem = make_event(40, wishes=140, tables=14, absence=0.25, per_day=8, seed=4)
    orders = [(), (Aim.BREAKS,), (Aim.BREAKS, Aim.FAIRNESS), (Aim.FAIRNESS, Aim.BREAKS)]
    careless, few, both, fair = (
        spread(dataclasses.replace(problem, order=(Aim.SCORE, *placing))) for placing in orders
    )
    assert few[1] < 0.5 * careless[1]
    assert (both[1], both[0]) <= (few[1], few[0])
    assert fair[0] <= both[0] < careless[0]


def test_the_least_number_comes_before_the_score() -> None:
    people_ = (*people(3), Participant("L", ALL, least=2))
    wishes = (Wish(0, 1, 50), Wish(0, 1, 50), Wish(0, 3, 1), Wish(2, 3, 1), Wish(0, 2, 50))
    result = accepted(Problem(SLOTS, people_, wishes, (Table("T", ALL),)))
    assert held(result) >= {2, 3}


def test_priority_decides_who_is_left_without_a_meeting() -> None:
    for favoured in (2, 3):
        three = tuple(Participant(f"P{p}", frozenset({0}), priority=1 + (p == favoured)) for p in range(4))
        wishes = (Wish(0, 2, 5), Wish(0, 3, 5))
        result = accepted(Problem(SLOTS, three, wishes, (Table("T", ALL),)))
        assert held(result) == {favoured - 2}


def test_fixed_meetings_stay_where_they_are(make_event: Maker) -> None:
    problem = make_event(20, wishes=70, tables=4, interpreters=3)
    first = accepted(problem)
    fixed = {m.wish: m.slot for m in first.meetings}
    wishes = tuple(dataclasses.replace(w, slot=fixed.get(i), must=i in fixed) for i, w in enumerate(problem.wishes))
    again = accepted(dataclasses.replace(problem, wishes=wishes))
    assert {m.wish: m.slot for m in again.meetings} == fixed


FIXED = [
    (
        "fixed_beyond_interpreters",
        Problem(
            SLOTS,
            tuple(Participant(f"P{p}", ALL, languages=frozenset({"vi" if p % 2 else "ja"})) for p in range(4)),
            (Wish(0, 1, 1, True, None, 1), Wish(2, 3, 1, True, None, 1)),
            (Table("T", ALL), Table("U", ALL)),
            (Interpreter("I", frozenset({frozenset({"vi", "ja"})}), ALL),),
        ),
    ),
]


@pytest.mark.parametrize(("code", "problem"), FIXED, ids=[code for code, _ in FIXED])
def test_fixed_musts_that_contradict_each_other_are_refused_with_the_cause(code: str, problem: Problem) -> None:
    result = accepted(problem)
    assert result.status is Status.INFEASIBLE
    assert result.infeasible_because.split()[0] == code
    loose = tuple(dataclasses.replace(w, must=False) for w in problem.wishes)
    assert len(accepted(dataclasses.replace(problem, wishes=loose)).meetings) == 1


def test_better_than_greedy_and_near_the_bound(make_event: Maker) -> None:
    problem = make_event(40, wishes=260, tables=10, interpreters=8, absence=0.3, seed=3)
    result = accepted(problem)
    greedy = place_greedily(build_frame(problem))
    assert result.gap is not None
    assert result.gap <= 0.01
    assert result.value is not None
    assert result.value > greedy.score()
    assert result.breaks < 0.5 * greedy.breaks()


def test_the_same_seed_gives_the_same_programme(make_event: Maker) -> None:
    problem = make_event(24, wishes=110, tables=6, interpreters=4)
    one, same, other = (accepted(problem, seed=seed) for seed in (5, 5, 6))
    assert (one.meetings, one.unmet, one.bound) == (same.meetings, same.unmet, same.bound)
    assert one.value == other.value or one.meetings != other.meetings


def test_precedences_hold_in_a_full_event(make_event: Maker) -> None:
    problem = make_event(20, wishes=80, tables=6, absence=0.0)
    ordered = dataclasses.replace(problem, precedences=tuple((w, w + 1) for w in range(0, 60, 3)))
    result = accepted(ordered)
    slot_of = {m.wish: m.slot for m in result.meetings}
    assert sum(a in slot_of and b in slot_of for a, b in ordered.precedences) > 5


@pytest.mark.parametrize("limit", [0.0, 1.0])
def test_the_time_limit_is_kept(limit: float, make_event: Maker) -> None:
    problem = make_event(300, wishes=3000, tables=70, interpreters=60, per_day=12)
    started = time.process_time()  # other tests may share the processor
    accepted_by_then = schedule(problem, time_limit=limit)
    assert time.process_time() - started < limit * 1.1 + 1.0
    assert verify(problem, accepted_by_then) == ()


def test_progress_is_reported_and_never_loses_ground(make_event: Maker) -> None:
    steps: list[Step] = []
    schedule(make_event(24, wishes=110, tables=6), progress=steps.append)
    assert len(steps) >= 3
    assert steps[0].stage == "greedy"
    bounds = [s.bound for s in steps if s.bound is not None]
    assert bounds == sorted(bounds, reverse=True)
    assert [s.seconds for s in steps] == sorted(s.seconds for s in steps)
    values = [s.value for s in steps if s.value is not None]
    assert values == sorted(values)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("asks", [0, 3, 20])
def test_a_cancelled_search_returns_the_best_so_far(
    asks: int, large: bool, make_event: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_size, "LARGE_COLUMNS", -1 if large else 90_000)
    problem = make_event(120, wishes=1200, tables=30, interpreters=25, absence=0.3, per_day=10)
    asked: list[float] = []

    def cancel() -> bool:
        asked.append(time.perf_counter())
        return len(asked) > asks

    started = time.process_time()
    result = schedule(problem, time_limit=60, cancel=cancel)
    assert verify(problem, result) == ()
    assert result.value is not None
    assert result.bound is not None
    assert result.value <= result.bound
    assert result.value >= (0.9 if asks else 0.4) * result.bound
    assert len(asked) == asks + 1  # nobody is asked again
    assert time.process_time() - started < 10
    assert all(later - earlier < 1.5 for earlier, later in pairwise(asked))  # other tests share the processor


def test_a_search_that_is_not_cancelled_is_not_changed_by_being_asked(make_event: Maker) -> None:
    problem = make_event(24, wishes=110, tables=6, interpreters=4)
    assert schedule(problem, cancel=lambda: False).meetings == schedule(problem).meetings


def test_progress_is_told_every_second(make_event: Maker) -> None:
    steps: list[float] = []
    problem = make_event(120, wishes=1200, tables=30, interpreters=25, absence=0.3, per_day=10)
    result = schedule(problem, time_limit=4, progress=lambda step: steps.append(step.seconds))
    assert all(later - earlier < 2 for earlier, later in pairwise([0.0, *steps, result.seconds]))


def test_an_interrupt_is_passed_on(make_event: Maker) -> None:
    def stop(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        schedule(make_event(8, wishes=10, tables=2), progress=stop)


def test_wrong_arguments_are_named() -> None:
    problem = Problem((), (), (), ())
    with pytest.raises(ValueError, match="speed"):
        schedule(problem, objective="speed")
    with pytest.raises(ValueError, match="below 0"):
        schedule(problem, time_limit=-1)
    assert schedule(problem, objective=Objective.SCORE).objective is Objective.SCORE
