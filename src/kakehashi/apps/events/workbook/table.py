"""Which sheet of the file is which, where is its heading row, and what stands in each row beneath?"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.apps.events.folding import clean_text, fold_label, fold_name
from kakehashi.apps.events.workbook.cells import MOST_TEXT, RawSheet
from kakehashi.apps.events.workbook.choices import Choices
from kakehashi.apps.events.workbook.columns import Plan
from kakehashi.apps.events.workbook.faults import Ledger, Unreadable, quote
from kakehashi.apps.events.workbook.plans import PLANS
from kakehashi.apps.events.workbook.spellings import example_marks, heading_spellings, sheet_spellings
from kakehashi.apps.events.workbook.values import choice_reader

Value = TypeVar("Value")

_HEADING_WITHIN = 10
"""Rows from the top among which the heading row is looked for."""
_ERROR = re.compile(
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA)"
)


@dataclass(frozen=True)
class Heading:
    """A known column as it stands in the file: its place from 0 and its heading there."""

    place: int
    text: str

    @property
    def letter(self) -> str:
        """The column's letter in a spreadsheet program."""
        letters, number = "", self.place + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True)
class Row:
    """One row of a sheet; its cells are clean, and None where a fault has been noted already."""

    sheet: "Sheet"
    number: int
    cells: Mapping[str, str | None]

    def fault(self, column: str, problem: str, cure: str) -> None:
        """Notes a fault in one of the row's cells."""
        self.sheet.fault(problem, cure, row=self.number, column=column)

    def notice(self, sentence: str) -> None:
        """Notes something about the row that the officer should know."""
        self.sheet.ledger.notice(
            sentence, _("sheet “%(sheet)s”, row %(row)s") % {"sheet": self.sheet.title, "row": self.number}
        )

    def text(self, column: str, most: int = MOST_TEXT) -> str:
        """The text of a cell; empty where there is none or a fault was noted."""
        text = self.cells.get(column) or ""
        if len(text) > most:
            problem = _("The text has %(length)s characters; at most %(most)s fit here.")
            self.fault(column, problem % {"length": len(text), "most": most}, _("Shorten the text."))
            return ""
        return text

    def required(self, column: str, most: int = MOST_TEXT) -> str:
        """The text of a cell that must not be empty; empty where a fault was noted."""
        if column not in self.sheet.headings:
            return ""  # that the whole column is missing has been noted
        if self.cells.get(column, "") == "":
            hint = str(self.sheet.plan.column(column).hint)
            self.fault(column, _("The cell is empty."), _("Fill it in: %(hint)s") % {"hint": hint})
            return ""
        return self.text(column, most)

    def read(self, column: str, reader: Callable[[str], Value], *, required: bool = False) -> Value | None:
        """The value of a cell; None where it is empty or a fault was noted."""
        text = self.required(column) if required else self.text(column)
        if not text:
            return None
        try:
            return reader(text)
        except Unreadable as unreadable:
            self.fault(column, unreadable.problem, unreadable.cure)
            return None

    def choose(self, column: str, choices: Choices, *, required: bool = False) -> str | None:
        """The code of a cell that holds one of the accepted words; None where empty or a fault was noted."""
        return self.read(column, choice_reader(choices, get_language() or "en"), required=required)


@dataclass
class Sheet:
    """One of the six sheets as it stands in the file; without rows where it is missing."""

    plan: Plan
    ledger: Ledger
    title: str
    headings: Mapping[str, Heading] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def fault(self, problem: str, cure: str, *, row: int | None = None, column: str = "") -> None:
        """Notes a fault of the sheet, or of a cell in it."""
        heading = self.headings.get(column)
        name = heading.text if heading else str(self.plan.column(column).heading) if column else ""
        letter = heading.letter if heading else ""
        self.ledger.fault(problem, cure, sheet=self.title, row=row, column=name, letter=letter)


def find_sheets(raw: tuple[RawSheet, ...], ledger: Ledger) -> Mapping[str, Sheet]:
    """The six sheets by key; faults for those that are missing or there twice."""
    found: dict[str, RawSheet] = {}
    for sheet in raw:
        key = sheet_key(sheet.title)
        if key is None:
            continue
        if key in found:
            ledger.fault(
                _("“%(one)s” and “%(other)s” are the same sheet.") % {"one": found[key].title, "other": sheet.title},
                _("Keep one of them and put all rows into it."),
                sheet=sheet.title,
            )
        found.setdefault(key, sheet)
    sheets = {}
    ledger.order = [found[plan.key].title if plan.key in found else str(plan.title) for plan in PLANS]
    for plan in PLANS:
        if plan.key in found:
            sheets[plan.key] = _read_sheet(plan, found[plan.key], ledger)
            continue
        sheets[plan.key] = Sheet(plan, ledger, str(plan.title))
        ledger.fault(
            _("The sheet is missing."),
            _("Add the sheet “%(sheet)s” (file %(file)s) with its heading row: %(headings)s.")
            % {
                "sheet": str(plan.title),
                "file": f"{plan.key}.csv",
                "headings": ", ".join(str(column.heading) for column in plan.columns if column.required),
            },
            sheet=str(plan.title),
        )
    return sheets


def find_heading(raw: RawSheet, plan_key: str) -> tuple[int, tuple[str, ...]] | None:
    """The row near the top in which most headings of a sheet are known; None where none is."""
    known = heading_spellings(plan_key)

    def count_known(row: tuple[int, tuple[str, ...]]) -> int:
        return len({known[fold_label(cell)] for cell in row[1] if fold_label(cell) in known})

    head = max((row for row in raw.rows if row[0] <= _HEADING_WITHIN), key=count_known, default=None)
    return head if head is not None and count_known(head) else None


def sheet_key(title: str) -> str | None:
    """The key of the sheet that a title, or a file name, stands for."""
    return sheet_spellings().get(fold_label(title.removesuffix(".csv").removesuffix(".tsv")))


def _read_sheet(plan: Plan, raw: RawSheet, ledger: Ledger) -> Sheet:
    known = heading_spellings(plan.key)
    sheet = Sheet(plan, ledger, raw.title)

    head = find_heading(raw, plan.key)
    if head is None:
        if not any(fault.sheet == raw.title for fault in ledger.faults):
            sheet.fault(
                _("There is no heading row."),
                _("Write the headings in row 1: %(headings)s.")
                % {"headings": ", ".join(str(column.heading) for column in plan.columns)},
                row=1,
            )
        return sheet
    sheet.headings = dict(_read_headings(sheet, head, known))
    for column in plan.columns:
        if column.required and column.key not in sheet.headings:
            sheet.fault(
                _("The column “%(heading)s” is missing.") % {"heading": str(column.heading)},
                _("Add a column with this heading: %(hint)s") % {"hint": str(column.hint)},
                row=head[0],
                column=column.key,
            )
    sheet.rows = tuple(_read_rows(sheet, [row for row in raw.rows if row[0] > head[0]]))
    return sheet


def _read_headings(
    sheet: Sheet, head: tuple[int, tuple[str, ...]], known: Mapping[str, str]
) -> Iterator[tuple[str, Heading]]:
    seen: dict[str, Heading] = {}
    for place, cell in enumerate(head[1]):
        key = known.get(fold_label(cell))
        heading = Heading(place, quote(cell).removesuffix("*").strip())
        if key is None:
            if cell:
                sentence = _("The column %(letter)s “%(heading)s” is not one of the template and was not read.")
                sheet.ledger.notice(
                    sentence % {"letter": heading.letter, "heading": heading.text},
                    _("sheet “%(sheet)s”") % {"sheet": sheet.title},
                )
        elif key in seen:
            sheet.ledger.fault(
                _("The columns %(one)s and %(other)s have the same heading.")
                % {"one": seen[key].letter, "other": heading.letter},
                _("Keep one of them."),
                sheet=sheet.title,
                row=head[0],
                column=heading.text,
                letter=heading.letter,
            )
        else:
            seen[key] = heading
            yield key, heading


def _read_rows(sheet: Sheet, rows: list[tuple[int, tuple[str, ...]]]) -> Iterator[Row]:
    wanted = [column.key for column in sheet.plan.columns if column.key in sheet.headings and not column.ignored]
    for number, raw in rows:
        first = next((fold_name(cell) for cell in raw if cell), "")
        if first.startswith(example_marks()):
            continue
        texts = {key: clean_text(raw[place]) for key in wanted if (place := sheet.headings[key].place) < len(raw)}
        if any(texts.values()):
            yield Row(sheet, number, {key: _check(sheet, number, key, text) for key, text in texts.items()})


def _check(sheet: Sheet, number: int, column: str, text: str) -> str | None:
    """The text of a cell, or None with a fault where a spreadsheet would take it for a formula or cannot show it."""
    if text.startswith(("=", "＝")):
        problem = _("The cell begins with “=”, like a formula: “%(text)s”.") % {"text": quote(text)}
        cure = _("Write the value itself, without “=” in front of it.")
    elif _ERROR.fullmatch(text):
        problem = _("The formula in this cell failed: %(error)s.") % {"error": text}
        cure = _("Write the value itself in place of the formula.")
    elif any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        problem = _("The cell holds a control character that cannot be seen: “%(text)s”.") % {"text": quote(text)}
        cure = _("Delete the text and type it anew.")
    else:
        return text
    sheet.fault(problem, cure, row=number, column=column)
    return None
