"""Are the figures of a schedule those of its meetings, and does nothing contradict its bounds?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise
from typing import Any

from .problem import Aim, Problem
from .result import Aims, Objective, Schedule, Status

_AIM_OF = {Aim.MUSTS: "musts", Aim.FIRST: "met", Aim.LEAST: "least", Aim.STABILITY: "kept"}


def figure_faults(problem: Problem, schedule: Schedule) -> Iterator[str]:
    """Every figure that is not what the meetings say, and every bound or status that they contradict."""
    breaks = breaks_by_participant(problem, schedule)
    halls, voices = _changes(problem, schedule)
    counted = {
        "breaks": sum(breaks),
        "most_breaks": max(breaks, default=0),
        "hall_changes": halls,
        "interpreter_changes": voices,
        "moved": len(problem.published) - _kept(problem, schedule),
    }
    for name, number in counted.items():
        if getattr(schedule, name) != number:
            yield f"{name}_wrong: {getattr(schedule, name)} {name} are claimed, {number} counted"
    if schedule.breaks_at_least > sum(breaks):
        yield f"breaks_at_least_wrong: {sum(breaks)} breaks are fewer than the {schedule.breaks_at_least} claimed"
    by_score = schedule.objective is Objective.SCORE
    value = sum(problem.wishes[m.wish].score for m in schedule.meetings) if by_score else sum(breaks)
    if schedule.value != value:
        yield f"value_wrong: value {schedule.value} is claimed, {value} counted"
    if schedule.bound is not None and ((value > schedule.bound) if by_score else (value < schedule.bound)):
        yield f"bound_wrong: value {value} is better than the bound {schedule.bound}"
    yield from _status_faults(problem, schedule, value)
    if schedule.aims is not None:
        yield from _aim_faults(problem, schedule, schedule.aims, value)


def _status_faults(problem: Problem, schedule: Schedule, value: int) -> Iterator[str]:
    """Optimal means the bound is met; where aims are given, that as much as possible is reached of each that counts."""
    if schedule.status is not Status.OPTIMAL:
        return
    if schedule.aims is None:
        if value != schedule.bound:
            yield f"status_wrong: optimal is claimed with value {value} and bound {schedule.bound}"
        return
    if Aim.SCORE in problem.order and value != schedule.aims.score_at_most:
        yield f"status_wrong: optimal is claimed with value {value}, at most {schedule.aims.score_at_most}"
    for aim in problem.order:
        reached, most = getattr(schedule.aims, _AIM_OF.get(aim, ""), (0, 0))
        if reached != most:
            yield f"status_wrong: optimal is claimed with {reached} of {most} for the aim {aim}"


def _aim_faults(problem: Problem, schedule: Schedule, aims: Aims, value: int) -> Iterator[str]:
    held = [0] * len(problem.participants)
    for m in schedule.meetings:
        held[problem.wishes[m.wish].first] += 1
        held[problem.wishes[m.wish].second] += 1
    counted = {
        "musts": sum(problem.wishes[m.wish].must for m in schedule.meetings),
        "met": sum(map(bool, held)),
        "least": sum(min(n, p.least) for n, p in zip(held, problem.participants, strict=True)),
        "kept": _kept(problem, schedule),
    }
    for field in fields(aims):
        if field.name in counted:
            reached, most = getattr(aims, field.name)
            if reached != counted[field.name]:
                yield f"aim_wrong: {reached} {field.name} are claimed, {counted[field.name]} counted"
            if reached > most:
                yield f"aim_wrong: {reached} {field.name} are more than the {most} claimed to be possible"
    if value > aims.score_at_most:
        yield f"aim_wrong: the score {value} is above {aims.score_at_most}, claimed to be the highest"


def breaks_by_participant(problem: Problem, schedule: Schedule) -> list[int]:
    """For each participant, how often it sits idle between two meetings of one day."""
    breaks = [0] * len(problem.participants)
    slots_of: list[list[int]] = [[] for _ in problem.participants]
    for m in schedule.meetings:
        wish = problem.wishes[m.wish]
        slots_of[wish.first].append(m.slot)
        slots_of[wish.second].append(m.slot)
    days = [slot.day for slot in problem.slots]
    for who, slots in enumerate(slots_of):
        slots.sort()
        breaks[who] = sum(b - a > 1 and days[a] == days[b] for a, b in pairwise(slots))
    return breaks


def _changes(problem: Problem, schedule: Schedule) -> tuple[int, int]:
    """Ways to another hall of participants on site and interpreters; changes of interpreter of participants."""
    halls: dict[tuple[str, int, int], list[tuple[int, str]]] = defaultdict(list)
    voices: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    tables, people = [table.hall for table in problem.tables], problem.participants
    for m in schedule.meetings:
        day, wish, hall = problem.slots[m.slot].day, problem.wishes[m.wish], tables[m.table]
        for who in (wish.first, wish.second):
            if not people[who].online:
                halls["participant", who, day].append((m.slot, hall))
            if m.interpreter is not None:
                voices[who, day].append((m.slot, m.interpreter))
        if m.interpreter is not None:
            halls["interpreter", m.interpreter, day].append((m.slot, hall))
    return _count_changes(halls.values()), _count_changes(voices.values())


def _count_changes(days: Iterable[list[tuple[int, Any]]]) -> int:
    return sum(a[1] != b[1] for places in days for a, b in pairwise(sorted(places)))


def _kept(problem: Problem, schedule: Schedule) -> int:
    held = {(m.wish, m.slot) for m in schedule.meetings}
    return sum(meeting in held for meeting in problem.published)
