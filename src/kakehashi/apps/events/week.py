"""What does a meeting week consist of: its times, firms, offers and needs, wishes, tables and interpreters?

Everything here has been read and checked already. Firms and slots are referred to by their place, counted
from 0, in `Week.firms` and `Week.slots`, as in the engines; `row` is the row of the sheet, counted from 1, to
which a message can point. An unknown value is None or empty, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from kakehashi.apps.events.folding import fold_name

Language = str
"""ISO 639-1 code, lower case (ISO 639-2 where there is no two-letter code)."""

Direction = Literal["offer", "need"]
Deal = Literal[
    "goods",
    "manufacturing",
    "distribution",
    "services",
    "technology",
    "research",
    "investment",
    "training",
]
Strength = Literal["must", "want", "no"]
Attendance = Literal["in person", "online"]

AGENDA_LANGUAGES: tuple[Language, ...] = ("vi", "ja", "ko", "en")


@dataclass(frozen=True, slots=True)
class Period:
    """A session or a break as it is held on one day: `day` counts from 0, the times carry the event's zone."""

    name: str
    day: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting slot: `session` is the place of its session in `Week.sessions`, which stand in order of time."""

    day: int
    session: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who comes for a firm: the name in its own script and order, in Latin letters, and the role."""

    name: str
    latin: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """An organisation that takes part.

    `side` says who may meet whom; `cohort` is a programme group inside a side and decides nothing.
    `country` is ISO 3166-1 alpha-2; `locality` an ISO 3166-2 code or a name. `time_zone` is never empty (the
    event's where the firm states none). `available` holds the slots it can attend.
    """

    row: int
    name: str
    available: frozenset[int]
    time_zone: str
    latin: str = ""
    side: str = ""
    cohort: str = ""
    country: str = ""
    locality: str = ""
    languages: tuple[Language, ...] = ()
    people: tuple[Person, ...] = ()
    attendance: Attendance | None = None
    least: int | None = None
    most: int | None = None
    priority: int | None = None
    fictitious: bool = False
    about: str = ""

    @property
    def agenda_language(self) -> Language:
        """The language of the firm's own agenda: the first it speaks that agendas are written in, else English."""
        return next((spoken for spoken in self.languages if spoken in AGENDA_LANGUAGES), "en")


@dataclass(frozen=True, slots=True)
class Listing:
    """An offer or a need of the firm in place `firm`; `heading` is a four-digit HS heading or empty."""

    row: int
    firm: int
    direction: Direction
    deal: Deal
    text: str
    language: Language = ""
    heading: str = ""
    certificates: tuple[str, ...] = ()
    volume: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class WishRow:
    """What firm `firm` wrote about a meeting with firm `other`; never twice for the same two in this order."""

    row: int
    firm: int
    other: int
    strength: Strength
    note: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table, or a video room, and the slots in which it is free."""

    row: int
    hall: str
    table: str
    available: frozenset[int]

    @property
    def key(self) -> str:
        """Hall and table in one line, unique in a week."""
        return f"{self.hall} {self.table}".strip()


@dataclass(frozen=True, slots=True)
class InterpreterRow:
    """An interpreter, the pairs of languages, the free slots, and how many slots in a row without a rest."""

    row: int
    name: str
    pairs: frozenset[frozenset[Language]]
    available: frozenset[int]
    longest_run: int | None = None


@dataclass(frozen=True)
class Week:
    """A whole event, as its workbook states it.

    `names` holds the event's name by language where the organiser gave one; `sessions` and `breaks` are spread
    over the days and stand in order of time; `notices` are sentences for the officer about things that were
    read in one way or left out, none of which stops the work. `way_minutes` is the way from any hall to another.
    """

    name: str
    time_zone: str
    first_day: date
    last_day: date
    slot_minutes: int
    gap_minutes: int
    between_sides: bool
    sessions: tuple[Period, ...]
    breaks: tuple[Period, ...]
    slots: tuple[Slot, ...]
    firms: tuple[Firm, ...]
    listings: tuple[Listing, ...]
    wishes: tuple[WishRow, ...]
    tables: tuple[TableRow, ...]
    interpreters: tuple[InterpreterRow, ...]
    organiser: str = ""
    place: str = ""
    way_minutes: int = 0
    names: Mapping[Language, str] = field(default_factory=dict)
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def fictitious(self) -> bool:
        """Whether any firm of the week is invented, so that every page that shows it must say so."""
        return any(firm.fictitious for firm in self.firms)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides, in the order in which the firms name them."""
        return tuple(dict.fromkeys(firm.side for firm in self.firms if firm.side))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        latin = {fold_name(firm.latin): place for place, firm in enumerate(self.firms) if firm.latin}
        return latin | {fold_name(firm.name): place for place, firm in enumerate(self.firms)}

    def name_in(self, language: Language) -> str:
        """The event's name in a language; its main name where the organiser gave none in that language."""
        return self.names.get(language, self.name)

    def find_firm(self, name: str) -> int | None:
        """The place of the firm of that name, its own or the Latin one, whatever the case, width and spacing."""
        return self._places.get(fold_name(name))

    def may_meet(self, first: int, second: int) -> bool:
        """Whether the event's rule lets two firms meet: another firm and, between sides, one of another side."""
        if first == second:
            return False
        return not self.between_sides or self.firms[first].side != self.firms[second].side
