"""How often does somebody change hall or interpreter, who has the most breaks, and what moved since publication?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..problem import Problem
from ..result import Meeting, Schedule

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Programme:
    """The meetings as arrays of one length: slots, halls (numbers by `hall_of` the table), interpreters (-1: none)."""

    slot: Ints
    hall: Ints
    voice: Ints
    people: Ints  # shape (meetings, 2)


def with_figures(problem: Problem, schedule: Schedule) -> Schedule:
    """The schedule with `most_breaks`, `hall_changes`, `interpreter_changes` and `moved` counted from its meetings."""
    programme = read_programme(problem, schedule.meetings)
    day = days_of(problem)
    return replace(
        schedule,
        most_breaks=most_breaks(programme, day, len(problem.participants)),
        hall_changes=count_hall_changes(problem, programme, day),
        interpreter_changes=count_interpreter_changes(programme, day),
        moved=count_moved(problem, schedule.meetings),
    )


def read_programme(problem: Problem, meetings: Sequence[Meeting]) -> Programme:
    """The meetings as arrays."""
    wishes, hall = problem.wishes, hall_of(problem)
    rows = [
        (m.slot, hall[m.table], -1 if m.interpreter is None else m.interpreter, wishes[m.wish].first, w.second)
        for m in meetings
        for w in (wishes[m.wish],)
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Programme(table[:, 0], table[:, 1], table[:, 2], table[:, 3:])


def hall_of(problem: Problem) -> list[int]:
    """The number of each table's hall; halls are numbered in order of their names."""
    halls = {hall: h for h, hall in enumerate(sorted({table.hall for table in problem.tables}))}
    return [halls[table.hall] for table in problem.tables]


def days_of(problem: Problem) -> Ints:
    """The day of each slot."""
    return np.array([slot.day for slot in problem.slots], dtype=np.int64)


def consecutive(person: Ints, slot: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Places of meetings that follow each other: of one person, on one day, none of its meetings between."""
    order = np.lexsort((slot, person))
    one, next_one = order[:-1], order[1:]
    follows = (person[one] == person[next_one]) & (day[slot[one]] == day[slot[next_one]])
    return one[follows], next_one[follows]


def walkers(problem: Problem, programme: Programme) -> tuple[Ints, Ints]:
    """Who walks to which meeting: numbers of people (interpreters after participants) and places of meetings."""
    on_site = np.array([not p.online for p in problem.participants], dtype=bool)
    place = np.arange(len(programme.slot))
    person = np.concatenate([programme.people[:, 0], programme.people[:, 1]])
    places = np.concatenate([place, place])
    comes, spoken = on_site[person], programme.voice >= 0
    voices = programme.voice[spoken] + len(problem.participants)
    return np.concatenate([person[comes], voices]), np.concatenate([places[comes], place[spoken]])


def count_hall_changes(problem: Problem, programme: Programme, day: Ints) -> int:
    """Pairs of consecutive meetings of a day in different halls, over participants on site and interpreters."""
    person, place = walkers(problem, programme)
    one, other = consecutive(person, programme.slot[place], day)
    return int((programme.hall[place[one]] != programme.hall[place[other]]).sum())


def count_interpreter_changes(programme: Programme, day: Ints) -> int:
    """Pairs of consecutive interpreted meetings of a day with different interpreters, over participants."""
    spoken = np.flatnonzero(programme.voice >= 0)
    place = np.concatenate([spoken, spoken])
    person = np.concatenate([programme.people[spoken, 0], programme.people[spoken, 1]])
    one, other = consecutive(person, programme.slot[place], day)
    return int((programme.voice[place[one]] != programme.voice[place[other]]).sum())


def most_breaks(programme: Programme, day: Ints, n_people: int) -> int:
    """Breaks of the participant who has the most: idle slots between two of its meetings of a day, by runs."""
    person = np.concatenate([programme.people[:, 0], programme.people[:, 1]])
    slot = np.concatenate([programme.slot, programme.slot])
    one, other = consecutive(person, slot, day)
    broken = slot[other] - slot[one] > 1
    return int(np.bincount(person[one][broken], minlength=max(n_people, 1)).max())


def count_moved(problem: Problem, meetings: Sequence[Meeting]) -> int:
    """Published meetings that are not held in their published slot."""
    slot_of = {m.wish: m.slot for m in meetings}
    return sum(slot_of.get(wish) != slot for wish, slot in problem.published)
