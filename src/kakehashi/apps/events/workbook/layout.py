"""How does a workbook look that a person fills in: headings, colours, widths, drop-downs, and cells that stay text?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from unicodedata import east_asian_width

from django.utils.translation import gettext as _
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kakehashi.apps.events.workbook.choices import RULES, Choices
from kakehashi.apps.events.workbook.columns import Column, Plan
from kakehashi.apps.events.workbook.plans import PLANS

MOST_CELL = 32_767
"""Characters that a cell of an Excel workbook holds."""
_FILLED_ROWS = 2_000
_FONTS = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "vi": "Arial", "en": "Arial"}
_PAGE_WIDTH = 300
_LINE_HEIGHT, _MOST_LINES = 15.0, 12
_NAVY, _BLUE, _PALE, _GREY = "00118F", "E8F1FE", "F8F8FB", "626264"
_LINE = Side(style="thin", color="B3B3B3")
_TOP, _BELOW, _SHADE = (
    Alignment(vertical="top", wrap_text=True),
    Border(bottom=_LINE),
    PatternFill("solid", fgColor=_PALE),
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Style:
    """The fonts and fills of one workbook; `lists` says where the words of each drop-down stand."""

    language: str
    lists: dict[Choices, str] = field(default_factory=dict)

    def font(self, *, size: int = 11, bold: bool = False, italic: bool = False, colour: str = "1A1A1C") -> Font:
        """A font that has the letters of the workbook's language."""
        return Font(name=_FONTS[self.language], size=size, bold=bold, italic=italic, color=colour)


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Writes a text that no spreadsheet program takes for a formula, a number or a date; rows and columns from 1."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if not text:
        return cell
    cell.value = _UNPRINTABLE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")):
        cell.quotePrefix = True
    return cell


def add_sheet(workbook: Workbook, plan: Plan, style: Style, tab: str = _NAVY) -> Worksheet:
    """A sheet with its heading row, column widths and print set-up; no rows yet."""
    sheet: Worksheet = workbook.create_sheet(str(plan.title))
    sheet.sheet_properties.tabColor = tab
    for place, column in enumerate(plan.columns, 1):
        text = f"{column.heading} *" if column.required else str(column.heading)
        put_heading(sheet, 1, place, text, style, column.required)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width
        dimension.number_format = "@"
        dimension.font = style.font()
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = None if plan.key == "event" else f"A1:{get_column_letter(len(plan.columns))}1"
    set_printing(sheet, repeat_heading=True)
    if sum(column.width for column in plan.columns) > _PAGE_WIDTH:
        sheet.page_setup.fitToWidth = 2
        sheet.print_title_cols = "A:A"
    return sheet


def put_heading(sheet: Worksheet, row: int, column: int, text: str, style: Style, strong: bool = True) -> None:
    """Writes a heading: white on blue where it must be filled in, blue on pale where it may stay empty."""
    cell = put_text(sheet, row, column, text)
    cell.font = style.font(bold=True, colour="FFFFFF" if strong else _NAVY)
    cell.fill = PatternFill("solid", fgColor=_NAVY if strong else _BLUE)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.border = Border(bottom=_LINE, right=_LINE)


def put_row(sheet: Worksheet, row: int, texts: list[str], style: Style, *, example: bool = False) -> None:
    """Writes a row of texts; an example stands in grey italics."""
    font = style.font(italic=True, colour=_GREY) if example else style.font()
    for column, text in enumerate(texts, 1):
        cell = put_text(sheet, row, column, text)
        cell.number_format = "@"
        cell.font, cell.alignment, cell.border = font, _TOP, _BELOW
        if example:
            cell.fill = _SHADE
    fit_height(sheet, row, texts)


def fit_height(sheet: Worksheet, row: int, texts: list[str]) -> None:
    """Makes a row as high as its longest text needs; not every spreadsheet program does so when it opens a file."""
    lines = 1
    for column, text in enumerate(texts, 1):
        room = max(1.0, sheet.column_dimensions[get_column_letter(column)].width * 1.1)
        for line in text.split("\n"):
            cells = sum(2 if east_asian_width(c) in "WF" else 1 for c in line[:1_000])
            lines = max(lines, ceil(cells / room) + text.count("\n"))
    if lines > 1:
        sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)


def set_printing(sheet: Worksheet, *, repeat_heading: bool) -> None:
    """Prints across the page, on one page's width, with row 1 on each page where it is a heading row."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    if repeat_heading:
        sheet.print_title_rows = "1:1"


def add_prompts(sheet: Worksheet, plan: Plan, style: Style, firms: str, rule_row: int | None = None) -> None:
    """Gives each column its hint beside the cell, and its drop-down: accepted words, or the firms of the range.

    In `rule_row` of the event sheet the value says who may meet, and has a drop-down of its own.
    """
    last = _FILLED_ROWS + 1
    for place, column in enumerate(plan.columns, 1):
        if column.ignored:
            continue
        letter = get_column_letter(place)
        check = _prompt(column, style, firms)
        if column.key == "Value" and rule_row is not None:
            check.add(f"{letter}2:{letter}{rule_row - 1}")
            check.add(f"{letter}{rule_row + 1}:{letter}{last}")
            rule = _prompt(replace(column, choices=RULES), style, firms)
            rule.add(f"{letter}{rule_row}")
            sheet.add_data_validation(rule)
        else:
            check.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(check)


def _prompt(column: Column, style: Style, firms: str) -> DataValidation:
    check = DataValidation(allow_blank=True, showInputMessage=True)
    check.promptTitle, check.prompt = str(column.heading)[:32], str(column.hint)[:255]
    if column.choices or column.firms:
        check.type = "list"
        check.formula1 = style.lists[column.choices] if column.choices else firms
        check.showErrorMessage = True
        check.errorStyle = "stop" if column.choices else "warning"
        check.errorTitle = str(column.heading)[:32]
        check.error = (
            _("Please choose a word from the list.")
            if column.choices
            else _("This organisation is not in the sheet of participants.")
        )[:255]
    return check


def firm_range(titles: Mapping[str, str], first_row: int) -> str:
    """The cells that hold the names of the firms, as a drop-down refers to them."""
    title = titles["participants"].replace("'", "''")
    return f"'{title}'!$A${first_row}:$A${_FILLED_ROWS + 1}"


def sheet_titles() -> Mapping[str, str]:
    """The sheets' names in the active language."""
    return {plan.key: str(plan.title) for plan in PLANS}
