"""What is a contradiction, which kinds are there, and what does each name?"""

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """The kinds of contradiction."""

    WRONG_KIND = "wrong_kind"  # keys: what has it, its key or its place counted from 1, the field
    SLOTS_OUT_OF_ORDER = "slots_out_of_order"
    CLOCK_OUT_OF_RANGE = "clock_out_of_range"
    SLOT_ENDS_FIRST = "slot_ends_first"
    SLOTS_OVERLAP = "slots_overlap"
    CLOCK_INCOMPLETE = "clock_incomplete"
    DOUBLE_KEY = "double_key"  # keys: what has it, the key
    UNKNOWN_SLOT = "unknown_slot"  # keys: what is available then, its key
    LEAST_ABOVE_MOST = "least_above_most"  # numbers: least, most
    LEAST_BELOW_ZERO = "least_below_zero"  # numbers: least
    RUN_BELOW_ZERO = "run_below_zero"  # keys: "interpreter", its key; numbers: the longest run
    FAIRNESS_BELOW_ZERO = "fairness_below_zero"  # numbers: fairness
    UNKNOWN_PARTICIPANT = "unknown_participant"
    MEETS_ITSELF = "meets_itself"
    SCORE_OUT_OF_RANGE = "score_out_of_range"  # numbers: score, highest
    UNKNOWN_FIXED_SLOT = "unknown_fixed_slot"
    FIXED_FORBIDDEN = "fixed_forbidden"
    FIXED_OUT_OF_SESSION = "fixed_out_of_session"  # numbers: the session the wish is bound to
    FIXED_TWICE = "fixed_twice"
    FIXED_BEYOND_TABLES = "fixed_beyond_tables"  # numbers: fixed meetings, tables
    FIXED_BEYOND_MOST = "fixed_beyond_most"  # numbers: fixed meetings, most
    FIXED_AGAINST_ORDER = "fixed_against_order"
    FIXED_TOO_FAR = "fixed_too_far"  # numbers: minutes between the two, minutes of the shortest way
    UNKNOWN_PRECEDENCE = "unknown_precedence"
    PRECEDENCE_CIRCLE = "precedence_circle"
    UNKNOWN_HALL = "unknown_hall"  # keys: "walk", the hall
    WALK_WITHIN_HALL = "walk_within_hall"  # keys: "walk", the hall
    WALK_TWICE = "walk_twice"  # keys: "walk", one hall, the other
    WALK_BELOW_ZERO = "walk_below_zero"  # keys: "walk", one hall, the other; numbers: minutes
    UNKNOWN_PUBLISHED = "unknown_published"  # a wish or slot that does not exist
    PUBLISHED_TWICE = "published_twice"
    AIM_TWICE = "aim_twice"  # keys: "order", the aim
    AIM_TOO_EARLY = "aim_too_early"  # keys: "order", the aim, the later one that belongs before it
    MUST_WITHOUT_SLOT = "must_without_slot"  # a notice: the wish stays unmet, everything else can be scheduled


HIGHEST_SCORE = 10**9
"""Up to here totals of a million wishes are exact in the arithmetic of the bounds."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One contradiction: what it is, and the participants, slots and wishes concerned (places in the problem).

    `text` says it in English for developers, slots counted from 1 and wishes from 0; it is also `str(fault)`.
    `keys` and `numbers` are what `FaultCode` says.
    """

    code: FaultCode
    participants: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    wishes: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        return self.text
