"""What stands in the cells of a workbook file or of a folder of CSV files, as plain text?

Both kinds give the same cells: a date as 2027-03-09, a time as 09:30, a whole number without its point, a formula
error as its text (#REF!), and a formula that was never calculated as the formula itself, with its “=”.
"""

from pathlib import Path

from django.utils.translation import gettext as _

from kakehashi.apps.events.workbook.cells import RawSheet
from kakehashi.apps.events.workbook.csv_folder import read_folder
from kakehashi.apps.events.workbook.faults import Ledger
from kakehashi.apps.events.workbook.spreadsheet import read_spreadsheet


def read_source(path: Path, ledger: Ledger) -> tuple[RawSheet, ...]:
    """The sheets of an .xlsx file or a folder of CSV files; what cannot be read is noted in the ledger."""
    try:
        if path.is_dir():
            return read_folder(path, ledger)
        if not path.exists():
            ledger.fault(
                _("There is no file or folder “%(path)s”.") % {"path": path},
                _("Name an .xlsx workbook or a folder of CSV files that exists."),
            )
            return ()
        return read_spreadsheet(path, ledger)
    except OSError as error:
        ledger.fault(
            _("“%(path)s” cannot be opened: %(reason)s.") % {"path": path, "reason": error.strerror or error},
            _("Close it in other programs, and see that you may read it."),
        )
        return ()
