"""In which hall does each interpreter work on each day, and how many of which languages are free in a cell?

An interpreter stays in one zone for a day, so that no walk cuts into the hours; between meetings that are only
counted, whole days change zone when another one needs them. Names are given to the work last.
"""

from collections.abc import Callable
from dataclasses import replace

from ..board import Board
from ..frame import Frame, slots_in
from ..shifts import Shifts
from .cells import Cells

Day = tuple[int, int]
"""An interpreter and a day, counted from 0."""

Entry = tuple[int, int, int, int] | tuple[Day, int]
"""One change, to be taken back: cell, group, kind served before and after (-1: free); or a day and its zone before."""


def as_worked(board: Board, shifts: Shifts) -> Shifts:
    """The shifts of a board, with as many planned slots, and then others, as the rests leave room for."""
    frame = board.frame
    on_shift = []
    for i, planned in enumerate(shifts.on_shift):
        shift = board.shift[i]
        if shifts.group[i] >= 0:
            for s in slots_in(planned & ~shift) + slots_in(frame.on_duty[i] & ~planned & ~shift):
                if board.frame.runs[i] >= _run(shift | 1 << s, s, frame.day_starts):
                    shift |= 1 << s
        on_shift.append(shift)
    supply = [[0] * frame.n_slots for _ in shifts.kinds]
    for group, shift in zip(shifts.group, on_shift, strict=True):
        for s in slots_in(shift):
            supply[group][s] += 1
    return replace(shifts, on_shift=tuple(on_shift), supply=tuple(map(tuple, supply)))


def _run(shift: int, slot: int, day_starts: int) -> int:
    """How many slots in a row are worked around a slot."""
    first = last = slot
    while not day_starts >> first & 1 and shift >> (first - 1) & 1:
        first -= 1
    while shift >> (last + 1) & 1 and not day_starts >> (last + 1) & 1:
        last += 1
    return last - first + 1


class Crews:
    """Interpreters by group and cell: how many are free, and how many of each group serve which kind of wish.

    `staffed[k]` holds the cells where an interpreter for kind k is free without moving another.
    """

    def __init__(self, frame: Frame, shifts: Shifts, cells: Cells, noise: Callable[[], float] = float) -> None:
        self.frame, self.shifts, self.cells = frame, shifts, cells
        n_groups, n_kinds = len(shifts.kinds), len(frame.crews)
        self.free = [[0] * n_groups for _ in range(cells.n_cells)]
        self.given = [[[0] * n_kinds for _ in range(n_groups)] for _ in range(cells.n_cells)]
        self.idle = [0] * n_groups  # the cells where somebody of the group is free
        self.staffed = [0] * n_kinds
        self.journal: list[Entry] = []
        self.zone_of: dict[Day, int] = {}
        self.shift: dict[Day, int] = {}
        self.teams: dict[tuple[int, int], list[int]] = {}  # who of a group works on a day
        starts = slots_in(frame.day_starts)
        self.day_of = [sum(start <= s for start in starts) - 1 for s in range(frame.n_slots)]
        self._plan(noise)

    def _plan(self, noise: Callable[[], float]) -> None:
        """Give every interpreter a zone for each day, where the group is furthest below its share of the tables.

        `noise` is added to each shortage, so that another start is another plan.
        """
        cells, n_slots = self.cells, self.cells.n_slots
        tables = [max(1, sum(cells.seats[z * n_slots + s] for z in range(cells.n_zones))) for s in range(n_slots)]
        share = [seats / tables[c % n_slots] for c, seats in enumerate(cells.seats)]
        total = [[0] * n_slots for _ in self.shifts.kinds]
        for i, shift in enumerate(self.shifts.on_shift):
            g = self.shifts.group[i]
            days: dict[int, int] = {}
            for s in slots_in(shift):
                days[self.day_of[s]] = days.get(self.day_of[s], 0) | 1 << s
            for day, mask in days.items():
                slots = slots_in(mask)
                for s in slots:
                    total[g][s] += 1
                short = [
                    noise() + sum(share[z * n_slots + s] * total[g][s] - self.free[z * n_slots + s][g] for s in slots)
                    for z in range(cells.n_zones)
                ]
                self.shift[i, day] = mask
                self.teams.setdefault((g, day), []).append(i)
                self._station(i, day, short.index(max(short)))

    def _station(self, i: int, day: int, zone: int) -> None:
        """Let an interpreter work in the zone on that day, free so far."""
        self.zone_of[i, day] = zone
        for s in slots_in(self.shift[i, day]):
            self.add(zone * self.cells.n_slots + s, self.shifts.group[i])

    def add(self, cell: int, group: int) -> None:
        """One more of the group is free in the cell."""
        self.free[cell][group] += 1
        if self.free[cell][group] == 1:
            self.idle[group] |= 1 << cell
            for k in self.shifts.kinds[group]:
                self.staffed[k] |= 1 << cell

    def subtract(self, cell: int, group: int) -> None:
        """One fewer of the group is free in the cell."""
        free = self.free[cell]
        free[group] -= 1
        if not free[group]:
            self.idle[group] &= ~(1 << cell)
            for k in self.shifts.kinds[group]:
                if not any(free[g] for g in self.shifts.groups[k]):
                    self.staffed[k] &= ~(1 << cell)

    def engage(self, kind: int, cell: int) -> bool:
        """Find an interpreter for one more meeting of a kind, moving others between kinds where that helps."""
        return self._engage(kind, cell, set())

    def _engage(self, kind: int, cell: int, asked: set[int]) -> bool:
        free, given = self.free[cell], self.given[cell]
        for g in self.shifts.groups[kind]:
            if free[g]:
                self._serve(cell, g, -1, kind)
                return True
        asked.add(kind)
        for g in self.shifts.groups[kind]:
            for other in self.shifts.kinds[g]:
                if given[g][other] and other not in asked and self._engage(other, cell, asked):
                    self._serve(cell, g, other, kind)
                    return True
        return False

    def release(self, kind: int, cell: int) -> None:
        """Free an interpreter who holds that kind in the cell, the most versatile first."""
        given = self.given[cell]
        for g in reversed(self.shifts.groups[kind]):
            if given[g][kind]:
                self._serve(cell, g, kind, -1)
                return
        raise AssertionError("no interpreter holds this kind of wish in this cell")

    def _serve(self, cell: int, group: int, before: int, after: int) -> None:
        """Let one of the group who served one kind in the cell serve another; -1 stands for free."""
        self.journal.append((cell, group, before, after))
        self._change(cell, group, before, after)

    def _change(self, cell: int, group: int, before: int, after: int) -> None:
        given = self.given[cell][group]
        if before >= 0:
            given[before] -= 1
        else:
            self.subtract(cell, group)
        if after >= 0:
            given[after] += 1
        else:
            self.add(cell, group)

    def back_to(self, length: int) -> None:
        """Take changes back until the journal has that length."""
        journal = self.journal
        while len(journal) > length:
            entry = journal.pop()
            if len(entry) == 2:
                self._transfer(*entry)
            else:
                cell, group, before, after = entry
                self._change(cell, group, after, before)

    def bring(self, kind: int, cell: int) -> bool:
        """Move somebody's whole idle day to the cell's zone; False when nobody can be spared."""
        n_slots = self.cells.n_slots
        zone, slot = divmod(cell, n_slots)
        day = self.day_of[slot]
        for g in self.shifts.groups[kind]:
            idle = self.idle[g]
            for i in self.teams.get((g, day), ()):
                mask, now = self.shift[i, day], self.zone_of[i, day]
                if now != zone and mask >> slot & 1 and not (mask << now * n_slots) & ~idle:
                    self.journal.append(((i, day), now))
                    self._transfer((i, day), zone)
                    return True
        return False

    def _transfer(self, who: Day, zone: int) -> None:
        """Let an interpreter whose day can be spared where it is spend it in that zone."""
        old, g = self.zone_of[who] * self.cells.n_slots, self.shifts.group[who[0]]
        for s in slots_in(self.shift[who]):
            self.subtract(old + s, g)
        self._station(*who, zone)

    def named(self) -> tuple[list[list[int]], list[list[int]]]:
        """For every interpreter and slot the kind of wish served and the cell, -1 where free."""
        n_people, n_slots = len(self.frame.on_duty), self.cells.n_slots
        work = [[-1] * n_slots for _ in range(n_people)]
        where = [[-1] * n_slots for _ in range(n_people)]
        left = [[kinds[:] for kinds in row] for row in self.given]
        for (i, day), mask in sorted(self.shift.items()):
            g = self.shifts.group[i]
            for s in slots_in(mask):
                cell = self.zone_of[i, day] * n_slots + s
                given = left[cell][g]
                kind = next((k for k in self.shifts.kinds[g] if given[k]), -1)
                if kind >= 0:
                    given[kind] -= 1
                    work[i][s], where[i][s] = kind, cell
        return work, where
