"""Does the verifier refuse a schedule that breaks any one rule? One mutation for each of its fault codes."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from kakehashi.engines.scheduling import (
    Aim,
    Aims,
    Interpreter,
    Meeting,
    Objective,
    Participant,
    Problem,
    Reason,
    Schedule,
    Slot,
    Status,
    Table,
    Unmet,
    Walk,
    Wish,
    verify,
)

ALL = frozenset(range(4))
VI_JA = frozenset({"vi", "ja"})
BASE = Problem(
    slots=(Slot(0, 0), Slot(0, 0), Slot(0, 1), Slot(1, 2)),
    participants=(
        Participant("A", ALL, languages=frozenset({"vi"})),
        Participant("B", ALL, languages=frozenset({"ja"}), most=2),
        Participant("C", ALL, languages=frozenset({"vi", "en"})),
        Participant("D", ALL, languages=frozenset({"en"})),
        Participant("E", frozenset()),
    ),
    wishes=(Wish(0, 1, 5), Wish(2, 3, 3), Wish(0, 1, 4), Wish(0, 2, 2, session=1), Wish(2, 3, 1, slot=3), Wish(0, 4)),
    tables=(Table("T1", ALL), Table("T2", ALL)),
    interpreters=(Interpreter("I", frozenset({VI_JA}), ALL, 2), Interpreter("J", frozenset({VI_JA}), ALL)),
    precedences=((0, 2),),
)
PLAN = Schedule(
    status=Status.FEASIBLE,
    objective=Objective.SCORE,
    value=15,
    bound=16,
    breaks=1,
    seconds=0.1,
    meetings=(Meeting(0, 0, 0, 0), Meeting(1, 0, 1), Meeting(2, 1, 0, 0), Meeting(3, 2, 0), Meeting(4, 3, 0)),
    unmet=(Unmet(5, Reason.NO_COMMON_SLOT, (0, 4)),),
    most_breaks=1,
)
AIMS = Aims(musts=(0, 0), met=(4, 4), least=(0, 0), score_at_most=15)


def codes(problem: Problem, plan: Schedule) -> set[str]:
    return {fault.split(":")[0] for fault in verify(problem, plan)}


def with_meeting(place: int, **changes: Any) -> Schedule:
    meetings = list(PLAN.meetings)
    meetings[place] = dataclasses.replace(meetings[place], **changes)
    return dataclasses.replace(PLAN, meetings=tuple(meetings))


def with_entry(kind: str, place: int, **changes: Any) -> Problem:
    entries = list(getattr(BASE, kind))
    entries[place] = dataclasses.replace(entries[place], **changes)
    return dataclasses.replace(BASE, **{kind: tuple(entries)})


FAR = dataclasses.replace(
    BASE,
    slots=tuple(dataclasses.replace(slot, start=30 * s, end=30 * s + 25) for s, slot in enumerate(BASE.slots)),
    tables=(Table("T1", ALL, "North"), Table("T2", ALL, "South")),
    walks=(Walk("North", "South", 36),),
)
"""C has 35 minutes from slot 0 in the south to slot 2 in the north."""


def with_aims(status: Status = Status.FEASIBLE, **changes: Any) -> Schedule:
    return dataclasses.replace(PLAN, status=status, aims=dataclasses.replace(AIMS, **changes))


def test_the_plan_itself_is_accepted() -> None:
    assert verify(BASE, PLAN) == ()
    assert verify(BASE, with_aims()) == ()
    assert verify(BASE, with_aims(Status.OPTIMAL)) == ()


def test_optimal_means_the_aims_that_count() -> None:
    fewer = dataclasses.replace(BASE, order=(Aim.MUSTS, Aim.SCORE, Aim.BREAKS))
    assert verify(fewer, with_aims(Status.OPTIMAL, met=(4, 5))) == ()
    without_score = dataclasses.replace(BASE, order=(Aim.MUSTS, Aim.FIRST))
    assert verify(without_score, with_aims(Status.OPTIMAL, score_at_most=16)) == ()
    assert codes(without_score, with_aims(Status.OPTIMAL, met=(4, 5))) == {"status_wrong"}


def test_the_figures_of_halls_interpreters_and_the_published_programme() -> None:
    near = dataclasses.replace(FAR, walks=(Walk("North", "South", 35),), published=((0, 0), (1, 2), (5, 0)))
    moved = dataclasses.replace(PLAN, hall_changes=1, moved=2)
    assert verify(near, moved) == ()  # C changes halls; D meets in another hall on another day
    online = dataclasses.replace(
        near, participants=tuple(dataclasses.replace(p, online=True) for p in BASE.participants)
    )
    assert verify(online, dataclasses.replace(moved, hall_changes=0)) == ()
    south = dataclasses.replace(with_meeting(2, interpreter=1, table=1), hall_changes=4, interpreter_changes=2, moved=2)
    no_walks = dataclasses.replace(near, walks=())
    assert verify(no_walks, south) == ()  # A there and back, B and C; A and B get another interpreter


MUTATIONS: list[tuple[str, Callable[[], tuple[Problem, Schedule]]]] = [
    ("participant_away", lambda: (with_entry("participants", 0, available=frozenset({1, 2})), PLAN)),
    ("participant_twice", lambda: (BASE, with_meeting(2, slot=0, table=1))),
    ("wrong_session", lambda: (with_entry("wishes", 3, session=2), PLAN)),
    ("wrong_slot", lambda: (BASE, with_meeting(4, slot=1, table=1))),
    ("most_exceeded", lambda: (with_entry("participants", 1, most=1), PLAN)),
    ("table_away", lambda: (with_entry("tables", 1, available=frozenset({1})), PLAN)),
    ("table_twice", lambda: (BASE, with_meeting(1, table=0))),
    ("interpreter_away", lambda: (with_entry("interpreters", 0, available=frozenset({0})), PLAN)),
    ("no_rest", lambda: (with_entry("interpreters", 0, longest_run=1), PLAN)),
    ("interpreter_missing", lambda: (BASE, with_meeting(0, interpreter=None))),
    ("interpreter_unneeded", lambda: (BASE, with_meeting(1, interpreter=1))),
    ("wrong_pair", lambda: (with_entry("interpreters", 0, pairs=frozenset({frozenset({"vi", "ko"})})), PLAN)),
    ("order_broken", lambda: (dataclasses.replace(BASE, precedences=((2, 0),)), PLAN)),
    ("order_broken", lambda: (dataclasses.replace(BASE, precedences=((0, 1),)), PLAN)),
    ("value_wrong", lambda: (BASE, dataclasses.replace(PLAN, value=14))),
    ("breaks_wrong", lambda: (BASE, dataclasses.replace(PLAN, breaks=0))),
    ("most_breaks_wrong", lambda: (BASE, dataclasses.replace(PLAN, most_breaks=2))),
    ("hall_changes_wrong", lambda: (BASE, dataclasses.replace(PLAN, hall_changes=1))),
    ("hall_changes_wrong", lambda: (with_entry("tables", 1, hall="South"), PLAN)),
    ("interpreter_changes_wrong", lambda: (BASE, dataclasses.replace(PLAN, interpreter_changes=1))),
    ("interpreter_changes_wrong", lambda: (BASE, with_meeting(2, interpreter=1))),
    ("moved_wrong", lambda: (BASE, dataclasses.replace(PLAN, moved=1))),
    ("moved_wrong", lambda: (dataclasses.replace(BASE, published=((0, 1),)), PLAN)),
    ("moved_wrong", lambda: (dataclasses.replace(BASE, published=((5, 0),)), PLAN)),
    ("breaks_at_least_wrong", lambda: (BASE, dataclasses.replace(PLAN, breaks_at_least=2))),
    ("too_far", lambda: (FAR, PLAN)),
    ("aim_wrong", lambda: (BASE, with_aims(musts=(1, 1)))),
    ("aim_wrong", lambda: (BASE, with_aims(met=(5, 5)))),
    ("aim_wrong", lambda: (BASE, with_aims(met=(4, 3)))),
    ("aim_wrong", lambda: (BASE, with_aims(least=(2, 2)))),
    ("aim_wrong", lambda: (BASE, with_aims(score_at_most=14))),
    ("status_wrong", lambda: (BASE, with_aims(Status.OPTIMAL, score_at_most=16))),
    ("status_wrong", lambda: (BASE, with_aims(Status.OPTIMAL, met=(4, 5)))),
    ("bound_wrong", lambda: (BASE, dataclasses.replace(PLAN, bound=14))),
    ("status_wrong", lambda: (BASE, dataclasses.replace(PLAN, status=Status.OPTIMAL))),
    ("unknown_index", lambda: (BASE, with_meeting(0, table=2))),
    ("unknown_index", lambda: (BASE, with_meeting(0, table=-1))),
    ("unknown_index", lambda: (BASE, with_meeting(0, interpreter=2))),
    ("unknown_index", lambda: (BASE, with_meeting(0, slot=4))),
    ("unknown_index", lambda: (BASE, with_meeting(0, wish=9))),
    ("wish_listed", lambda: (BASE, dataclasses.replace(PLAN, unmet=()))),
    ("wish_listed", lambda: (BASE, dataclasses.replace(PLAN, unmet=PLAN.unmet * 2))),
    ("wish_listed", lambda: (BASE, dataclasses.replace(PLAN, meetings=PLAN.meetings[1:]))),
    ("wish_listed", lambda: (BASE, dataclasses.replace(PLAN, meetings=(*PLAN.meetings, Meeting(0, 3, 1, 1))))),
    ("reason_untrue", lambda: (BASE, dataclasses.replace(PLAN, unmet=(Unmet(5, Reason.BUSY, (0, 4)),)))),
    ("reason_untrue", lambda: (BASE, dataclasses.replace(PLAN, unmet=(Unmet(5, Reason.NO_COMMON_SLOT, (4,)),)))),
    (
        "reason_untrue",
        lambda: (BASE, dataclasses.replace(PLAN, unmet=(Unmet(5, Reason.NO_COMMON_SLOT, (0, 4), (1,)),))),
    ),
]


@pytest.mark.parametrize(("code", "mutate"), MUTATIONS)
def test_each_rule_broken_is_found(code: str, mutate: Callable[[], tuple[Problem, Schedule]]) -> None:
    assert code in codes(*mutate())


def test_an_interpreter_in_two_places_is_found() -> None:
    problem = dataclasses.replace(BASE, wishes=(Wish(0, 1, 5), Wish(2, 3, 3)), precedences=())
    problem = dataclasses.replace(
        problem,
        participants=(
            *BASE.participants[:2],
            Participant("C", ALL, languages=frozenset({"vi"})),
            Participant("D", ALL, languages=frozenset({"ja"})),
        ),
    )
    apart = dataclasses.replace(
        PLAN, value=8, breaks=0, most_breaks=0, meetings=(Meeting(0, 0, 0, 0), Meeting(1, 0, 1, 1)), unmet=()
    )
    assert verify(problem, apart) == ()
    both = dataclasses.replace(apart, meetings=(Meeting(0, 0, 0, 0), Meeting(1, 0, 1, 0)))
    assert codes(problem, both) == {"interpreter_twice"}


def test_a_rest_ends_with_the_day() -> None:
    problem = dataclasses.replace(BASE, slots=(Slot(0), Slot(1), Slot(1, 1), Slot(2, 2)))
    problem = dataclasses.replace(
        problem,
        interpreters=(dataclasses.replace(BASE.interpreters[0], longest_run=1), BASE.interpreters[1]),
    )
    assert verify(problem, dataclasses.replace(PLAN, breaks=0, most_breaks=0)) == ()


def test_a_refusal_carries_its_cause_and_nothing_else() -> None:
    refusal = Schedule(Status.INFEASIBLE, Objective.SCORE, None, None, 0, 0.0, infeasible_because="some cause")
    assert verify(BASE, refusal) == ()
    assert codes(BASE, dataclasses.replace(refusal, infeasible_because="")) == {"infeasible_without_cause"}
    assert codes(BASE, dataclasses.replace(refusal, value=3)) == {"infeasible_with_value"}
    assert codes(BASE, dataclasses.replace(refusal, meetings=PLAN.meetings)) == {"infeasible_with_meetings"}


def test_not_knowing_is_no_answer_for_the_score() -> None:
    nothing = Schedule(Status.UNKNOWN, Objective.BREAKS, None, 2, 0, 0.0)
    assert verify(BASE, nothing) == ()
    assert codes(BASE, dataclasses.replace(nothing, value=3)) == {"unknown_with_value"}
    assert codes(BASE, dataclasses.replace(nothing, objective=Objective.SCORE)) == {"unknown_score"}


def test_fewest_breaks_holds_every_wish_fairly() -> None:
    problem = dataclasses.replace(BASE, wishes=BASE.wishes[:5])
    plan = dataclasses.replace(PLAN, objective=Objective.BREAKS, value=1, bound=1, unmet=(), status=Status.OPTIMAL)
    assert verify(problem, plan) == ()
    assert codes(dataclasses.replace(problem, fairness=0), plan) == {"unfair"}
    assert codes(problem, dataclasses.replace(plan, bound=2)) == {"bound_wrong", "status_wrong"}
    assert codes(problem, dataclasses.replace(plan, value=0)) == {"value_wrong"}
    left = dataclasses.replace(plan, meetings=plan.meetings[:4], unmet=(Unmet(4, Reason.BUSY, (2,)),))
    assert "wish_left" in codes(problem, left)
