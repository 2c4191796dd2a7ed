"""How is a schedule written as JSON, and read back? The form is described by `result.schema.json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from .jsoncontradiction import contradiction_record, read_contradiction
from .jsonform import read_order
from .jsonreading import Bounds, Reader, paused_collector
from .problem import Interpreter, Participant, Problem, Table
from .result import Aims, Meeting, Objective, Reason, Schedule, Status, Unmet

_TOTALS = Bounds(0, 10**18)


def schedule_to_json(problem: Problem, schedule: Schedule) -> str:
    """The schedule as JSON; `objective` is the value reached, `bound` the proven one, `optimised` what was asked."""
    begin = json.dumps(_head(problem, schedule), ensure_ascii=False)[1:-1]
    meetings, unmet = _meeting_lines(problem, schedule), _unmet_lines(problem, schedule)
    lists = (
        f'"{name}": [\n' + ",\n".join(lines) + "\n]" if lines else f'"{name}": []'
        for name, lines in (("meetings", meetings), ("unmet", unmet))
    )
    return "{\n" + ",\n".join((begin, *lists)) + "\n}\n"


def _meeting_lines(problem: Problem, schedule: Schedule) -> list[str]:
    """One object a line. Written by hand: hundreds of thousands of them, whose keys recur."""
    people, tables = _written(problem.participants), _written(problem.tables)
    voices, wishes = _written(problem.interpreters), problem.wishes
    return [
        f'{{"wish": {m.wish + 1}, "first": {people[wishes[m.wish].first]}, "second": {people[wishes[m.wish].second]}, '
        f'"slot": {m.slot + 1}, "table": {tables[m.table]}, '
        f'"interpreter": {"null" if m.interpreter is None else voices[m.interpreter]}}}'
        for m in schedule.meetings
    ]


def _unmet_lines(problem: Problem, schedule: Schedule) -> list[str]:
    people, wishes = _written(problem.participants), problem.wishes
    numbers = [str(s + 1) for s in range(len(problem.slots))]
    reasons = {reason: json.dumps(reason.value) for reason in Reason}
    lines = []
    for u in schedule.unmet:
        about = ", ".join([people[p] for p in u.participants])
        slots = ", ".join([numbers[s] for s in u.slots])
        wish = wishes[u.wish]
        lines.append(
            f'{{"wish": {u.wish + 1}, "first": {people[wish.first]}, "second": {people[wish.second]}, '
            f'"reason": {reasons[u.reason]}, "participants": [{about}], "slots": [{slots}]}}'
        )
    return lines


def _written(holders: Sequence[Participant | Table | Interpreter]) -> list[str]:
    """The keys as JSON texts."""
    return [json.dumps(holder.key, ensure_ascii=False) for holder in holders]


def _head(problem: Problem, schedule: Schedule) -> dict[str, Any]:
    """The figures; those of a schedule are null where there is none."""
    head: dict[str, Any] = {
        "status": schedule.status.value,
        "optimised": schedule.objective.value,
        "objective": schedule.value,
        "bound": schedule.bound,
        "gap": schedule.gap,
        "seconds": round(schedule.seconds, 3),
    }
    head |= {name: getattr(schedule, name) if schedule.value is not None else None for name in _FIGURES}
    head["order"] = [aim.value for aim in problem.order]
    if schedule.aims:
        head["aims"] = {
            **{name: dict(zip(_REACHED, getattr(schedule.aims, name), strict=True)) for name in _aims()},
            "score_at_most": schedule.aims.score_at_most,
        }
    if schedule.infeasible_because:
        head["reason"] = schedule.infeasible_because
    if schedule.contradiction is not None:
        head["contradiction"] = contradiction_record(problem, schedule.contradiction)
    return head


_FIGURES = ("breaks", "breaks_at_least", "most_breaks", "hall_changes", "interpreter_changes", "moved")
_REACHED = ("reached", "at_most")


def schedule_from_json(text: str | bytes, problem: Problem) -> Schedule:
    """The schedule of that problem that a JSON text describes.

    Raises `JsonFormError`, every fault with its path. Whether the schedule keeps its promises is for `verify`. The
    gap follows from objective and bound, the order is the problem's: neither is read.
    """
    with paused_collector():
        return _read_schedule(text, problem)


def _read_schedule(text: str | bytes, problem: Problem) -> Schedule:
    reader = Reader()
    names = {"status", "optimised", "objective", "bound", "seconds", "breaks", "meetings", "unmet"}
    optional = {"$schema", "reason", "contradiction", "gap", "order", "aims", *_FIGURES} - names
    root = reader.fields(reader.parse(text), "", names, optional)
    read_order(reader, root)
    places = _places(problem)
    meetings = _read_meetings(reader, root, problem, places)
    unmet = _read_unmet(reader, root, problem, places)
    value, bound = (reader.optional(root, name, "", _TOTALS) for name in ("objective", "bound"))
    figures: dict[str, Any] = {name: reader.optional(root, name, "", _TOTALS) or 0 for name in _FIGURES}
    found = Schedule(
        status=reader.choice(root, "status", "", Status, Status.UNKNOWN),
        objective=reader.choice(root, "optimised", "", Objective, Objective.SCORE),
        value=value,
        bound=bound,
        seconds=reader.seconds(root, "seconds"),
        meetings=tuple(meetings),
        unmet=tuple(unmet),
        infeasible_because=reader.text(root, "reason", ""),
        contradiction=read_contradiction(reader, root, problem),
        aims=_read_aims(reader, root),
        **figures,
    )
    reader.finish()
    return found


def _read_aims(reader: Reader, root: dict[str, Any]) -> Aims | None:
    if root.get("aims") is None:
        return None
    record = reader.fields(root["aims"], "aims", {*_aims(), "score_at_most"}, set())
    reached: dict[str, tuple[int, int]] = {}
    for name in _aims():
        pair = reader.fields(record.get(name), f"aims.{name}", set(_REACHED), set())
        here, most = (reader.number(pair, one, f"aims.{name}", _TOTALS, 0) for one in _REACHED)
        reached[name] = here, most
    return Aims(**reached, score_at_most=reader.number(record, "score_at_most", "aims", _TOTALS, 0))


def _aims() -> list[str]:
    """The aims of which it is stated how much is reached and possible."""
    return [field.name for field in fields(Aims) if field.name != "score_at_most"]


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
    record = reader.fields(one, path, _MEETING, set())
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


_MEETING = {"wish", "first", "second", "slot", "table", "interpreter"}


def _read_meetings(reader: Reader, root: dict[str, Any], problem: Problem, places: Places) -> list[Meeting]:
    """There can be tens of thousands: what is plainly well formed is read without a detour."""
    tables, voices, pairs = places["tables"], places["interpreters"], _keys_of_wishes(problem)
    last_wish, last_slot = len(problem.wishes), len(problem.slots)
    found = []
    for i, one in enumerate(reader.list_of(root, "meetings")):
        if type(one) is dict and one.keys() == _MEETING:
            wish, slot, table, voice = one["wish"], one["slot"], one["table"], one["interpreter"]
            if (
                type(wish) is type(slot) is int
                and 1 <= wish <= last_wish
                and 1 <= slot <= last_slot
                and (one["first"], one["second"]) == pairs[wish - 1]
                and type(table) is str
                and table in tables
                and (voice is None or (type(voice) is str and voice in voices))
            ):
                found.append(Meeting(wish - 1, slot - 1, tables[table], None if voice is None else voices[voice]))
                continue
        found.append(_meeting(reader, one, f"meetings[{i}]", problem, places))
    return found


def _read_unmet(reader: Reader, root: dict[str, Any], problem: Problem, places: Places) -> list[Unmet]:
    """There can be hundreds of thousands, read likewise."""
    people, pairs, last_wish = places["participants"], _keys_of_wishes(problem), len(problem.wishes)
    shifted: dict[tuple[int, ...], tuple[int, ...]] = {}
    numbers, reasons = frozenset(range(1, len(problem.slots) + 1)), {reason.value: reason for reason in Reason}
    found = []
    for i, one in enumerate(reader.list_of(root, "unmet")):
        if type(one) is dict and one.keys() == _UNMET:
            wish, reason, about, slots = one["wish"], one["reason"], one["participants"], one["slots"]
            if (
                type(wish) is int
                and 1 <= wish <= last_wish
                and (one["first"], one["second"]) == pairs[wish - 1]
                and type(reason) is str
                and reason in reasons
                and type(about) is type(slots) is list
                and all([type(key) is str and key in people for key in about])  # noqa: C419 - a third faster
                and {*map(type, slots)} <= {int}
            ):
                listed = tuple(slots)
                if listed in shifted or numbers.issuperset(listed):
                    if listed not in shifted:
                        shifted[listed] = tuple([s - 1 for s in sorted(listed)])
                    who = tuple([people[key] for key in about])
                    found.append(Unmet(wish - 1, reasons[reason], who, shifted[listed]))
                    continue
        found.append(_unmet(reader, one, f"unmet[{i}]", problem, places))
    return found


def _keys_of_wishes(problem: Problem) -> list[tuple[str, str]]:
    keys = [p.key for p in problem.participants]
    return [(keys[w.first], keys[w.second]) for w in problem.wishes]
