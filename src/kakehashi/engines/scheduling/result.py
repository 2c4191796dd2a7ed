"""What a schedule is worth: its meetings, its proven bound, and the true reason behind every wish not met."""

from dataclasses import dataclass, field
from enum import StrEnum

from .contradiction import Contradiction


class Status(StrEnum):
    """How much is known about the schedule."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"  # time ran out without a schedule and without a proof that there is none


class Objective(StrEnum):
    """What is optimised: the total score of the meetings held, or the fewest breaks with every meeting held."""

    SCORE = "score"
    BREAKS = "breaks"


class Reason(StrEnum):
    """Why a wish was not met. Each can be checked against the problem and the schedule alone."""

    NO_COMMON_SLOT = "no_common_slot"  # no slot is open to both: availability, the wish's session or slot
    NO_INTERPRETER_PAIR = "no_interpreter_pair"  # nobody interprets between their languages
    INTERPRETERS_AWAY = "interpreters_away"  # those who could are available in none of the slots open to both
    NO_TABLE = "no_table"  # no table is available in a slot open to both (with an interpreter there, if needed)
    MOST_REACHED = "most_reached"  # one of the two already holds the most meetings it accepts
    BETTER_PLACED = "better_placed"  # as BUSY, and each slot is held by a must or by meetings worth as much
    BUSY = "busy"  # in every slot open to both, at least one of the two already meets somebody else
    INTERPRETERS_TAKEN = "interpreters_taken"  # in each slot free for both, fitting ones work, rest or are away
    TABLES_FULL = "tables_full"  # in each slot free for both (and for an interpreter, if needed) no table is
    TOO_FAR = "too_far"  # in each slot where it fits, somebody would come too late from (or to) another hall
    ORDER = "order"  # in each slot where it fits, it would break the order with another meeting held


@dataclass(frozen=True, slots=True)
class Meeting:
    """A wish held: indices into the problem's wishes, slots, tables and interpreters (None: none needed)."""

    wish: int
    slot: int
    table: int
    interpreter: int | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish not met and why.

    `participants` are those the reason is about: who reached the most, who is busy; both where it is about the
    two together. `slots` are the slots the reason was checked in, empty where it does not depend on slots.
    """

    wish: int
    reason: Reason
    participants: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Where the search stands: the best value so far and the proven bound (None: none yet), `seconds` in."""

    seconds: float
    stage: str
    value: int | None
    bound: int | None


@dataclass(frozen=True, slots=True)
class Aims:
    """For each aim that says what is held how much is reached, and how much is proven to be possible at most.

    `musts` are held, `met` are participants with a meeting, `least` adds up the meetings of all participants, each
    counted up to its least number, `kept` are published meetings in their published slot. Each bound holds for the
    schedules that reach as much of the aims before it in the problem's order; so does `score_at_most`. The bound of an
    aim that does not count is that of participants who are alone at the event.
    """

    musts: tuple[int, int]
    met: tuple[int, int]
    least: tuple[int, int]
    score_at_most: int
    kept: tuple[int, int] = (0, 0)

    @property
    def reached(self) -> bool:
        """Whether no schedule reaches more, score aside."""
        return all(reached == most for reached, most in (self.musts, self.met, self.least, self.kept))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule and what is proven about it.

    `value` is the total score (objective score) or the number of breaks (objective breaks); None when
    infeasible or unknown. `bound` is proven: no schedule has a higher score, or fewer breaks. `breaks` counts, over all
    participants, the maximal runs of idle slots between two meetings of one day. `seconds` is wall time.
    `infeasible_because` says why there is no schedule; `contradiction` what exactly cannot be, for objective breaks
    and where there was time to find it. `breaks_at_least` is proven too: no placing of these meetings
    has fewer breaks. `aims` says, for the objective score, how much of each aim is reached and possible; optimal means
    that as much as possible is reached of each that counts, in their order.
    `most_breaks` are those of the participant who has the most. `hall_changes` counts, over participants on site and
    interpreters, pairs of consecutive meetings of one day in different halls; `interpreter_changes`, over
    participants, pairs of consecutive interpreted meetings of one day with different interpreters; `moved` the
    published meetings that are not held in their published slot.
    """

    status: Status
    objective: Objective
    value: int | None
    bound: int | None
    breaks: int
    seconds: float
    meetings: tuple[Meeting, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    infeasible_because: str = ""
    breaks_at_least: int = 0
    aims: Aims | None = None
    most_breaks: int = 0
    hall_changes: int = 0
    interpreter_changes: int = 0
    moved: int = 0
    contradiction: Contradiction | None = None
    log: tuple[str, ...] = field(default=(), repr=False)

    @property
    def bound_with_aims(self) -> int | None:
        """What no schedule that reaches as much of the aims before the score exceeds; the bound where none is given."""
        if self.aims is None or self.bound is None:
            return self.bound
        return min(self.bound, self.aims.score_at_most)

    @property
    def gap(self) -> float | None:
        """Distance from the bound as a share of the bound, 0 when proven optimal; None without a schedule."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value) / max(abs(self.bound), 1)
