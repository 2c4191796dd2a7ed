"""Is everybody on site in time: participants and interpreters who meet in one hall and then in another?"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from .problem import Problem
from .result import Meeting, Schedule


def way_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    """Everyone who has less time between two meetings of a day than the way between their halls takes."""
    ways = {(walk.first, walk.second): walk.minutes for walk in problem.walks if walk.minutes}
    ways |= {(b, a): minutes for (a, b), minutes in ways.items()}
    if not ways:
        return
    halls = [table.hall for table in problem.tables]
    for (kind, who), meetings in _who_walks(problem, schedule).items():
        if len({halls[m.table] for m in meetings}) == 1:
            continue
        for one, other in combinations(sorted(meetings, key=lambda m: m.slot), 2):
            before, after = problem.slots[one.slot], problem.slots[other.slot]
            if one.slot == other.slot or before.day != after.day:
                continue
            time, way = (after.start or 0) - (before.end or 0), ways.get((halls[one.table], halls[other.table]), 0)
            if time < way:
                between = f"{time} minutes from slot {one.slot} to slot {other.slot}"
                yield f"too_far: {kind} {who} has {between}, the way takes {way}"


def _who_walks(problem: Problem, schedule: Schedule) -> dict[tuple[str, int], list[Meeting]]:
    """The meetings of everybody on site."""
    found: dict[tuple[str, int], list[Meeting]] = defaultdict(list)
    for m in schedule.meetings:
        for who in (problem.wishes[m.wish].first, problem.wishes[m.wish].second):
            if not problem.participants[who].online:
                found["participant", who].append(m)
        if m.interpreter is not None:
            found["interpreter", m.interpreter].append(m)
    return found
