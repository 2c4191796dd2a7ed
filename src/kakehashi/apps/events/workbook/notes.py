"""What does the first sheet of the workbook tell the person who fills it in?"""

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Border, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kakehashi.apps.events.workbook.choices import (
    ATTENDANCES,
    DEALS,
    DIRECTIONS,
    ITEMS,
    RULES,
    STRENGTHS,
    YES_NO,
    Choices,
)
from kakehashi.apps.events.workbook.layout import Style, fit_height, put_heading, put_text, set_printing
from kakehashi.apps.events.workbook.plans import EVENT, NOTES_TITLE, OFFERS_NEEDS, PARTICIPANTS, PLANS, WISHES

_NEEDED = {"Event name", "Time zone", "First day", "Last day", "Slot length (minutes)", "Who may meet", "Session"}
_LINE = Side(style="thin", color="D8D8DB")


def add_notes(workbook: Workbook, style: Style) -> Worksheet:
    """Adds the notes: how to go about it, each column, and the words of the drop-downs, which `style` then knows."""
    sheet: Worksheet = workbook.create_sheet(str(NOTES_TITLE))
    sheet.sheet_properties.tabColor = "626264"
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCD", (30, 16, 84, 52), strict=True):
        sheet.column_dimensions[letter].width = width
    title = put_text(sheet, 1, 1, _("Workbook for a week of business meetings"))
    title.font = style.font(size=16, bold=True, colour="00118F")
    sheet.row_dimensions[1].height = 30
    row = 2
    for line in _guidance():
        cell = put_text(sheet, row, 1, line)
        cell.font, cell.alignment = style.font(), Alignment(vertical="top", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.row_dimensions[row].height = 18
        row += 1
    row = _put_columns(sheet, row + 1, style)
    _put_words(sheet, row, style)
    set_printing(sheet, repeat_heading=False)
    return sheet


def _guidance() -> tuple[str, ...]:
    return (
        _("1. Fill in the sheets from left to right: the event, the participants, their offers and needs, and so on."),
        _("2. A heading with * must be filled in. An empty cell means “not known”, never 0."),
        _("3. Rows that begin with “Example:” show how it is done. They are not read; you may delete them."),
        _("4. Dates are written 2027-03-09 and times 09:30, all in the time zone of the event."),
        _("5. Side and cohort are different things: the side decides who may meet whom, a cohort is a group in it."),
        _("6. Do not rename the sheets or the headings. You may add columns of your own; they are not read."),
    )


def _put_line(sheet: Worksheet, row: int, texts: list[str], style: Style) -> None:
    for column, text in enumerate(texts, 1):
        cell = put_text(sheet, row, column, text)
        cell.font = style.font(bold=column == 1)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = Border(bottom=_LINE)
    fit_height(sheet, row, texts)


def _put_columns(sheet: Worksheet, row: int, style: Style) -> int:
    """Lists the columns of each sheet from a row on; returns the next free row."""
    for plan in PLANS:
        heads = (str(plan.title), _("Needed?"), _("What to write"), _("Example"))
        cell = put_text(sheet, row, 1, f"{plan.title}: {plan.purpose}")
        cell.font = style.font(size=13, bold=True)
        for column, text in enumerate(heads, 1):
            put_heading(sheet, row + 1, column, text, style, strong=column == 1)
        row += 2
        lines: list[list[str]] = []
        if plan is EVENT:
            for item, label in ITEMS.labels.items():
                lines.append([str(label), _("yes") if item in _NEEDED else "", str(ITEMS.details[item]), ""])
        else:
            lines = [
                [str(entry.heading), _("yes") if entry.required else "", str(entry.hint), str(entry.example)]
                for entry in plan.columns
            ]
        for line in lines:
            _put_line(sheet, row, line, style)
            row += 1
        row += 1
    return row


def _put_words(sheet: Worksheet, row: int, style: Style) -> None:
    """Lists the accepted words, to which the drop-downs refer."""
    title = str(NOTES_TITLE).replace("'", "''")
    cell = put_text(sheet, row, 1, _("Words in the lists"))
    cell.font = style.font(size=13, bold=True)
    row += 1
    places: tuple[tuple[str, Choices], ...] = (
        (f"{EVENT.title}: {EVENT.column('Item').heading}", ITEMS),
        (f"{EVENT.title}: {ITEMS.labels['Who may meet']}", RULES),
        (f"{PARTICIPANTS.title}: {PARTICIPANTS.column('Attendance').heading}", ATTENDANCES),
        (f"{PARTICIPANTS.title}: {PARTICIPANTS.column('Fictitious').heading}", YES_NO),
        (f"{OFFERS_NEEDS.title}: {OFFERS_NEEDS.column('Offer or need').heading}", DIRECTIONS),
        (f"{OFFERS_NEEDS.title}: {OFFERS_NEEDS.column('Kind of deal').heading}", DEALS),
        (f"{WISHES.title}: {WISHES.column('Wish').heading}", STRENGTHS),
    )
    for heading, choices in places:
        put_heading(sheet, row, 1, heading, style)
        style.lists[choices] = f"'{title}'!$A${row + 1}:$A${row + len(choices.labels)}"
        for code, label in choices.labels.items():
            row += 1
            detail = "" if choices is ITEMS else str(choices.details.get(code, ""))
            _put_line(sheet, row, [str(label), "", detail], style)
        row += 2
