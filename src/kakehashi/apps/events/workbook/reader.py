"""What week does a workbook describe, or else what is wrong in it?"""

from pathlib import Path

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.workbook.event import read_event
from kakehashi.apps.events.workbook.faults import Ledger
from kakehashi.apps.events.workbook.listings import read_listings, read_wishes
from kakehashi.apps.events.workbook.participants import read_participants
from kakehashi.apps.events.workbook.resources import read_interpreters, read_tables
from kakehashi.apps.events.workbook.source import read_source
from kakehashi.apps.events.workbook.table import find_sheets


def read_week(path: Path) -> Week:
    """The week in an .xlsx workbook or in a folder of CSV files, which give the same week.

    Raises `WorkbookFaults` with every fault of the file, in the language that is active. Nothing is written.
    """
    ledger = Ledger()
    raw = read_source(Path(path), ledger)
    if not raw:
        ledger.stop()
    sheets = find_sheets(raw, ledger)
    frame = read_event(sheets["event"])
    register = read_participants(sheets["participants"], frame)
    listings = tuple(read_listings(sheets["offers_needs"], register, frame))
    wishes = tuple(read_wishes(sheets["wishes"], register, frame))
    tables = tuple(read_tables(sheets["tables"], frame))
    interpreters = tuple(read_interpreters(sheets["interpreters"], frame))
    ledger.stop()
    return Week(
        name=frame.name,
        names=frame.names,
        organiser=frame.organiser,
        place=frame.place,
        time_zone=frame.time_zone,
        first_day=frame.first_day,
        last_day=frame.last_day,
        slot_minutes=frame.slot_minutes,
        gap_minutes=frame.gap_minutes,
        way_minutes=frame.way_minutes,
        between_sides=bool(frame.between_sides),
        sessions=frame.sessions,
        breaks=frame.breaks,
        slots=frame.slots,
        firms=tuple(register.firms),
        listings=listings,
        wishes=wishes,
        tables=tables,
        interpreters=interpreters,
        notices=tuple(ledger.notices),
    )
