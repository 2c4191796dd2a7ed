"""In which slots does every interpreter work, so that rests are kept and no slot runs short?"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .frame import Frame, slots_in
from .model import Floats


@dataclass(frozen=True, slots=True)
class Shifts:
    """Slots of work planned per interpreter, as masks, and interpreters grouped by the kinds of wish they serve.

    `group[i]` is -1 for an interpreter who serves no kind; `kinds[g]` are the kinds group g serves, fewest kinds
    first; `groups[k]` the groups that serve kind k, the least versatile first; `supply[g][s]` how many of a group
    work in slot s.
    """

    on_shift: tuple[int, ...]
    group: tuple[int, ...]
    kinds: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[int, ...], ...]
    supply: tuple[tuple[int, ...], ...]


def plan_shifts(frame: Frame) -> Shifts:
    """Let everyone work as many slots as the rests allow, resting where the others of the group are most.

    In a stretch of n slots on duty with runs of at most r, n // (r + 1) rests are needed and enough; where they
    lie is free within limits, and each interpreter takes what leaves the least supplied slots alone.
    """
    serves: dict[int, list[int]] = defaultdict(list)
    for k, crew in enumerate(frame.crews):
        for i in crew:
            serves[i].append(k)
    kinds = sorted({tuple(served) for served in serves.values()}, key=lambda ks: (len(ks), ks))
    number = {served: g for g, served in enumerate(kinds)}
    group = tuple(number[tuple(serves[i])] if i in serves else -1 for i in range(len(frame.on_duty)))
    demand = _demand(frame)
    supply = np.zeros((len(kinds), frame.n_slots))
    on_shift = []
    for i, duty in enumerate(frame.on_duty):
        work = 0
        if group[i] >= 0 and frame.runs[i] > 0:
            for stretch in stretches(duty, frame.day_starts):
                work |= _work(stretch, frame.runs[i], supply[group[i]] / demand)
            supply[group[i], slots_in(work)] += 1
        on_shift.append(work)
    groups = tuple(tuple(g for g, served in enumerate(kinds) if k in served) for k in range(len(frame.crews)))
    counts = tuple(tuple(int(n) for n in row) for row in supply)
    return Shifts(tuple(on_shift), group, tuple(kinds), groups, counts)


def stretches(duty: int, day_starts: int) -> list[list[int]]:
    """The maximal runs of consecutive slots of one day in a mask."""
    runs: list[list[int]] = []
    for s in slots_in(duty):
        if runs and runs[-1][-1] == s - 1 and not day_starts >> s & 1:
            runs[-1].append(s)
        else:
            runs.append([s])
    return runs


def _demand(frame: Frame) -> Floats:
    """How much each slot is asked for: the wishes that need an interpreter and could be held there."""
    open_to = frame.open_matrix()[frame.kind >= 0]
    asked = open_to.sum(axis=0) + 1.0
    return np.asarray(asked / asked.max(initial=1.0) * np.maximum(frame.seats, 0.5))


def _work(stretch: list[int], run: int, crowd: Floats) -> int:
    """The slots worked in a stretch; `crowd` says how well supplied each slot of the event is."""
    rests = len(stretch) // (run + 1)
    best, best_worth = 0, -1.0
    for first in range(min(run + 1, len(stretch)) if rests else 1):
        pauses = [] if not rests else list(range(first, len(stretch), run + 1))
        if len(pauses) > rests:
            continue
        if rests and len(stretch) - 1 - pauses[-1] > run:
            continue
        worth = float(sum(crowd[stretch[p]] for p in pauses))
        if worth > best_worth:
            best_worth = worth
            best = sum(1 << s for j, s in enumerate(stretch) if j not in pauses)
    return best
