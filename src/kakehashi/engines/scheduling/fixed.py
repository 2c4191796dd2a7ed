"""Do the meetings that are both fixed and a must contradict each other, so that no schedule can hold them?"""

from collections import Counter

from .board import Board
from .frame import Frame


def contradiction(frame: Frame) -> str:
    """The first contradiction between fixed musts as `code name=value ...`; an empty string when there is none."""
    problem = frame.problem
    fixed = {w: wish.slot for w, wish in enumerate(problem.wishes) if wish.must and wish.slot is not None}
    for s, count in sorted(Counter(fixed.values()).items()):
        if count > frame.seats[s]:
            return f"fixed_beyond_tables slot={s} meetings={count} tables={frame.seats[s]}"
    held = Counter(p for w in fixed for p in (problem.wishes[w].first, problem.wishes[w].second))
    for p, count in sorted(held.items()):
        if count > frame.capacity[p]:
            return f"fixed_beyond_most participant={p} meetings={count} most={frame.capacity[p]}"
    for a, b in problem.precedences:
        if a in fixed and b in fixed and fixed[a] >= fixed[b]:
            return f"fixed_against_order first={a} second={b}"
    for s in sorted(set(fixed.values())):
        board = Board(frame)
        kinds = [int(frame.kind[w]) for w, slot in fixed.items() if slot == s and frame.kind[w] >= 0]
        if not all(frame.crews[k] and board.engage(k, s) for k in kinds):
            return f"fixed_beyond_interpreters slot={s} meetings={len(kinds)}"
    return ""
