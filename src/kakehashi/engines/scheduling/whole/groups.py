"""Is there a group of people who want more meetings among them than their slots can hold?

A slot holds at most half of those there, rounded down, and at most as many meetings as there are people on either
side of the wishes, and as tables. Groups are sought by peeling: starting from people who are connected, whoever has
the fewest wishes for its slots is taken out, again and again, and the fullest group on the way is kept.
"""

import heapq
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..contradiction import Clash, Contradiction
from ..frame import Frame, slots_in

_STARTS = 400
"""Neighbourhoods looked at, at most, those of the busiest people first."""


def find_group(frame: Frame, ends: float) -> Iterator[Contradiction]:
    """The groups found until `ends` (as `perf_counter` counts), each with no wish to spare if the time allows it."""
    for people in _starts(frame):
        if time.perf_counter() > ends:
            return
        found = _peel(frame, people, ends)
        if found:
            yield _group(frame, minimise(frame, found, ends))


def room_for(frame: Frame, wishes: Iterable[int]) -> int:
    """How many of the wishes fit at most, slot by slot."""
    firsts: dict[int, int] = defaultdict(int)
    seconds: dict[int, int] = defaultdict(int)
    for w in wishes:
        firsts[int(frame.first[w])] |= frame.open_to[w]
        seconds[int(frame.second[w])] |= frame.open_to[w]
    there = {p: firsts.get(p, 0) | seconds.get(p, 0) for p in firsts.keys() | seconds.keys()}
    counts = [_count(masks.values(), frame.n_slots) for masks in (firsts, seconds, there)]
    return sum(
        min(a, b, both // 2, int(tables)) for a, b, both, tables in zip(*counts, frame.seats.tolist(), strict=True)
    )


def _count(masks: Iterable[int], n_slots: int) -> list[int]:
    counts = [0] * n_slots
    for mask in masks:
        for s in slots_in(mask):
            counts[s] += 1
    return counts


def _starts(frame: Frame) -> Iterator[set[int]]:
    """Connected people, then each of the busiest with those it wants to meet."""
    met: list[set[int]] = [set() for _ in range(frame.n_participants)]
    for a, b in zip(frame.first.tolist(), frame.second.tolist(), strict=True):
        met[a].add(b)
        met[b].add(a)
    seen: set[int] = set()
    for p in range(frame.n_participants):
        if p in seen or not met[p]:
            continue
        group, waiting = {p}, [p]
        for q in waiting:
            fresh = met[q] - group
            group |= fresh
            waiting += fresh
        seen |= group
        if len(group) > 2:
            yield group
    busiest = sorted(range(frame.n_participants), key=lambda p: (-len(frame.wishes_of[p]), p))
    for p in busiest[:_STARTS]:
        near = met[p] | {p}
        yield near
        yield set().union(*(met[q] for q in near))


def _peel(frame: Frame, people: set[int], ends: float) -> list[int]:
    """The wishes of the fullest group found among the people; empty when none is too full."""
    own = {p: {w for w in frame.wishes_of[p] if _ends(frame, w) <= people} for p in people}
    reach = {p: _union(frame.open_to[w] for w in wishes) for p, wishes in own.items()}
    there, n = _count(reach.values(), frame.n_slots), sum(map(len, own.values())) // 2
    seats = frame.seats.tolist()
    heap = [(len(own[p]) - reach[p].bit_count() / 2, p) for p in people]
    heapq.heapify(heap)
    gone: list[int] = []
    best, best_length = 0, -1
    while heap:
        spare, p = heapq.heappop(heap)
        if p not in own or spare != len(own[p]) - reach[p].bit_count() / 2:
            continue
        excess = n - sum(min(k // 2, t) for k, t in zip(there, seats, strict=True))
        if excess > best:
            best, best_length = excess, len(gone)
        if not len(gone) & 255 and time.perf_counter() > ends:
            break
        gone.append(p)
        n -= len(own[p])
        for s in slots_in(reach[p]):
            there[s] -= 1
        for w in own.pop(p):
            q = int(frame.first[w]) + int(frame.second[w]) - p
            own[q].discard(w)
            heapq.heappush(heap, (len(own[q]) - reach[q].bit_count() / 2, q))
    if best_length < 0:
        return []
    kept = people - set(gone[:best_length])
    return sorted({w for p in kept for w in frame.wishes_of[p] if _ends(frame, w) <= kept})


def minimise(frame: Frame, wishes: list[int], ends: float) -> list[int]:
    """Leave out people, then single wishes, while the rest is still too many."""
    changed = True
    while changed:
        changed = False
        people: dict[int, list[int]] = defaultdict(list)
        for w in wishes:
            people[int(frame.first[w])].append(w)
            people[int(frame.second[w])].append(w)
        for some in [*sorted(people.values(), key=len), *([w] for w in wishes)]:
            out = set(some)
            rest = [w for w in wishes if w not in out]
            if time.perf_counter() > ends:
                return wishes
            if len(rest) < len(wishes) and len(rest) > room_for(frame, rest):
                wishes, changed = rest, True
    return wishes


def _group(frame: Frame, wishes: Sequence[int]) -> Contradiction:
    people = sorted(set().union(*(_ends(frame, w) for w in wishes)))
    slots = tuple(slots_in(_union(frame.open_to[w] for w in wishes)))
    return Contradiction(
        Clash.GROUP_TOO_FULL,
        tuple(wishes),
        tuple(people),
        slots,
        tuple(int(frame.seats[s]) for s in slots),
        wanted=len(wishes),
        possible=room_for(frame, wishes),
    )


def _ends(frame: Frame, wish: int) -> set[int]:
    return {int(frame.first[wish]), int(frame.second[wish])}


def _union(masks: Iterable[int]) -> int:
    mask = 0
    for one in masks:
        mask |= one
    return mask
