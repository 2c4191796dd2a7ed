"""Who, which table and which interpreter is where in each slot? The three grids of the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kakehashi.apps.events.week import Firm, Week
from kakehashi.apps.meetings.exports.cells import Print, Value, add_sheet, fit_row, put, set_up_print, set_widths
from kakehashi.apps.meetings.exports.times import clock_span, day_in_full, zone_name
from kakehashi.apps.meetings.exports.words import marked_name, spoken_text, table_text
from kakehashi.apps.meetings.planning import Plan
from kakehashi.engines.scheduling import Meeting

NAME_WIDTH = 24.0
SLOT_WIDTH = 20.0
_FIRST_ROW = 5
"""Row of the first participant, table or interpreter: below title, note, days and times."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid: what stands left of the slots, the slots it is free in, and its meetings by slot."""

    lead: tuple[Value, ...]
    available: frozenset[int]
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: its titles, the columns left of the slots with their widths, its rows, the word for a closed slot."""

    title: str
    lead: tuple[tuple[str, float], ...]
    lines: Sequence[Line]
    closed: str


def write_grids(workbook: Workbook, plan: Plan, header: str) -> None:
    """Adds the grids by participant, by table and by interpreter."""
    for grid in (_by_participant(plan), _by_table(plan), _by_interpreter(plan)):
        _write(add_sheet(workbook, grid.title), plan.week, grid, header)


def _by_slot(plan: Plan, mine: Callable[[Meeting], bool], text: Callable[[Meeting], str]) -> dict[int, str]:
    return {m.slot: text(m) for m in plan.schedule.meetings if mine(m)}


def _two_names(plan: Plan, meeting: Meeting) -> list[str]:
    return [marked_name(plan.week.firms[place]) for place in plan.pair_of(meeting)]


def _name_lines(firm: Firm) -> str:
    """The name and, where it differs, its form in Latin letters below."""
    return "\n".join(dict.fromkeys(name for name in (marked_name(firm), firm.latin) if name))


def _help(plan: Plan, meeting: Meeting) -> list[str]:
    """The languages of a meeting and, where needed, who interprets."""
    lines = [spoken_text(plan, meeting)]
    if meeting.interpreter is not None:
        lines.append(_("Interpreter: %(name)s") % {"name": plan.week.interpreters[meeting.interpreter].name})
    return [line for line in lines if line]


def _by_participant(plan: Plan) -> Grid:
    week = plan.week

    def text(meeting: Meeting, firm: int) -> str:
        other = marked_name(week.firms[plan.other_of(meeting, firm)])
        return "\n".join([other, table_text(week.tables[meeting.table]), *_help(plan, meeting)])

    lines = []
    for place, firm in enumerate(week.firms):
        cells = {m.slot: text(m, place) for m in plan.meetings_of(place)}
        lines.append(Line((_name_lines(firm), firm.side, len(cells)), firm.available, cells))
    lead = ((_("Participant"), 30.0), (_("Side"), 11.0), (_("Meetings"), 10.0))
    return Grid(_("By participant"), lead, lines, pgettext("a participant in a slot", "away"))


def _by_table(plan: Plan) -> Grid:
    lines = []
    for place, table in enumerate(plan.week.tables):
        cells = _by_slot(
            plan,
            lambda m, place=place: m.table == place,  # type: ignore[misc]
            lambda m: "\n".join([*_two_names(plan, m), *_help(plan, m)]),
        )
        lines.append(Line((table.hall, table.table, len(cells)), table.available, cells))
    lead = ((_("Hall"), 18.0), (_("Table"), 10.0), (_("Meetings"), 10.0))
    return Grid(_("By table"), lead, lines, pgettext("a table in a slot", "closed"))


def _by_interpreter(plan: Plan) -> Grid:
    lines = []
    for place, person in enumerate(plan.week.interpreters):
        cells = _by_slot(
            plan,
            lambda m, place=place: m.interpreter == place,  # type: ignore[misc]
            lambda m: "\n".join([*_two_names(plan, m), table_text(plan.week.tables[m.table]), spoken_text(plan, m)]),
        )
        lines.append(Line((person.name, len(cells)), person.available, cells))
    lead = ((_("Interpreter"), NAME_WIDTH), (_("Meetings"), 10.0))
    return Grid(_("By interpreter"), lead, lines, pgettext("an interpreter in a slot", "off duty"))


def _write(sheet: Worksheet, week: Week, grid: Grid, header: str) -> None:
    width = len(grid.lead)
    widths = [w for _heading, w in grid.lead] + [SLOT_WIDTH] * len(week.slots)
    set_widths(sheet, widths)
    _write_head(sheet, week, grid)
    for row, line in enumerate(grid.lines, start=_FIRST_ROW):
        for column, value in enumerate(line.lead, start=1):
            put(sheet, row, column, value, "name" if column == 1 else "")
        for slot in range(len(week.slots)):
            free = slot in line.available or slot in line.cells
            put(sheet, row, width + slot + 1, line.cells.get(slot) if free else grid.closed, "cell" if free else "away")
        texts = [*line.lead, *(line.cells.get(slot) for slot in range(len(week.slots)))]
        fit_row(sheet, row, widths, texts)
    frozen = 2 if grid.lead[0][1] < NAME_WIDTH else 1  # more would leave no room for slots on a small screen
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{_FIRST_ROW}"
    days = len({slot.day for slot in week.slots})
    titles = f"A:{get_column_letter(width)}"
    rows = f"3:{_FIRST_ROW - 1}"
    set_up_print(sheet, Print(header, pages_wide=max(1, days), rows=rows, columns=titles, large=True))


def _write_head(sheet: Worksheet, week: Week, grid: Grid) -> None:
    """Title, note, and two rows of headings: each day over its slots, then the times."""
    width = len(grid.lead)
    put(sheet, 1, 1, grid.title, "title")
    sheet.row_dimensions[1].height = 24
    zone = zone_name(week.time_zone, week.slots[0].start) if week.slots else week.time_zone
    note = _("All times: %(zone)s. Hatched and “%(closed)s”: not available.") % {"zone": zone, "closed": grid.closed}
    if week.fictitious:
        note = _("Contains invented organisations and people, marked as fictitious.") + " " + note
    put(sheet, 2, 1, note, "note")
    for column, (heading, _width) in enumerate(grid.lead, start=1):
        put(sheet, 3, column, heading, "head")
        put(sheet, 4, column, None, "head")
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    for _day, group in groupby(enumerate(week.slots), key=lambda item: item[1].day):
        slots = list(group)
        first, last = width + slots[0][0] + 1, width + slots[-1][0] + 1
        for place, slot in slots:
            put(sheet, 3, width + place + 1, day_in_full(slot.start.date()) if place == slots[0][0] else None, "head")
            number = _("%(number)s. %(time)s") % {"number": place + 1, "time": clock_span(slot.start, slot.end)}
            put(sheet, 4, width + place + 1, number, "head")
        if last > first:
            sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=last)
    sheet.row_dimensions[3].height = sheet.row_dimensions[4].height = 20
