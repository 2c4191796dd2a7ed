"""Is every contradiction in clocks, ways, a published programme and the order of aims named, and nothing else?"""

import dataclasses
from typing import Any

import pytest

from kakehashi.engines.scheduling import (
    DEFAULT_ORDER,
    Aim,
    Fault,
    FaultCode,
    Interpreter,
    Participant,
    Problem,
    ProblemError,
    Slot,
    Table,
    Walk,
    Wish,
    find_notices,
)

ALL = frozenset({0, 1, 2})
GOOD = Problem(
    slots=(Slot(0, 0, 540, 570), Slot(0, 0, 570, 600), Slot(1, 1, 540, 570)),
    participants=tuple(Participant(c, ALL) for c in "ABC"),
    wishes=(Wish(0, 1), Wish(0, 2), Wish(1, 2)),
    tables=(Table("T", frozenset({0}), "North"), Table("U", frozenset({1, 2}), "South"), Table("V", ALL, "East")),
    interpreters=(Interpreter("I", frozenset({frozenset({"vi", "ja"})}), ALL),),
    walks=(Walk("North", "South", 10),),
)


def faults(**changes: Any) -> tuple[Fault, ...]:
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(GOOD, **changes)
    for fault in caught.value.faults:
        assert str(fault) == fault.text != ""
    return caught.value.faults


CLOCKS = GOOD.slots
CASES: list[tuple[dict[str, Any], FaultCode, tuple[int, ...], tuple[str, ...]]] = [
    ({"slots": (CLOCKS[0], Slot(0, 0, 600, 600), CLOCKS[2])}, FaultCode.SLOT_ENDS_FIRST, (1,), ()),
    ({"slots": (Slot(0, 0, -5, 20), *CLOCKS[1:])}, FaultCode.CLOCK_OUT_OF_RANGE, (0,), ()),
    ({"slots": (*CLOCKS[:2], Slot(1, 1, 2870, 2880))}, FaultCode.CLOCK_OUT_OF_RANGE, (2,), ()),
    ({"slots": (CLOCKS[0], Slot(0, 0, 569, 600), CLOCKS[2])}, FaultCode.SLOTS_OVERLAP, (1,), ()),
    ({"slots": (CLOCKS[0], Slot(0, 0, 500, 520), CLOCKS[2])}, FaultCode.SLOTS_OVERLAP, (1,), ()),
    ({"slots": (CLOCKS[0], Slot(0, 0), CLOCKS[2])}, FaultCode.CLOCK_INCOMPLETE, (1,), ()),
    ({"slots": (CLOCKS[0], Slot(0, 0, 570), CLOCKS[2]), "walks": ()}, FaultCode.CLOCK_INCOMPLETE, (1,), ()),
    ({"walks": (Walk("North", "West", 5),)}, FaultCode.UNKNOWN_HALL, (), ("walk", "West")),
    ({"walks": (Walk("North", "North", 5),)}, FaultCode.WALK_WITHIN_HALL, (), ("walk", "North")),
    ({"walks": (Walk("North", "East", -1),)}, FaultCode.WALK_BELOW_ZERO, (), ("walk", "North", "East")),
    (
        {"walks": (Walk("North", "East", 1), Walk("East", "North", 1))},
        FaultCode.WALK_TWICE,
        (),
        ("walk", "East", "North"),
    ),
    ({"published": ((3, 0),)}, FaultCode.UNKNOWN_PUBLISHED, (0,), ()),
    ({"published": ((0, -1),)}, FaultCode.UNKNOWN_PUBLISHED, (-1,), ()),
    ({"published": ((0, 1), (0, 2))}, FaultCode.PUBLISHED_TWICE, (1, 2), ()),
    ({"order": (Aim.SCORE, Aim.MUSTS, Aim.SCORE)}, FaultCode.AIM_TWICE, (), ("order", "score")),
    ({"order": (Aim.MUSTS, Aim.BREAKS, Aim.SCORE)}, FaultCode.AIM_TOO_EARLY, (), ("order", "breaks", "score")),
    (
        {"interpreters": (dataclasses.replace(GOOD.interpreters[0], longest_run=-1),)},
        FaultCode.RUN_BELOW_ZERO,
        (),
        ("interpreter", "I"),
    ),
    ({"fairness": -1}, FaultCode.FAIRNESS_BELOW_ZERO, (), ()),
]


@pytest.mark.parametrize(("changes", "code", "slots", "keys"), CASES, ids=[c[1] for c in CASES])
def test_a_contradiction_names_what_it_concerns(
    changes: dict[str, Any], code: FaultCode, slots: tuple[int, ...], keys: tuple[str, ...]
) -> None:
    (fault,) = faults(**changes)
    assert (fault.code, fault.slots, fault.keys) == (code, slots, keys)


def test_all_are_named_at_once() -> None:
    found = faults(
        slots=(Slot(0, 0, 30, 20), Slot(0, 0), Slot(1, 1, 540)),
        walks=(Walk("North", "Moon", -2), Walk("South", "South", 1)),
        published=((9, 9),),
        order=(Aim.FAIRNESS, Aim.MUSTS, Aim.MUSTS),
    )
    assert [fault.code for fault in found] == [
        FaultCode.CLOCK_INCOMPLETE,
        FaultCode.SLOT_ENDS_FIRST,
        FaultCode.WALK_BELOW_ZERO,
        FaultCode.WALK_WITHIN_HALL,
        FaultCode.UNKNOWN_HALL,
        FaultCode.AIM_TWICE,
        FaultCode.AIM_TOO_EARLY,
        FaultCode.UNKNOWN_PUBLISHED,
    ]


def test_what_is_sound_is_accepted() -> None:
    dataclasses.replace(GOOD, walks=(Walk("North", "South", 1000),))
    dataclasses.replace(GOOD, walks=(), slots=(CLOCKS[0], Slot(0, 0), CLOCKS[2]))
    dataclasses.replace(GOOD, slots=(Slot(0, 0, 1400, 1440), Slot(0, 0, 1440, 1500), Slot(1, 1, 0, 30)))
    dataclasses.replace(GOOD, order=(Aim.SCORE, Aim.MUSTS, Aim.INTERPRETER_CHANGES, Aim.BREAKS))
    dataclasses.replace(GOOD, order=(), published=((2, 0), (0, 0)))
    assert dataclasses.replace(GOOD).order == DEFAULT_ORDER


def musts(first: int, second: int, *, must: bool = True) -> tuple[Wish, ...]:
    """A meets B in the slot `first` and C in the slot `second`."""
    return Wish(0, 1, must=must, slot=first), Wish(0, 2, must=must, slot=second)


NORTH_THEN_SOUTH = GOOD.tables[:2]  # in slot 0 the only table is in the north, in slots 1 and 2 in the south


def test_two_fixed_musts_that_nobody_can_walk_between() -> None:
    (fault,) = faults(wishes=musts(0, 1), tables=NORTH_THEN_SOUTH)
    assert fault.code is FaultCode.FIXED_TOO_FAR
    assert (fault.participants, fault.slots, fault.wishes, fault.numbers) == ((0,), (0, 1), (0, 1), (0, 10))


def test_ways_that_are_short_enough_or_walked_by_nobody_are_no_contradiction() -> None:
    online = (Participant("A", ALL, online=True), *GOOD.participants[1:])
    dataclasses.replace(GOOD, wishes=musts(0, 1), tables=NORTH_THEN_SOUTH, participants=online)
    dataclasses.replace(GOOD, wishes=musts(0, 2), tables=NORTH_THEN_SOUTH)  # another day
    dataclasses.replace(GOOD, wishes=musts(0, 1))  # two meetings in the east take no way
    later = (CLOCKS[0], Slot(0, 0, 580, 600), CLOCKS[2])
    dataclasses.replace(GOOD, wishes=musts(0, 1), tables=NORTH_THEN_SOUTH, slots=later)


def test_fixed_meetings_too_far_apart_that_are_no_musts_are_a_notice() -> None:
    problem = dataclasses.replace(GOOD, wishes=musts(0, 1, must=False), tables=NORTH_THEN_SOUTH)
    assert [notice.code for notice in find_notices(problem)] == [FaultCode.FIXED_TOO_FAR]
