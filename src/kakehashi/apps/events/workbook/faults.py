"""What is wrong in a workbook, where, and what is to be written instead?"""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

_QUOTED = 60
"""Characters of a cell that a message repeats."""


_FILE = re.compile(r".+\.[A-Za-z]{3,4}")
"""A CSV file, or the workbook as a whole, which stands in the place of a sheet and is none."""


class Unreadable(ValueError):
    """A value cannot be read: `problem` and `cure` are whole sentences in the reader's language."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must be corrected before the workbook can be used.

    `sheet` is the sheet's (or CSV file's) own name, `row` counts from 1, `column` is the heading as it stands in
    the file, and `letter` the column's letter in a spreadsheet program; each is empty where it does not apply.
    """

    sheet: str
    row: int | None
    column: str
    problem: str
    cure: str
    letter: str = ""

    @property
    def place(self) -> str:
        """Where the fault is, in words: sheet, row and column."""
        parts = []
        if _FILE.fullmatch(self.sheet):
            parts.append(self.sheet)
        elif self.sheet:
            parts.append(_("sheet “%(sheet)s”") % {"sheet": self.sheet})
        if self.row is not None:
            parts.append(_("row %(row)s") % {"row": self.row})
        if self.column and self.letter:
            parts.append(_("column %(letter)s “%(heading)s”") % {"letter": self.letter, "heading": self.column})
        elif self.column or self.letter:
            parts.append(_("column “%(heading)s”") % {"heading": self.column or self.letter})
        return ", ".join(parts)

    def __str__(self) -> str:
        sentence = f"{self.problem} {self.cure}"
        return f"{self.place}: {sentence}" if self.place else sentence


class WorkbookFaults(Exception):
    """The workbook cannot be used; `faults` names everything that is wrong in it, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class Ledger:
    """Collects the faults, and the notices that stop nothing, while a workbook is read.

    `order` holds the names of the sheets in the order in which their faults are told.
    """

    order: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fault(
        self, problem: str, cure: str, *, sheet: str = "", row: int | None = None, column: str = "", letter: str = ""
    ) -> None:
        """Notes a fault, once."""
        fault = Fault(sheet, row, column, problem, cure, letter)
        if fault not in self.faults[-50:]:
            self.faults.append(fault)

    def notice(self, sentence: str, place: str = "") -> None:
        """Notes something that the officer should know, once."""
        sentence = f"{place}: {sentence}" if place else sentence
        if sentence not in self.notices:
            self.notices.append(sentence)

    def stop(self) -> None:
        """Raises `WorkbookFaults` if any fault was noted: the whole file's first, then by sheet, row and column."""
        if self.faults:
            places = {sheet: place for place, sheet in enumerate(self.order)}

            def place(fault: Fault) -> tuple[int, int, int, str]:
                return places.get(fault.sheet, -1), fault.row or 0, len(fault.letter), fault.letter

            raise WorkbookFaults(tuple(sorted(self.faults, key=place)))


def quote(text: str) -> str:
    """A cell's text as a message may repeat it: one line, no control characters, cut when it is long."""
    line = " ".join(text.split())
    line = "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
