"""What does a JSON text say of time: the clock of the slots, and when somebody or something is there?"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from .hours import ANY_DAY, Hours, Span, find_zone, minutes_of, slots_within, span_of
from .jsonreading import NUMBERS, Bounds, Reader
from .problem import Slot

PRESENCE = {"available", "arrives", "leaves"}
"""The fields that say when a participant or interpreter is there; `hours` and `zone` say it by the clock."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Times:
    """The slots of an event and who is there in which of them; faults go to the reader."""

    def __init__(self, reader: Reader, root: Mapping[str, Any]) -> None:
        self.reader = reader
        self.zone = self._zone(root, "")
        self.dates: list[date | None] = []
        self.slots = tuple(self._slot(one, path) for one, path in reader.items(root, "slots"))
        self.every = frozenset(range(len(self.slots)))
        self._own: list[Span] | None = self._spans(None)
        self._dated: list[Span] | None = self._spans(self.zone) if self.zone else None
        self._known: dict[tuple[tuple[Hours, ...], ZoneInfo | None], frozenset[int]] = {}

    def _zone(self, record: Mapping[str, Any], path: str) -> ZoneInfo | None:
        if record.get("zone") is None:
            return None
        name = self.reader.text(record, "zone", path)
        zone = find_zone(name) if name else None
        if zone is None:
            at = f"{path}.zone" if path else "zone"
            self.reader.fault(at, f'a time zone such as "Asia/Ho_Chi_Minh" is expected, not "{name}"')
        return zone

    def _slot(self, one: Any, path: str) -> Slot:
        reader = self.reader
        record = reader.fields(one, path, set(), {"day", "session", "start", "end", "date"})
        dated = self._date(record, path)
        first = next((known for known in self.dates if known), dated)
        ago = (dated - first).days if dated and first else 0
        day, session = (
            reader.number(record, "day", path, NUMBERS, ago),
            reader.number(record, "session", path, NUMBERS, 0),
        )
        self.dates.append(dated)
        start, end = (self._clock(record, name, path) for name in ("start", "end"))
        return Slot(day, session, start, end)

    def _date(self, record: Mapping[str, Any], path: str) -> date | None:
        value = record.get("date")
        if value is None:
            return None
        try:
            if type(value) is str and _DATE.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:  # such as the 30th of February
            pass
        self.reader.fault(f"{path}.date", 'a date such as "2026-12-03" is expected')
        return None

    def _clock(self, record: Mapping[str, Any], name: str, path: str) -> int | None:
        return None if record.get(name) is None else self._minutes(record[name], f"{path}.{name}")

    def _minutes(self, value: Any, path: str) -> int | None:
        minutes = minutes_of(value) if type(value) is str else None
        if minutes is None:
            self.reader.fault(path, 'a time from "00:00" to "47:59" is expected')
        return minutes

    def _spans(self, zone: ZoneInfo | None) -> list[Span] | None:
        """Each slot as instants; without a zone on any day, None where clocks (with a zone: dates) are missing."""
        spans = []
        for slot, day in zip(self.slots, self.dates, strict=True):
            day = ANY_DAY if zone is None else day
            if day is None or slot.start is None or slot.end is None:
                return None
            spans.append(span_of(day, slot.start, slot.end, zone or _OWN))
        return spans

    def check_dates(self) -> None:
        """Note days that state two dates, and dates that do not follow the days."""
        by_day: dict[int, date] = {}
        latest: date | None = None
        for place, (slot, dated) in enumerate(zip(self.slots, self.dates, strict=True)):
            if dated is None:
                continue
            if by_day.setdefault(slot.day, dated) != dated:
                self.reader.fault(f"slots[{place}].date", f"day {slot.day} has the date {by_day[slot.day]} as well")
            elif latest and dated < latest:
                self.reader.fault(f"slots[{place}].date", f"is before {latest}, the date of an earlier slot")
            latest = max(dated, latest or dated)

    def presence(self, record: Mapping[str, Any], path: str) -> frozenset[int]:
        """The slots in which a participant, table or interpreter is there: all that the entry states holds at once."""
        found = self.reader.slots(record, "available", path, self.every)
        if record.get("blocked") is not None:
            found -= self.reader.slots(record, "blocked", path, self.every)
        if "arrives" in record or "leaves" in record:
            places = Bounds(1, len(self.slots))
            first = self.reader.optional(record, "arrives", path, places) or 1
            last = self.reader.optional(record, "leaves", path, places) or len(self.slots)
            if first > last:
                self.reader.fault(f"{path}.leaves", f"is slot {last}, before it arrives in slot {first}")
            found &= frozenset(range(first - 1, last))
        if "hours" in record or "zone" in record:
            found &= self._within_hours(record, path)
        return found

    def _within_hours(self, record: Mapping[str, Any], path: str) -> frozenset[int]:
        zone = self._zone(record, path)
        if record.get("hours") is None:
            return self.every
        hours = self._hours(record, path)
        spans = self._own if zone is None else self._dated
        if spans is None:
            wanted = "start and end" if zone is None else "a zone of the event, and date, start and end"
            self.reader.fault(
                f"{path}.hours", f"{wanted} of every slot are needed to tell which lie within these hours"
            )
            return self.every
        if (hours, zone) not in self._known:
            self._known[hours, zone] = slots_within(spans, hours, zone or _OWN)
        return self._known[hours, zone]

    def _hours(self, record: Mapping[str, Any], path: str) -> tuple[Hours, ...]:
        found = []
        for one, at in self.reader.items(record, "hours", path):
            pair = self.reader.list_of({at: one}, at)
            if len(pair) != 2:
                self.reader.fault(at, "two times, from and to, are expected")
                continue
            start, end = (self._minutes(value, f"{at}[{place}]") for place, value in enumerate(pair))
            if start is not None and end is not None:
                if start == end:
                    self.reader.fault(at, "two different times are expected")
                found.append((start, end))
        return tuple(found)


_OWN = ZoneInfo("UTC")
"""Stands for the zone of the event where all hours are its own."""
