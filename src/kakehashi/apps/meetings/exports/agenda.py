"""What does one participant read on its printed agenda? The rows of each day, in words of its own language.

Everything here is made with the reader's language active; the template only arranges it.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Firm, Week
from kakehashi.apps.events.wording import deal_label, is_open_point, reason_text
from kakehashi.apps.meetings.exports.times import clock_span, day_in_full, differs, span_elsewhere, zone_name
from kakehashi.apps.meetings.exports.words import (
    REASONS,
    both_names,
    country_name,
    discreet_sentence,
    spoken_text,
    text_language,
)
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import DECLINED, UnmetWish, Without
from kakehashi.apps.meetings.wording import asked_text
from kakehashi.engines.language import detect
from kakehashi.engines.matching.evidence import Evidence, SharedConcept
from kakehashi.engines.scheduling import Meeting

LONGEST_EXTRACT = 220
"""Characters of the other firm's offer or need that are shown."""

_MARKS = {"offer_phrase": "\ue000", "need_phrase": "\ue001"}
"""Private characters that hold the places of phrases while a sentence is made, so that each keeps its language."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its own script, its language (for its letters), its Latin form where it differs, a mark if invented."""

    text: str
    language: str
    latin: str
    fictitious: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What the other firm offers or needs, in its own words: runs of text, those that both name emphasised."""

    label: str
    language: str
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting (`other` given), a break or an empty stretch of a day; `elsewhere` is empty where clocks agree."""

    start: datetime
    time: str
    elsewhere: str
    other: Name | None = None
    country: str = ""
    people: tuple[Name, ...] = ()
    hall: Name | None = None
    table: str = ""
    interpreter: Name | None = None
    languages: str = ""
    asked: str = ""
    extracts: tuple[Extract, ...] = ()
    reasons: tuple[SafeString, ...] = ()
    to_ask: tuple[SafeString, ...] = ()
    light: Name | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the agenda; `own_zone` is empty where the firm's clocks agree with the event's."""

    heading: str
    zone: str
    own_zone: str
    meetings: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A wish of the firm that is not met, how strongly it was asked, and why."""

    other: Name
    asked: str
    reason: str


def firm_name(firm: Firm) -> Name:
    """The name of a firm as agendas show it."""
    language: str = detect(firm.name) or (firm.languages[0] if firm.languages else "")
    return Name(firm.name, language, "" if firm.latin == firm.name else firm.latin, firm.fictitious)


def plain_name(text: str) -> Name:
    """A name that is written in one form alone: a hall, a place, an interpreter."""
    return Name(text, detect(text) or "", "")


def people_names(firm: Firm) -> tuple[Name, ...]:
    """The people of a firm as agendas show them."""
    return tuple(
        Name(p.name, detect(p.name) or "", "" if p.latin == p.name else p.latin, role=p.role) for p in firm.people
    )


def agenda_days(plan: Plan, firm: int) -> tuple[Day, ...]:
    """The days on which a firm has meetings, each with its meetings, the breaks and the empty stretches between."""
    week, own = plan.week, plan.week.firms[firm]
    by_day: dict[int, list[Meeting]] = {}
    for meeting in plan.meetings_of(firm):
        by_day.setdefault(week.slots[meeting.slot].day, []).append(meeting)
    days = []
    for day, meetings in by_day.items():
        start = week.slots[meetings[0].slot].start
        rows = [_meeting_row(plan, firm, m) for m in meetings] + list(_light_rows(week, own, day, meetings))
        days.append(
            Day(
                heading=day_in_full(start.date()),
                zone=zone_name(week.time_zone, start),
                own_zone=zone_name(own.time_zone, start) if differs(own.time_zone, start) else "",
                meetings=len(meetings),
                rows=tuple(sorted(rows, key=lambda row: row.start)),
            )
        )
    return tuple(days)


def _timed(firm: Firm, start: datetime, end: datetime) -> Row:
    elsewhere = span_elsewhere(start, end, firm.time_zone) if differs(firm.time_zone, start) else ""
    return Row(start, clock_span(start, end), elsewhere)


def _light_rows(week: Week, firm: Firm, day: int, meetings: list[Meeting]) -> Iterator[Row]:
    """The breaks, and the stretches without a meeting inside one session, between the first and last of the day."""
    first, last = meetings[0].slot, meetings[-1].slot
    busy = {m.slot for m in meetings}
    for period in week.breaks:
        if period.day == day and week.slots[first].end <= period.start and period.end <= week.slots[last].start:
            yield replace(_timed(firm, period.start, period.end), light=plain_name(period.name or _("Break")))
    stretch: list[int] = []
    for slot in range(first + 1, last + 1):
        if stretch and (slot in busy or week.slots[slot].session != week.slots[stretch[0]].session):
            yield replace(
                _timed(firm, week.slots[stretch[0]].start, week.slots[stretch[-1]].end),
                light=plain_name(_("No meeting")),
            )
            stretch = []
        if slot not in busy:
            stretch.append(slot)


def _meeting_row(plan: Plan, firm: int, meeting: Meeting) -> Row:
    week, candidate = plan.week, plan.candidates[meeting.wish]
    slot, table, place = week.slots[meeting.slot], week.tables[meeting.table], plan.other_of(meeting, firm)
    other = week.firms[place]
    evidence = candidate.pair.evidence if candidate.pair else ()
    fitting, to_ask = _reasons(week, evidence)
    return replace(
        _timed(week.firms[firm], slot.start, slot.end),
        other=firm_name(other),
        country=country_name(other.country) if other.country else "",
        people=people_names(other),
        hall=plain_name(table.hall) if table.hall else None,
        table=table.table,
        interpreter=None if meeting.interpreter is None else plain_name(week.interpreters[meeting.interpreter].name),
        languages=spoken_text(plan, meeting),
        asked=_asked(week, firm, place),
        extracts=_extracts(week, place, evidence),
        reasons=fitting,
        to_ask=to_ask,
    )


def _asked(week: Week, firm: int, other: int) -> str:
    """Who asked for the meeting, seen from the reader."""
    asking = {(w.firm, w.other) for w in week.wishes if w.strength != "no"}
    mine, theirs = (firm, other) in asking, (other, firm) in asking
    if mine and theirs:
        return _("You both asked for this meeting.")
    if mine:
        return _("You asked for this meeting.")
    if theirs:
        return _("They asked for this meeting.")
    return _("Suggested because offers and needs match.")


def _reasons(week: Week, evidence: tuple[Evidence, ...]) -> tuple[tuple[SafeString, ...], tuple[SafeString, ...]]:
    """The strongest reasons, and the points still to ask, each phrase marked with its language."""
    fitting: dict[SafeString, None] = {}
    to_ask: dict[SafeString, None] = {}
    for item in evidence:
        languages = {"offer_phrase": text_language(week, item.offer), "need_phrase": text_language(week, item.need)}
        for reason in item.reasons:
            fields = asdict(reason)
            target = to_ask if is_open_point(fields) else fitting
            target[_sentence(fields, languages)] = None
    return tuple(fitting)[:REASONS], tuple(to_ask)[:1]


def _sentence(fields: dict[str, object], languages: dict[str, str]) -> SafeString:
    phrases = {name: str(fields[name]) for name in _MARKS if name in fields}
    sentence = str(conditional_escape(reason_text(fields | {name: _MARKS[name] for name in phrases})))
    for name, phrase in phrases.items():
        sentence = sentence.replace(_MARKS[name], format_html('<b lang="{}">{}</b>', languages[name], phrase))
    return mark_safe(sentence)  # noqa: S308 (built from escaped parts alone)


def _extracts(week: Week, other: int, evidence: tuple[Evidence, ...]) -> tuple[Extract, ...]:
    """The other firm's best offer or need in this match, in its own words."""
    for item in evidence:
        for key in (item.need, item.offer):
            listing = week.listings[int(key)]
            if listing.firm == other:
                spans = [
                    reason.need_span if key == item.need else reason.offer_span
                    for reason in item.reasons
                    if isinstance(reason, SharedConcept)
                ]
                label = _("They offer – %(deal)s") if listing.direction == "offer" else _("They need – %(deal)s")
                label %= {"deal": deal_label(listing.direction, listing.deal)}
                return (Extract(label, text_language(week, key), emphasise(listing.text, spans)),)
    return ()


def emphasise(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Cuts a text into runs, True for those inside a span; shortened to `LONGEST_EXTRACT` characters."""
    end = len(text) if len(text) <= LONGEST_EXTRACT else _end_of_word(text)
    marked = [any(start <= place < stop for start, stop in spans) for place in range(end)]
    runs: list[tuple[str, bool]] = []
    begin = 0
    for place in range(1, end + 1):
        if place == end or marked[place] != marked[begin]:
            runs.append((text[begin:place], marked[begin]))
            begin = place
    return (*runs, ("…", False)) if end < len(text) else tuple(runs)


def _end_of_word(text: str) -> int:
    """Where a long text is cut: after a whole word, or anywhere in a script that has no spaces."""
    space = text.rfind(" ", LONGEST_EXTRACT - 25, LONGEST_EXTRACT)
    return space if space > 0 else LONGEST_EXTRACT


def missed_wishes(plan: Plan, firm: int, requests: tuple[UnmetWish, ...]) -> tuple[Missed, ...]:
    """The firm's own wishes that are not met; what others asked of it stays with the organiser."""
    return tuple(
        Missed(firm_name(plan.week.firms[u.other]), asked_text(u.asked), discreet_sentence(u.reason, u.about))
        for u in requests
        if u.firm == firm
    )


def without_sentence(plan: Plan, one: Without) -> str:
    """Why the firm has no meeting, told to itself; who refused stays with the organiser."""
    if one.reason == DECLINED:
        return _("None of the meetings that were asked for could be arranged.")
    reason = discreet_sentence(one.reason, one.about)
    if one.other is None:
        return reason
    name = both_names(plan.week.firms[one.other])
    return _("A meeting with %(name)s was considered. %(reason)s") % {"name": name, "reason": reason}
