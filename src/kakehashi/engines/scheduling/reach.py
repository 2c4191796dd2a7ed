"""In which slots can somebody be in a hall, given where it is before and after? Sets of slots are bit masks."""

from collections.abc import Iterable

from .problem import Problem

Place = tuple[int, int]
"""A meeting's slot and hall, the hall as its place in `Ways.halls`."""


class Ways:
    """The halls of a problem and the ways between them that are too long for the time between two slots.

    `bind` tells whether any way ever is: if not, everybody is always in time.
    """

    def __init__(self, problem: Problem) -> None:
        self.halls = tuple(dict.fromkeys(table.hall for table in problem.tables))
        places = {hall: h for h, hall in enumerate(self.halls)}
        self.hall_of = tuple(places[table.hall] for table in problem.tables)
        minutes = [[0] * len(self.halls) for _ in self.halls]
        for walk in problem.walks:
            one, other = places[walk.first], places[walk.second]
            minutes[one][other] = minutes[other][one] = walk.minutes
        within = {way: self._within(problem, way) for row in minutes for way in row}
        self._late = [[within[way] for way in row] for row in minutes]
        self.bind = any(any(masks) for masks in within.values())

    @staticmethod
    def _within(problem: Problem, way: int) -> tuple[int, ...]:
        """For every slot, the other slots of its day less than `way` minutes before or after it."""
        masks = [0] * len(problem.slots)
        if way:
            for s, a in enumerate(problem.slots):
                for t, b in enumerate(problem.slots[s + 1 :], s + 1):
                    if a.day == b.day and a.end is not None and b.start is not None and b.start - a.end < way:
                        masks[s] |= 1 << t
                        masks[t] |= 1 << s
        return tuple(masks)

    def late(self, places: Iterable[Place]) -> tuple[int, ...]:
        """For every hall, the slots in which somebody with meetings at `places` would be late there or after it."""
        missed = [0] * len(self.halls)
        for slot, hall in places:
            for h, masks in enumerate(self._late[hall]):
                missed[h] |= masks[slot]
        return tuple(missed)
