"""What stands in a participant's calendar? Its meetings as iCalendar (RFC 5545), times in the event's own zone.

Made for Outlook, Google Calendar and Apple Calendar alike: a published calendar (no invitations), the rules of
the zone included, lines of at most 75 octets that end in CR LF.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from kakehashi.apps.events.week import Firm, Week
from kakehashi.apps.meetings.exports.times import (
    clock_span,
    day_in_full,
    differs,
    offset_text,
    span_elsewhere,
    zone_name,
)
from kakehashi.apps.meetings.exports.words import (
    REASONS,
    both_names,
    marked_name,
    person_text,
    reason_sentences,
    spoken_text,
    table_text,
)
from kakehashi.apps.meetings.planning import Plan
from kakehashi.engines.scheduling import Meeting

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_WINDOW = timedelta(days=366)
"""Rules of the zone are told for a year before and after the event: more than any program looks back."""


def write_calendar(plan: Plan, firm: int) -> bytes | None:
    """The calendar of a firm in its own language; None without a meeting, as a calendar may not be empty."""
    meetings = plan.meetings_of(firm)
    if not meetings:
        return None
    week = plan.week
    language = week.firms[firm].agenda_language
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Kakehashi//Meeting programme//" + language.upper())
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _clean(f"{week.name_in(language)} – {marked_name(week.firms[firm])}"))
        calendar.add("x-wr-timezone", week.time_zone)
        calendar.add_component(_zone(week))
        for meeting in meetings:
            calendar.add_component(_event(plan, firm, meeting, language))
        return bytes(calendar.to_ical(sorted=False))


def event_uid(week: Week, firm: Firm, other: Firm) -> str:
    """The same for the same meeting in every programme of an event, so that a calendar replaces what moved."""
    words = "\x1f".join((week.name, week.first_day.isoformat(), firm.name, other.name))
    return f"{uuid.uuid5(uuid.NAMESPACE_OID, words)}@kakehashi"


def _event(plan: Plan, firm: int, meeting: Meeting, language: str) -> Event:
    week = plan.week
    slot, other = week.slots[meeting.slot], week.firms[plan.other_of(meeting, firm)]
    zone = ZoneInfo(week.time_zone)
    event = Event()
    event.add("uid", event_uid(week, week.firms[firm], other))
    event.add("dtstamp", datetime.combine(week.first_day, time(), UTC))  # never the clock: same plan, same bytes
    event.add("dtstart", slot.start.astimezone(zone))
    event.add("dtend", slot.end.astimezone(zone))
    event.add("summary", _("Meeting with %(name)s") % {"name": _clean(marked_name(other))}, {"LANGUAGE": language})
    event.add("location", _clean(_location(plan, meeting)), {"LANGUAGE": language})
    event.add("description", _clean("\n".join(_description(plan, firm, meeting))), {"LANGUAGE": language})
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("sequence", 0)
    return event


def _clean(text: str) -> str:
    """The text without control characters, which RFC 5545 does not allow; lines and tabs stay."""
    return _CONTROLS.sub("", text)


def _location(plan: Plan, meeting: Meeting) -> str:
    place = table_text(plan.week.tables[meeting.table])
    return f"{place}, {plan.week.place}" if plan.week.place else place


def _description(plan: Plan, firm: int, meeting: Meeting) -> Iterator[str]:
    week = plan.week
    slot, other = week.slots[meeting.slot], week.firms[plan.other_of(meeting, firm)]
    yield both_names(other)
    yield from _times(week, week.firms[firm], slot.start, slot.end)
    yield table_text(week.tables[meeting.table])
    if spoken := spoken_text(plan, meeting):
        yield _("Languages: %(languages)s") % {"languages": spoken}
    if meeting.interpreter is not None:
        yield _("Interpreter: %(name)s") % {"name": week.interpreters[meeting.interpreter].name}
    if other.people:
        yield ""
        yield _("Their people:")
        yield from (f"- {person_text(person)}" for person in other.people)
    if reasons := reason_sentences(plan.candidates[meeting.wish].pair)[:REASONS]:
        yield ""
        yield _("Why you meet:")
        yield from (f"- {sentence}" for sentence in reasons)


def _times(week: Week, firm: Firm, start: datetime, end: datetime) -> Iterator[str]:
    """The day and the time in the event's zone and, where clocks differ, in the firm's own."""
    yield f"{day_in_full(start.date())}, {clock_span(start, end)}, {zone_name(week.time_zone, start)}"
    if differs(firm.time_zone, start):
        yield f"{span_elsewhere(start, end, firm.time_zone)}, {zone_name(firm.time_zone, start)}"


def _zone(week: Week) -> Timezone:
    """The rules of the event's zone around its days, from the zone's own data."""
    zone = ZoneInfo(week.time_zone)
    begin = datetime.combine(week.first_day, time(), UTC) - _WINDOW
    until = datetime.combine(week.last_day, time(), UTC) + _WINDOW
    component = Timezone()
    component.add("tzid", week.time_zone)
    component.add("x-lic-location", week.time_zone)
    moments = [begin, *_changes(zone, begin, until)]
    for place, moment in enumerate(moments):
        before = moment if place == 0 else moment - timedelta(seconds=1)
        component.add_component(_observance(zone, before.astimezone(zone), moment.astimezone(zone)))
    return component


def _observance(zone: ZoneInfo, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """One rule: from `after` on, clocks show its distance from UTC; until then they showed that of `before`."""
    was, now = before.utcoffset(), after.utcoffset()
    assert was is not None and now is not None, "both moments carry the zone"  # noqa: PT018
    rule = TimezoneDaylight() if after.dst() else TimezoneStandard()
    # RFC 5545, 3.6.5: the onset is written in the local time that was in force just before it.
    rule.add("dtstart", (after.astimezone(UTC) + was).replace(tzinfo=None))
    rule.add("tzoffsetfrom", was)
    rule.add("tzoffsetto", now)
    rule.add("tzname", after.tzname() or offset_text(after))
    return rule


def _changes(zone: ZoneInfo, begin: datetime, until: datetime) -> Iterator[datetime]:
    """The moments, in UTC and to the second, at which the zone's distance from UTC changes."""
    step = timedelta(days=1)
    low = begin
    while low < until:
        high = low + step
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            yield _first_moment(zone, low, high)
        low = high


def _first_moment(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second after `low`, up to `high`, that has the distance from UTC of `high`."""
    target = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == target:
            high = middle
        else:
            low = middle
    return high
