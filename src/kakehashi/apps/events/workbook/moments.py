"""Which day, which time of day, which stretch of time does the text of a cell mean?

Dates are read only where the year comes first: 09/03/2027 is 9 March to some and 3 September to others.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi.apps.events.folding import fold_width
from kakehashi.apps.events.workbook.faults import Unreadable, quote
from kakehashi.apps.events.workbook.values import split_list

_DAY = r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})\s?[.日일]?"
_TIME = r"(\d{1,2})(?::(\d{2})(?::00(?:\.0+)?)?|[h時시]\s?(?:(\d{1,2})[분分]?)?)"
_DATE = re.compile(_DAY)
_CLOCK = re.compile(_TIME)
_MOMENT = re.compile(rf"(?:(?P<day>{_DAY}))?(?:(?:^|[\sT]\s*)(?P<time>{_TIME}))?")
_SPAN = re.compile(
    rf"(?:(?P<day>{_DAY})[\sT]*)?(?P<start>{_TIME})\s*[-‐–—~〜]\s*(?:(?P<last>{_DAY})[\sT]*)?(?P<end>{_TIME})"
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day on each day (`day` None), a moment (both), or a whole day (`clock` None)."""

    day: date | None
    clock: time | None


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end` on `day`, or on each day (None); `last` is the day of the end where it is a later one."""

    day: date | None
    start: time
    end: time
    last: date | None = None
    whole: bool = False

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Start and end, local and naive, of the span that belongs to a day."""
        if self.whole:
            return datetime.combine(day, time.min), datetime.combine(day, time.min) + timedelta(days=1)
        return datetime.combine(day, self.start), datetime.combine(self.last or day, self.end)


def read_date(text: str) -> date:
    """A date, year first: 2027-03-09, 2027/3/9, 2027年3月9日, 2027년 3월 9일."""
    plain = fold_width(text)
    found = _DATE.fullmatch(plain)
    if found is None:
        raise _unreadable_date(plain)
    return _date_of(int(found[1]), int(found[2]), int(found[3]), plain)


def read_clock(text: str) -> time:
    """A time of day from 0:00 to 23:59: 9:30, 09:30, 9h30, 9時30分."""
    plain = fold_width(text)
    found = _CLOCK.fullmatch(plain)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (99, 99)
    if hour > 23 or minute > 59:
        raise Unreadable(
            _("“%(text)s” is not a time of day.") % {"text": quote(text)},
            _("Write the time from 00:00 to 23:59, for example 09:30."),
        )
    return time(hour, minute)


def read_moment(text: str) -> Moment:
    """A time of day, a date, or both."""
    plain = fold_width(text)
    found = _MOMENT.fullmatch(plain)
    if found is None or not (found["day"] or found["time"]):
        if _YEAR_LAST.match(plain):
            raise _unreadable_date(plain.split()[0])
        raise Unreadable(
            _("“%(text)s” is neither a time of day nor a day with a time.") % {"text": quote(text)},
            _("Write 09:30 for each day, or 2027-03-09 09:30 for that day only."),
        )
    return Moment(
        read_date(found["day"]) if found["day"] else None, read_clock(found["time"]) if found["time"] else None
    )


def read_spans(text: str) -> tuple[Span, ...]:
    """Blocked times: “2027-03-09 10:00-11:30; 2027-03-10”; a time without a day is blocked on each day."""
    return tuple(_read_span(entry) for entry in split_list(text))


def _read_span(entry: str) -> Span:
    plain = fold_width(entry)
    if _DATE.fullmatch(plain):
        return Span(read_date(plain), time.min, time.min, whole=True)
    found = _SPAN.fullmatch(plain)
    if found is None:
        if _YEAR_LAST.match(plain):
            raise _unreadable_date(plain.split()[0])
        raise Unreadable(
            _("“%(text)s” is not a stretch of time.") % {"text": quote(entry)},
            _("Write for example 2027-03-09 10:00-11:30, or 2027-03-10 for a whole day, with “;” between them."),
        )
    day = read_date(found["day"]) if found["day"] else None
    last = read_date(found["last"]) if found["last"] else None
    span = Span(day, read_clock(found["start"]), read_clock(found["end"]), last)
    start, end = span.on(day or date(2000, 1, 1))
    if end <= start or (last and not day):
        raise Unreadable(
            _("“%(text)s” ends before it starts.") % {"text": quote(entry)},
            _("Write the start first, for example 2027-03-09 10:00-11:30."),
        )
    return span


def _date_of(year: int, month: int, day: int, text: str) -> date:
    if not 2000 <= year <= 2199 or not 1 <= month <= 12 or day < 1:
        raise Unreadable(
            _("“%(text)s” is not a date in the calendar.") % {"text": quote(text)},
            _("Write year, month and day, for example 2027-03-09."),
        )
    longest = monthrange(year, month)[1]
    if day > longest:
        problem = ngettext(
            "“%(text)s” does not exist: that month has %(days)s day.",
            "“%(text)s” does not exist: that month has %(days)s days.",
            longest,
        ) % {"text": quote(text), "days": longest}
        raise Unreadable(
            problem,
            _("Write a day that exists; the last of that month is %(date)s.") % {"date": date(year, month, longest)},
        )
    return date(year, month, day)


def _unreadable_date(text: str) -> Unreadable:
    found = _YEAR_LAST.fullmatch(text)
    if found is None or len(found[3]) != 4:
        return Unreadable(
            _("“%(text)s” is not a date with year, month and day.") % {"text": quote(text)},
            _("Write year-month-day, for example 2027-03-09."),
        )
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    meant = []
    for month, day in ((second, first), (first, second)):
        if 1 <= month <= 12 and 1 <= day <= monthrange(max(1, year), month)[1] and year:
            meant.append(f"{year:04}-{month:02}-{day:02}")
    meant = list(dict.fromkeys(meant))
    if len(meant) == 2:
        return Unreadable(
            _("“%(text)s” can mean two days.") % {"text": quote(text)},
            _("Write year-month-day: %(one)s or %(other)s.") % {"one": meant[0], "other": meant[1]},
        )
    return Unreadable(
        _("“%(text)s” is not written with the year first.") % {"text": quote(text)},
        _("Write year-month-day: %(date)s.") % {"date": meant[0] if meant else "2027-03-09"},
    )
