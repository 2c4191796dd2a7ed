"""How is a problem written as JSON, and read back?

The form is described by `problem.schema.json` beside this module, that of schedules (`jsonresult.py`) by
`result.schema.json`. Slots and wishes are counted from 1; participants, tables and interpreters go by their keys.
"""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from .jsonreading import Bounds, JsonFault, JsonFormError, Reader
from .problem import Interpreter, Participant, Problem, Slot, Table, Wish

__all__ = ["JsonFault", "JsonFormError", "json_lines", "problem_from_json", "problem_to_json", "schema"]

SCORES = Bounds(0, 10**9)
COUNTS = Bounds(0, 10**6)
NUMBERS = Bounds(-(10**6), 10**6)


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
    reader = Reader()
    record = reader.parse(text)
    root = reader.fields(
        record,
        "",
        {"slots", "participants", "wishes", "tables"},
        {"$schema", "interpreters", "precedences", "fairness"},
    )
    slots = tuple(_slot(reader, one, path) for one, path in reader.items(root, "slots"))
    every = frozenset(range(len(slots)))
    participants = tuple(_participant(reader, one, path, every) for one, path in reader.items(root, "participants"))
    places = {p.key: i for i, p in enumerate(participants)}
    wishes = _wishes(reader, root, places, len(slots))
    tables = tuple(_table(reader, one, path, every) for one, path in reader.items(root, "tables"))
    people = tuple(_interpreter(reader, one, path, every) for one, path in reader.items(root, "interpreters"))
    orders = [_precedence(reader, one, path, len(wishes)) for one, path in reader.items(root, "precedences")]
    fairness = reader.optional(root, "fairness", "", COUNTS)
    reader.finish()
    return Problem(slots, participants, tuple(wishes), tables, people, tuple(orders), fairness)


def _slot(reader: Reader, one: Any, path: str) -> Slot:
    record = reader.fields(one, path, set(), {"day", "session"})
    day, session = (reader.number(record, name, path, NUMBERS, 0) for name in ("day", "session"))
    return Slot(day, session)


def _participant(reader: Reader, one: Any, path: str, every: frozenset[int]) -> Participant:
    record = reader.fields(one, path, {"key"}, _PARTICIPANT)
    return Participant(
        key=reader.key(record, path),
        available=reader.slots(record, "available", path, every),
        side=reader.text(record, "side", path),
        cohort=reader.text(record, "cohort", path),
        languages=frozenset(reader.texts(record, "languages", path)),
        least=reader.number(record, "least", path, COUNTS, 0),
        most=reader.optional(record, "most", path, COUNTS),
        priority=reader.number(record, "priority", path, NUMBERS, 1),
    )


_PARTICIPANT = {"available", "side", "cohort", "languages", "least", "most", "priority"}


def _table(reader: Reader, one: Any, path: str, every: frozenset[int]) -> Table:
    record = reader.fields(one, path, {"key"}, {"available", "hall"})
    available = reader.slots(record, "available", path, every)
    return Table(reader.key(record, path), available, reader.text(record, "hall", path))


def _interpreter(reader: Reader, one: Any, path: str, every: frozenset[int]) -> Interpreter:
    record = reader.fields(one, path, {"key", "pairs"}, {"available", "longest_run"})
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
        available=reader.slots(record, "available", path, every),
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


def problem_to_json(problem: Problem) -> str:
    """The problem as JSON, one entry a line; what a reader takes for granted is left out."""
    n_slots, people = len(problem.slots), problem.participants
    parts = [
        json_lines("slots", [{"day": s.day, "session": s.session} for s in problem.slots]),
        json_lines("participants", [_participant_record(p, n_slots) for p in people]),
        json_lines("tables", [_compact(key=t.key, available=_slots(t, n_slots), hall=t.hall) for t in problem.tables]),
        json_lines("interpreters", [_interpreter_record(i, n_slots) for i in problem.interpreters]),
        json_lines("wishes", [_wish_record(w, people) for w in problem.wishes]),
    ]
    if problem.precedences:
        parts.append(json_lines("precedences", [{"before": a + 1, "after": b + 1} for a, b in problem.precedences]))
    if problem.fairness is not None:
        parts.append(f'"fairness": {problem.fairness}')
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
