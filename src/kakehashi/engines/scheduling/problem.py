"""Who may meet whom, when, at which table and with which interpreter: the scheduling problem, validated.

Everything is counted from 0 and refers to its place in the problem's tuples; readers and writers of files
translate names and slots counted from 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .fault import Fault
from .faults import find_faults

Language = str
"""ISO 639-1 code, lower case."""


class Aim(StrEnum):
    """What an organiser can want of a schedule; those before `BREAKS` say what is held, the others how it is placed."""

    MUSTS = "musts"  # as many musts held as possible
    LEAST = "least"  # as many meetings as possible up to the least number of each participant
    SCORE = "score"  # the highest total score
    FIRST = "first"  # a meeting for as many participants as possible
    STABILITY = "stability"  # as many published meetings as possible in their published slot
    BREAKS = "breaks"  # the fewest breaks
    FAIRNESS = "fairness"  # the fewest breaks of the participant who has the most
    HALL_CHANGES = "hall_changes"  # the fewest ways to another hall, of participants on site and interpreters
    INTERPRETER_CHANGES = "interpreter_changes"  # the fewest times that a participant gets another interpreter


DEFAULT_ORDER = (
    Aim.MUSTS,
    Aim.LEAST,
    Aim.SCORE,
    Aim.FIRST,
    Aim.STABILITY,
    Aim.BREAKS,
    Aim.FAIRNESS,
    Aim.HALL_CHANGES,
    Aim.INTERPRETER_CHANGES,
)
"""The order of the aims unless the organiser chooses another."""


class ProblemError(ValueError):
    """The problem contradicts itself; `faults` names every contradiction found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting slot; slots stand in order of time. A break never spans two days.

    `start` and `end` are minutes since midnight of its day, None where the event does not state them.
    """

    day: int = 0
    session: int = 0
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A firm that holds at most one meeting per slot.

    `available` holds the slots it can attend; `least` and `most` count meetings (`most` None: no limit);
    `languages` are those its people speak well enough to negotiate in. Whoever is `online` walks nowhere.
    """

    key: str
    available: frozenset[int]
    side: str = ""
    cohort: str = ""
    languages: frozenset[Language] = frozenset()
    least: int = 0
    most: int | None = None
    priority: int = 1
    online: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting someone wants between participants `first` and `second`.

    `score` is a whole number >= 0 (whole numbers keep bounds rigorous). `must` comes before any score.
    `session` binds the meeting to the slots of one session, `slot` fixes it.
    """

    first: int
    second: int
    score: int = 1
    must: bool = False
    session: int | None = None
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a video room, that holds at most one meeting per slot."""

    key: str
    available: frozenset[int]
    hall: str = ""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter between the languages of each of `pairs`, at work at most `longest_run` slots in a row.

    Slots in a row are consecutive slots of one day; `longest_run` None means no limit.
    """

    key: str
    pairs: frozenset[frozenset[Language]]
    available: frozenset[int]
    longest_run: int | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """The way between two halls, either direction, takes whole `minutes`. Ways that are not stated take none."""

    first: str
    second: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole event to schedule. Raises `ProblemError`, with all faults, when it contradicts itself.

    `needs_interpreter` of a wish follows from the languages: two participants who state languages and share
    none need one. `fairness` d: the breaks of any two participants differ by at most d. `precedences` (a, b):
    wish a is held in an earlier slot than wish b when both are held. `walks`: whoever is on site, participant or
    interpreter, has at least the minutes of the way between the end of one meeting and the start of the next of that
    day. `published` (wish, slot) are the meetings of a programme that is already known; `order` is that of the aims:
    first those that say what is held, then those that say how it is placed; aims left out do not count.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    wishes: tuple[Wish, ...]
    tables: tuple[Table, ...]
    interpreters: tuple[Interpreter, ...] = ()
    precedences: tuple[tuple[int, int], ...] = ()
    fairness: int | None = None
    walks: tuple[Walk, ...] = ()
    published: tuple[tuple[int, int], ...] = ()
    order: tuple[Aim, ...] = DEFAULT_ORDER
    _interpreted: tuple[frozenset[int] | None, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        faults = find_faults(self)
        if faults:
            raise ProblemError(faults)
        object.__setattr__(self, "_interpreted", _interpreters_by_wish(self))

    def interpreters_for(self, wish: int) -> frozenset[int] | None:
        """The interpreters who can serve a wish; None when the two need none, empty when nobody can."""
        return self._interpreted[wish]

    def slots_for(self, wish: int) -> frozenset[int]:
        """The slots open to a wish by availability of both, its session and its fixed slot; tables not asked."""
        w = self.wishes[wish]
        common = self.participants[w.first].available & self.participants[w.second].available
        if w.session is not None:
            common = frozenset(s for s in common if self.slots[s].session == w.session)
        if w.slot is not None:
            common &= {w.slot}
        return common

    def capacity(self, participant: int) -> int:
        """The most meetings a participant can hold: its own limit and its available slots."""
        p = self.participants[participant]
        return len(p.available) if p.most is None else min(p.most, len(p.available))


def _interpreters_by_wish(problem: Problem) -> tuple[frozenset[int] | None, ...]:
    """The interpreters who can serve each wish; wishes between the same languages share one answer."""
    known: dict[tuple[frozenset[Language], frozenset[Language]], frozenset[int] | None] = {}
    shared: dict[frozenset[int] | None, frozenset[int] | None] = {}  # equal sets are one object: quick to compare
    people, by_wish = problem.participants, []
    for wish in problem.wishes:
        spoken = people[wish.first].languages, people[wish.second].languages
        if spoken not in known:
            crew = _interpreters_between(problem, *spoken)
            known[spoken] = shared.setdefault(crew, crew)
        by_wish.append(known[spoken])
    return tuple(by_wish)


def _interpreters_between(problem: Problem, a: frozenset[Language], b: frozenset[Language]) -> frozenset[int] | None:
    if not a or not b or a & b:
        return None
    wanted = {frozenset((x, y)) for x in a for y in b}
    return frozenset(i for i, person in enumerate(problem.interpreters) if wanted & person.pairs)
