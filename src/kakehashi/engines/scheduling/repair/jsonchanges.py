"""How are the changes of a day written as JSON? The form is described by `changes.schema.json` beside the problem's.

Slots and wishes are counted from 1; participants, tables and interpreters go by their keys.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from ..problem import Problem
from .changes import ArrivesLate, Change, HallCloses, InterpreterIll, LeavesEarly, Locks, NoShow, TableBlocked

Holder = TypeVar("Holder")


class ChangeFaultCode(StrEnum):
    """What can be wrong with a text of changes."""

    NO_JSON = "no_json"  # value: what the reader says
    NO_LIST = "no_list"
    NO_OBJECT = "no_object"
    UNKNOWN_KIND = "unknown_kind"
    MISSING = "missing"  # field: what is missing
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_PARTICIPANT = "unknown_participant"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_INTERPRETER = "unknown_interpreter"
    UNKNOWN_HALL = "unknown_hall"
    NO_SLOT = "no_slot"
    NO_WISH = "no_wish"


@dataclass(frozen=True, slots=True)
class ChangeFault:
    """What is wrong, at a path such as `changes[2].participant`; `value` as it was written, `near` what was meant."""

    code: ChangeFaultCode
    path: str
    value: str = ""
    near: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.code} {self.value}".strip()


class ChangesError(ValueError):
    """The text is not of the documented form, or names what the event does not have; `faults` holds all."""

    def __init__(self, faults: tuple[ChangeFault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Day:
    """What happened, and what stays as it is."""

    changes: tuple[Change, ...]
    locks: Locks


FIELDS: dict[str, tuple[str, ...]] = {
    "no_show": ("participant",),
    "leaves_early": ("participant", "from_slot"),
    "arrives_late": ("participant", "at_slot"),
    "interpreter_ill": ("interpreter", "slots?"),
    "hall_closes": ("hall", "slots?"),
    "table_blocked": ("table", "slots?"),
}
"""The kinds of change and their fields; a question mark stands where one may be left out."""


def changes_from_json(text: str | bytes, problem: Problem) -> Day:
    """The changes that a JSON text describes: a list, or an object with `changes` and `locks`.

    Raises `ChangesError` with every fault.
    """
    reader = _Reader(problem)
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise ChangesError((ChangeFault(ChangeFaultCode.NO_JSON, "", str(why)),)) from None
    if isinstance(root, list):
        root = {"changes": root}
    record = reader.record(root, "", {"changes"}, {"$schema", "locks"})
    changes = [reader.change(one, path) for one, path in reader.items(record, "changes", "")]
    locks = reader.record(record.get("locks", {}), "locks", set(), {"meetings", "participants", "tables"})
    held = Locks(
        frozenset(
            reader.number(one, path, len(problem.wishes)) for one, path in reader.items(locks, "meetings", "locks")
        ),
        frozenset(reader.key("participant", one, path) for one, path in reader.items(locks, "participants", "locks")),
        frozenset(reader.key("table", one, path) for one, path in reader.items(locks, "tables", "locks")),
    )
    if reader.faults:
        raise ChangesError(tuple(reader.faults))
    return Day(tuple(change for change in changes if change), held)


class _Reader:
    """Reads values and gathers faults; what is wrong is replaced by something harmless, so that reading goes on."""

    def __init__(self, problem: Problem) -> None:
        self.faults: list[ChangeFault] = []
        self.n_slots = len(problem.slots)
        self.places = {
            "participant": {p.key: i for i, p in enumerate(problem.participants)},
            "table": {t.key: i for i, t in enumerate(problem.tables)},
            "interpreter": {p.key: i for i, p in enumerate(problem.interpreters)},
            "hall": {t.hall: 0 for t in problem.tables},
        }

    def fault(self, code: ChangeFaultCode, path: str, value: Any = None, near: str = "") -> None:
        text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.faults.append(ChangeFault(code, path, text if len(text) <= 60 else text[:57] + "...", near))

    def record(self, value: Any, path: str, needed: set[str], optional: set[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fault(ChangeFaultCode.NO_OBJECT, path, value)
            return {}
        for name in sorted(needed - value.keys()):
            self.fault(ChangeFaultCode.MISSING, _join(path, name))
        for name in sorted(value.keys() - needed - optional):
            self.fault(ChangeFaultCode.UNKNOWN_FIELD, _join(path, name), near=", ".join(sorted(needed | optional)))
        return value

    def items(self, record: dict[str, Any], name: str, path: str) -> Iterator[tuple[Any, str]]:
        value, at = record.get(name, []), _join(path, name)
        if not isinstance(value, list):
            self.fault(ChangeFaultCode.NO_LIST, at, value)
            value = []
        return ((one, f"{at}[{i}]") for i, one in enumerate(value))

    def number(self, value: Any, path: str, highest: int, code: ChangeFaultCode = ChangeFaultCode.NO_WISH) -> int:
        if type(value) is int and 1 <= value <= highest:
            return value - 1
        self.fault(code, path, value, str(highest))
        return 0

    def key(self, kind: str, value: Any, path: str) -> int:
        place = self.places[kind].get(value) if isinstance(value, str) else None
        if place is None:
            self.fault(ChangeFaultCode(f"unknown_{kind}"), path, value, _nearest(value, self.places[kind]))
        return place or 0

    def slots(self, record: dict[str, Any], path: str) -> frozenset[int] | None:
        if record.get("slots") is None:
            return None
        listed = self.items(record, "slots", path)
        return frozenset(self.number(one, at, self.n_slots, ChangeFaultCode.NO_SLOT) for one, at in listed)

    def change(self, one: Any, path: str) -> Change | None:
        kind = one.get("kind") if isinstance(one, dict) else None
        fields = FIELDS.get(kind) if isinstance(kind, str) else None
        if fields is None:
            if isinstance(one, dict):
                self.fault(ChangeFaultCode.UNKNOWN_KIND, _join(path, "kind"), kind, ", ".join(FIELDS))
            else:
                self.fault(ChangeFaultCode.NO_OBJECT, path, one)
            return None
        before = len(self.faults)
        needed = {name for name in fields if not name.endswith("?")}
        record = self.record(one, path, {"kind", *needed}, {name.rstrip("?") for name in fields} - needed)
        if len(self.faults) > before:
            return None
        about = next(iter(fields))
        place = self.key(about, record[about], f"{path}.{about}")
        slots = self.slots(record, path)
        clock = next((name for name in fields if name.endswith("_slot")), None)
        at = self.number(record[clock], f"{path}.{clock}", self.n_slots, ChangeFaultCode.NO_SLOT) if clock else 0
        makers: dict[str, Callable[[], Change]] = {
            "no_show": lambda: NoShow(place),
            "leaves_early": lambda: LeavesEarly(place, at),
            "arrives_late": lambda: ArrivesLate(place, at),
            "interpreter_ill": lambda: InterpreterIll(place, slots),
            "hall_closes": lambda: HallCloses(record["hall"], slots),
            "table_blocked": lambda: TableBlocked(place, slots),
        }
        return makers[str(kind)]() if len(self.faults) == before else None


def _nearest(value: Any, known: dict[str, int]) -> str:
    """The key that differs least, where one is close."""
    from difflib import get_close_matches

    found = get_close_matches(value, known, 1, 0.7) if isinstance(value, str) and len(known) <= 20_000 else []
    return found[0] if found else ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
