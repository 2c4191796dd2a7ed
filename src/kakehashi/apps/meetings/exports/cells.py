"""How do values get into the cells of a workbook, so that no text ever becomes a formula?"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | time | None

LONGEST_TEXT = 32767
"""Characters that a cell can hold."""

POINTS_PER_LINE = 14.5
TALLEST_ROW = 409.0
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_TITLES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
_A3, _A4 = 8, 9

_LINE = Side(style="thin", color="B3B3B3")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INK = "1A1A1A"
_FONTS = {"vi": "Segoe UI", "ja": "Yu Gothic", "ko": "Malgun Gothic"}


def add_styles(workbook: Workbook) -> None:
    """Gives the workbook the styles that `put` names; fonts fit the active language."""
    face = _FONTS.get((get_language() or "en")[:2], "Calibri")
    top = Alignment(vertical="top", wrap_text=True)
    right = Alignment(vertical="top", horizontal="right", indent=1)
    middle = Alignment(vertical="center", horizontal="center", wrap_text=True)
    plain = Font(name=face, size=10, color=_INK)
    bold = Font(name=face, size=10, color=_INK, bold=True)
    head = PatternFill("solid", start_color="E6E6E6")
    away = PatternFill("lightUp", start_color="999999", end_color="F2F2F2")
    styles = (
        NamedStyle(
            "kakehashi title",
            font=Font(name=face, size=14, bold=True, color=_INK),
            alignment=Alignment(vertical="center"),
        ),
        NamedStyle(
            "kakehashi note", font=Font(name=face, size=10, color="4D4D4D"), alignment=Alignment(vertical="center")
        ),
        NamedStyle("kakehashi head", font=bold, fill=head, border=_GRID, alignment=middle),
        NamedStyle("kakehashi name", font=bold, border=_GRID, alignment=top),
        NamedStyle("kakehashi cell", font=plain, border=_GRID, alignment=top),
        NamedStyle(
            "kakehashi away", font=Font(name=face, size=9, color="4D4D4D"), fill=away, border=_GRID, alignment=middle
        ),
        NamedStyle("kakehashi day", font=plain, border=_GRID, alignment=top, number_format="yyyy\\-mm\\-dd"),
        NamedStyle("kakehashi time", font=plain, border=_GRID, alignment=top, number_format="hh:mm"),
        NamedStyle("kakehashi number", font=plain, border=_GRID, alignment=right, number_format="#,##0"),
        NamedStyle("kakehashi decimal", font=plain, border=_GRID, alignment=right, number_format="0.00"),
        NamedStyle("kakehashi share", font=plain, border=_GRID, alignment=right, number_format="0.00%"),
    )
    for style in styles:
        workbook.add_named_style(style)


def put(sheet: Worksheet, row: int, column: int, value: Value, style: str = "") -> Cell:
    """Writes a value in a style (`title`, `note`, `head`, `name`, `cell`, `away`, `share`, ...).

    Without a style, it follows the kind of value. Text stays text, whatever it begins with.
    """
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell), "a place inside a merged range is written before it is merged"
    cell.style = f"kakehashi {style or _style_for(value)}"
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
        cell.value = text or None
        if text:
            cell.data_type = "s"  # openpyxl takes a leading = for a formula
            if text.lstrip(" \n").startswith(_FORMULA_SIGNS):
                cell.quotePrefix = True  # stays text when somebody edits the cell
    else:
        cell.value = value
    return cell


def _style_for(value: Value) -> str:
    if isinstance(value, time):
        return "time"
    if isinstance(value, date):
        return "day"
    if isinstance(value, float):
        return "decimal"
    return "number" if isinstance(value, int) else "cell"


def add_sheet(workbook: Workbook, title: str) -> Worksheet:
    """A new last sheet; its title is cut and cleaned to what spreadsheets accept, and made unique."""
    clean = title.translate(_FORBIDDEN_IN_TITLES).strip()[:31] or "Sheet"
    taken = {name.casefold() for name in workbook.sheetnames}
    unique, number = clean, 2
    while unique.casefold() in taken:
        unique, number = f"{clean[:27]} {number}", number + 1
    sheet: Worksheet = workbook.create_sheet(unique)
    return sheet


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` characters wide; a CJK character takes two."""
    return sum(max(1, math.ceil(_columns(line) / max(width - 1, 1))) for line in text.split("\n"))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def fit_row(sheet: Worksheet, row: int, widths: Sequence[float], values: Iterable[Value]) -> None:
    """Makes a row as tall as its longest text, for programs that do not do so on opening."""
    lines = max((lines_in(v, w) for v, w in zip(values, widths, strict=False) if isinstance(v, str)), default=1)
    sheet.row_dimensions[row].height = min(TALLEST_ROW, lines * POINTS_PER_LINE + 3)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Sets the widths of columns, from the first on, in characters."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


@dataclass(frozen=True, slots=True)
class Print:
    """How a sheet is printed: what stands above each page, pages side by side, rows and columns repeated."""

    header: str = ""
    pages_wide: int = 1
    rows: str | None = None
    columns: str | None = None
    large: bool = False


def set_up_print(sheet: Worksheet, how: Print) -> None:
    """Landscape, fitted to the width, with repeated titles and numbered pages; `large` is A3, else A4."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if how.large else _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = how.pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if how.rows:
        sheet.print_title_rows = how.rows
    if how.columns:
        sheet.print_title_cols = how.columns
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75  # room for the header above and the footer below
    assert sheet.oddFooter is not None
    assert sheet.oddHeader is not None
    sheet.oddHeader.left.text = how.header.replace("&", "&&")[:200] or None
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, its width in characters, the style of its cells (empty: by kind of value)."""

    heading: str
    width: float
    style: str = ""


def write_list(
    sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Value]], header: str, *, large: bool = False
) -> None:
    """Writes a list with its headings in row 1, filters, a frozen head and a print header; `large` prints on A3."""
    widths = [column.width for column in columns]
    set_widths(sheet, widths)
    headings = [column.heading for column in columns]
    for place, heading in enumerate(headings, start=1):
        put(sheet, 1, place, heading, "head")
    fit_row(sheet, 1, widths, headings)
    last = 1
    for last, values in enumerate(rows, start=2):
        for place, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
            put(sheet, last, place, value, column.style)
        fit_row(sheet, last, widths, values)
    if last == 1:
        put(sheet, 2, 1, _("None"), "note")
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.freeze_panes = "A2"
    set_up_print(sheet, Print(header, rows="1:1", large=large))
