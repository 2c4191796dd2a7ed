"""How is a problem written as JSON, and read back?

The form is described by `problem.schema.json` beside this module, that of schedules (`jsonresult.py`) by
`result.schema.json`. Slots and wishes are counted from 1; participants, tables and interpreters go by their keys.
"""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from .hours import clock_of
from .jsonreading import NUMBERS, Bounds, JsonFault, JsonFormError, Reader, paused_collector
from .jsontimes import PRESENCE, Times
from .problem import DEFAULT_ORDER, Aim, Interpreter, Participant, Problem, Slot, Table, Walk, Wish

__all__ = ["JsonFault", "JsonFormError", "json_lines", "problem_from_json", "problem_to_json", "schema"]

SCORES = Bounds(0, 10**9)
COUNTS = Bounds(0, 10**6)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) called `problem` or `result`."""
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def problem_from_json(text: str | bytes) -> Problem:
    """The problem that a JSON text describes.

    Raises `JsonFormError`, every fault with its path, where the text is not of the form, and `ProblemError`
    where what it says contradicts itself.
    """
    with paused_collector():
        return _read_problem(text)


def _read_problem(text: str | bytes) -> Problem:
    reader = Reader()
    record = reader.parse(text)
    root = reader.fields(
        record,
        "",
        {"slots", "participants", "wishes", "tables"},
        {"$schema", "zone", "interpreters", "precedences", "fairness", "walks", "published", "order"},
    )
    times = Times(reader, root)
    times.check_dates()
    participants = tuple(_participant(reader, one, path, times) for one, path in reader.items(root, "participants"))
    places = {p.key: i for i, p in enumerate(participants)}
    wishes = _wishes(reader, root, places, len(times.slots))
    n_wishes, n_slots = len(wishes), len(times.slots)
    problem: dict[str, Any] = {
        "slots": times.slots,
        "participants": participants,
        "wishes": tuple(wishes),
        "tables": tuple(_table(reader, one, path, times) for one, path in reader.items(root, "tables")),
        "interpreters": tuple(
            _interpreter(reader, one, path, times) for one, path in reader.items(root, "interpreters")
        ),
        "precedences": tuple(
            _precedence(reader, one, path, n_wishes) for one, path in reader.items(root, "precedences")
        ),
        "fairness": reader.optional(root, "fairness", "", COUNTS),
        "walks": tuple(_walk(reader, one, path) for one, path in reader.items(root, "walks")),
        "published": tuple(
            _published(reader, one, path, n_wishes, n_slots) for one, path in reader.items(root, "published")
        ),
        "order": read_order(reader, root),
    }
    reader.finish()
    return Problem(**problem)


def _participant(reader: Reader, one: Any, path: str, times: Times) -> Participant:
    record = reader.fields(one, path, {"key"}, _PARTICIPANT)
    return Participant(
        key=reader.key(record, path),
        available=times.presence(record, path),
        side=reader.text(record, "side", path),
        cohort=reader.text(record, "cohort", path),
        languages=frozenset(reader.texts(record, "languages", path)),
        least=reader.number(record, "least", path, COUNTS, 0),
        most=reader.optional(record, "most", path, COUNTS),
        priority=reader.number(record, "priority", path, NUMBERS, 1),
        online=reader.truth(record, "online", path),
    )


_ATTENDING = PRESENCE | {"hours", "zone"}
_PARTICIPANT = _ATTENDING | {"side", "cohort", "languages", "least", "most", "priority", "online"}


def _table(reader: Reader, one: Any, path: str, times: Times) -> Table:
    record = reader.fields(one, path, {"key"}, {"available", "blocked", "hall"})
    available = times.presence(record, path)
    return Table(reader.key(record, path), available, reader.text(record, "hall", path))


def _interpreter(reader: Reader, one: Any, path: str, times: Times) -> Interpreter:
    record = reader.fields(one, path, {"key", "pairs"}, _ATTENDING | {"longest_run"})
    pairs = []
    for pair, at in reader.items(record, "pairs", path):
        spoken = frozenset(reader.texts({"": pair}, "", at))
        if len(spoken) == 2:
            pairs.append(spoken)
        else:
            reader.fault(at, "two different languages are expected")
    return Interpreter(
        key=reader.key(record, path),
        pairs=frozenset(pairs),
        available=times.presence(record, path),
        longest_run=reader.optional(record, "longest_run", path, COUNTS),
    )


def _wishes(reader: Reader, root: dict[str, Any], places: dict[str, int], n_slots: int) -> list[Wish]:
    """Wishes are by far the most numerous: what is plainly well formed is read without a detour."""
    wishes = []
    for i, one in enumerate(reader.list_of(root, "wishes")):
        if type(one) is dict and one.keys() <= _WISH:
            first, second = one.get("first"), one.get("second")
            score, must = one.get("score", 1), one.get("must", False)
            session, slot = one.get("session"), one.get("slot")
            if (
                type(first) is type(second) is str
                and first in places
                and second in places
                and type(score) is int
                and 0 <= score <= SCORES.highest
                and type(must) is bool
                and (session is None or (type(session) is int and abs(session) <= NUMBERS.highest))
                and (slot is None or (type(slot) is int and 1 <= slot <= n_slots))
            ):
                fixed = None if slot is None else slot - 1
                wishes.append(Wish(places[first], places[second], score, must, session, fixed))
                continue
        wishes.append(_wish(reader, one, f"wishes[{i}]", places, n_slots))
    return wishes


_WISH = {"first", "second", "score", "must", "session", "slot"}


def _wish(reader: Reader, one: Any, path: str, places: dict[str, int], n_slots: int) -> Wish:
    """A wish that has a fault, which is named."""
    record = reader.fields(one, path, {"first", "second"}, _WISH)
    slot = reader.optional(record, "slot", path, Bounds(1, n_slots))
    return Wish(
        first=reader.known(record, "first", path, places),
        second=reader.known(record, "second", path, places),
        score=reader.number(record, "score", path, SCORES, 1),
        must=reader.truth(record, "must", path),
        session=reader.optional(record, "session", path, NUMBERS),
        slot=None if slot is None else slot - 1,
    )


def _precedence(reader: Reader, one: Any, path: str, n_wishes: int) -> tuple[int, int]:
    record = reader.fields(one, path, {"before", "after"}, set())
    before, after = (reader.number(record, name, path, Bounds(1, n_wishes), 1) for name in ("before", "after"))
    return before - 1, after - 1


def _walk(reader: Reader, one: Any, path: str) -> Walk:
    record = reader.fields(one, path, {"from", "to", "minutes"}, set())
    first, second = (reader.text(record, name, path) for name in ("from", "to"))
    return Walk(first, second, reader.number(record, "minutes", path, COUNTS, 0))


def _published(reader: Reader, one: Any, path: str, n_wishes: int, n_slots: int) -> tuple[int, int]:
    record = reader.fields(one, path, {"wish", "slot"}, set())
    wish = reader.number(record, "wish", path, Bounds(1, n_wishes), 1)
    return wish - 1, reader.number(record, "slot", path, Bounds(1, n_slots), 1) - 1


def read_order(reader: Reader, root: dict[str, Any]) -> tuple[Aim, ...]:
    """The order of the aims; the usual one where it is absent."""
    if root.get("order") is None:
        return DEFAULT_ORDER
    named = reader.items(root, "order")
    return tuple(reader.choice({"": aim}, "", path, Aim, Aim.MUSTS) for aim, path in named)


def problem_to_json(problem: Problem) -> str:
    """The problem as JSON, one entry a line; what a reader takes for granted is left out."""
    n_slots, people = len(problem.slots), problem.participants
    parts = [
        json_lines("slots", [_slot_record(s) for s in problem.slots]),
        json_lines("participants", [_participant_record(p, n_slots) for p in people]),
        json_lines("tables", [_compact(key=t.key, available=_slots(t, n_slots), hall=t.hall) for t in problem.tables]),
        json_lines("interpreters", [_interpreter_record(i, n_slots) for i in problem.interpreters]),
        json_lines("wishes", [_wish_record(w, people) for w in problem.wishes]),
    ]
    if problem.precedences:
        parts.append(json_lines("precedences", [{"before": a + 1, "after": b + 1} for a, b in problem.precedences]))
    if problem.fairness is not None:
        parts.append(f'"fairness": {problem.fairness}')
    if problem.walks:
        walks = [{"from": walk.first, "to": walk.second, "minutes": walk.minutes} for walk in problem.walks]
        parts.append(json_lines("walks", walks))
    if problem.published:
        parts.append(json_lines("published", [{"wish": w + 1, "slot": s + 1} for w, s in problem.published]))
    if problem.order != DEFAULT_ORDER:
        parts.append(f'"order": {json.dumps([aim.value for aim in problem.order])}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def json_lines(name: str, records: Sequence[dict[str, Any]]) -> str:
    """A field that lists records, one a line.

    Written by the fast encoder as one list, then broken where a brace closes and the next opens; left unbroken
    should a text hold that sequence too.
    """
    text = json.dumps(records, ensure_ascii=False)[1:-1]
    if text.count(_BETWEEN) == len(records) - 1:
        text = text.replace(_BETWEEN, '},\n{"')
    return f'"{name}": [\n{text}\n]' if records else f'"{name}": []'


_BETWEEN = '}, {"'


def _compact(**entries: Any) -> dict[str, Any]:
    """The entries that are not empty."""
    return {name: value for name, value in entries.items() if value is not None and value != ""}


def _slots(holder: Participant | Table | Interpreter, n_slots: int) -> list[int] | None:
    return None if len(holder.available) == n_slots else [s + 1 for s in sorted(holder.available)]


def _slot_record(slot: Slot) -> dict[str, Any]:
    record: dict[str, Any] = {"day": slot.day, "session": slot.session}
    for name, minutes in (("start", slot.start), ("end", slot.end)):
        if minutes is not None:
            record[name] = clock_of(minutes)
    return record


def _participant_record(p: Participant, n_slots: int) -> dict[str, Any]:
    return _compact(
        key=p.key,
        available=_slots(p, n_slots),
        side=p.side,
        cohort=p.cohort,
        languages=sorted(p.languages) or None,
        least=p.least or None,
        most=p.most,
        priority=None if p.priority == 1 else p.priority,
        online=p.online or None,
    )


def _interpreter_record(i: Interpreter, n_slots: int) -> dict[str, Any]:
    pairs = sorted(sorted(pair) for pair in i.pairs)
    return _compact(key=i.key, pairs=pairs, available=_slots(i, n_slots), longest_run=i.longest_run)


def _wish_record(w: Wish, people: tuple[Participant, ...]) -> dict[str, Any]:
    record: dict[str, Any] = {"first": people[w.first].key, "second": people[w.second].key, "score": w.score}
    if w.must:
        record["must"] = True
    if w.session is not None:
        record["session"] = w.session
    if w.slot is not None:
        record["slot"] = w.slot + 1
    return record
