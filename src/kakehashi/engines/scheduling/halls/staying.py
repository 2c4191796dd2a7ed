"""Which hall and which interpreter does each meeting get, so that people change them seldom, slots being settled?

Slot by slot, the meetings before and after in time stand still: what they pull at adds up over the meetings of the
slot, so halls are improved by exchanges between two halls, and interpreters by a cheapest assignment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ..problem import Problem
from .counting import Ints, Programme, consecutive, days_of, hall_of, walkers

SWEEPS = 4
"""Times that all slots are gone through, at most."""

BLOCK = 200
"""Meetings of a kind that are assigned interpreters at once; the time for it grows with the cube."""


class Seats:
    """How many meetings each hall takes in each slot, and which halls are open to which meeting."""

    def __init__(
        self,
        problem: Problem,
        programme: Programme,
        zone: Sequence[int],
        zone_of_table: Sequence[int] | None,
        weight: float,
    ) -> None:
        halls = hall_of(problem)
        self.n_halls = max(halls, default=0) + 1
        self.weight = weight
        self.seats = np.zeros((len(problem.slots), self.n_halls), dtype=np.int64)
        for table, h in zip(problem.tables, halls, strict=True):
            self.seats[sorted(table.available), h] += 1
        self.zone_of_hall = [0] * self.n_halls
        if zone_of_table is not None:
            for h, z in zip(halls, zone_of_table, strict=True):
                self.zone_of_hall[h] = z
        self.zone = np.array(zone, dtype=np.int64)
        self.slots = slots_of(programme.slot)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Two halls of one zone."""
        for h in range(self.n_halls):
            for g in range(h):
                if self.zone_of_hall[h] == self.zone_of_hall[g]:
                    yield g, h


def slots_of(slot: Ints) -> list[tuple[int, slice]]:
    """Each slot with where its meetings stand; these are sorted by slot."""
    numbers, starts = np.unique(slot, return_index=True)
    ends = [*starts[1:].tolist(), len(slot)]
    return [(s, slice(a, b)) for s, a, b in zip(numbers.tolist(), starts.tolist(), ends, strict=True)]


def settle_halls(problem: Problem, programme: Programme, seats: Seats) -> None:
    """Choose the halls: at first as the meetings before ask, then exchanging as long as that saves changes."""
    person, place = walkers(problem, programme)
    one, other = consecutive(person, programme.slot[place], days_of(problem))
    pull = _Pull(place[one], place[other], len(programme.slot), seats.n_halls)
    if (programme.hall < 0).any():
        for s, here in seats.slots:
            wanted = pull.of(here, programme.hall)
            programme.hall[here] = _begin(wanted, seats.zone[here], seats.seats[s], seats.zone_of_hall)
    pairs = list(seats.pairs())
    for _ in range(SWEEPS if seats.weight and pairs else 0):
        saved = 0.0
        for s, here in seats.slots:
            saved += _exchange(pull.of(here, programme.hall), programme.hall[here], seats.seats[s], pairs)
        if not saved:
            break


class _Pull:
    """Which meetings follow each other for somebody who walks from one to the other."""

    def __init__(self, one: Ints, other: Ints, n_meetings: int, n_halls: int) -> None:
        here, there = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.argsort(here, kind="stable")
        self.here, self.there = here[order], there[order]
        self.start = np.searchsorted(self.here, np.arange(n_meetings + 1))
        self.n_halls = n_halls

    def of(self, meetings: slice, hall: Ints) -> Ints:
        """How many would not change hall at each meeting in each hall, shape (meetings, halls)."""
        n = meetings.stop - meetings.start
        links = slice(self.start[meetings.start], self.start[meetings.stop])
        there = hall[self.there[links]]
        known = there >= 0
        cell = (self.here[links][known] - meetings.start) * self.n_halls + there[known]
        return np.bincount(cell, minlength=n * self.n_halls).reshape(n, self.n_halls)


def _begin(wanted: Ints, zone: Ints, seats: Ints, zone_of_hall: Sequence[int]) -> Ints:
    """A hall for every meeting of a slot: the most wanted first, then whichever has most room left."""
    left, chosen = seats.tolist(), np.full(len(wanted), -1, dtype=np.int64)
    flat = np.argsort(-wanted, axis=None, kind="stable")[: int((wanted > 0).sum())]
    zones = zone.tolist()
    for cell in flat.tolist():
        m, h = divmod(cell, wanted.shape[1])
        if chosen[m] < 0 and left[h] and zone_of_hall[h] == zones[m]:
            chosen[m] = h
            left[h] -= 1
    for m in np.flatnonzero(chosen < 0).tolist():
        h = max((h for h in range(len(left)) if zone_of_hall[h] == zones[m]), key=lambda h: left[h])
        chosen[m] = h
        left[h] -= 1
    return chosen


def _exchange(wanted: Ints, hall: Ints, seats: Ints, pairs: Sequence[tuple[int, int]]) -> int:
    """Let meetings of a slot change halls, two by two or into free places; returns the changes saved."""
    saved = 0
    for g, h in pairs:
        gain = wanted[:, h] - wanted[:, g]
        in_g, in_h = np.flatnonzero(hall == g), np.flatnonzero(hall == h)
        to_h = in_g[np.argsort(-gain[in_g], kind="stable")]
        to_g = in_h[np.argsort(gain[in_h], kind="stable")]
        free_g, free_h = max(int(seats[g]) - len(in_g), 0), max(int(seats[h]) - len(in_h), 0)
        up = np.concatenate([gain[to_h], np.zeros(free_g, dtype=np.int64)])
        down = np.concatenate([-gain[to_g], np.zeros(free_h, dtype=np.int64)])
        up, down = np.sort(up)[::-1], np.sort(down)[::-1]
        n = min(len(up), len(down))
        better = int(((up[:n] + down[:n]) > 0).sum())
        if not better:
            continue
        saved += int((up[:better] + down[:better]).sum())
        # The free places stand where a gain of 0 stands; whoever gains is before them, whoever loses after.
        n_up = _real(gain[to_h], better, free_g)
        n_down = _real(-gain[to_g], better, free_h)
        hall[to_h[:n_up]] = h
        hall[to_g[:n_down]] = g
    return saved


def _real(gains: Ints, first: int, free: int) -> int:
    """How many of the `first` best are meetings, when as many free places as that gain 0."""
    gaining = int((gains > 0).sum())
    return min(first, gaining) if first <= gaining + free else first - free


@dataclass(frozen=True, slots=True)
class Voices:
    """The interpreters at work (`crews`) and the meetings that need one (`groups`), by slot, kind and zone."""

    programme: Programme
    crews: dict[tuple[int, int, int], list[int]]
    groups: dict[tuple[int, int, int], list[int]]
    hall_weight: float
    voice_weight: float


def settle_voices(problem: Problem, programme: Programme, voices: Voices) -> None:
    """Choose who interprets what: at first as the meetings before ask, then by cheapest assignments."""
    rng = np.random.default_rng(0)
    day, n_slots = days_of(problem), len(problem.slots)
    fresh = not (programme.voice >= 0).any()
    if fresh:
        for key, meetings in voices.groups.items():
            programme.voice[meetings] = voices.crews[key]
    if not voices.hall_weight and not voices.voice_weight:
        return
    spoken = np.flatnonzero(programme.voice >= 0)
    person = np.concatenate([programme.people[spoken, 0], programme.people[spoken, 1]])
    place = np.concatenate([spoken, spoken])
    one, other = consecutive(person, programme.slot[place], day)
    asks = _Links(place[one], place[other], len(programme.slot))
    rows = _Rows(problem, programme, n_slots)
    for sweep in range(SWEEPS):
        before = programme.voice.copy()
        for (s, _, _), meetings in sorted(voices.groups.items()):
            order = rng.permutation(np.array(meetings, dtype=np.int64))
            if sweep:  # those whom one interpreter would suit are looked at together
                order = order[np.argsort(asks.first(order, programme.voice), kind="stable")]
            for block in np.array_split(order, -(-len(order) // BLOCK)):
                _assign(s, block, programme, asks, rows, voices)
        if (before == programme.voice).all():
            break


class _Links:
    """The interpreted meetings right before and after each one, of its two participants."""

    def __init__(self, one: Ints, other: Ints, n_meetings: int) -> None:
        here, there = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.argsort(here, kind="stable")
        self.there = there[order]
        self.start = np.searchsorted(here[order], np.arange(n_meetings + 1))

    def of(self, block: Ints) -> tuple[Ints, Ints]:
        """Places in the block, and the meetings linked to each."""
        lengths = self.start[block + 1] - self.start[block]
        row = np.repeat(np.arange(len(block)), lengths)
        offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return row, self.there[np.repeat(self.start[block], lengths) + offset]

    def first(self, block: Ints, voice: Ints) -> Ints:
        """The interpreter of one linked meeting of each, -1 where there is none."""
        row, linked = self.of(block)
        known = np.full(len(block), -1, dtype=np.int64)
        known[row[::-1]] = voice[linked[::-1]]
        return known


class _Rows:
    """In which hall each interpreter works in each slot (-1: nowhere), to see where it comes from and goes to."""

    def __init__(self, problem: Problem, programme: Programme, n_slots: int) -> None:
        self.hall = np.full((len(problem.interpreters), n_slots), -1, dtype=np.int64)
        spoken = np.flatnonzero(programme.voice >= 0)
        self.hall[programme.voice[spoken], programme.slot[spoken]] = programme.hall[spoken]
        starts = [s for s in range(n_slots) if s == 0 or problem.slots[s].day != problem.slots[s - 1].day]
        ends = [*starts[1:], n_slots]
        self.first = np.repeat(starts, np.diff([*starts, n_slots])).tolist()
        self.end = np.repeat(ends, np.diff([*starts, n_slots])).tolist()

    def beside(self, crew: Ints, slot: int) -> tuple[Ints, Ints]:
        """The halls before and after the slot, that day, of each of the crew."""
        before, after = np.full(len(crew), -1, dtype=np.int64), np.full(len(crew), -1, dtype=np.int64)
        for s in range(self.first[slot], slot):
            there = self.hall[crew, s]
            before = np.where(there >= 0, there, before)
        for s in range(self.end[slot] - 1, slot, -1):
            there = self.hall[crew, s]
            after = np.where(there >= 0, there, after)
        return before, after


def _assign(slot: int, block: Ints, programme: Programme, asks: _Links, rows: _Rows, voices: Voices) -> None:
    """Share the interpreters of some meetings of a slot out anew, with the fewest changes."""
    crew = programme.voice[block]
    cost = np.zeros((len(block), len(crew)))
    place = {i: n for n, i in enumerate(crew.tolist())}
    row, linked = asks.of(block)
    for m, i in zip(row.tolist(), programme.voice[linked].tolist(), strict=True):
        if i in place:
            cost[m, place[i]] -= voices.voice_weight
    if voices.hall_weight:
        hall = programme.hall[block][:, None]
        for there in rows.beside(crew, slot):
            cost += voices.hall_weight * ((there >= 0) & (there != hall))
    if not cost.any():
        return
    chosen: NDArray[np.intp] = linear_sum_assignment(cost)[1]
    now = np.arange(len(block))
    if cost[now, chosen].sum() >= cost[now, now].sum():
        return
    programme.voice[block] = crew[chosen]
    rows.hall[crew[chosen], slot] = programme.hall[block]
