"""Are ways between halls kept, and named as the reason exactly where nothing else stands in the way?"""

import dataclasses
import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Walk,
    Wish,
    verify,
)
from kakehashi.engines.scheduling.reasons import explain

ALL = frozenset(range(3))
VI, JA = frozenset({"vi"}), frozenset({"ja"})
VOICE = Interpreter("I", frozenset({VI | JA}), ALL)


def event(people: str, wishes: list[tuple[int, int]], minutes: int = 10, **changes: object) -> Problem:
    """Three slots, five minutes apart; table 0 in the north, table 1 in the south, capital letters speak Vietnamese."""
    problem = Problem(
        slots=tuple(Slot(0, 0, 540 + 30 * s, 565 + 30 * s) for s in range(3)),
        participants=tuple(Participant(p, ALL, languages=VI if p.isupper() else JA) for p in people),
        wishes=tuple(Wish(*pair) for pair in wishes),
        tables=(Table("N", ALL, "North"), Table("S", ALL, "South")),
        interpreters=(VOICE,),
        walks=(Walk("North", "South", minutes),),
    )
    return dataclasses.replace(problem, **changes)  # type: ignore[arg-type]


def only_in(problem: Problem, who: int, *slots: int) -> Problem:
    people = list(problem.participants)
    people[who] = dataclasses.replace(people[who], available=frozenset(slots))
    return dataclasses.replace(problem, participants=tuple(people))


def plan_of(problem: Problem, meetings: tuple[Meeting, ...], unmet: tuple[Unmet, ...]) -> Schedule:
    """The meetings with the figures that `verify` asks for, counted by hand in no clever way."""
    breaks, halls, voices = [0] * len(problem.participants), 0, 0
    for who, person in enumerate(problem.participants):
        pairs = [(problem.wishes[m.wish].first, problem.wishes[m.wish].second) for m in meetings]
        own = sorted((m for m, pair in zip(meetings, pairs, strict=True) if who in pair), key=by_slot)
        for a, b in itertools.pairwise(own):
            if problem.slots[a.slot].day == problem.slots[b.slot].day:
                breaks[who] += b.slot - a.slot > 1
                halls += not person.online and problem.tables[a.table].hall != problem.tables[b.table].hall
        spoken = [m for m in own if m.interpreter is not None]
        for a, b in itertools.pairwise(spoken):
            voices += a.interpreter != b.interpreter and problem.slots[a.slot].day == problem.slots[b.slot].day
    for i in range(len(problem.interpreters)):
        own = sorted((m for m in meetings if m.interpreter == i), key=by_slot)
        for a, b in itertools.pairwise(own):
            if problem.slots[a.slot].day == problem.slots[b.slot].day:
                halls += problem.tables[a.table].hall != problem.tables[b.table].hall
    return Schedule(
        Status.FEASIBLE,
        Objective.SCORE,
        sum(problem.wishes[m.wish].score for m in meetings),
        None,
        sum(breaks),
        0.0,
        meetings,
        unmet,
        most_breaks=max(breaks, default=0),
        hall_changes=halls,
        interpreter_changes=voices,
    )


def by_slot(meeting: Meeting) -> int:
    return meeting.slot


def rules_broken(problem: Problem, *meetings: Meeting) -> set[str]:
    """The codes of the rules that these meetings break, reasons and figures aside."""
    held = {m.wish for m in meetings}
    unmet = tuple(Unmet(w, Reason.NO_COMMON_SLOT) for w in range(len(problem.wishes)) if w not in held)
    codes = {fault.split(":")[0] for fault in verify(problem, plan_of(problem, meetings, unmet))}
    return codes - {"reason_untrue"}


def reason(problem: Problem, *meetings: Meeting) -> Unmet:
    """The only reason, accepted by the verifier; every other reason is refused for the same wish."""
    (unmet,) = explain(problem, meetings)
    plan = plan_of(problem, meetings, (unmet,))
    assert verify(problem, plan) == ()
    for other in Reason:
        if other is not unmet.reason:
            claim = dataclasses.replace(unmet, reason=other)
            assert verify(problem, dataclasses.replace(plan, unmet=(claim,))), f"{other} was accepted as well"
    return unmet


AB_CD_AC = [(0, 1), (2, 3), (0, 2)]


def test_a_participant_who_comes_too_late_is_found() -> None:
    problem = event("ABCD", AB_CD_AC)
    assert rules_broken(problem, Meeting(0, 0, 0), Meeting(2, 1, 1)) == {"too_far"}
    assert rules_broken(problem, Meeting(2, 1, 0), Meeting(0, 0, 1)) == {"too_far"}
    assert rules_broken(problem, Meeting(0, 0, 0), Meeting(2, 1, 0)) == set()
    assert rules_broken(problem, Meeting(0, 0, 0), Meeting(2, 2, 1)) == set()


def test_time_enough_online_or_another_day_is_no_fault() -> None:
    held = Meeting(0, 0, 0), Meeting(2, 1, 1)
    assert rules_broken(event("ABCD", AB_CD_AC, minutes=5), *held) == set()
    assert rules_broken(event("ABCD", AB_CD_AC, minutes=6), *held) == {"too_far"}
    people = (Participant("A", ALL, online=True), *event("ABCD", AB_CD_AC).participants[1:])
    assert rules_broken(event("ABCD", AB_CD_AC, participants=people), *held) == set()
    days = (Slot(0, 0, 540, 565), Slot(1, 0, 570, 595), Slot(1, 0, 600, 625))
    assert rules_broken(event("ABCD", AB_CD_AC, slots=days), *held) == set()


def test_meetings_further_apart_count_as_well() -> None:
    """With a way of 40 minutes the first meeting is too far from the third, whatever lies between them."""
    problem = event("ABCD", [(0, 1), (0, 2), (0, 3)], minutes=40, tables=TABLES, walks=(Walk("North", "South", 40),))
    assert rules_broken(problem, Meeting(0, 0, 0), Meeting(1, 1, 2), Meeting(2, 2, 1)) == {"too_far"}


TABLES = (Table("N", ALL, "North"), Table("S", ALL, "South"), Table("E", ALL, "East"))


def test_an_interpreter_who_comes_too_late_is_found() -> None:
    problem = event("AbCd", [(0, 1), (2, 3)])
    assert rules_broken(problem, Meeting(0, 0, 0, 0), Meeting(1, 1, 1, 0)) == {"too_far"}
    assert rules_broken(problem, Meeting(0, 0, 0, 0), Meeting(1, 1, 0, 0)) == set()


def test_too_far_for_a_participant() -> None:
    """A is in the north before; in the only slot that suits C, the north is taken."""
    problem = only_in(event("ABCDE", [(0, 1), (3, 4), (0, 2)]), 2, 1)
    held = Meeting(0, 0, 0), Meeting(1, 1, 0)
    assert reason(problem, *held) == Unmet(2, Reason.TOO_FAR, (0, 2), (1,))
    with pytest.raises(ValueError, match="fits"):
        explain(problem, (held[0], Meeting(1, 1, 1)))


def test_too_far_because_of_a_later_meeting() -> None:
    problem = only_in(event("ABCDE", [(0, 1), (3, 4), (0, 2)]), 2, 0)
    assert reason(problem, Meeting(0, 1, 0), Meeting(1, 0, 0)) == Unmet(2, Reason.TOO_FAR, (0, 2), (0,))


def test_too_far_for_the_interpreter() -> None:
    problem = only_in(event("AbCdEF", [(0, 1), (4, 5), (2, 3)]), 2, 1)
    assert reason(problem, Meeting(0, 0, 0, 0), Meeting(1, 1, 0)) == Unmet(2, Reason.TOO_FAR, (2, 3), (1,))
    another = dataclasses.replace(problem, interpreters=(VOICE, dataclasses.replace(VOICE, key="J")))
    with pytest.raises(ValueError, match="fits"):
        explain(another, (Meeting(0, 0, 0, 0), Meeting(1, 1, 0)))


def test_the_two_cannot_be_in_different_halls() -> None:
    """A comes from the north, C from the south: each table is near for one of them and far for the other."""
    problem = event("ABCD", [(0, 1), (2, 3), (0, 2)], slots=(*event("A", []).slots[:2], Slot(1, 0, 540, 565)))
    problem = only_in(problem, 0, 0, 1)
    assert reason(problem, Meeting(0, 0, 0), Meeting(1, 0, 1)) == Unmet(2, Reason.TOO_FAR, (0, 2), (1,))


def test_the_order_is_the_reason_only_where_the_wish_can_be_reached() -> None:
    problem = event("ABCD", [(0, 1), (2, 3)], precedences=((1, 0),))
    assert reason(problem, Meeting(0, 0, 0)) == Unmet(1, Reason.ORDER, (2, 3), (0, 1, 2))


@st.composite
def events(draw: st.DrawFn) -> Problem:
    """Tiny events with three halls, ways that bind, people online, interpreters, rests and orders."""
    n_slots, people = draw(st.integers(1, 4)), draw(st.integers(2, 5))
    subsets = st.frozensets(st.integers(0, n_slots - 1), min_size=max(1, n_slots - 1))
    start, slots = 540, []
    for s in range(n_slots):
        slots.append(Slot(0 if s < 3 else 1, 0, start, start + 20))
        start += 20 + draw(st.sampled_from([0, 5, 30]))
    pairs = st.tuples(st.integers(0, people - 1), st.integers(0, people - 1)).filter(lambda p: p[0] != p[1])
    wishes = draw(st.lists(pairs, min_size=1, max_size=6))
    halls = ("North", "South", "East")
    return Problem(
        slots=tuple(slots),
        participants=tuple(
            Participant(
                f"P{p}",
                draw(subsets),
                languages=draw(st.sampled_from([VI, JA, VI | JA])),
                most=draw(st.sampled_from([None, 2])),
                online=draw(st.sampled_from([False, False, True])),
            )
            for p in range(people)
        ),
        wishes=tuple(Wish(*pair, score=draw(st.integers(0, 3))) for pair in wishes),
        tables=tuple(Table(f"T{t}", draw(subsets), halls[t % 3]) for t in range(3)),
        interpreters=tuple(Interpreter(f"I{i}", frozenset({VI | JA}), draw(subsets), i + 1) for i in range(2)),
        precedences=((0, 1),) if len(wishes) > 1 and draw(st.booleans()) else (),
        walks=tuple(Walk(a, b, draw(st.sampled_from([0, 6, 40]))) for a, b in (halls[:2], halls[1:])),
    )


def additions(problem: Problem, meetings: tuple[Meeting, ...]) -> Iterator[Meeting]:
    """Every single meeting that could be added, found by trying all."""
    held = {m.wish for m in meetings}
    for wish in (w for w in range(len(problem.wishes)) if w not in held):
        for slot in range(len(problem.slots)):
            for table in range(len(problem.tables)):
                for interpreter in (None, *range(len(problem.interpreters))):
                    one = Meeting(wish, slot, table, interpreter)
                    if not rules_broken(problem, *meetings, one):
                        yield one


@settings(deadline=None, max_examples=60)
@given(events(), st.randoms(use_true_random=False))
def test_a_wish_is_explained_exactly_where_it_cannot_be_added(problem: Problem, rng: random.Random) -> None:
    meetings: tuple[Meeting, ...] = ()
    while possible := list(additions(problem, meetings)):
        with pytest.raises(ValueError, match="fits"):
            explain(problem, meetings)
        meetings = (*meetings, rng.choice(possible))
    unmet = explain(problem, meetings)
    assert verify(problem, plan_of(problem, meetings, unmet)) == ()
