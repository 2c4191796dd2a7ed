"""Which tables and interpreters are there, and when?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kakehashi.apps.events.folding import fold_name
from kakehashi.apps.events.week import InterpreterRow, TableRow
from kakehashi.apps.events.workbook.availability import read_available
from kakehashi.apps.events.workbook.event import Frame
from kakehashi.apps.events.workbook.faults import quote
from kakehashi.apps.events.workbook.table import Row, Sheet
from kakehashi.apps.events.workbook.values import count_reader, read_pairs

_NAME = 300


def read_tables(sheet: Sheet, frame: Frame) -> Iterator[TableRow]:
    """The tables of the sheet; every fault goes to its ledger."""
    seen: dict[str, int] = {}
    for row in sheet.rows:
        table = TableRow(
            row.number, row.text("Hall", _NAME), row.required("Table", _NAME), read_available(row, frame, "", "")
        )
        if table.table and _is_new(
            row, "Table", table.key, fold_name(table.hall) + "\n" + fold_name(table.table), seen
        ):
            yield table
    if sheet.headings and not sheet.rows:
        sheet.fault(
            _("No table is listed, so no meeting can be held."),
            _("Write one row for each table or video room; rows that begin with “Example:” are not read."),
        )


def read_interpreters(sheet: Sheet, frame: Frame) -> Iterator[InterpreterRow]:
    """The interpreters of the sheet; every fault goes to its ledger."""
    seen: dict[str, int] = {}
    for row in sheet.rows:
        person = InterpreterRow(
            row.number,
            row.required("Name", _NAME),
            row.read("Language pairs", read_pairs, required=True) or frozenset(),
            read_available(row, frame, "From", "Until"),
            row.read("Longest run", count_reader(1, 100)),
        )
        if person.name and _is_new(row, "Name", person.name, fold_name(person.name), seen):
            yield person


def _is_new(row: Row, column: str, name: str, key: str, seen: dict[str, int]) -> bool:
    if key not in seen:
        seen[key] = row.number
        return True
    row.fault(
        column,
        _("“%(name)s” stands here a second time, after row %(row)s.") % {"name": quote(name), "row": seen[key]},
        _("Keep one of the two rows, or give them different names."),
    )
    return False
