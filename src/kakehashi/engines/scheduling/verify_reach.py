"""Could these people meet in some hall in a slot without anybody being late, there or elsewhere on the day?"""

from collections import defaultdict
from collections.abc import Sequence

from .problem import Problem
from .result import Schedule


class Reach:
    """Where tables are left in each slot, and where everybody is when. `binds`: whether any way takes time at all."""

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = problem
        self.ways: dict[tuple[str, str], int] = {}
        for walk in problem.walks:
            self.ways[walk.first, walk.second] = self.ways[walk.second, walk.first] = walk.minutes
        self.binds = any(self.ways.values())
        self.halls_with_seats: list[set[str]] = [set() for _ in problem.slots]
        self.places: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        self.known: dict[tuple[str, int, int, str], bool] = {}
        if self.binds:
            self._note_places(schedule)

    def _note_places(self, schedule: Schedule) -> None:
        taken = {(m.table, m.slot) for m in schedule.meetings}
        for t, table in enumerate(self.problem.tables):
            for s in table.available:
                if (t, s) not in taken:
                    self.halls_with_seats[s].add(table.hall)
        for m in schedule.meetings:
            hall, wish = self.problem.tables[m.table].hall, self.problem.wishes[m.wish]
            for p in (wish.first, wish.second):
                self.places["participant", p].append((m.slot, hall))
            if m.interpreter is not None:
                self.places["interpreter", m.interpreter].append((m.slot, hall))

    def some_hall(self, first: int, second: int, crew: Sequence[int] | None, slot: int) -> bool:
        """Whether two participants, and one of a crew (None: nobody is needed), reach a table that is left."""
        return any(
            self.in_time("participant", first, slot, hall)
            and self.in_time("participant", second, slot, hall)
            and (crew is None or any(self.in_time("interpreter", i, slot, hall) for i in crew))
            for hall in self.halls_with_seats[slot]
        )

    def in_time(self, kind: str, who: int, slot: int, hall: str) -> bool:
        """Whether somebody could be in the hall in the slot without being late there, or anywhere else that day."""
        if (kind, who, slot, hall) not in self.known:
            self.known[kind, who, slot, hall] = self._in_time(kind, who, slot, hall)
        return self.known[kind, who, slot, hall]

    def _in_time(self, kind: str, who: int, slot: int, hall: str) -> bool:
        if kind == "participant" and self.problem.participants[who].online:
            return True
        there = self.problem.slots[slot]
        for other, elsewhere in self.places.get((kind, who), ()):
            here = self.problem.slots[other]
            if here.day == there.day:
                early, late = (here, there) if other < slot else (there, here)
                if (late.start or 0) - (early.end or 0) < self.ways.get((elsewhere, hall), 0):
                    return False
        return True
