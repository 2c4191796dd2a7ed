"""Does the verifier refuse a schedule that breaks any one rule? One mutation for each of its fault codes."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from kakehashi.engines.scheduling import (
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
)


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


def test_the_plan_itself_is_accepted() -> None:
    assert verify(BASE, PLAN) == ()


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
    apart = dataclasses.replace(PLAN, value=8, breaks=0, meetings=(Meeting(0, 0, 0, 0), Meeting(1, 0, 1, 1)), unmet=())
    assert verify(problem, apart) == ()
    both = dataclasses.replace(apart, meetings=(Meeting(0, 0, 0, 0), Meeting(1, 0, 1, 0)))
    assert codes(problem, both) == {"interpreter_twice"}


def test_a_rest_ends_with_the_day() -> None:
    problem = dataclasses.replace(BASE, slots=(Slot(0), Slot(1), Slot(1, 1), Slot(2, 2)))
    problem = dataclasses.replace(
        problem,
        interpreters=(dataclasses.replace(BASE.interpreters[0], longest_run=1), BASE.interpreters[1]),
    )
    assert verify(problem, dataclasses.replace(PLAN, breaks=0)) == ()


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
