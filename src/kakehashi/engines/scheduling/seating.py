"""Who sits at which table with which interpreter, when every meeting has its slot?"""

import numpy as np

from .board import Board
from .halls.cells import Zones
from .halls.counting import Programme, hall_of
from .halls.staying import Seats, Voices, settle_halls, settle_voices
from .problem import Aim, Problem
from .result import Meeting

CHANGE = 1000.0
"""How often a change of the aim that comes first in the order counts, against one of the other."""

ROUNDS = 2
"""Times that halls and interpreters are looked at in turn; each depends on the other."""


def seat(board: Board, zones: Zones | None = None) -> tuple[Meeting, ...]:
    """Give every meeting of the board its table and interpreter, in order of slots and wishes.

    Halls and interpreters are chosen so that few people change them, as `Problem.order` asks; a participant keeps
    its table where nothing is lost by it. With `zones`, each meeting and each interpreter stays in the zone given.
    """
    problem = board.frame.problem
    held = sorted((s, w) for w, s in enumerate(board.slot_of) if s >= 0)
    if not held:
        return ()
    wish = np.array([w for _, w in held], dtype=np.int64)
    slot = np.array([s for s, _ in held], dtype=np.int64)
    nobody = np.full(len(held), -1, dtype=np.int64)
    people = np.stack([board.frame.first[wish], board.frame.second[wish]], axis=1)
    programme = Programme(slot, nobody.copy(), nobody, people)
    zone = [0] * len(held) if zones is None else [zones.of_wish[w] for w in wish.tolist()]
    hall_weight, voice_weight = weights(problem)
    seats = Seats(problem, programme, zone, None if zones is None else zones.of_table, hall_weight)
    voices = Voices(programme, _crews(board, zones), _groups(board, wish.tolist(), zone), hall_weight, voice_weight)
    settle_halls(problem, programme, seats)
    for _ in range(ROUNDS if len(voices.groups) else 0):
        settle_voices(problem, programme, voices)
        settle_halls(problem, programme, seats)
    tables = name_tables(problem, programme)
    voice = programme.voice.tolist()
    return tuple(Meeting(w, s, tables[m], voice[m] if voice[m] >= 0 else None) for m, (s, w) in enumerate(held))


def weights(problem: Problem) -> tuple[float, float]:
    """What a change of hall and one of interpreter count, by the order of the aims; 0 where left out."""
    halls, voices = Aim.HALL_CHANGES, Aim.INTERPRETER_CHANGES
    listed = [aim for aim in problem.order if aim in (halls, voices)]
    worth = {aim: CHANGE if place == 0 and len(listed) > 1 else 1.0 for place, aim in enumerate(listed)}
    return worth.get(halls, 0.0), worth.get(voices, 0.0)


Group = tuple[int, int, int]
"""A slot, a kind of wish and a zone."""


def _crews(board: Board, zones: Zones | None) -> dict[Group, list[int]]:
    """The interpreters at work in each slot, by kind and zone."""
    crews: dict[Group, list[int]] = {}
    for i, row in enumerate(board.work):
        for s, kind in enumerate(row):
            if kind >= 0:
                crews.setdefault((s, kind, 0 if zones is None else zones.of_work[i][s]), []).append(i)
    return crews


def _groups(board: Board, wishes: list[int], zone: list[int]) -> dict[Group, list[int]]:
    """The places of the meetings that need an interpreter, in the same groups."""
    groups: dict[Group, list[int]] = {}
    for m, w in enumerate(wishes):
        if board.kind[w] >= 0:
            groups.setdefault((board.slot_of[w], board.kind[w], zone[m]), []).append(m)
    return groups


def name_tables(problem: Problem, programme: Programme) -> list[int]:
    """A table of its hall for each meeting; whoever sat there last keeps it where that is free to choose."""
    by_slot: dict[int, list[int]] = {}
    for m, s in enumerate(programme.slot.tolist()):
        by_slot.setdefault(s, []).append(m)
    hall_of_table = hall_of(problem)
    halls, people = programme.hall.tolist(), programme.people.tolist()
    chosen = [-1] * len(halls)
    last: dict[int, int] = {}
    for s, meetings in by_slot.items():
        free: dict[int, dict[int, None]] = {}
        for t, (table, hall) in enumerate(zip(problem.tables, hall_of_table, strict=True)):
            if s in table.available:
                free.setdefault(hall, {})[t] = None
        for stay in (True, False):
            for m in meetings:
                if chosen[m] >= 0:
                    continue
                pool = free[halls[m]]
                known = [last[p] for p in people[m] if last.get(p) in pool]
                if known or not stay:
                    chosen[m] = known[0] if known else next(iter(pool))
                    del pool[chosen[m]]
        for m in meetings:
            last[people[m][0]] = last[people[m][1]] = chosen[m]
    return chosen
