"""Why can an accepted list of meetings not be held whole? A small reason that anyone can count after."""

from dataclasses import dataclass
from enum import StrEnum


class Clash(StrEnum):
    """What stands against each other. The first seven can be counted by hand; the last needs a search to check."""

    NO_OPEN_SLOT = "no_open_slot"  # in no slot are both there with a table and, if needed, an interpreter
    MOST_TOO_LOW = "most_too_low"  # one participant accepts fewer meetings than these
    TOO_MANY_WISHES = "too_many_wishes"  # one participant: these meetings have fewer slots than they are
    GROUP_TOO_FULL = "group_too_full"  # a group: in each slot half of those there can meet another, rounded down
    TABLES_TOO_FEW = "tables_too_few"  # these meetings are bound to slots with fewer seats at tables
    INTERPRETERS_TOO_FEW = "interpreters_too_few"  # those who serve these meetings cannot work as often
    ORDER_TOO_LONG = "order_too_long"  # meetings one after another, and no slot is left for the last
    DEMANDS_CLASH = "demands_clash"  # none of the above alone: see `Contradiction`


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Meetings that cannot all be held, and all that stands against them; every index is a place in the problem.

    `wishes` cannot all be held, even if nothing else were asked for. `participants` are those whose being at one
    place at a time matters (for `MOST_TOO_LOW` the one who accepts too few), `slots` the slots open to any of the
    wishes, `tables` the tables there in each of these slots where they matter (else empty), `interpreters` those
    whose one meeting a slot, hours and rests matter, `precedences` those that matter, `fairness` those whose numbers
    of breaks are compared.
    `wanted` meetings are asked for and at most `possible` fit; a `DEMANDS_CLASH` only says that not all do, and has
    `possible` one below `wanted`. `text` says it in English.
    """

    kind: Clash
    wishes: tuple[int, ...]
    participants: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    interpreters: tuple[int, ...] = ()
    precedences: tuple[tuple[int, int], ...] = ()
    fairness: tuple[int, ...] = ()
    wanted: int = 0
    possible: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"
