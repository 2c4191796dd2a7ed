"""What is this programme, how good is it, and where does each figure come from? The workbook's first sheet."""

from collections.abc import Iterator

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from kakehashi.apps.meetings.candidates import MUST, WANTED
from kakehashi.apps.meetings.exports.cells import Print, Value, add_sheet, fit_row, put, set_up_print, set_widths
from kakehashi.apps.meetings.exports.times import clock_span, day_in_full, days_between, reader_locale, zone_name
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import Asking, Summary
from kakehashi.apps.meetings.wording import status_text

Item = tuple[str, Value, str, str]
"""Name, value, where it comes from, style of the value (empty: by kind of value)."""

_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_WIDTHS = (34.0, 46.0, 14.0, 14.0, 64.0)


def write_summary(workbook: Workbook, plan: Plan, summary: Summary, header: str) -> None:
    """Adds the sheet with the event, the figures of the programme and the use of each slot."""
    sheet = add_sheet(workbook, _("Summary"))
    set_widths(sheet, _WIDTHS)
    put(sheet, 1, 1, plan.week.name_in(get_language() or "en"), "title")
    sheet.row_dimensions[1].height = 26
    row = 2
    if plan.week.fictitious:
        put(sheet, row, 1, _("Fictitious: this programme contains invented organisations and people."), "name")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        row += 1
    row = _write_items(sheet, row + 1, _("The event"), _event_items(plan))
    row = _write_items(sheet, row + 1, _("The programme"), _programme_items(summary))
    row = _write_items(sheet, row + 1, _("What was asked for"), _asking_items(summary))
    if plan.week.notices:
        row = _write_items(sheet, row + 1, _("Notes from reading the workbook"), _notice_items(plan))
    _write_slots(sheet, row + 1, plan, summary)
    set_up_print(sheet, Print(header))


def _write_items(sheet: Worksheet, row: int, heading: str, items: Iterator[Item]) -> int:
    """Writes a block of items; returns the row after it. Values and sources span the columns of the slot table."""
    for column, text in enumerate((heading, _("Value"), _("Where this comes from")), start=1):
        put(sheet, row, column, text, "head")
    _join(sheet, row, "head")
    for name, value, source, style in items:
        row += 1
        put(sheet, row, 1, name, "name")
        put(sheet, row, 2, value, style).alignment = _LEFT
        put(sheet, row, 3, source, "cell")
        _join(sheet, row, "cell")
        fit_row(sheet, row, (_WIDTHS[0], _WIDTHS[1], sum(_WIDTHS[2:])), (name, value, source))
    return row + 1


def _join(sheet: Worksheet, row: int, style: str) -> None:
    for column in (4, 5):
        put(sheet, row, column, None, style)
    sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=5)


def _event_items(plan: Plan) -> Iterator[Item]:
    week = plan.week
    entered = _("Sheet “%(sheet)s” of the workbook") % {"sheet": _("Event")}
    yield _("Event"), week.name, entered, ""
    yield _("Organiser"), week.organiser, entered, ""
    yield _("Place"), week.place, entered, ""
    yield _("Days"), days_between(week.first_day, week.last_day), entered, ""
    zone = zone_name(week.time_zone, week.slots[0].start) if week.slots else week.time_zone
    yield _("Time zone of all times"), f"{zone}, {week.time_zone}", entered, ""
    yield (
        _("Meeting slots"),
        len(week.slots),
        _("Sessions and breaks cut into slots of %(minutes)s minutes") % {"minutes": week.slot_minutes},
        "",
    )
    yield _("Tables"), len(week.tables), _("Sheet “%(sheet)s” of the workbook") % {"sheet": _("Tables")}, ""
    people = _("Sheet “%(sheet)s” of the workbook") % {"sheet": _("Interpreters")}
    yield _("Interpreters"), len(week.interpreters), people, ""


def _programme_items(summary: Summary) -> Iterator[Item]:
    counted = _("Counted in this programme")
    yield (
        _("Status"),
        status_text(summary.status),
        _("Found by the scheduler and checked by an independent verifier"),
        "",
    )
    yield _("Meetings"), summary.meetings, counted, ""
    yield (
        _("Meetings considered"),
        summary.candidates,
        _("Wishes that nobody refused, and the best suggestions of the match"),
        "",
    )
    yield _("Participants"), summary.firms, counted, ""
    yield _("Participants with a meeting"), summary.firms_meeting, counted, ""
    yield _("Participants without a meeting"), len(summary.participants_without), counted, ""
    worth = _(
        "Sum of the worth of all meetings: the match score of up to 1,000, plus %(want)s for each side that wants "
        "the meeting or %(must)s for each that names it a must"
    ) % {"want": _number(WANTED), "must": _number(MUST)}
    yield _("Score"), summary.score, worth, ""
    yield (
        _("Proven upper bound"),
        summary.bound,
        _(
            "Proven by the scheduler: no programme that reaches as much of what comes first (musts, a meeting for "
            "everyone, least numbers) has a higher score"
        ),
        "",
    )
    yield _("Gap"), summary.gap, _("Distance of the score from the bound, as a share of the bound"), "share"
    yield from _placing_items(summary)
    yield _("Seed"), summary.seed, _("The same workbook and the same seed give the same programme"), "cell"


def _placing_items(summary: Summary) -> Iterator[Item]:
    breaks = _("Runs of empty slots between two meetings of a participant on one day")
    yield _("Breaks of all participants"), summary.breaks_total, breaks, ""
    yield (
        _("Breaks per participant"),
        summary.breaks_per_participant,
        _("Mean over the participants with a meeting"),
        "",
    )
    yield (
        _("Ways to another hall"),
        summary.hall_changes,
        _("Participants and interpreters whose next meeting of the day is in another hall"),
        "",
    )
    yield (
        _("Changes of interpreter"),
        summary.interpreter_changes,
        _("Participants whose next interpreted meeting of the day has another interpreter"),
        "",
    )


def _asking_items(summary: Summary) -> Iterator[Item]:
    names = {
        "must": _("Meetings asked for as a must"),
        "want": _("Meetings wanted"),
        "": _("Meetings suggested by the match"),
    }
    for asking in summary.asked:
        yield names[asking.asked], _held_text(asking), _("Pairs of organisations; by the stronger wish of the two"), ""


def _held_text(asking: Asking) -> str:
    return _("%(held)s held of %(pairs)s") % {"held": _number(asking.held), "pairs": _number(asking.pairs)}


def _notice_items(plan: Plan) -> Iterator[Item]:
    for number, notice in enumerate(plan.week.notices, start=1):
        yield _("Note %(number)s") % {"number": number}, notice, "", ""


def _number(value: int) -> str:
    return format_decimal(value, locale=reader_locale())


def _write_slots(sheet: Worksheet, row: int, plan: Plan, summary: Summary) -> None:
    """Writes how full each slot is."""
    headings = (
        _("Use of each slot"),
        _("Time"),
        _("Tables taken"),
        _("Tables available"),
        _("Interpreters at work, of those on duty"),
    )
    for column, heading in enumerate(headings, start=1):
        put(sheet, row, column, heading, "head")
    fit_row(sheet, row, _WIDTHS, headings)
    for use in summary.slots:
        row += 1
        slot = plan.week.slots[use.slot]
        put(sheet, row, 1, day_in_full(slot.start.date()), "name")
        put(sheet, row, 2, clock_span(slot.start, slot.end), "cell")
        put(sheet, row, 3, use.meetings)
        put(sheet, row, 4, use.tables)
        work = {"held": _number(use.interpreters_at_work), "pairs": _number(use.interpreters)}
        put(sheet, row, 5, _("%(held)s of %(pairs)s") % work, "cell")
