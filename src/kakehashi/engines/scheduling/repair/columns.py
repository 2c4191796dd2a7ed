"""Which unmet wish could be held in which slot, and what limits them together? A linear model and its bound."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from .day import Day, slots_in

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Every way to hold a candidate while all meetings that stay keep slot, table and interpreter.

    Maximise gain @ x, rows @ x <= limits, 0 <= x <= 1. The first `len(wish)` columns hold `wish[j]` in `slot[j]`;
    the others put an interpreter to work in a slot. Left out, so that a bound can only get higher: precedences,
    and which of more than two kinds of wish an interpreter serves.
    """

    wish: Ints
    slot: Ints
    gain: Floats
    rows: csc_array
    limits: Floats


def gather_columns(day: Day, candidates: list[int]) -> Columns:
    """The columns of the candidates on a day on which none of them is held."""
    may_start = [day.could_start(kind) for kind in range(len(day.crews))]
    wish: list[int] = []
    slot: list[int] = []
    for one in candidates:
        mask = day.open_for(one)
        if mask and day.kind[one] >= 0:
            mask &= may_start[day.kind[one]]
        for place in slots_in(mask):
            wish.append(one)
            slot.append(place)
    w, s = np.array(wish, dtype=np.int64), np.array(slot, dtype=np.int64)
    rows = _Rows()
    _limit_people(rows, day, w, s)
    n_staff = _limit_interpreters(rows, day, w, s) if len(w) else 0
    matrix, limits = rows.matrix(len(w) + n_staff)
    score = np.array([day.score[one] for one in wish], dtype=np.float64)
    return Columns(w, s, np.concatenate([score, np.zeros(n_staff)]), matrix, limits)


class _Rows:
    """Sparse rows, gathered block by block."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.col: list[Ints] = []
        self.value: list[Floats] = []
        self.limits: list[Floats] = []
        self.n = 0

    def at_most(self, keys: Ints, cols: Ints, limit_of: Callable[[Ints], Floats]) -> None:
        """Of the columns of a key at most so many; keys that cannot exceed it are left out."""
        distinct, place = np.unique(keys, return_inverse=True)
        limit = limit_of(distinct)
        binding = np.bincount(place, minlength=len(distinct)) > limit
        self._append((np.cumsum(binding) - 1)[place], cols, np.ones(len(cols)), limit, binding, place)

    def no_more_than(self, keys: Ints, cols: Ints, by: Ints, by_cols: Ints) -> None:
        """Of the columns of a key no more than of the columns `by_cols` with the same key in `by`."""
        distinct, place = np.unique(np.concatenate([keys, by]), return_inverse=True)
        values = np.concatenate([np.ones(len(cols)), -np.ones(len(by_cols))])
        every = np.ones(len(distinct), dtype=bool)
        self._append(place, np.concatenate([cols, by_cols]), values, np.zeros(len(distinct)), every, place)

    def _append(
        self, row: Ints, cols: Ints, values: Floats, limit: Floats, kept: NDArray[np.bool_], place: Ints
    ) -> None:
        inside = kept[place]
        self.row.append(row[inside] + self.n)
        self.col.append(cols[inside])
        self.value.append(values[inside])
        self.limits.append(limit[kept])
        self.n += int(kept.sum())

    def matrix(self, n_cols: int) -> tuple[csc_array, Floats]:
        """The rows gathered, with their limits."""
        if not self.n:
            return csc_array((0, n_cols)), np.zeros(0)
        entries = (np.concatenate(self.value), (np.concatenate(self.row), np.concatenate(self.col)))
        return csc_array(entries, shape=(self.n, n_cols)), np.concatenate(self.limits)


def _limit_people(rows: _Rows, day: Day, w: Ints, s: Ints) -> None:
    """One meeting per participant and slot, each wish once, the most of a participant, the tables of a slot."""
    x, n_slots = np.arange(len(w)), max(day.n_slots, 1)
    both = np.concatenate([np.array(day.first, dtype=np.int64)[w], np.array(day.second, dtype=np.int64)[w]])
    twice = np.concatenate([x, x])
    left = np.array(day.left, dtype=np.float64)
    rooms = np.array([len(spots) for spots in day.spots], dtype=np.float64)
    rows.at_most(both * n_slots + np.concatenate([s, s]), twice, lambda keys: np.ones(len(keys)))
    rows.at_most(w, x, lambda keys: np.ones(len(keys)))
    rows.at_most(both, twice, lambda keys: left[keys])
    rows.at_most(s, x, lambda keys: rooms[keys])


def _limit_interpreters(rows: _Rows, day: Day, w: Ints, s: Ints) -> int:
    """Meetings of each kind, and of all kinds together, need interpreters at work; returns their columns."""
    n_slots = day.n_slots
    kind = np.array(day.kind, dtype=np.int64)[w]
    spoken = np.flatnonzero(kind >= 0)
    kinds, slots = np.unique(kind[spoken]).tolist(), np.unique(s[spoken]).tolist()
    idle = [(i, t) for i in sorted({i for k in kinds for i in day.crews[k]}) for t in slots if day.can_start(i, t)]
    number = {one: len(w) + j for j, one in enumerate(idle)}
    by, by_cols = [], []
    for k in kinds:
        crew = set(day.crews[k])
        for (i, t), j in number.items():
            if i in crew:
                by.append(k * n_slots + t)
                by_cols.append(j)
    if len(spoken):
        rows.no_more_than(kind[spoken] * n_slots + s[spoken], spoken, _ints(by), _ints(by_cols))
    if len(kinds) > 1:
        rows.no_more_than(s[spoken], spoken, _ints([t for _, t in idle]), _ints(list(number.values())))
    _limit_runs(rows, day, number)
    return len(idle)


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _limit_runs(rows: _Rows, day: Day, number: dict[tuple[int, int], int]) -> None:
    """No interpreter works in all of any longest run + 1 consecutive slots of a day."""
    keys: list[int] = []
    cols: list[int] = []
    limits: list[float] = []
    for i in sorted({i for i, _ in number}):
        length = day.runs[i] + 1
        for start in range(day.n_slots - length + 1):
            window = range(start, start + length)
            if any(day.starts >> t & 1 for t in window[1:]):
                continue
            inside = [number[i, t] for t in window if (i, t) in number]
            left = length - 1 - sum(day.shift[i] >> t & 1 for t in window)
            if len(inside) > left:
                keys += [len(limits)] * len(inside)
                cols += inside
                limits.append(float(left))
    if limits:
        found = np.array(limits)
        rows.at_most(_ints(keys), _ints(cols), lambda _: found)


def bound_exactly(columns: Columns, seconds: float) -> int | None:
    """The bound of the linear programme, proven by its duals; None when the time is too short."""
    if not len(columns.gain):
        return 0
    solve = cast("Any", linprog)  # its annotations leave out the sparse arrays it takes
    found = solve(
        -columns.gain,
        A_ub=columns.rows,
        b_ub=columns.limits,
        bounds=(0.0, 1.0),
        method="highs-ds",
        options={"time_limit": max(seconds, 0.01)},
    )
    return _floor(_value(columns, np.maximum(-found.ineqlin.marginals, 0.0))) if found.success else None


def bound_by_prices(columns: Columns, reached: float, spent: Callable[[], float]) -> int:
    """A bound by weak duality from prices found by subgradient steps (Polyak) while `spent()` is below 1."""
    prices = np.zeros(len(columns.limits))
    transposed = columns.rows.T.tocsr()
    best, reach = float(columns.gain.sum()), max(reached, 0.0)
    scale = 1.0
    for step in range(300):
        rest = columns.gain - transposed @ prices
        chosen = (rest > 0.0).astype(np.float64)
        value = float(columns.limits @ prices) + float(rest @ chosen)
        if value < best:
            best = value
        elif step % 8 == 7:
            scale *= 0.7
        slope = columns.limits - columns.rows @ chosen
        slope[(prices <= 0.0) & (slope > 0.0)] = 0.0
        length = float(slope @ slope)
        if length <= 0.0 or best - reach < 1.0 or spent() >= 1.0:
            break
        prices = np.maximum(prices - scale * (value - reach) / length * slope, 0.0)
    return _floor(best)


def _value(columns: Columns, prices: Floats) -> float:
    rest = np.maximum(columns.gain - columns.rows.T @ prices, 0.0)
    return float(columns.limits @ prices) + float(rest.sum())


def _floor(value: float) -> int:
    """Scores are whole; the margin covers the rounding of the sum."""
    return int(np.floor(value * (1 + 1e-12) + 1e-6))


def solve_exactly(day: Day, columns: Columns, seconds: float) -> list[tuple[int, int]]:
    """The wishes and slots of an integer solution, best first; musts weigh most. Empty when there is no time."""
    n_x = len(columns.wish)
    if not n_x or seconds <= 0.02:
        return []
    wishes = day.problem.wishes
    gain = columns.gain.copy()
    gain[:n_x] += np.array([wishes[w].must for w in columns.wish.tolist()]) * (100.0 * (gain.max() + 1.0))
    found = milp(
        -gain,
        integrality=np.ones(len(gain), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(columns.rows, -np.inf, columns.limits)] if len(columns.limits) else [],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return []
    held = np.flatnonzero(found.x[:n_x] > 0.5)
    held = held[np.argsort(-gain[held], kind="stable")]
    return list(zip(columns.wish[held].tolist(), columns.slot[held].tolist(), strict=True))
