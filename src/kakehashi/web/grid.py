"""What stands in each cell of a programme, row by participant, table or interpreter, column by slot?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from django.urls import reverse

from kakehashi.apps.events.models import Event, Interpreter, Participant, Slot, Table
from kakehashi.apps.meetings.queries import HeldMeeting
from kakehashi.web import localised
from kakehashi.web.naming import ShownName, language_of, row_name, short_name, short_person

Row = Participant | Table | Interpreter


@dataclass(frozen=True, slots=True)
class Column:
    """A slot as the head row shows it."""

    slot: Slot
    starts: str
    ends: str
    now: bool


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A firm in a cell: its short name and the address of its page."""

    name: ShownName
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of a row: a meeting, nothing, or not available. `firms` are those the row itself does not name."""

    state: Literal["meeting", "free", "away"]
    column: Column
    firms: tuple[LinkedName, ...] = ()
    table: str = ""
    hall: str = ""
    interpreter: str = ""
    languages: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: who or what it is about, and its cells; `held` counts the meetings."""

    name: ShownName
    note: str
    address: str
    cells: tuple[Cell, ...]
    held: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A programme of one day: sessions as (name, number of slots), slots and rows."""

    sessions: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


class GridMaker:
    """Makes the grids of one event and day; names and addresses of firms are made once for all their cells."""

    def __init__(self, event: Event, slots: Iterable[Slot], meetings: Sequence[HeldMeeting], now: datetime) -> None:
        zone = ZoneInfo(event.time_zone)
        self._event, self._reader = event, localised.reader_language()
        self._columns = tuple(
            Column(
                slot,
                localised.clock(slot.starts_at, zone),
                localised.clock(slot.ends_at, zone),
                slot.starts_at <= now < slot.ends_at,
            )
            for slot in slots
        )
        self._meetings = meetings
        self._links: dict[int, LinkedName] = {}

    def by_participant(self, participants: Iterable[Participant]) -> Grid:
        """A row for each participant; a cell names the firm it meets."""
        held = {(who.id, m.slot.id): m for m in self._meetings for who in (m.first, m.second)}
        return self._grid(
            self._line(p, row_name(p.organisation), p.cohort or p.side, held, _across(p)) for p in participants
        )

    def by_table(self, tables: Iterable[Table]) -> Grid:
        """A row for each table; a cell names both firms."""
        held = {(m.table.id, m.slot.id): m for m in self._meetings}
        return self._grid(self._line(t, ShownName(t.name, ""), t.hall, held, _both) for t in tables)

    def by_interpreter(self, interpreters: Iterable[Interpreter]) -> Grid:
        """A row for each interpreter; a cell names both firms, the table and its hall."""
        held = {(m.interpreter.id, m.slot.id): m for m in self._meetings if m.interpreter}
        return self._grid(
            self._line(i, ShownName(i.name, language_of(i.name)), _pairs(i), held, _both) for i in interpreters
        )

    def _grid(self, lines: Iterable[Line]) -> Grid:
        sessions = tuple(
            (name, len(list(group))) for name, group in groupby(c.slot.session_name for c in self._columns)
        )
        return Grid(sessions if any(name for name, _ in sessions) else (), self._columns, tuple(lines))

    def _line(
        self,
        row: Row,
        name: ShownName,
        note: str,
        held: dict[tuple[int, int], HeldMeeting],
        firms: Callable[[HeldMeeting], tuple[Participant, ...]],
    ) -> Line:
        available = set(row.available)
        cells = tuple(
            self._cell(row, column, held.get((row.pk, column.slot.id)), available, firms) for column in self._columns
        )
        address = self._link(row).address if isinstance(row, Participant) else ""
        return Line(name, note, address, cells, sum(cell.state == "meeting" for cell in cells))

    def _cell(
        self,
        row: Row,
        column: Column,
        meeting: HeldMeeting | None,
        available: set[int],
        firms: Callable[[HeldMeeting], tuple[Participant, ...]],
    ) -> Cell:
        if meeting is None:
            return Cell("free" if column.slot.number in available else "away", column)
        return Cell(
            "meeting",
            column,
            tuple(self._link(p) for p in firms(meeting)),
            table="" if isinstance(row, Table) else meeting.table.name,
            hall=meeting.table.hall if isinstance(row, Interpreter) else "",
            interpreter=""
            if isinstance(row, Interpreter) or not meeting.interpreter
            else short_person(meeting.interpreter.name, self._reader),
            languages=meeting.interpreted,
        )

    def _link(self, participant: Participant) -> LinkedName:
        if participant.id not in self._links:
            organisation = participant.organisation
            address = reverse("firm", args=(self._event.slug, organisation.slug))
            self._links[participant.id] = LinkedName(short_name(organisation, self._reader), address)
        return self._links[participant.id]


def _across(participant: Participant) -> Callable[[HeldMeeting], tuple[Participant, ...]]:
    return lambda meeting: (meeting.other(participant.id),)


def _both(meeting: HeldMeeting) -> tuple[Participant, ...]:
    return meeting.first, meeting.second


def _pairs(interpreter: Interpreter) -> str:
    return " · ".join("–".join(pair) for pair in interpreter.pairs)
