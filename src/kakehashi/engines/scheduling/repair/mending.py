"""What stays, what falls away and what can be added when somebody is missing on the day?

Every meeting that is still possible stays where it is. Places that become free go to unmet wishes: best first, then
by exchange among those added, and where the event is small enough by integer programming.
"""

import dataclasses
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..problem import Problem
from ..result import Meeting, Objective, Schedule, Status
from .changed import changed_problem, count_breaks, presence_after
from .changes import Change, Locks, apply_changes, presence
from .columns import bound_by_prices, bound_exactly, gather_columns, solve_exactly
from .day import Day
from .explaining import explain_day
from .filling import exchange, fill, rank
from .keeping import keep


@dataclass(frozen=True, slots=True)
class Repaired:
    """A programme after the changes, and how it differs from the one before. All but `schedule` name wishes.

    `problem` is the event after the changes, of which `verify(problem, schedule)` holds: what is past is bound to
    what was held, locked participants accept no others. `cancelled`: held before and not any more. `moved`: held in
    another slot, only where their own became impossible. `reseated`: in their slot at another table or with another
    interpreter, only where they lost theirs. `added`: not held before. `bound`: no programme in which everything
    that stays keeps its slot, table and interpreter has a higher total score.
    """

    schedule: Schedule
    problem: Problem
    cancelled: tuple[int, ...]
    moved: tuple[int, ...]
    reseated: tuple[int, ...]
    added: tuple[int, ...]
    bound: int


def repair(
    problem: Problem,
    schedule: Schedule,
    changes: Iterable[Change],
    *,
    now: int = 0,
    locks: Locks | None = None,
    time_limit: float = 1.0,
) -> Repaired:
    """Carry a programme on after changes without moving anything that can stay.

    Parameters
    ----------
    problem, schedule
        The event and its programme before the changes.
    changes
        What happened; in slots before `now` nothing changes any more.
    now
        The first slot that is still to come.
    locks
        What stays as it is as long as it is possible at all.
    time_limit
        Seconds of wall time; what has to be done for a programme that can be verified is done even if it takes longer.

    Raises
    ------
    ValueError
        If a change or a lock names something that does not exist, or the schedule has no meetings to carry on.
    """
    started = time.perf_counter()
    day, lost = start_day(problem, schedule, changes, now, locks or Locks())
    reseated = keep(day, schedule.meetings, lost)
    stays = sum(day.score[w] for w in day.seat)
    # Explaining and counting take about as long as reading the event did.
    added, bound = _fill(day, 2 * started - time.perf_counter() + time_limit)
    return conclude(day, schedule, reseated, added, stays + bound, started)


def start_day(
    problem: Problem, schedule: Schedule, changes: Iterable[Change], now: int, locks: Locks
) -> tuple[Day, list[Meeting]]:
    """The day with every meeting that stands, and the meetings that lost somebody or something."""
    n_slots = len(problem.slots)
    _check(problem, schedule, now, locks)
    people, tables, voices = (
        presence(holders, n_slots) for holders in (problem.participants, problem.tables, problem.interpreters)
    )
    before = people.copy(), tables.copy(), voices.copy()
    apply_changes(problem, changes, people, tables, voices)
    for there, once in zip((people, tables, voices), before, strict=True):
        there[:, :now] = once[:, :now]
    day = Day(problem, people, tables, voices, locks, now)
    stand: list[Meeting] = []
    lost: list[Meeting] = []
    rows, seats, shifts = people.tolist(), tables.tolist(), voices.tolist()
    first, second = day.first, day.second
    for m in schedule.meetings:
        s = m.slot
        whole = rows[first[m.wish]][s] and rows[second[m.wish]][s] and seats[m.table][s]
        (stand if whole and (m.interpreter is None or shifts[m.interpreter][s]) else lost).append(m)
    day.begin(stand)
    return day, lost


def _check(problem: Problem, schedule: Schedule, now: int, locks: Locks) -> None:
    if schedule.value is None:
        raise ValueError("a schedule that holds nothing cannot be carried on")
    if not 0 <= now <= len(problem.slots):
        raise ValueError(f"now is slot {now}, not from 0 to {len(problem.slots)}")
    for places, size in (
        (locks.meetings, len(problem.wishes)),
        (locks.participants, len(problem.participants)),
        (locks.tables, len(problem.tables)),
    ):
        if not places <= frozenset(range(size)):
            raise ValueError("a lock names what does not exist")


def _fill(day: Day, deadline: float) -> tuple[set[int], int]:
    """Add what is worth most; returns the wishes added and the bound on their total score."""
    candidates = day.candidates().tolist()
    if not candidates:
        return set(), 0
    columns = gather_columns(day, candidates)
    candidates = sorted(set(columns.wish.tolist()))
    seats = sum(map(len, day.spots))
    highest = sum(sorted((day.score[w] for w in candidates), reverse=True)[:seats])
    added = fill(day, candidates)
    reached = sum(day.score[w] for w in added)
    left = deadline - time.perf_counter()
    small = columns.once
    exchange(day, added, candidates, time.perf_counter() + 0.2 * left)
    bound = bound_exactly(columns, 0.5 * (deadline - time.perf_counter())) if small else None
    if bound is None:
        began, allowed = time.perf_counter(), max(deadline - time.perf_counter(), 0.02)
        bound = bound_by_prices(columns, float(reached), lambda: (time.perf_counter() - began) / allowed)
    if small and sum(day.score[w] for w in added) < bound:
        _solve(day, added, solve_exactly(day, columns, deadline - time.perf_counter()))
    fill_rest = fill(day, [w for w in candidates if w not in added])
    return added | fill_rest, min(bound, highest)


def _solve(day: Day, added: set[int], found: Sequence[tuple[int, int]]) -> None:
    """Hold what the solution holds in place of what was added, if that is better."""
    if not found:
        return
    before = rank(day, added)
    seats = {w: day.take(w) for w in added}
    new = {w for w, s in found if day.insert(w, day.open_for(w) & 1 << s)}
    if rank(day, new) > before:
        added.clear()
        added |= new
        return
    for w in new:
        day.take(w)
    for w, seat in seats.items():
        day.put(w, *seat)


def conclude(
    day: Day, schedule: Schedule, reseated: list[int], added: set[int], bound: int, started: float
) -> Repaired:
    """The programme as it stands, compared with the one before."""
    meetings = day.meetings()
    after = presence_after(day, meetings)
    changed = changed_problem(day, after)
    held = {m.wish: m.slot for m in schedule.meetings}
    wishes = range(len(day.problem.wishes))
    value = sum(day.score[w] for w in day.seat)
    proven = schedule.bound if schedule.objective is Objective.SCORE else None
    result = Schedule(
        status=Status.OPTIMAL if value == proven else Status.FEASIBLE,
        objective=Objective.SCORE,
        value=value,
        bound=sum(day.score) if proven is None else proven,
        breaks=count_breaks(day),
        seconds=0.0,
        meetings=meetings,
        unmet=explain_day(day, changed, after),
    )
    return Repaired(
        schedule=dataclasses.replace(result, seconds=time.perf_counter() - started),
        problem=changed,
        cancelled=tuple(w for w in sorted(held) if w not in day.seat),
        moved=tuple(w for w in sorted(held) if w in day.seat and day.seat[w][0] != held[w]),
        reseated=tuple(sorted(w for w in reseated if w in day.seat and day.seat[w][0] == held[w])),
        added=tuple(w for w in wishes if w in day.seat and w not in held),
        bound=max(bound, value),
    )
