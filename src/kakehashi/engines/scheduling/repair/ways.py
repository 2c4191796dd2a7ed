"""In which halls could somebody be in a slot, and still come in time to the other meetings of the day?"""

from collections import defaultdict
from collections.abc import Iterable

from ..problem import Problem

Near = tuple[tuple[int, int], ...]


class Ways:
    """The halls as bits, and who would come too late from where.

    `near[s]` lists the slots of the same day that are too near in time for the longest way, each with the minutes
    between. A person who meets in such a slot keeps halls too far away from its own closed.
    """

    def __init__(self, problem: Problem) -> None:
        halls = sorted({t.hall for t in problem.tables})
        number = {hall: h for h, hall in enumerate(halls)}
        self.every = (1 << len(halls)) - 1
        self.hall_of = [number[t.hall] for t in problem.tables]
        self.online = [p.online for p in problem.participants]
        self.minutes: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for walk in problem.walks:
            if walk.first in number and walk.second in number and walk.first != walk.second:
                a, b = number[walk.first], number[walk.second]
                self.minutes[a].append((walk.minutes, b))
                self.minutes[b].append((walk.minutes, a))
        longest = max((m for ways in self.minutes.values() for m, _ in ways), default=0)
        slots = problem.slots
        self.near: list[Near] = []
        for s, slot in enumerate(slots):
            found = []
            for t, other in enumerate(slots):
                if s == t or slot.day != other.day:
                    continue
                (end, start) = (slot.end, other.start) if s < t else (other.end, slot.start)
                if end is not None and start is not None and start - end < longest:
                    found.append((t, start - end))
            self.near.append(tuple(found))
        self._far: dict[tuple[int, int], int] = {}

    @property
    def binds(self) -> bool:
        """Whether any way is too long for any pause."""
        return any(self.near)

    def far(self, hall: int, pause: int) -> int:
        """The halls that take longer to reach from a hall than the pause."""
        key = hall, pause
        if key not in self._far:
            self._far[key] = sum({1 << other for m, other in self.minutes[hall] if m > pause})
        return self._far[key]

    def closed(self, slot: int, others: Iterable[tuple[int, int]]) -> int:
        """The halls that nobody reaches in time in a slot who also meets at (slot, table) of `others`."""
        pauses, mask = dict(self.near[slot]), 0
        for t, table in others:
            if t in pauses:
                mask |= self.far(self.hall_of[table], pauses[t])
        return mask
