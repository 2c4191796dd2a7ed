"""Which unmet wishes make the most of the places that became free, while every meeting that stays keeps its slot?"""

import time
from collections.abc import Callable, Iterable

from .day import Day, slots_in

Order = Callable[[int], tuple[int, ...]]


def rank(day: Day, added: Iterable[int]) -> tuple[int, int, int, int]:
    """What filling maximises, in order: musts, participants met, least numbers met, score; of the wishes added."""
    wishes, held = day.problem.wishes, day.held
    people = day.problem.participants
    new = list(added)
    return (
        sum(wishes[w].must for w in new),
        sum(map(bool, held)),
        sum([min(n, p.least) for n, p in zip(held, people, strict=True)]),
        sum(day.score[w] for w in new),
    )


def fill(day: Day, candidates: list[int]) -> set[int]:
    """Hold what fits, best first: musts, then first meetings, then least numbers, then by score."""
    wishes, people, held = day.problem.wishes, day.problem.participants, day.held
    by_score = sorted(candidates, key=lambda w: -day.score[w])
    aims: list[Callable[[int], bool]] = [
        lambda w: wishes[w].must,
        lambda w: not held[day.first[w]] or not held[day.second[w]],
        lambda w: any(held[p] < people[p].least for p in (day.first[w], day.second[w])),
        lambda w: True,
    ]
    added: set[int] = set()
    closed: dict[int, int] = {}  # slots in which no interpreter of a kind is left: adding never frees one
    for wanted in aims:
        for w in by_score:
            if w in added or not wanted(w):
                continue
            mask = day.open_for(w)
            kind = day.kind[w]
            if mask and kind >= 0:
                if kind not in closed:
                    closed[kind] = ~day.could_start(kind)
                mask &= ~closed[kind]
            if mask and day.insert(w, mask):
                added.add(w)
                if kind >= 0:
                    _close(day, closed, day.seat[w][0])
    return added


def _close(day: Day, closed: dict[int, int], slot: int) -> None:
    """Note for which kinds no interpreter is left in the slot and, for their rest, in those around it."""
    reach = max(day.runs, default=0) + 1
    around = range(max(slot - reach, 0), min(slot + reach + 1, day.n_slots))
    for kind, mask in closed.items():
        for s in around if reach <= 8 else (slot,):
            if not mask >> s & 1 and day.voice_for(kind, s) == -2:
                mask |= 1 << s
        closed[kind] = mask


def exchange(day: Day, added: set[int], candidates: list[int], deadline: float) -> None:
    """Give wishes left out the place of added ones that find another, or that are worth less; until nothing gains."""
    while time.perf_counter() < deadline:
        gained = False
        for w in sorted((w for w in candidates if w not in added), key=lambda w: -day.score[w]):
            if time.perf_counter() >= deadline:
                return
            gained |= _enter(day, added, w)
        if not gained:
            return


def _enter(day: Day, added: set[int], wish: int) -> bool:
    """Place a wish in a slot where added meetings stand in its way, if that gains."""
    a, b = day.first[wish], day.second[wish]
    if day.insert(wish, day.open_for(wish)):
        added.add(wish)
        return True
    for slot in slots_in(day.own[a] & day.own[b] & day.bound_to.get(wish, -1)):
        there = {day.at[p][slot] for p in (a, b)} - {-1}
        if not there and not day.roomy >> slot & 1:
            cheapest = min(day.in_slot[slot] & added, key=lambda v: day.score[v], default=-1)
            there = {cheapest} - {-1}
        if there and there <= added and _swap(day, added, wish, slot, sorted(there)):
            return True
    return False


def _swap(day: Day, added: set[int], wish: int, slot: int, others: list[int]) -> bool:
    """Put the wish in the slot instead of the others, which go elsewhere if they can; undone if that gains nothing."""
    wishes = day.problem.wishes
    if any(wishes[v].must and not wishes[wish].must for v in others):
        return False
    seats = {v: day.take(v) for v in others}
    if day.open_for(wish) >> slot & 1 and day.insert(wish, 1 << slot):
        away = [v for v in others if not day.insert(v, day.open_for(v))]
        lost = sum(day.score[v] for v in away)
        left_alone = sum(not day.held[p] for v in away for p in (day.first[v], day.second[v]))
        if (lost < day.score[wish] and not left_alone) or not away:
            added.add(wish)
            added.difference_update(away)
            return True
        for v in others:
            if v not in away:
                day.take(v)
        day.take(wish)
    for v, seat in seats.items():
        day.put(v, *seat)
    return False
