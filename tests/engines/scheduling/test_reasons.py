"""Is the reason given for a wish not met the true one? One small event for each."""

import dataclasses

import pytest

from kakehashi.engines.scheduling import (
    Idle,
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
    idle,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.reasons import explain

TWO = frozenset({0, 1})
VI, JA = frozenset({"vi"}), frozenset({"ja"})
VOICE = Interpreter("I", frozenset({VI | JA}), TWO)


def event(
    people: str,
    wishes: list[Wish],
    tables: int = 2,
    interpreters: tuple[Interpreter, ...] = (),
    **changes: object,
) -> Problem:
    """Two slots; people named in `people`, those with capital letters speak Vietnamese, the others Japanese."""
    problem = Problem(
        slots=(Slot(), Slot()),
        participants=tuple(Participant(p, TWO, languages=VI if p.isupper() else JA) for p in people),
        wishes=tuple(wishes),
        tables=tuple(Table(f"T{t}", TWO) for t in range(tables)),
        interpreters=interpreters,
    )
    return dataclasses.replace(problem, **changes)  # type: ignore[arg-type]


def away(problem: Problem, who: int, *slots: int) -> Problem:
    people = list(problem.participants)
    people[who] = dataclasses.replace(people[who], available=people[who].available - set(slots))
    return dataclasses.replace(problem, participants=tuple(people))


def reason(problem: Problem, *meetings: Meeting) -> Unmet:
    """The only reason, accepted by the verifier; every other reason is refused for the same wish."""
    unmet = explain(problem, meetings)
    assert len(unmet) == 1
    value = sum(problem.wishes[m.wish].score for m in meetings)
    plan = Schedule(Status.FEASIBLE, Objective.SCORE, value, None, 0, 0.0, meetings, unmet)
    assert verify(problem, plan) == ()
    for other in Reason:
        if other is not unmet[0].reason:
            claim = dataclasses.replace(unmet[0], reason=other)
            assert verify(problem, dataclasses.replace(plan, unmet=(claim,))), f"{other} was accepted as well"
    return unmet[0]


def test_never_there_together() -> None:
    problem = away(away(event("AB", [Wish(0, 1)]), 0, 0), 1, 1)
    assert reason(problem) == Unmet(0, Reason.NO_COMMON_SLOT, (0, 1))


def test_nobody_interprets_between_them() -> None:
    korean = Interpreter("K", frozenset({frozenset({"vi", "ko"})}), TWO)
    assert reason(event("Ab", [Wish(0, 1)], interpreters=(korean,))) == Unmet(0, Reason.NO_INTERPRETER_PAIR, (0, 1))


def test_those_who_interpret_are_away() -> None:
    problem = away(
        event("Ab", [Wish(0, 1)], interpreters=(dataclasses.replace(VOICE, available=frozenset({1})),)), 0, 1
    )
    assert reason(problem) == Unmet(0, Reason.INTERPRETERS_AWAY, (0, 1), (0,))


def test_there_is_no_table() -> None:
    assert reason(event("AB", [Wish(0, 1)], tables=0)) == Unmet(0, Reason.NO_TABLE, (0, 1), (0, 1))


def test_one_of_them_holds_the_most_it_accepts() -> None:
    problem = event("ABC", [Wish(0, 1), Wish(0, 2)])
    people = (dataclasses.replace(problem.participants[0], most=1), *problem.participants[1:])
    problem = dataclasses.replace(problem, participants=people)
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.MOST_REACHED, (0,))


def test_never_free_together_and_nothing_worth_less_in_the_way() -> None:
    problem = away(event("ABC", [Wish(0, 1, 5), Wish(0, 2, 5)]), 0, 1)
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.BETTER_PLACED, (0,), (0,))


def test_never_free_together_because_of_a_must() -> None:
    problem = away(event("ABC", [Wish(0, 1, 1, must=True), Wish(0, 2, 5)]), 0, 1)
    assert reason(problem, Meeting(0, 0, 0)).reason is Reason.BETTER_PLACED


def test_never_free_together_though_something_worth_less_is_in_the_way() -> None:
    problem = away(event("ABC", [Wish(0, 1, 4), Wish(0, 2, 5)]), 0, 1)
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.BUSY, (0,), (0,))


def test_the_interpreter_is_taken() -> None:
    problem = away(event("AbCd", [Wish(0, 1), Wish(2, 3)], interpreters=(VOICE,)), 2, 1)
    assert reason(problem, Meeting(0, 0, 0, 0)) == Unmet(1, Reason.INTERPRETERS_TAKEN, (2, 3), (0,))


def test_the_interpreter_has_to_rest() -> None:
    rested = dataclasses.replace(VOICE, longest_run=1)
    problem = away(event("AbCd", [Wish(0, 1), Wish(2, 3)], interpreters=(rested,)), 2, 0)
    assert reason(problem, Meeting(0, 0, 0, 0)) == Unmet(1, Reason.INTERPRETERS_TAKEN, (2, 3), (1,))


def test_every_table_is_taken() -> None:
    problem = away(event("ABCD", [Wish(0, 1), Wish(2, 3)], tables=1), 2, 1)
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.TABLES_FULL, (2, 3), (0,))


def test_the_order_with_another_meeting_forbids_it() -> None:
    problem = event("ABCD", [Wish(0, 1), Wish(2, 3)], precedences=((1, 0),))
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.ORDER, (2, 3), (0, 1))


def test_a_wish_that_simply_fits_has_no_reason() -> None:
    with pytest.raises(ValueError, match="fits"):
        explain(event("AB", [Wish(0, 1)]), ())


def test_who_was_left_without_a_meeting_and_why() -> None:
    problem = away(away(event("ABCD", [Wish(0, 1), Wish(0, 2)]), 2, 0), 2, 1)
    result = schedule(problem)
    assert idle(problem, result) == (
        Idle(2, (Unmet(1, Reason.NO_COMMON_SLOT, (0, 2)),)),
        Idle(3, ()),
    )
