"""Is everybody on site in time for the next meeting, when the halls are some way apart?"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from ..problem import Problem
from ..result import Meeting

Place = tuple[int, str]
"""A slot and a hall."""


def late_pairs(problem: Problem) -> set[tuple[Place, Place]]:
    """Places of one day, the earlier first, that nobody on site can both be in: the way takes longer than the gap."""
    stated = {frozenset((walk.first, walk.second)): walk.minutes for walk in problem.walks}
    halls = sorted({table.hall for table in problem.tables})
    late = set()
    for (s, a), (t, b) in combinations(enumerate(problem.slots), 2):
        if a.day != b.day or a.end is None or b.start is None:
            continue
        for one in halls:
            for other in halls:
                if b.start - a.end < stated.get(frozenset((one, other)), 0):
                    late.add(((s, one), (t, other)))
    return late


def in_time(problem: Problem, meetings: Sequence[Meeting]) -> bool:
    """Whether nobody on site, interpreters included, is late for any of the meetings."""
    late = late_pairs(problem)
    places: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for m in meetings if late else ():
        place = m.slot, problem.tables[m.table].hall
        for p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second):
            if not problem.participants[p].online:
                places["participant", p].append(place)
        if m.interpreter is not None:
            places["interpreter", m.interpreter].append(place)
    return not any(pair in late for own in places.values() for pair in combinations(sorted(own), 2))
