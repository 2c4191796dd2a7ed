"""Why is each wish left out of a programme carried on? The reasons of `explain`, for all wishes at once.

An event on the day leaves no time to look at every slot of every wish one by one.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from ..problem import Participant, Problem
from ..reasons import explain
from ..result import Meeting, Reason, Unmet
from .changed import After
from .day import Day, slots_in
from .ground import Ints, Words, masks, unpack, words

Truths = NDArray[np.bool_]

_ORDER = (
    Reason.NO_COMMON_SLOT,
    Reason.NO_INTERPRETER_PAIR,
    Reason.INTERPRETERS_AWAY,
    Reason.NO_TABLE,
    Reason.MOST_REACHED,
    Reason.BUSY,
    Reason.INTERPRETERS_TAKEN,
    Reason.TABLES_FULL,
    Reason.ORDER,
)


def explain_day(
    day: Day, after: After, meetings: tuple[Meeting, ...], problem: Callable[[], Problem]
) -> tuple[Unmet, ...]:
    """The reason of every wish not held, in order of wishes; `problem()` is the event after the changes.

    Raises `ValueError` when a wish could simply be added: then no reason would be true.
    """
    if day.ground.ways:
        return explain(problem(), meetings)
    return tuple(_LeftOut(day, after).reasons())


class _LeftOut:
    """The wishes not held and their slots, as rows of words: one bit for each slot."""

    def __init__(self, day: Day, after: After) -> None:
        self.day, ground = day, day.ground
        self.width = ground.width
        unmet = np.ones(len(day.score), dtype=bool)
        unmet[list(day.seat)] = False
        self.wish = np.flatnonzero(unmet)
        self.a, self.b = ground.firsts[self.wish], ground.seconds[self.wish]
        self.kind = ground.kinds[self.wish]
        there = words(masks(after.people), self.width)
        self.common = there[self.a] & there[self.b]
        for w, mask in ground.bound_to.items():
            if unmet[w]:
                at = np.searchsorted(self.wish, w)
                self.common[at] &= words([0 if w in after.closed else mask], self.width)[0]
        busy = words(day.busy, self.width)
        self.busy_a, self.busy_b = busy[self.a], busy[self.b]
        most = np.array(ground.most)
        for p in day.locks.participants:
            most[p] = day.held[p]
        unlimited = [p.most is None and i not in day.locks.participants for i, p in enumerate(_people(day))]
        full: Truths = (most <= np.array(day.held, dtype=np.int64)) & ~np.array(unlimited, dtype=bool)
        self.full_a, self.full_b = full[self.a], full[self.b]
        self.served = self.common & self._by_kind(self._on_duty(after))
        self.seated = words([sum(1 << int(s) for s in np.flatnonzero(after.tables.any(axis=0)))], self.width)
        self.free = self.common & ~self.busy_a & ~self.busy_b
        self.ready = self.free & self._by_kind(day.served[:-1])
        self.roomy = self.ready & words([day.roomy], self.width)

    def _on_duty(self, after: After) -> list[int]:
        crews = self.day.ground.crews
        return masks(np.array([after.voices[crew].any(axis=0) for crew in crews], dtype=bool)) if crews else []

    def _by_kind(self, slots: list[int]) -> Words:
        every = (1 << self.day.n_slots) - 1
        found: Words = words([*slots, every], self.width)[self.kind]  # kind -1 is the last
        return found

    def reasons(self) -> Iterator[Unmet]:
        """One after the other, in order of wishes."""
        nobody = np.array([not crew for crew in self.day.ground.crews] + [False])[self.kind]
        conditions = (
            ~self.common.any(axis=1),
            nobody,
            ~self.served.any(axis=1),
            ~(self.served & self.seated).any(axis=1),
            self.full_a | self.full_b,
            ~self.free.any(axis=1),
            ~self.ready.any(axis=1),
            ~self.roomy.any(axis=1),
        )
        code = np.select(conditions, range(8), default=8)
        zero = np.zeros_like(self.common)
        about = (zero, zero, self.common, self.served, zero, self.common, self.free, self.ready, self.roomy)
        slots = np.select([(code == c)[:, None] for c in range(9)], about)
        with_a: Truths = np.ones(len(self.wish), dtype=bool)
        with_b: Truths = np.ones(len(self.wish), dtype=bool)
        with_a[code == 4], with_b[code == 4] = self.full_a[code == 4], self.full_b[code == 4]
        crowded = code == 5
        with_a[crowded] = _any(self.common & self.busy_a)[crowded]
        with_b[crowded] = _any(self.common & self.busy_b)[crowded]
        better = np.zeros(len(self.wish), dtype=bool)
        better[crowded] = ~self._worth_more(np.flatnonzero(crowded))
        self._check(code)
        yield from self._listed(code, better, (with_a, with_b), slots)

    def _listed(self, code: Ints, better: Truths, who: tuple[Truths, Truths], slots: Words) -> Iterator[Unmet]:
        known: dict[bytes | int, tuple[int, ...]] = {}
        size = 8 * self.width
        raw = np.ascontiguousarray(slots, dtype="<u8").tobytes()
        rows = [raw[at : at + size] for at in range(0, len(raw), size)]
        wish, a, b = self.wish.tolist(), self.a.tolist(), self.b.tolist()
        parts = zip(wish, code.tolist(), better.tolist(), a, b, who[0].tolist(), who[1].tolist(), rows, strict=True)
        for w, c, is_better, one, other, with_one, with_other, row in parts:
            when = known.get(row)
            if when is None:
                when = known[row] = tuple(slots_in(int.from_bytes(row, "little")))
            people = (one, other) if with_one and with_other else (one,) if with_one else (other,)
            yield Unmet(w, Reason.BETTER_PLACED if is_better else _ORDER[c], people, when)

    def _worth_more(self, rows: Ints) -> Truths:
        """Whether in some common slot what the two hold is worth less than the wish, and no must."""
        ground, day = self.day.ground, self.day
        at = np.array(day.at, dtype=np.int64).reshape(len(day.at), day.n_slots)
        worth = np.where(ground.musts, np.int64(1 << 40), ground.scores)
        value = np.append(worth, 0)[at]  # -1, nobody, is the last
        a, b = self.a[rows], self.b[rows]
        total = value[a] + value[b] - np.where(at[a] == at[b], value[a], 0)
        less = total < ground.scores[self.wish[rows]][:, None]
        found: Truths = (less & unpack(self.common[rows], day.n_slots)).any(axis=1)
        return found

    def _check(self, code: Ints) -> None:
        day = self.day
        for w, mask in zip(self.wish[code == 8].tolist(), unpack(self.roomy[code == 8], day.n_slots), strict=True):
            if any(day.keeps_order(w, s) for s in np.flatnonzero(mask).tolist()):
                raise ValueError(f"wish {w} fits in the schedule as it is")


def _any(rows: Words) -> Truths:
    found: Truths = np.asarray(rows.any(axis=1))
    return found


def _people(day: Day) -> tuple[Participant, ...]:
    return day.ground.problem.participants
