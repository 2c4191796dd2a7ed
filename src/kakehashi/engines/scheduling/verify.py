"""Is this schedule what it claims to be? Everything is counted again, sharing no code with the search."""

from collections import Counter
from collections.abc import Iterator

from .problem import Problem
from .result import Meeting, Objective, Schedule, Status
from .verify_contradiction import contradiction_holds
from .verify_figures import breaks_by_participant, figure_faults
from .verify_reasons import reason_faults
from .verify_ways import way_faults


def verify(problem: Problem, schedule: Schedule) -> tuple[str, ...]:
    """Every fault of the schedule as `code: details`; an empty tuple when it is accepted.

    Checked: each constraint of the problem, every figure, the side of the bounds, the status, and that every wish is
    either held once or listed once as unmet with a reason that holds. For the objective breaks also: all wishes held
    and the fairness limit.
    """
    if schedule.status in (Status.INFEASIBLE, Status.UNKNOWN):
        return tuple(_refusal_faults(problem, schedule))
    strange = tuple(_index_faults(problem, schedule))
    if strange:
        return strange
    faults = [
        *_people_faults(problem, schedule),
        *_table_faults(problem, schedule),
        *_interpreter_faults(problem, schedule),
        *_order_faults(problem, schedule),
        *way_faults(problem, schedule),
        *figure_faults(problem, schedule),
    ]
    if schedule.objective is Objective.BREAKS:
        faults.extend(_fairness_faults(problem, schedule))
    else:
        faults.extend(reason_faults(problem, schedule))
    return tuple(faults)


_CONFLICTS = 20_000
"""Conflicts of a solver that a contradiction without a plain count is checked with."""


def _refusal_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    if schedule.meetings or schedule.unmet:
        yield f"{schedule.status}_with_meetings: no schedule is claimed, yet meetings or unmet wishes are listed"
    if schedule.value is not None:
        yield f"{schedule.status}_with_value: no schedule is claimed, yet it has value {schedule.value}"
    if schedule.status is Status.INFEASIBLE and not schedule.infeasible_because:
        yield "infeasible_without_cause: no cause is given"
    found = schedule.contradiction
    if found is not None and not contradiction_holds(problem, found, conflicts=_CONFLICTS):
        yield f"contradiction_wrong: {found.kind} does not hold as stated"
    if schedule.status is Status.UNKNOWN and schedule.objective is Objective.SCORE:
        yield "unknown_score: there is always a schedule for the objective score, if an empty one"


def _index_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    sizes = len(problem.wishes), len(problem.slots), len(problem.tables), len(problem.interpreters)
    for m in schedule.meetings:
        places = (m.wish, m.slot, m.table, 0 if m.interpreter is None else m.interpreter)
        limits = (*sizes[:3], max(sizes[3], 1) if m.interpreter is None else sizes[3])
        if not all(0 <= place < limit for place, limit in zip(places, limits, strict=True)):
            yield f"unknown_index: {m} names something that does not exist"
    for u in schedule.unmet:
        if not 0 <= u.wish < sizes[0]:
            yield f"unknown_index: unmet wish {u.wish} does not exist"
    listed = Counter([m.wish for m in schedule.meetings] + [u.wish for u in schedule.unmet])
    for w in range(sizes[0]):
        if listed[w] != 1:
            yield f"wish_listed: wish {w} is listed {listed[w]} times among meetings and unmet wishes"


def _people_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    seen: dict[tuple[int, int], int] = {}
    held: Counter[int] = Counter()
    for m in schedule.meetings:
        wish = problem.wishes[m.wish]
        for who in (wish.first, wish.second):
            held[who] += 1
            if m.slot not in problem.participants[who].available:
                yield f"participant_away: participant {who} meets in slot {m.slot} but is not available then"
            if (who, m.slot) in seen:
                other = seen[who, m.slot]
                yield f"participant_twice: participant {who} has wishes {other} and {m.wish} in slot {m.slot}"
            seen[who, m.slot] = m.wish
        if wish.session is not None and problem.slots[m.slot].session != wish.session:
            yield f"wrong_session: wish {m.wish} is in slot {m.slot}, outside its session {wish.session}"
        if wish.slot is not None and m.slot != wish.slot:
            yield f"wrong_slot: wish {m.wish} is fixed in slot {wish.slot} but held in {m.slot}"
    for who, count in held.items():
        most = problem.participants[who].most
        if most is not None and count > most:
            yield f"most_exceeded: participant {who} holds {count} meetings, the most is {most}"


def _table_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    seen: dict[tuple[int, int], int] = {}
    for m in schedule.meetings:
        if m.slot not in problem.tables[m.table].available:
            yield f"table_away: table {m.table} is used in slot {m.slot} but is not available then"
        if (m.table, m.slot) in seen:
            other = seen[m.table, m.slot]
            yield f"table_twice: table {m.table} holds wishes {other} and {m.wish} in slot {m.slot}"
        seen[m.table, m.slot] = m.wish


def _interpreter_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    seen: dict[tuple[int, int], int] = {}
    for m in schedule.meetings:
        yield from _pair_faults(problem, m)
        if m.interpreter is None:
            continue
        if m.slot not in problem.interpreters[m.interpreter].available:
            yield f"interpreter_away: interpreter {m.interpreter} works in slot {m.slot} but is not available"
        if (m.interpreter, m.slot) in seen:
            other = seen[m.interpreter, m.slot]
            yield f"interpreter_twice: interpreter {m.interpreter} has wishes {other} and {m.wish} in slot {m.slot}"
        seen[m.interpreter, m.slot] = m.wish
    for i, person in enumerate(problem.interpreters):
        if person.longest_run is None:
            continue
        run, before = 0, None
        for s, slot in enumerate(problem.slots):
            run = 0 if (i, s) not in seen else 1 if slot.day != before else run + 1
            before = slot.day
            if run > person.longest_run:
                yield f"no_rest: interpreter {i} works {run} slots in a row up to slot {s}"


def _pair_faults(problem: Problem, m: Meeting) -> Iterator[str]:
    wish = problem.wishes[m.wish]
    a, b = problem.participants[wish.first].languages, problem.participants[wish.second].languages
    needed = bool(a) and bool(b) and not (a & b)
    if m.interpreter is None:
        if needed:
            yield f"interpreter_missing: the participants of wish {m.wish} share no language"
        return
    if not needed:
        yield f"interpreter_unneeded: the participants of wish {m.wish} need no interpreter"
    elif not any(frozenset((x, y)) in problem.interpreters[m.interpreter].pairs for x in a for y in b):
        yield f"wrong_pair: interpreter {m.interpreter} does not serve the languages of wish {m.wish}"


def _order_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    slot_of = {m.wish: m.slot for m in schedule.meetings}
    for a, b in problem.precedences:
        if a in slot_of and b in slot_of and slot_of[a] >= slot_of[b]:
            yield f"order_broken: wish {a} in slot {slot_of[a]} does not come before wish {b} in {slot_of[b]}"


def _fairness_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    for u in schedule.unmet:
        yield f"wish_left: wish {u.wish} is not held; the objective breaks holds every wish"
    breaks = breaks_by_participant(problem, schedule)
    if problem.fairness is not None and breaks and max(breaks) - min(breaks) > problem.fairness:
        yield f"unfair: breaks differ by {max(breaks) - min(breaks)}, at most {problem.fairness} is allowed"
