"""Which unmet wishes make the most of the places that became free, while every meeting that stays keeps its slot?

Prices of slots, and of interpreters in slots, say what a place is worth; wishes that gain most beyond the price come
first. Then those left out make the added ones exchange places until nothing gains.
"""

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..problem import Aim
from .day import Day, slots_in
from .ground import Ints

Floats = NDArray[np.float64]
Rank = tuple[int, ...]
AIMS = (Aim.MUSTS, Aim.LEAST, Aim.SCORE, Aim.FIRST)
"""Those that filling can serve; everything published stays by itself."""


def aims_of(day: Day) -> tuple[Aim, ...]:
    """What filling maximises, in the organiser's order."""
    return tuple(aim for aim in day.ground.problem.order if aim in AIMS)


def rank(day: Day, added: Iterable[int]) -> Rank:
    """What the wishes added reach, in the order of the aims."""
    ground, new = day.ground, list(added)
    measures = {
        Aim.MUSTS: lambda: sum([ground.must[w] for w in new]),
        Aim.LEAST: lambda: sum([min(n, k) for n, k in zip(day.held, ground.least, strict=True) if k]),
        Aim.SCORE: lambda: sum([day.score[w] for w in new]),
        Aim.FIRST: lambda: sum(map(bool, day.held)),
    }
    return tuple([measures[aim]() for aim in aims_of(day)])


def fill(day: Day, seconds: float) -> set[int]:
    """Hold what fits and gains most, for at most about so many seconds; nothing that fits is left out in the end."""
    end = time.perf_counter() + seconds
    found, open_to = day.open_slots()
    if not len(found):
        return set()
    prices = set_prices(day, found, open_to, min(end, time.perf_counter() + 0.4 * seconds))
    added = _place(day, found, _worth(day, found, open_to, prices), prices)
    exchange(day, added, found.tolist(), prices, end)
    return added | add_all(day)


def add_all(day: Day) -> set[int]:
    """Hold whatever fits, best first, until nothing does."""
    added: set[int] = set()
    while True:
        found = day.open_slots()[0]
        order = found[np.argsort(-day.ground.scores[found], kind="stable")].tolist()
        new = {w for w in order if _insert(day, w, None)}
        if not new:
            return added
        added |= new


def _insert(day: Day, wish: int, price: list[float] | None) -> bool:
    mask = day.open_for(wish)
    return mask != 0 and day.insert(wish, mask, price)


ROUNDS = 60
"""Steps in which prices are set, at most."""


def set_prices(day: Day, found: Ints, open_to: NDArray[np.bool_], end: float) -> Floats:
    """Prices at which about as many wishes ask for each slot as it has places; shape (kinds + 1, slots).

    Subgradient steps on the prices of free tables, and of free interpreters by kind. Who meets twice in a slot, and
    interpreters of several kinds, are left out: the placing looks at those.
    """
    ground, n_slots = day.ground, day.n_slots
    seats = np.array([len(spots) for spots in day.spots], dtype=np.float64)
    crews = np.array(
        [[(ready & crew).bit_count() for ready in day.ready] for crew in ground.crew_bits], dtype=np.float64
    ).reshape(len(ground.crew_bits), n_slots)
    total = np.zeros((len(crews) + 1, n_slots))
    if not seats.sum():
        return total
    most = int(4 * seats.sum()) + 50
    if len(found) > most:  # the others are worth too little to ever set a price
        best = np.argpartition(-ground.scores[found], most)[:most]
        found, open_to = found[best], open_to[best]
    score, kind = ground.scores[found].astype(np.float64), ground.kinds[found]
    closed = np.where(open_to, 0.0, np.inf)
    table, crew = np.zeros(n_slots), np.zeros(crews.shape)
    step, best_value = 0.3 * float(score.mean()), np.inf
    for _ in range(ROUNDS):
        prices = np.vstack([crew + table, table])
        rest = score[:, None] - prices[kind] - closed
        slot = rest.argmax(axis=1)
        gain = rest[np.arange(len(score)), slot]
        asked = gain > 0
        value = float(gain[asked].sum() + (table * seats).sum() + (crew * crews).sum())
        if value < best_value:
            best_value, total = value, prices
        else:
            step *= 0.85
        if time.perf_counter() >= end:
            break
        wanted = np.bincount(slot[asked], minlength=n_slots)
        table = np.maximum(table + step * np.clip((wanted - seats) / (seats + 1.0), -1.0, 1.0), 0.0)
        for k in range(len(crews)):
            wanted = np.bincount(slot[asked & (kind == k)], minlength=n_slots)
            crew[k] = np.maximum(crew[k] + step * np.clip((wanted - crews[k]) / (crews[k] + 1.0), -1.0, 1.0), 0.0)
    return total


def _worth(day: Day, found: Ints, open_to: NDArray[np.bool_], prices: Floats) -> Floats:
    """What each wish gains beyond the price of its cheapest slot."""
    rest = np.where(open_to, prices[day.ground.kinds[found]], np.inf).min(axis=1)
    worth: Floats = day.ground.scores[found] - rest
    return worth


def _place(day: Day, found: Ints, worth: Floats, prices: Floats) -> set[int]:
    """Hold what fits: by the aims that come before the score, then by what is gained beyond the prices."""
    ground, held, added = day.ground, day.held, set[int]()
    order = found[np.argsort(-worth, kind="stable")].tolist()
    rates = prices.tolist()
    for aim in aims_of(day):
        if aim is Aim.MUSTS:
            wanted = [w for w in order if ground.must[w]]
        elif aim is Aim.LEAST:
            wanted = [w for w in order if max(ground.least[p] - held[p] for p in (day.first[w], day.second[w])) > 0]
        else:
            wanted = order
        for w in wanted:
            if w in day.seat:
                continue
            a, b = day.first[w], day.second[w]
            if aim is Aim.LEAST and held[a] >= ground.least[a] and held[b] >= ground.least[b]:
                continue
            if aim is Aim.FIRST and held[a] and held[b]:
                continue
            if _insert(day, w, rates[day.kind[w]]):
                added.add(w)
    return added


def exchange(day: Day, added: set[int], candidates: list[int], prices: Floats, end: float) -> None:
    """Give wishes left out the place of added ones that find another, or that are worth less; until nothing gains."""
    rates = prices.tolist()
    while time.perf_counter() < end:
        gained = False
        least = min((day.score[w] for w in added), default=0)
        waiting = [w for w in candidates if w not in added and day.score[w] > least]
        for w in sorted(waiting, key=lambda w: -day.score[w]):
            if time.perf_counter() >= end:
                return
            gained |= _enter(day, added, w, rates)
        if not gained:
            return


CHEAPEST = 3
"""Added meetings of a full slot that are asked to make way for one wish, those worth least first."""


def _enter(day: Day, added: set[int], wish: int, rates: list[list[float]]) -> bool:
    """Place a wish in a slot where added meetings stand in its way, if that gains."""
    a, b = day.first[wish], day.second[wish]
    if _insert(day, wish, rates[day.kind[wish]]):
        added.add(wish)
        return True
    if day.left[a] <= 0 or day.left[b] <= 0:
        return False
    kind = day.kind[wish]
    for slot in slots_in(day.own[a] & day.own[b] & day.ground.bound_to.get(wish, -1)):
        there = {day.at[p][slot] for p in (a, b)} - {-1}
        if there:
            if there <= added and _swap(day, added, wish, slot, sorted(there)):
                return True
            continue
        roomy = day.roomy >> slot & 1
        here = [v for v in day.in_slot[slot] if v in added and (not roomy or day.kind[v] >= 0)]
        if kind >= 0 and not day.ready[slot] & day.ground.crew_bits[kind]:
            crew = day.ground.crew_bits[kind]
            here = [v for v in here if day.kind[v] >= 0 and crew >> day.ground.reach[day.seat[v][2]] & 1]
        for v in sorted(here, key=lambda v: day.score[v])[:CHEAPEST]:
            if _swap(day, added, wish, slot, [v]):
                return True
    return False


def _swap(day: Day, added: set[int], wish: int, slot: int, others: list[int]) -> bool:
    """Put the wish in the slot instead of the others, which go elsewhere if they can; undone unless that gains."""
    ground = day.ground
    if not all(map(day.may_move, others)) or any(ground.must[v] and not ground.must[wish] for v in others):
        return False
    worth = sum([day.score[v] for v in others])
    if worth >= day.score[wish] and not any(day.open_for_move(v) for v in others):
        return False
    before = _near_rank(day, [wish, *others], others)
    seats = {v: day.take(v) for v in others}
    new: list[int] = []
    if day.open_for(wish) >> slot & 1 and day.insert(wish, 1 << slot):
        new = [wish, *(v for v in others if _insert(day, v, None))]
        if _near_rank(day, [wish, *others], new) > before:
            added.difference_update(others)
            added.update(new)
            return True
    for v in new:
        day.take(v)
    for v, seat in seats.items():
        day.put(v, *seat)
    return False


def _near_rank(day: Day, wishes: list[int], held: list[int]) -> Rank:
    """As `rank`, of some wishes and their participants alone."""
    ground = day.ground
    people = {p for w in wishes for p in (day.first[w], day.second[w])}
    found = []
    for aim in aims_of(day):
        if aim is Aim.MUSTS:
            found.append(sum([ground.must[w] for w in held]))
        elif aim is Aim.LEAST:
            found.append(sum([min(day.held[p], ground.least[p]) for p in people]))
        elif aim is Aim.FIRST:
            found.append(sum([day.held[p] > 0 for p in people]))
        else:
            found.append(sum([day.score[w] for w in held]))
    return tuple(found)
