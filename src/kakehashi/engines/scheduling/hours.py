"""Which slots lie wholly within somebody's own hours, in its own time zone?

Hours are the same every day; summer time may begin or end between two days of an event. No clock is read here.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Hours = tuple[int, int]
"""Begin and end in minutes since midnight; an end up to the begin is that of the day after."""

Span = tuple[datetime, datetime]
"""Begin and end of a slot, in UTC."""

ANY_DAY = date(2000, 1, 1)
"""Stands for the day of a slot where all hours are those of the event itself."""

_CLOCK = re.compile(r"([0-3][0-9]|4[0-7]):([0-5][0-9])")


def minutes_of(clock: str) -> int | None:
    """Minutes since midnight of a clock such as `09:30` (up to `47:59`); None where it is none."""
    found = _CLOCK.fullmatch(clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def clock_of(minutes: int) -> str:
    """The clock of minutes since midnight, from 0 to those of 47:59."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def find_zone(name: str) -> ZoneInfo | None:
    """The IANA time zone of that name; None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # names that are paths, or of folders
        return None


def span_of(day: date, start: int, end: int, zone: ZoneInfo) -> Span:
    """Begin and end of a slot of `day`, in minutes since midnight of the zone, as instants."""
    return _instant(day, start, zone), _instant(day, end, zone)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows, as an instant; of an hour that comes twice, the first."""
    on_the_wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    return on_the_wall.replace(tzinfo=zone).astimezone(UTC)


def slots_within(spans: Sequence[Span], hours: Iterable[Hours], zone: ZoneInfo) -> frozenset[int]:
    """The places of the spans that lie wholly within the hours of some day in the zone; hours that touch are one."""
    wanted = list(hours)
    by_day: dict[date, list[Span]] = {}
    found = set()
    for place, (start, end) in enumerate(spans):
        day = start.astimezone(zone).date()
        if day not in by_day:
            by_day[day] = _open(day, wanted, zone)
        if any(opens <= start and end <= closes for opens, closes in by_day[day]):
            found.add(place)
    return frozenset(found)


def _open(day: date, hours: Sequence[Hours], zone: ZoneInfo) -> list[Span]:
    """The spans of the hours from the day before to the day after, those that overlap or touch joined."""
    spans = sorted(
        span_of(day + timedelta(days=step), start, end if end > start else end + 24 * 60, zone)
        for step in (-2, -1, 0, 1)
        for start, end in hours
    )
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
