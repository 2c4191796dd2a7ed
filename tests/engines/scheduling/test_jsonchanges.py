"""Are the changes of a day read as they are meant, and is every fault found?"""

import json
from typing import Any

import pytest

from kakehashi.engines.scheduling import Participant, Problem, Slot, Table, Wish
from kakehashi.engines.scheduling.jsonform import schema
from kakehashi.engines.scheduling.problem import Interpreter
from kakehashi.engines.scheduling.repair import (
    ArrivesLate,
    Change,
    HallCloses,
    InterpreterIll,
    LeavesEarly,
    Locks,
    NoShow,
    TableBlocked,
)
from kakehashi.engines.scheduling.repair.jsonchanges import FIELDS, ChangesError, changes_from_json

EVERY = frozenset(range(3))
PROBLEM = Problem(
    slots=(Slot(),) * 3,
    participants=tuple(Participant(key, EVERY) for key in ("Sông Hồng", "架空精密")),
    wishes=(Wish(0, 1),),
    tables=(Table("A1", EVERY, "A"),),
    interpreters=(Interpreter("Trần Mai", frozenset(), EVERY),),
)

CASES: list[tuple[dict[str, Any], Change]] = [
    ({"kind": "no_show", "participant": "架空精密"}, NoShow(1)),
    ({"kind": "leaves_early", "participant": "Sông Hồng", "from_slot": 3}, LeavesEarly(0, 2)),
    ({"kind": "arrives_late", "participant": "Sông Hồng", "at_slot": 2}, ArrivesLate(0, 1)),
    ({"kind": "interpreter_ill", "interpreter": "Trần Mai"}, InterpreterIll(0)),
    ({"kind": "hall_closes", "hall": "A", "slots": [1, 3]}, HallCloses("A", frozenset({0, 2}))),
    ({"kind": "table_blocked", "table": "A1", "slots": None}, TableBlocked(0)),
]


@pytest.mark.parametrize(("record", "change"), CASES)
def test_every_kind_is_read(record: dict[str, Any], change: Change) -> None:
    assert changes_from_json(json.dumps([record]), PROBLEM).changes == (change,)


def test_locks_are_read() -> None:
    text = json.dumps({"changes": [], "locks": {"meetings": [1], "participants": ["架空精密"], "tables": ["A1"]}})
    assert changes_from_json(text, PROBLEM).locks == Locks(frozenset({0}), frozenset({1}), frozenset({0}))


def test_the_schema_knows_the_same_kinds_and_fields() -> None:
    kinds = schema("changes")["$defs"]["change"]["oneOf"]
    listed = {one["properties"]["kind"]["const"]: one for one in kinds}
    assert listed.keys() == FIELDS.keys() == {record["kind"] for record, _ in CASES}
    for kind, fields in FIELDS.items():
        assert set(listed[kind]["properties"]) == {"kind", *(name.rstrip("?") for name in fields)}
        assert set(listed[kind]["required"]) == {"kind", *(name for name in fields if not name.endswith("?"))}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("nothing", [""]),
        ("7", [""]),
        ("{}", ["changes"]),
        ('[{"kind": "no_show"}]', ["changes[0].participant"]),
        ('[{"kind": "no_show", "participant": 1}, {"kind": []}]', ["changes[0].participant", "changes[1].kind"]),
        (
            '[{"kind": "table_blocked", "table": "A1", "slots": [0, 4, true, 1.5]}]',
            [f"changes[0].slots[{i}]" for i in range(4)],
        ),
        ('{"changes": [], "locks": {"meetings": [2], "people": []}}', ["locks.people", "locks.meetings[0]"]),
    ],
)
def test_every_fault_is_found(text: str, paths: list[str]) -> None:
    with pytest.raises(ChangesError) as found:
        changes_from_json(text, PROBLEM)
    assert [fault.path for fault in found.value.faults] == paths


def test_a_key_that_is_nearly_right_is_proposed() -> None:
    with pytest.raises(ChangesError) as found:
        changes_from_json('[{"kind": "no_show", "participant": "Song Hong"}]', PROBLEM)
    assert found.value.faults[0].near == "Sông Hồng"
