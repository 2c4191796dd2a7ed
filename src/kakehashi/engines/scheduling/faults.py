"""Which contradictions does a problem hold, all of them, and whom and when do they concern?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from .circles import find_circles
from .fault import HIGHEST_SCORE, Fault, FaultCode
from .fault_kinds import kind_faults
from .fault_ways import aim_faults, clock_faults, far_faults, published_faults, walk_faults

if TYPE_CHECKING:
    from .problem import Interpreter, Participant, Problem, Table, Wish


def find_faults(problem: "Problem") -> list[Fault]:
    """Every contradiction; those between meetings are looked for where all that they name exists.

    Values of the wrong kind, such as a score that is no whole number, are named alone: nothing can be said of the rest.
    """
    if wrong := kind_faults(problem):
        return wrong
    faults = [*_order_faults(problem), *clock_faults(problem), *_holder_faults(problem), *_limit_faults(problem)]
    faults += [*walk_faults(problem), *aim_faults(problem)]
    strange = [*_wish_faults(problem), *_precedence_faults(problem), *published_faults(problem)]
    if not strange:
        strange = [*_fixed_faults(problem), *_circle_faults(problem)]
        strange += _clashes(problem, _fixed(problem, musts=True))
        if not faults:
            strange += far_faults(problem, _fixed(problem, musts=True))
    return faults + strange


def find_notices(problem: "Problem") -> tuple[Fault, ...]:
    """What should be known before solving though the rest can be scheduled.

    Each must that no slot is open to, and fixed meetings that are no musts but cannot all be held.
    """
    return (
        *(
            Fault(
                FaultCode.MUST_WITHOUT_SLOT,
                participants=(w.first, w.second),
                wishes=(i,),
                text=f"wish {i} is a must, but no slot is open to both "
                f"{problem.participants[w.first].key} and {problem.participants[w.second].key}",
            )
            for i, w in enumerate(problem.wishes)
            if w.must and not problem.slots_for(i)
        ),
        *_clashes(problem, _fixed(problem, musts=False)),
        *far_faults(problem, _fixed(problem, musts=False)),
    )


def _order_faults(problem: "Problem") -> Iterator[Fault]:
    wrong = tuple(s + 1 for s, (a, b) in enumerate(pairwise(problem.slots)) if (b.day, b.session) < (a.day, a.session))
    if wrong:
        text = "slots are not in order of day and session: " + ", ".join(str(s + 1) for s in wrong)
        yield Fault(FaultCode.SLOTS_OUT_OF_ORDER, slots=wrong, text=text)


def _holder_faults(problem: "Problem") -> Iterator[Fault]:
    every = frozenset(range(len(problem.slots)))
    kinds: tuple[tuple[str, Sequence[Participant | Table | Interpreter]], ...] = (
        ("participant", problem.participants),
        ("table", problem.tables),
        ("interpreter", problem.interpreters),
    )
    for kind, holders in kinds:
        places: dict[str, int] = {}
        for place, holder in enumerate(holders):
            who = (place,) if kind == "participant" else ()
            if not holder.available <= every:
                yield Fault(
                    FaultCode.UNKNOWN_SLOT,
                    participants=who,
                    slots=tuple(sorted(holder.available - every)),
                    keys=(kind, holder.key),
                    text=f"{kind} {holder.key}: available in a slot that does not exist",
                )
            if places.setdefault(holder.key, place) != place:
                yield Fault(
                    FaultCode.DOUBLE_KEY,
                    participants=(places[holder.key], *who) if who else (),
                    keys=(kind, holder.key),
                    text=f"two {kind}s have one key, {holder.key}",
                )


def _limit_faults(problem: "Problem") -> Iterator[Fault]:
    for place, p in enumerate(problem.participants):
        if p.most is not None and p.most < max(p.least, 0):
            yield Fault(
                FaultCode.LEAST_ABOVE_MOST,
                participants=(place,),
                numbers=(p.least, p.most),
                text=f"participant {p.key}: least {p.least} meetings is above most {p.most}",
            )
        elif p.least < 0:
            text = f"participant {p.key}: least {p.least} meetings is below 0"
            yield Fault(FaultCode.LEAST_BELOW_ZERO, participants=(place,), numbers=(p.least,), text=text)
    for i in problem.interpreters:
        if i.longest_run is not None and i.longest_run < 0:
            text = f"interpreter {i.key}: longest run {i.longest_run} is below 0"
            yield Fault(FaultCode.RUN_BELOW_ZERO, keys=("interpreter", i.key), numbers=(i.longest_run,), text=text)
    if problem.fairness is not None and problem.fairness < 0:
        text = f"fairness {problem.fairness} is below 0"
        yield Fault(FaultCode.FAIRNESS_BELOW_ZERO, numbers=(problem.fairness,), text=text)


def _wish_faults(problem: "Problem") -> Iterator[Fault]:
    n_people, n_slots = len(problem.participants), len(problem.slots)
    for i, w in enumerate(problem.wishes):
        if not (0 <= w.first < n_people and 0 <= w.second < n_people):
            text = f"wish {i}: names a participant that does not exist"
            yield Fault(FaultCode.UNKNOWN_PARTICIPANT, wishes=(i,), text=text)
        if w.first == w.second:
            text = f"wish {i}: a participant cannot meet itself"
            known = (w.first,) if 0 <= w.first < n_people else ()
            yield Fault(FaultCode.MEETS_ITSELF, participants=known, wishes=(i,), text=text)
        if not 0 <= w.score <= HIGHEST_SCORE:
            side = "below 0" if w.score < 0 else f"above {HIGHEST_SCORE}"
            numbers, text = (w.score, HIGHEST_SCORE), f"wish {i}: score {w.score} is {side}"
            yield Fault(FaultCode.SCORE_OUT_OF_RANGE, wishes=(i,), numbers=numbers, text=text)
        if w.slot is not None and not 0 <= w.slot < n_slots:
            text = f"wish {i}: fixed slot {w.slot} does not exist"
            yield Fault(FaultCode.UNKNOWN_FIXED_SLOT, slots=(w.slot,), wishes=(i,), text=text)


def _precedence_faults(problem: "Problem") -> Iterator[Fault]:
    every = range(len(problem.wishes))
    for a, b in problem.precedences:
        if a not in every or b not in every or a == b:
            text = f"precedence ({a}, {b}) names a wish that does not exist or itself"
            yield Fault(FaultCode.UNKNOWN_PRECEDENCE, wishes=(a, b), text=text)


def _fixed(problem: "Problem", *, musts: bool) -> "list[tuple[int, Wish, int]]":
    """Wishes with a fixed slot: place, wish and slot; only those that are musts, or all."""
    return [(i, w, w.slot) for i, w in enumerate(problem.wishes) if w.slot is not None and (w.must or not musts)]


def _fixed_faults(problem: "Problem") -> Iterator[Fault]:
    """Fixed meetings in a forbidden slot, and one person twice in a slot."""
    held: dict[tuple[int, int], int] = {}
    for i, w, slot in _fixed(problem, musts=False):
        for who in (w.first, w.second):
            p = problem.participants[who]
            if slot not in p.available:
                text = f"wish {i} is fixed in slot {slot + 1}, which is forbidden to {p.key}"
                yield Fault(FaultCode.FIXED_FORBIDDEN, (who,), (slot,), (i,), text=text)
            if (who, slot) in held:
                other = held[who, slot]
                text = f"wishes {other} and {i} are both fixed in slot {slot + 1} for {p.key}"
                yield Fault(FaultCode.FIXED_TWICE, (who,), (slot,), (other, i), text=text)
            held[who, slot] = i


def _clashes(problem: "Problem", fixed: "list[tuple[int, Wish, int]]") -> Iterator[Fault]:
    """Fixed meetings outside their session, beyond the tables of a slot or the most of a participant, out of order."""
    in_slot: dict[int, list[int]] = defaultdict(list)
    of: dict[int, list[int]] = defaultdict(list)
    for i, w, slot in fixed:
        if w.session is not None and problem.slots[slot].session != w.session:
            yield Fault(
                FaultCode.FIXED_OUT_OF_SESSION,
                participants=(w.first, w.second),
                slots=(slot,),
                wishes=(i,),
                numbers=(w.session,),
                text=f"wish {i} is fixed in slot {slot + 1}, outside its session {w.session}",
            )
        in_slot[slot].append(i)
        of[w.first].append(i)
        of[w.second].append(i)
    for slot, there in sorted(in_slot.items()):
        tables = sum(slot in t.available for t in problem.tables)
        if len(there) > tables:
            yield Fault(
                FaultCode.FIXED_BEYOND_TABLES,
                participants=tuple(sorted({p for i in there for p in _both(problem, i)})),
                slots=(slot,),
                wishes=tuple(there),
                numbers=(len(there), tables),
                text=f"{len(there)} meetings are fixed in slot {slot + 1}, which has {tables} tables",
            )
    for who, own in sorted(of.items()):
        p = problem.participants[who]
        if p.most is not None and len(own) > p.most:
            yield Fault(
                FaultCode.FIXED_BEYOND_MOST,
                participants=(who,),
                slots=tuple(sorted({s for i in own if (s := problem.wishes[i].slot) is not None})),
                wishes=tuple(own),
                numbers=(len(own), p.most),
                text=f"{len(own)} meetings are fixed for {p.key}, which accepts at most {p.most}",
            )
    slot_of = {i: slot for i, _, slot in fixed}
    for a, b in problem.precedences:
        if a in slot_of and b in slot_of and slot_of[a] >= slot_of[b]:
            one, other = slot_of[a], slot_of[b]
            yield Fault(
                FaultCode.FIXED_AGAINST_ORDER,
                participants=tuple(sorted({*_both(problem, a), *_both(problem, b)})),
                slots=(one, other),
                wishes=(a, b),
                text=f"wish {a} comes before wish {b}, but they are fixed in slots {one + 1} and {other + 1}",
            )


def _circle_faults(problem: "Problem") -> Iterator[Fault]:
    """Precedences that lead back to where they start."""
    for circle in find_circles(problem.precedences):
        people = tuple(sorted({p for i in circle for p in _both(problem, i)}))
        text = "precedences form a circle of wishes: " + " before ".join(map(str, (*circle, circle[0])))
        yield Fault(FaultCode.PRECEDENCE_CIRCLE, participants=people, wishes=circle, text=text)


def _both(problem: "Problem", wish: int) -> tuple[int, int]:
    return problem.wishes[wish].first, problem.wishes[wish].second
