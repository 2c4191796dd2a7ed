"""What is wrong with a JSON text, and where? Values are read one by one; every fault is kept with its path."""

import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class JsonFault:
    """What is wrong at a path such as `wishes[3].score` (places in lists from 0; empty: the whole text)."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text


class JsonFormError(ValueError):
    """The text is not of the documented form; `faults` holds every fault with its path."""

    def __init__(self, faults: tuple[JsonFault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Bounds:
    """The whole numbers that are accepted, from lowest to highest."""

    lowest: int
    highest: int

    def __str__(self) -> str:
        return f"a whole number from {self.lowest} to {self.highest}"


NUMBERS = Bounds(-(10**6), 10**6)
"""Numbers of an organiser's own, such as those of days and sessions."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """Runs the body without the search for circular garbage, which makes nothing here and takes half of the time.

    It would look at each of a million new objects again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Reader:
    """Reads values and gathers faults; what is wrong is replaced by something harmless, so that reading goes on."""

    def __init__(self) -> None:
        self.faults: list[JsonFault] = []

    def fault(self, path: str, text: str) -> None:
        """Note a fault."""
        self.faults.append(JsonFault(path, text))

    def finish(self) -> None:
        """Raise `JsonFormError` if there was any fault."""
        if self.faults:
            raise JsonFormError(tuple(self.faults))

    def parse(self, text: str | bytes) -> Any:
        """The value of a JSON text; raises `JsonFormError` at once where it is none."""
        try:
            return json.loads(text, parse_constant=_refuse)
        except RecursionError:
            raise JsonFormError((JsonFault("", "not a JSON text: nested too deeply"),)) from None
        except ValueError as why:  # also bytes that are no text, numbers of thousands of digits
            raise JsonFormError((JsonFault("", f"not a JSON text: {why}"),)) from None

    def fields(self, value: Any, path: str, needed: set[str], optional: set[str]) -> dict[str, Any]:
        """The fields of an object; those missing or unknown are faults."""
        if type(value) is not dict:
            self.fault(path, f"an object is expected, not {_kind(value)}")
            return {}
        for name in sorted(needed - value.keys()):
            self.fault(_join(path, name), "is missing")
        for name in value:
            if name not in needed and name not in optional:
                self.fault(_join(path, name), "is not a field of this form")
        return value

    def list_of(self, record: Mapping[str, Any], name: str, path: str = "") -> list[Any]:
        """A list; empty where it is absent."""
        value = record.get(name, [])
        if type(value) is list:
            return value
        self.fault(_join(path, name), f"a list is expected, not {_kind(value)}")
        return []

    def items(self, record: Mapping[str, Any], name: str, path: str = "") -> Iterator[tuple[Any, str]]:
        """The items of a list with their paths."""
        at = _join(path, name)
        return ((one, f"{at}[{i}]") for i, one in enumerate(self.list_of(record, name, path)))

    def number(self, record: Mapping[str, Any], name: str, path: str, bounds: Bounds, absent: int) -> int:
        """A whole number within bounds."""
        value = record.get(name, absent)
        if type(value) is int and bounds.lowest <= value <= bounds.highest:
            return value
        self.fault(_join(path, name), f"{bounds} is expected, not {_kind(value)}")
        return absent

    def optional(self, record: Mapping[str, Any], name: str, path: str, bounds: Bounds) -> int | None:
        """A whole number within bounds; None where it is absent or null."""
        return None if record.get(name) is None else self.number(record, name, path, bounds, bounds.lowest)

    def seconds(self, record: Mapping[str, Any], name: str) -> float:
        """A number that is not negative."""
        value = record.get(name, 0.0)
        if type(value) in (int, float) and 0 <= value <= 1e9:
            return float(value)
        self.fault(name, f"a number from 0 is expected, not {_kind(value)}")
        return 0.0

    def truth(self, record: Mapping[str, Any], name: str, path: str) -> bool:
        """True or false; false where it is absent."""
        value = record.get(name, False)
        if type(value) is not bool:
            self.fault(_join(path, name), f"true or false is expected, not {_kind(value)}")
        return value is True

    def text(self, record: Mapping[str, Any], name: str, path: str) -> str:
        """A text; empty where it is absent."""
        value = record.get(name, "")
        if type(value) is str and _writable(value):
            return value
        self.fault(_join(path, name), f"a text is expected, not {_kind(value)}")
        return ""

    def key(self, record: Mapping[str, Any], path: str) -> str:
        """The key of an entry: a text that is not empty."""
        value = self.text(record, "key", path)
        if not value and record.get("key") == "":
            self.fault(_join(path, "key"), "a text that is not empty is expected")
        return value

    def texts(self, record: Mapping[str, Any], name: str, path: str) -> list[str]:
        """A list of texts, none of them empty."""
        found = []
        for one, at in self.items(record, name, path):
            if type(one) is str and one and _writable(one):
                found.append(one)
            else:
                self.fault(at, f"a text that is not empty is expected, not {_kind(one)}")
        return found

    def slots(self, record: Mapping[str, Any], name: str, path: str, every: frozenset[int]) -> frozenset[int]:
        """A list of slots counted from 1 as a set of slots counted from 0; `every` slot where it is absent."""
        if record.get(name) is None:
            return every
        listed = self.list_of(record, name, path)
        if all(type(s) is int for s in listed):
            found = frozenset(s - 1 for s in listed)
            if found <= every:
                return found
        for i, s in enumerate(listed):
            if type(s) is not int or s - 1 not in every:
                self.fault(f"{_join(path, name)}[{i}]", f"a slot from 1 to {len(every)} is expected, not {_kind(s)}")
        return frozenset()

    def known(self, record: Mapping[str, Any], name: str, path: str, places: Mapping[str, int]) -> int:
        """The place of an entry named by its key."""
        value = record.get(name)
        if type(value) is str and value in places:
            return places[value]
        if name in record:
            self.fault(_join(path, name), f"the key of an entry is expected, not {_kind(value)}")
        return 0

    def choice(self, record: Mapping[str, Any], name: str, path: str, members: type[Member], absent: Member) -> Member:
        """One of the words of an enumeration."""
        value = record.get(name, absent.value)
        if type(value) is str and value in [member.value for member in members]:
            return members(value)
        words = ", ".join(member.value for member in members)
        self.fault(_join(path, name), f"one of {words} is expected, not {_kind(value)}")
        return absent


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def _writable(text: str) -> bool:
    """Whether a text can be written again: JSON can name halves of characters, which are none."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _kind(value: Any) -> str:
    """The value itself where it is short, else what sort of value it is."""
    if value is None or type(value) in (bool, int, float, str):
        text = (
            json.dumps(value, ensure_ascii=type(value) is str and not _writable(value))
            if type(value) is not int or abs(value) < 10**40
            else "a number"
        )
        return text if len(text) <= 60 else f"{text[:57]}..."
    return "an object" if type(value) is dict else "a list"


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")
