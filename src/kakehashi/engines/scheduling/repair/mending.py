"""What stays, what falls away and what can be added when somebody is missing on the day?

Every meeting that is still possible stays where it is. Places that become free go to unmet wishes: by prices, then
by exchange among those added, and where the event is small enough by integer programming.
"""

import time
from collections.abc import Iterable

from ..problem import Problem
from ..result import Schedule
from .changes import Change, Locks, Presence, apply_changes, presence
from .columns import WHOLE_COLUMNS, gather_columns, solve_exactly
from .day import Day, Present, held_of
from .filling import add_all, fill, rank
from .ground import Ground
from .keeping import keep, standing
from .repaired import Repaired


class DayInProgress:
    """A programme under way, made ready before anybody is missing, so that each repair is a matter of a moment.

    Each repair builds on the one before: whoever is away stays away, and what was added stays.

    Parameters
    ----------
    problem, schedule
        The event and its programme.
    now
        The first slot that is still to come; in slots before it nothing changes any more.
    locks
        What stays as it is as long as it is possible at all.

    Raises
    ------
    ValueError
        If a lock names something that does not exist, or the schedule has no meetings to carry on.
    """

    def __init__(self, problem: Problem, schedule: Schedule, *, now: int = 0, locks: Locks | None = None) -> None:
        if schedule.value is None:
            raise ValueError("a schedule that holds nothing cannot be carried on")
        self.ground = Ground(problem)
        self.schedule = schedule
        self.held = held_of(schedule.meetings)
        self.now, self.locks = 0, Locks()
        self._set(now, locks)
        n_slots = len(problem.slots)
        holders = problem.participants, problem.tables, problem.interpreters
        self.present = Present(*(presence(some, n_slots) for some in holders))

    def _set(self, now: int | None, locks: Locks | None) -> None:
        n_slots, problem = self.ground.n_slots, self.ground.problem
        now = self.now if now is None else now
        if not self.now <= now <= n_slots:
            raise ValueError(f"now is slot {now}, not from {self.now} to {n_slots}")
        if locks is not None:
            for places, size in (
                (locks.meetings, len(problem.wishes)),
                (locks.participants, len(problem.participants)),
                (locks.tables, len(problem.tables)),
            ):
                if not places <= frozenset(range(size)):
                    raise ValueError("a lock names what does not exist")
            self.locks = locks
        self.now = now

    def repair(
        self,
        changes: Iterable[Change],
        *,
        now: int | None = None,
        locks: Locks | None = None,
        time_limit: float = 0.7,
    ) -> Repaired:
        """Carry the programme on after changes without moving anything that can stay.

        Parameters
        ----------
        changes
            What happened since the last repair.
        now, locks
            As for the class; None: as before. Time does not go back.
        time_limit
            Seconds in all; what has to be done is done even if it takes longer.

        Raises
        ------
        ValueError
            If a change or a lock names something that does not exist, or `now` lies before the last one.
        """
        started = time.perf_counter()
        self._set(now, locks)
        day, reseated = self.carry_on(changes)
        stays = day.held_now()
        _fill(day, started + time_limit)
        found = Repaired(day, self.schedule, self.held, stays, reseated, started)
        self.adopt(found)
        return found

    def adopt(self, repaired: Repaired) -> None:
        """Go on from that programme: a repair of this day, or a point of its front."""
        self.held, self.present = repaired.held, repaired.present

    def carry_on(self, changes: Iterable[Change]) -> tuple[Day, list[int]]:
        """The day after the changes with every meeting that stays, before any is added; and those reseated."""
        ground, now = self.ground, self.now
        present = self.present.copy()
        apply_changes(ground.problem, changes, present.people, present.tables, present.voices)
        for there, before in zip(_matrices(present), _matrices(self.present), strict=True):
            there[:, :now] = before[:, :now]
        whole = standing(ground, present, self.held, now)
        day = Day(ground, present, self.locks, now, self.held.where(whole))
        return day, keep(day, self.held.where(~whole))


def _matrices(present: Present) -> tuple[Presence, ...]:
    return present.people, present.tables, present.voices


def repair(
    problem: Problem,
    schedule: Schedule,
    changes: Iterable[Change],
    *,
    now: int = 0,
    locks: Locks | None = None,
    time_limit: float = 0.7,
) -> Repaired:
    """Carry a programme on after changes, once: see `DayInProgress` and its `repair`."""
    return DayInProgress(problem, schedule, now=now, locks=locks).repair(changes, time_limit=time_limit)


def _fill(day: Day, end: float) -> None:
    """Add what is worth most. Small events are tried as an integer programme as well."""
    found, open_to = day.open_slots()
    columns = gather_columns(day, found, open_to) if 0 < open_to.sum() <= WHOLE_COLUMNS else None
    left = max(end - time.perf_counter(), 0.0)
    added = fill(day, 0.5 * left if columns else left)
    left = end - time.perf_counter()
    if columns and left > 0.02:
        _solve(day, added, solve_exactly(day, columns, left))


def _solve(day: Day, added: set[int], found: list[tuple[int, int]]) -> None:
    """Hold what the solution holds in place of what was added, if that is better."""
    if not found:
        return
    before = rank(day, added)
    seats = {w: day.take(w) for w in added}
    new = {w for w, s in found if day.open_for(w) >> s & 1 and day.insert(w, 1 << s)}
    new |= add_all(day)
    if rank(day, new) > before:
        return
    for w in new:
        day.take(w)
    for w, seat in seats.items():
        day.put(w, *seat)
