"""How is a schedule written as JSON, and read back? The form is described by `result.schema.json`."""

import json
from collections.abc import Mapping
from typing import Any

from .jsoncontradiction import contradiction_record, read_contradiction
from .jsonform import json_lines
from .jsonreading import Bounds, Reader
from .problem import Problem
from .result import Meeting, Objective, Reason, Schedule, Status, Unmet

_TOTALS = Bounds(0, 10**18)


def schedule_to_json(problem: Problem, schedule: Schedule) -> str:
    """The schedule as JSON; `objective` is the value reached, `bound` the proven one, `optimised` what was asked."""
    head: dict[str, Any] = {
        "status": schedule.status.value,
        "optimised": schedule.objective.value,
        "objective": schedule.value,
        "bound": schedule.bound,
        "seconds": round(schedule.seconds, 3),
        "breaks": schedule.breaks if schedule.value is not None else None,
    }
    if schedule.infeasible_because:
        head["reason"] = schedule.infeasible_because
    if schedule.contradiction is not None:
        head["contradiction"] = contradiction_record(problem, schedule.contradiction)
    people, wishes = [p.key for p in problem.participants], problem.wishes
    tables, voices = [t.key for t in problem.tables], [i.key for i in problem.interpreters]
    meetings = [
        {
            "wish": m.wish + 1,
            "first": people[wishes[m.wish].first],
            "second": people[wishes[m.wish].second],
            "slot": m.slot + 1,
            "table": tables[m.table],
            "interpreter": None if m.interpreter is None else voices[m.interpreter],
        }
        for m in schedule.meetings
    ]
    unmet = [
        {
            "wish": u.wish + 1,
            "first": people[wishes[u.wish].first],
            "second": people[wishes[u.wish].second],
            "reason": u.reason.value,
            "participants": [people[p] for p in u.participants],
            "slots": [s + 1 for s in u.slots],
        }
        for u in schedule.unmet
    ]
    begin = json.dumps(head, ensure_ascii=False)[1:-1]
    return f"{{\n{begin},\n{json_lines('meetings', meetings)},\n{json_lines('unmet', unmet)}\n}}\n"


def schedule_from_json(text: str | bytes, problem: Problem) -> Schedule:
    """The schedule of that problem that a JSON text describes.

    Raises `JsonFormError`, every fault with its path. Whether the schedule keeps its promises is for `verify`.
    """
    reader = Reader()
    names = {"status", "optimised", "objective", "bound", "seconds", "breaks", "meetings", "unmet"}
    root = reader.fields(reader.parse(text), "", names, {"$schema", "reason", "contradiction"})
    places = _places(problem)
    meetings = [_meeting(reader, one, path, problem, places) for one, path in reader.items(root, "meetings")]
    unmet = _read_unmet(reader, root, problem, places)
    value, bound, breaks = (reader.optional(root, name, "", _TOTALS) for name in ("objective", "bound", "breaks"))
    found = Schedule(
        status=reader.choice(root, "status", "", Status, Status.UNKNOWN),
        objective=reader.choice(root, "optimised", "", Objective, Objective.SCORE),
        value=value,
        bound=bound,
        breaks=breaks or 0,
        seconds=reader.seconds(root, "seconds"),
        meetings=tuple(meetings),
        unmet=tuple(unmet),
        infeasible_because=reader.text(root, "reason", ""),
        contradiction=read_contradiction(reader, root, problem),
    )
    reader.finish()
    return found


Places = Mapping[str, Mapping[str, int]]
"""The place of each key among the participants, tables and interpreters."""


def _places(problem: Problem) -> Places:
    return {
        "participants": {p.key: i for i, p in enumerate(problem.participants)},
        "tables": {t.key: i for i, t in enumerate(problem.tables)},
        "interpreters": {p.key: i for i, p in enumerate(problem.interpreters)},
    }


def _wish(reader: Reader, record: dict[str, Any], path: str, problem: Problem, places: Places) -> int:
    """The wish an entry is about; the two it names have to be those of the wish."""
    wish = reader.number(record, "wish", path, Bounds(1, len(problem.wishes)), 1) - 1
    pair = tuple(reader.known(record, name, path, places["participants"]) for name in ("first", "second"))
    if wish < len(problem.wishes) and pair != (problem.wishes[wish].first, problem.wishes[wish].second):
        reader.fault(path, f"wish {wish + 1} is not between these two")
    return wish


def _meeting(reader: Reader, one: Any, path: str, problem: Problem, places: Places) -> Meeting:
    record = reader.fields(one, path, {"wish", "first", "second", "slot", "table", "interpreter"}, set())
    wish = _wish(reader, record, path, problem, places)
    slot = reader.number(record, "slot", path, Bounds(1, len(problem.slots)), 1) - 1
    table = reader.known(record, "table", path, places["tables"])
    spoken = record.get("interpreter") is not None
    return Meeting(
        wish, slot, table, reader.known(record, "interpreter", path, places["interpreters"]) if spoken else None
    )


def _unmet(reader: Reader, one: Any, path: str, problem: Problem, places: Places) -> Unmet:
    record = reader.fields(one, path, _UNMET, set())
    wish = _wish(reader, record, path, problem, places)
    reason = reader.choice(record, "reason", path, Reason, Reason.NO_COMMON_SLOT)
    people = places["participants"]
    about = [reader.known({"": key}, "", at, people) for key, at in reader.items(record, "participants", path)]
    every = frozenset(range(len(problem.slots)))
    slots = reader.slots(record, "slots", path, every) if "slots" in record else frozenset[int]()
    return Unmet(wish, reason, tuple(about), tuple(sorted(slots)))


_UNMET = {"wish", "first", "second", "reason", "participants", "slots"}


def _read_unmet(reader: Reader, root: dict[str, Any], problem: Problem, places: Places) -> list[Unmet]:
    """There can be hundreds of thousands: what is plainly well formed is read without a detour."""
    people, wishes, n_slots = places["participants"], problem.wishes, len(problem.slots)
    names = [p.key for p in problem.participants]
    numbers, reasons = frozenset(range(1, n_slots + 1)), {reason.value: reason for reason in Reason}
    found = []
    for i, one in enumerate(reader.list_of(root, "unmet")):
        if type(one) is dict and one.keys() == _UNMET:
            wish, reason, about, slots = one["wish"], one["reason"], one["participants"], one["slots"]
            if (
                type(wish) is int
                and 1 <= wish <= len(wishes)
                and one["first"] == names[wishes[wish - 1].first]
                and one["second"] == names[wishes[wish - 1].second]
                and type(reason) is str
                and reason in reasons
                and type(about) is type(slots) is list
                and all(type(key) is str and key in people for key in about)
                and set(map(type, slots)) <= {int}
                and numbers.issuperset(slots)
            ):
                shifted = tuple([s - 1 for s in sorted(slots)])
                found.append(Unmet(wish - 1, reasons[reason], tuple([people[key] for key in about]), shifted))
                continue
        found.append(_unmet(reader, one, f"unmet[{i}]", problem, places))
    return found
