"""Does a problem that contradicts itself say so, with all its faults at once?"""

import dataclasses
from typing import Any

import pytest

from kakehashi.engines.scheduling import Interpreter, Participant, Problem, ProblemError, Slot, Table, Wish

ALL = frozenset({0, 1, 2})
GOOD = Problem(
    slots=(Slot(0, 0), Slot(0, 1), Slot(1, 2)),
    participants=(
        Participant("A", ALL, languages=frozenset({"vi"})),
        Participant("B", frozenset({1, 2}), languages=frozenset({"ja", "ko"}), most=1),
        Participant("C", ALL),
    ),
    wishes=(Wish(0, 1), Wish(0, 2, session=1), Wish(1, 2, slot=2)),
    tables=(Table("T", ALL),),
    interpreters=(
        Interpreter("I", frozenset({frozenset({"vi", "ko"})}), ALL),
        Interpreter("J", frozenset({frozenset({"ja", "ko"})}), ALL),
    ),
)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"slots": (Slot(1), Slot(0), Slot(0))}, "slots are not in order"),
        ({"participants": (*GOOD.participants[:2], Participant("A", ALL))}, "two participants have one key"),
        ({"tables": (Table("T", frozenset({3})),)}, "table T: available in a slot that does not exist"),
        ({"participants": (*GOOD.participants[:2], Participant("C", ALL, least=2, most=1))}, "least 2"),
        ({"wishes": (Wish(0, 3),)}, "names a participant that does not exist"),
        ({"wishes": (Wish(1, 1),)}, "cannot meet itself"),
        ({"wishes": (Wish(0, 1, -1),)}, "score -1 is below 0"),
        ({"wishes": (Wish(0, 1, slot=3),)}, "fixed slot 3 does not exist"),
        ({"wishes": (Wish(0, 1, slot=0),)}, "forbidden to B"),
        ({"wishes": (Wish(0, 1, slot=1), Wish(0, 2, slot=1))}, "both fixed in slot 2 for A"),
        ({"precedences": ((0, 3),)}, "precedence"),
        ({"precedences": ((0, 0),)}, "precedence"),
    ],
)
def test_a_contradiction_is_named(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ProblemError, match=fault):
        dataclasses.replace(GOOD, **changes)


def test_all_faults_are_named_together() -> None:
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(GOOD, wishes=(Wish(0, 0), Wish(0, 9)), precedences=((5, 6),))
    assert len(caught.value.faults) == 3


def test_what_follows_from_a_problem() -> None:
    assert GOOD.interpreters_for(0) == {0}
    assert GOOD.interpreters_for(1) is None
    assert [GOOD.slots_for(w) for w in range(3)] == [{1, 2}, {1}, {2}]
    assert [GOOD.capacity(p) for p in range(3)] == [3, 1, 3]
