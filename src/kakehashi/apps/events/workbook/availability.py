"""In which slots is a firm, a table or an interpreter free?"""

from datetime import datetime, time

from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Slot
from kakehashi.apps.events.workbook.event import Frame
from kakehashi.apps.events.workbook.faults import quote
from kakehashi.apps.events.workbook.moments import Moment, read_moment, read_spans
from kakehashi.apps.events.workbook.table import Row


def read_available(row: Row, frame: Frame, since: str, until: str) -> frozenset[int]:
    """The slots in which someone is free: not before `since`, not after `until`, and not when blocked.

    A time in those two columns holds on each day; with a date it is one moment of the event.
    """
    earliest = row.read(since, read_moment) if since else None
    latest = row.read(until, read_moment) if until else None
    if earliest and latest and _never(earliest, latest):
        row.fault(
            until,
            _("%(until)s is not after %(since)s.") % {"until": quote(row.text(until)), "since": quote(row.text(since))},
            _("Write the earlier time in the first of the two columns and the later one in the second."),
        )
    return frozenset(
        place for place, slot in enumerate(frame.slots) if _is_within(slot, earliest, latest)
    ) - read_blocked(row, frame)


def _never(earliest: Moment, latest: Moment) -> bool:
    if earliest.day and latest.day:
        ends = datetime.combine(latest.day, latest.clock or time.max)
        return ends <= datetime.combine(earliest.day, earliest.clock or time.min)
    return bool(
        not earliest.day and not latest.day and earliest.clock and latest.clock and latest.clock <= earliest.clock
    )


def _is_within(slot: Slot, earliest: Moment | None, latest: Moment | None) -> bool:
    start, end = slot.start.replace(tzinfo=None), slot.end.replace(tzinfo=None)
    if earliest is not None and start < datetime.combine(earliest.day or start.date(), earliest.clock or time.min):
        return False
    return latest is None or end <= datetime.combine(latest.day or start.date(), latest.clock or time.max)


def read_blocked(row: Row, frame: Frame) -> frozenset[int]:
    """The slots that the blocked times of a row touch."""
    blocked: set[int] = set()
    for span in row.read("Blocked slots", read_spans) or ():
        last = span.last or span.day
        if span.day and last and frame.days and (last < frame.first_day or span.day > frame.last_day):
            row.notice(_("The blocked day %(day)s is not a day of the event.") % {"day": span.day})
        for day in frame.days if span.day is None else (span.day,):
            start, end = span.on(day)
            blocked |= {
                place
                for place, slot in enumerate(frame.slots)
                if slot.start.replace(tzinfo=None) < end and slot.end.replace(tzinfo=None) > start
            }
    return frozenset(blocked)
