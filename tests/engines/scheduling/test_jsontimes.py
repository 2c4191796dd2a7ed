"""Is it read from JSON who is there when, and is every fault in times, ways and orders named with its path?"""

import copy
import json
from typing import Any

import pytest

from kakehashi.engines.scheduling.jsonform import JsonFormError, problem_from_json


def test_who_is_there_when(timed_event: dict[str, Any]) -> None:
    problem = problem_from_json(json.dumps(timed_event))
    assert [slot.day for slot in problem.slots] == [0, 0, 1]
    # 14:00 in Viet Nam is 08:00 in Berlin; 09:00 is the middle of the night there.
    assert [sorted(p.available) for p in problem.participants] == [[1], [1, 2], [0]]
    assert [sorted(t.available) for t in problem.tables] == [[0, 2], [0, 1, 2]]
    assert sorted(problem.interpreters[0].available) == [1]


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("zone",), "Asia/Saigonne", "zone"),
        (("zone",), "../etc/passwd", "zone"),
        (("zone",), None, "participants[0].hours"),
        (("slots", 0, "start"), "9:00", "slots[0].start"),
        (("slots", 0, "start"), 540, "slots[0].start"),
        (("slots", 0, "end"), "48:00", "slots[0].end"),
        (("slots", 0, "date"), "2026-02-30", "slots[0].date"),
        (("slots", 0, "date"), None, "participants[0].hours"),
        (("slots", 0, "day"), 1, "slots[2].date"),
        (("slots", 2, "date"), "2026-12-02", "slots[2].date"),
        (("slots", 1, "end"), None, "participants[2].hours"),
        (("participants", 0, "zone"), "Mars/Base", "participants[0].zone"),
        (("participants", 0, "hours", 0), ["08:00"], "participants[0].hours[0]"),
        (("participants", 0, "hours", 0), ["08:00", "08:00"], "participants[0].hours[0]"),
        (("participants", 0, "hours", 1, 1), "noon", "participants[0].hours[1][1]"),
        (("participants", 1, "arrives"), 4, "participants[1].arrives"),
        (("participants", 1, "leaves"), 1, "participants[1].leaves"),
        (("participants", 1, "online"), "yes", "participants[1].online"),
        (("tables", 0, "blocked"), [4], "tables[0].blocked[0]"),
        (("walks", 0, "minutes"), -1, "walks[0].minutes"),
        (("walks", 0, "from"), 1, "walks[0].from"),
        (("published", 0, "wish"), 3, "published[0].wish"),
        (("published", 0, "slot"), 0, "published[0].slot"),
        (("order", 0), "profit", "order[0]"),
        (("order",), "score", "order"),
    ],
)
def test_a_fault_in_time_place_or_order_is_named(
    timed_event: dict[str, Any], place: tuple[Any, ...], value: Any, path: str
) -> None:
    record: Any = copy.deepcopy(timed_event)
    inner = record
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(JsonFormError) as caught:
        problem_from_json(json.dumps(record))
    assert path in [fault.path for fault in caught.value.faults]
