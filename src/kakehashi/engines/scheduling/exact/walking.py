"""How is every wish held where the ways between halls take longer than the time between two slots?"""

import random
from collections.abc import Callable
from dataclasses import replace

from ..board import Board
from ..frame import build_frame, count_breaks
from ..halls.stage import place_in_halls
from ..problem import Aim, Problem
from ..result import Objective, Schedule, Status
from ..seating import seat


def hold_in_time(problem: Problem, whole: Schedule, seed: int, spent: Callable[[], float]) -> Schedule:
    """Every wish in a slot and a hall that everybody reaches in time, beginning with a schedule that knows no ways.

    Whatever forbids a schedule without ways forbids one with them, and no schedule with them has fewer breaks: the
    refusal and the bound of `whole` are kept. Unknown, where not every wish finds its place, or the breaks are not as
    fair as demanded. `spent` says which share of the time is over. Figures beside the breaks are not counted here.
    """
    if whole.value is None:
        return whole
    wishes = tuple(replace(wish, must=True) for wish in problem.wishes)
    frame = build_frame(replace(problem, wishes=wishes, order=(Aim.MUSTS, Aim.BREAKS)))
    board = Board(frame)
    for m in whole.meetings:
        board.insert(m.wish, m.slot)
    board, zones = place_in_halls(board, random.Random(seed), spent)
    each = [count_breaks(mask, frame.day_starts) for mask in board.busy]
    apart = max(each, default=0) - min(each, default=0)
    if min(board.slot_of, default=0) < 0 or (problem.fairness is not None and apart > problem.fairness):
        left = sum(s < 0 for s in board.slot_of)
        log = (*whole.log, f"ways: {left} wishes not held, breaks differ by {apart}")
        return Schedule(Status.UNKNOWN, Objective.BREAKS, None, whole.bound, 0, whole.seconds, log=log)
    breaks = sum(each)
    return replace(
        whole,
        status=Status.OPTIMAL if breaks == whole.bound else Status.FEASIBLE,
        value=breaks,
        breaks=breaks,
        meetings=seat(board, zones),
    )
