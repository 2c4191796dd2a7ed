"""How much of a sheet is read, and what is said about a sheet that holds more?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kakehashi.apps.events.workbook.faults import Ledger

MOST_ROWS = 20_000
"""Rows of one sheet beneath its heading."""
MOST_COLUMNS = 60
"""Columns of one sheet that may hold something."""
MOST_TEXT = 10_000
"""Characters of one cell."""
MOST_FILE = 100 * 2**20
"""Bytes of a workbook file, or of all CSV files of a folder."""
MOST_SHEET = 32 * 2**20
"""Bytes of one sheet's XML, or of one CSV file."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet: `title` as the file names it; `rows` are those that hold something, with their number from 1."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def note_too_many_rows(ledger: Ledger, sheet: str, row: int) -> None:
    """Notes that a sheet goes on below the last row that is read."""
    ledger.fault(
        _("The sheet has more than %(most)s rows.") % {"most": MOST_ROWS},
        _("Keep at most %(most)s rows; delete what does not belong to this event.") % {"most": MOST_ROWS},
        sheet=sheet,
        row=row,
    )


def note_too_large(ledger: Ledger, sheet: str, size: int, most: int, row: int | None = None) -> None:
    """Notes that a sheet or a file is too large to be a list that people wrote; `row` is the first empty one."""
    cure = _("Copy the rows that hold something into a new template; at most %(most)s MB are read.")
    if row is not None:
        cure = _("Delete row %(row)s and all below it, or copy the rows above it into a new template.")
    ledger.fault(
        _("It holds %(size)s MB, far more than a list of firms: most of it is probably empty rows with a format.")
        % {"size": max(1, round(size / 2**20))},
        cure % {"most": most // 2**20, "row": row},
        sheet=sheet,
        row=row,
    )
