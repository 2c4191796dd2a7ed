"""Is every contradiction named before solving, with the people, slots and wishes it concerns?"""

import dataclasses
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    Fault,
    FaultCode,
    Participant,
    Problem,
    ProblemError,
    Slot,
    Table,
    Wish,
    find_notices,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.circles import find_circles

ALL = frozenset({0, 1, 2})
GOOD = Problem(
    slots=(Slot(0, 0), Slot(0, 0), Slot(0, 1)),
    participants=(Participant("A", ALL), Participant("B", frozenset({1, 2})), *(Participant(c, ALL) for c in "CD")),
    wishes=(Wish(0, 1), Wish(2, 3), Wish(0, 2), Wish(1, 3)),
    tables=(Table("T", ALL),),
)


def must(first: int, second: int, slot: int) -> Wish:
    return Wish(first, second, must=True, slot=slot)


CASES: list[tuple[dict[str, Any], FaultCode, tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = [
    ({"slots": (Slot(1), Slot(0), Slot(0))}, FaultCode.SLOTS_OUT_OF_ORDER, (), (1,), ()),
    ({"participants": (*GOOD.participants[:3], Participant("A", ALL))}, FaultCode.DOUBLE_KEY, (0, 3), (), ()),
    (
        {"participants": (*GOOD.participants[:3], Participant("D", ALL | {7}))},
        FaultCode.UNKNOWN_SLOT,
        (3,),
        (7,),
        (),
    ),
    (
        {"participants": (*GOOD.participants[:3], Participant("D", ALL, least=2, most=1))},
        FaultCode.LEAST_ABOVE_MOST,
        (3,),
        (),
        (),
    ),
    ({"wishes": (must(0, 1, 0),)}, FaultCode.FIXED_FORBIDDEN, (1,), (0,), (0,)),
    ({"wishes": (Wish(0, 1, slot=1), Wish(0, 2, slot=1))}, FaultCode.FIXED_TWICE, (0,), (1,), (0, 1)),
    ({"wishes": (Wish(0, 1, must=True, slot=1, session=1),)}, FaultCode.FIXED_OUT_OF_SESSION, (0, 1), (1,), (0,)),
    ({"wishes": (must(0, 1, 1), must(2, 3, 1))}, FaultCode.FIXED_BEYOND_TABLES, (0, 1, 2, 3), (1,), (0, 1)),
    (
        {
            "wishes": (must(0, 3, 0), must(1, 3, 1)),
            "participants": (*GOOD.participants[:3], Participant("D", ALL, most=1)),
        },
        FaultCode.FIXED_BEYOND_MOST,
        (3,),
        (0, 1),
        (0, 1),
    ),
    (
        {"wishes": (must(0, 2, 1), must(1, 3, 2)), "precedences": ((1, 0),)},
        FaultCode.FIXED_AGAINST_ORDER,
        (0, 1, 2, 3),
        (2, 1),
        (1, 0),
    ),
    ({"precedences": ((0, 1), (1, 2), (2, 0), (2, 3))}, FaultCode.PRECEDENCE_CIRCLE, (0, 1, 2, 3), (), (0, 1, 2)),
    ({"wishes": (Wish(0, 1, score=10**9 + 1),)}, FaultCode.SCORE_OUT_OF_RANGE, (), (), (0,)),
]


@pytest.mark.parametrize(("changes", "code", "people", "slots", "wishes"), CASES, ids=[c[1] for c in CASES])
def test_a_contradiction_names_whom_it_concerns(
    changes: dict[str, Any],
    code: FaultCode,
    people: tuple[int, ...],
    slots: tuple[int, ...],
    wishes: tuple[int, ...],
) -> None:
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(GOOD, **changes)
    (fault,) = caught.value.faults
    assert (fault.code, fault.participants, fault.slots, fault.wishes) == (code, people, slots, wishes)
    assert str(fault) == fault.text != ""
    assert fault.text in str(caught.value)


def test_all_contradictions_are_named_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(
            GOOD,
            participants=(Participant("A", ALL, least=3, most=2), *GOOD.participants[1:]),
            wishes=(must(0, 1, 0), must(0, 2, 0), must(1, 2, 2), must(0, 3, 2)),
            precedences=((0, 1), (1, 0), (2, 3), (3, 2)),
        )
    assert [f.code for f in caught.value.faults] == [
        FaultCode.LEAST_ABOVE_MOST,
        FaultCode.FIXED_FORBIDDEN,
        FaultCode.FIXED_TWICE,
        FaultCode.PRECEDENCE_CIRCLE,
        FaultCode.PRECEDENCE_CIRCLE,
        FaultCode.FIXED_BEYOND_TABLES,
        FaultCode.FIXED_BEYOND_TABLES,
        FaultCode.FIXED_BEYOND_MOST,
        FaultCode.FIXED_AGAINST_ORDER,
        FaultCode.FIXED_AGAINST_ORDER,
        FaultCode.FIXED_AGAINST_ORDER,
        FaultCode.FIXED_AGAINST_ORDER,
    ]


def test_a_must_without_a_common_slot_is_only_a_notice() -> None:
    people = (Participant("A", frozenset({0})), Participant("B", frozenset({1})), Participant("C", ALL))
    problem = dataclasses.replace(GOOD, participants=people, wishes=(Wish(0, 1, must=True), Wish(0, 2)))
    (notice,) = find_notices(problem)
    assert (notice.code, notice.participants, notice.wishes) == (FaultCode.MUST_WITHOUT_SLOT, (0, 1), (0,))
    assert [m.wish for m in schedule(problem).meetings] == [1]


def test_fixed_meetings_that_are_no_musts_may_go_unmet_with_a_notice() -> None:
    problem = dataclasses.replace(GOOD, wishes=(Wish(0, 1, slot=1), Wish(2, 3, slot=1)))
    assert [n.code for n in find_notices(problem)] == [FaultCode.FIXED_BEYOND_TABLES]
    result = schedule(problem)
    assert len(result.meetings) == 1
    assert verify(problem, result) == ()


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1]), max_size=14))
def test_a_circle_is_found_exactly_where_no_order_exists(pairs: list[tuple[int, int]]) -> None:
    circles = find_circles(pairs)
    for circle in circles:
        assert len(set(circle)) == len(circle)
        assert all(step in pairs for step in zip(circle, (*circle[1:], circle[0]), strict=True))
    left = set(range(8))
    while free := {w for w in left if not any(b == w and a in left for a, b in pairs)}:
        left -= free
    assert bool(left) == bool(circles)


def test_a_long_chain_and_a_long_circle_take_no_time() -> None:
    order = list(range(100_000))
    random.Random(1).shuffle(order)
    chain = list(pairwise(order))
    assert find_circles(chain) == []
    (circle,) = find_circles([*chain, (order[-1], order[0])])
    assert len(circle) == 100_000


def test_a_fault_says_what_it_is() -> None:
    assert str(Fault(FaultCode.MEETS_ITSELF, text="wish 0: a participant cannot meet itself")).startswith("wish 0")
