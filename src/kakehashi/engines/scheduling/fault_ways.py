"""What contradicts itself in the clock of the slots, the ways between halls, a published programme, the aims' order?"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from .fault import Fault, FaultCode

if TYPE_CHECKING:
    from .problem import Problem, Wish

LATEST = 47 * 60 + 59
"""The latest minute of a slot, counted from midnight of its day: an evening may go on after midnight."""

PLACING = ("breaks", "fairness", "hall_changes", "interpreter_changes")
"""The aims that say how a schedule is placed; they come after those that say what is held."""


def clock_faults(problem: "Problem") -> Iterator[Fault]:
    """Slots that end before they begin, that overlap, or lack a clock that the ways between halls need."""
    half = [s for s, slot in enumerate(problem.slots) if (slot.start is None) != (slot.end is None)]
    none = [s for s, slot in enumerate(problem.slots) if slot.start is None and slot.end is None]
    missing = tuple(sorted([*half, *none] if problem.walks else half))
    if missing:
        text = "begin and end are not both stated for slots: " + ", ".join(str(s + 1) for s in missing)
        yield Fault(FaultCode.CLOCK_INCOMPLETE, slots=missing, text=text)
    latest: dict[int, int] = {}
    beyond, ends_first, overlaps = [], [], []
    for s, slot in enumerate(problem.slots):
        if slot.start is None or slot.end is None:
            continue
        if slot.start < 0 or slot.end > LATEST:
            beyond.append(s)
        elif slot.end <= slot.start:
            ends_first.append(s)
        elif slot.start < latest.get(slot.day, slot.start):
            overlaps.append(s)
        latest[slot.day] = max(slot.end, latest.get(slot.day, slot.end))
    if beyond:
        text = f"slots begin before midnight or end after {LATEST // 60}:{LATEST % 60}: " + _listed(beyond)
        yield Fault(FaultCode.CLOCK_OUT_OF_RANGE, slots=tuple(beyond), text=text)
    if ends_first:
        text = "slots do not end after they begin: " + _listed(ends_first)
        yield Fault(FaultCode.SLOT_ENDS_FIRST, slots=tuple(ends_first), text=text)
    if overlaps:
        text = "slots begin before an earlier one of their day has ended: " + _listed(overlaps)
        yield Fault(FaultCode.SLOTS_OVERLAP, slots=tuple(overlaps), text=text)


def _listed(slots: list[int]) -> str:
    return ", ".join(str(s + 1) for s in slots)


def walk_faults(problem: "Problem") -> Iterator[Fault]:
    """Ways between halls that no table stands in, within a hall, stated twice, or of less than no time."""
    halls = {table.hall for table in problem.tables}
    unknown: dict[str, None] = {}
    stated: set[frozenset[str]] = set()
    for walk in problem.walks:
        keys, between = ("walk", walk.first, walk.second), f"the way between {walk.first!r} and {walk.second!r}"
        unknown.update((hall, None) for hall in keys[1:] if hall not in halls)
        if walk.first == walk.second:
            yield Fault(FaultCode.WALK_WITHIN_HALL, keys=keys[:2], text=f"{between} begins and ends in one hall")
        elif frozenset(keys[1:]) in stated:
            yield Fault(FaultCode.WALK_TWICE, keys=keys, text=f"{between} is stated twice")
        stated.add(frozenset(keys[1:]))
        if walk.minutes < 0:
            text = f"{between} takes {walk.minutes} minutes"
            yield Fault(FaultCode.WALK_BELOW_ZERO, keys=keys, numbers=(walk.minutes,), text=text)
    for hall in unknown:
        yield Fault(
            FaultCode.UNKNOWN_HALL, keys=("walk", hall), text=f"a way leads to {hall!r}: no table has this hall"
        )


def published_faults(problem: "Problem") -> Iterator[Fault]:
    """Published meetings of wishes or in slots that do not exist, and wishes published twice."""
    seen: dict[int, int] = {}
    for wish, slot in problem.published:
        if not (0 <= wish < len(problem.wishes) and 0 <= slot < len(problem.slots)):
            text = f"published meeting ({wish}, {slot}) names a wish or slot that does not exist"
            yield Fault(FaultCode.UNKNOWN_PUBLISHED, slots=(slot,), wishes=(wish,), text=text)
        elif wish in seen:
            text = f"wish {wish} is published twice, in slots {seen[wish] + 1} and {slot + 1}"
            yield Fault(FaultCode.PUBLISHED_TWICE, slots=(seen[wish], slot), wishes=(wish,), text=text)
        seen.setdefault(wish, slot)


def aim_faults(problem: "Problem") -> Iterator[Fault]:
    """Aims that stand twice in the order, or say how meetings are placed before an aim that says which are held."""
    named: set[str] = set()
    for aim in problem.order:
        if aim in named:
            yield Fault(FaultCode.AIM_TWICE, keys=("order", aim.value), text=f"aim {aim} stands twice in the order")
        named.add(aim)
    early: set[str] = set()
    for place, aim in enumerate(problem.order):
        held = next((later for later in problem.order[place:] if later not in PLACING), None)
        if aim in PLACING and held is not None and aim not in early:
            early.add(aim)
            text = f"aim {aim} says how meetings are placed but stands before {held}, which says what is held"
            yield Fault(FaultCode.AIM_TOO_EARLY, keys=("order", aim.value, held.value), text=text)


def far_faults(problem: "Problem", fixed: "list[tuple[int, Wish, int]]") -> Iterator[Fault]:
    """Fixed meetings of one person on site with too little time to walk between their tables, whichever those are.

    `fixed`: wish, what it asks, slot. Expects ways and clocks without fault.
    """
    ways = {frozenset((walk.first, walk.second)): walk.minutes for walk in problem.walks}
    if not any(ways.values()):
        return
    halls_in = [frozenset(t.hall for t in problem.tables if s in t.available) for s in range(len(problem.slots))]
    own: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, w, slot in fixed:
        for who in (w.first, w.second):
            if not problem.participants[who].online:
                own[who].append((slot, i))
    for who, meetings in sorted(own.items()):
        for (one, i), (other, j) in combinations(sorted(meetings), 2):
            gap = _gap(problem, one, other)
            ends = [ways.get(frozenset((a, b)), 0) for a in halls_in[one] for b in halls_in[other]]
            if gap is not None and ends and min(ends) > gap:
                key = problem.participants[who].key
                yield Fault(
                    FaultCode.FIXED_TOO_FAR,
                    participants=(who,),
                    slots=(one, other),
                    wishes=(i, j),
                    numbers=(gap, min(ends)),
                    text=f"wishes {i} and {j} are fixed in slots {one + 1} and {other + 1}, {gap} minutes apart, "
                    f"but {key} walks at least {min(ends)} minutes between their halls",
                )


def _gap(problem: "Problem", one: int, other: int) -> int | None:
    """Minutes between the end of a slot and the start of a later one of its day; None: another day or the same slot."""
    a, b = problem.slots[one], problem.slots[other]
    if one == other or a.day != b.day or a.end is None or b.start is None:
        return None
    return b.start - a.end
