"""Which precedences lead back to where they start?"""

from collections import defaultdict, deque
from collections.abc import Iterable


def find_circles(precedences: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """One shortest circle in every knot of precedences (strongly connected component), lowest wish first.

    Wishes outside all circles are peeled off first (Kahn 1962): none is left in an orderly event.
    """
    after: dict[int, set[int]] = defaultdict(set)
    for a, b in precedences:
        after[a].add(b)
    left = _peel(_peel(after, backwards=False), backwards=True)
    circles: list[tuple[int, ...]] = []
    done: set[int] = set()
    for start in sorted(left):
        if start in done:
            continue
        forth, back = _reach(left, start), _reach(_turned(left), start)
        knot = forth.keys() & back.keys()
        done |= knot | {start}
        if knot:
            circles.append(_shortest({a: left[a] & knot for a in sorted(knot)}, start))
    return circles


def _turned(after: dict[int, set[int]]) -> dict[int, set[int]]:
    turned: dict[int, set[int]] = defaultdict(set)
    for a, ends in after.items():
        for b in ends:
            turned[b].add(a)
    return turned


def _peel(after: dict[int, set[int]], *, backwards: bool) -> dict[int, set[int]]:
    """Take away, again and again, the wishes that nothing comes before (backwards: after)."""
    forth = _turned(after) if backwards else after
    back = after if backwards else _turned(after)
    waiting = {w: len(back.get(w, ())) for w in {*forth, *back}}
    free = deque(w for w, n in waiting.items() if not n)
    while free:
        w = free.popleft()
        for b in forth.get(w, ()):
            waiting[b] -= 1
            if not waiting[b]:
                free.append(b)
    kept = {w for w, n in waiting.items() if n}
    return {w: after[w] & kept for w in kept if after.get(w, set()) & kept}


def _reach(after: dict[int, set[int]], start: int) -> dict[int, int]:
    """Every wish that some precedences lead to from `start`, itself if they lead back, with the one before it."""
    came: dict[int, int] = {}
    line = deque([start])
    while line:
        a = line.popleft()
        for b in sorted(after.get(a, ())):
            if b not in came:
                came[b] = a
                line.append(b)
    return came


def _shortest(after: dict[int, set[int]], start: int) -> tuple[int, ...]:
    came = _reach(after, start)
    circle = [start]
    while came[circle[-1]] != start:
        circle.append(came[circle[-1]])
    return (start, *reversed(circle[1:]))
