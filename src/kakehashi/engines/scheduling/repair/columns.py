"""Which unmet wish could be held in which slot, and what limits them together? A linear model and its bound."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from .day import Day
from .ground import Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Every way to hold a candidate while all meetings that stay keep slot, table and interpreter.

    Maximise gain @ x, rows @ x <= limits, 0 <= x <= 1. The first `len(wish)` columns hold `wish[j]` in `slot[j]`;
    the others put an interpreter to work in a slot, where the model is small (`WHOLE_COLUMNS`); else interpreters are
    counted together. Left out, so that a bound can only get higher: precedences, and which of more than two kinds
    of wish an interpreter serves. `once` says whether there are rows that hold each wish once.
    """

    wish: Ints
    slot: Ints
    gain: Floats
    rows: csc_array
    limits: Floats
    once: bool


WHOLE_COLUMNS = 4_000
"""So many ways to hold unmet wishes are solved as an integer programme in a fraction of a second."""


def gather_columns(day: Day, found: Ints, open_to: NDArray[np.bool_]) -> Columns:
    """The columns of the wishes that `day.open_slots()` found, on a day on which none of them is held."""
    ground = day.ground
    which, s = np.nonzero(open_to)
    w, rows = found[which], _Rows()
    small = len(w) <= WHOLE_COLUMNS
    _limit_people(rows, day, w, s)
    n_staff = 0
    if small:
        rows.at_most(which, np.arange(len(w)), np.ones(len(found)))
        n_staff = _limit_interpreters(rows, day, w, s) if len(w) else 0
    else:
        _count_interpreters(rows, day, w, s)
    matrix, limits = rows.matrix(len(w) + n_staff)
    score = ground.scores[w].astype(np.float64)
    return Columns(w, s, np.concatenate([score, np.zeros(n_staff)]), matrix, limits, small)


class _Rows:
    """Sparse rows, gathered block by block."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.col: list[Ints] = []
        self.value: list[Floats] = []
        self.limits: list[Floats] = []
        self.n = 0

    def at_most(self, keys: Ints, cols: Ints, limit: Floats) -> None:
        """Of the columns of a key at most `limit[key]`; keys that cannot exceed it are left out."""
        binding = np.bincount(keys, minlength=len(limit)) > limit
        self._append((np.cumsum(binding) - 1)[keys], cols, np.ones(len(cols)), limit, binding, keys)

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
    """One meeting per participant and slot, the most of a participant, the tables of a slot."""
    ground, n_slots = day.ground, max(day.n_slots, 1)
    x, left = np.arange(len(w)), np.array(day.left, dtype=np.float64)
    both, twice = np.concatenate([ground.firsts[w], ground.seconds[w]]), np.concatenate([x, x])
    rows.at_most(both * n_slots + np.concatenate([s, s]), twice, np.ones(len(left) * n_slots))
    rows.at_most(both, twice, left)
    rows.at_most(s, x, np.array([len(spots) for spots in day.spots], dtype=np.float64))


def _limit_interpreters(rows: _Rows, day: Day, w: Ints, s: Ints) -> int:
    """Meetings of each kind, and of all kinds together, need interpreters at work; returns their columns."""
    n_slots, ground = day.n_slots, day.ground
    kind = ground.kinds[w]
    spoken = np.flatnonzero(kind >= 0)
    kinds, slots = np.unique(kind[spoken]).tolist(), np.unique(s[spoken]).tolist()
    crew = sorted({i for k in kinds for i in ground.crews[k]})
    idle = [(i, t) for i in crew for t in slots if day.can_start(i, t)]
    number = {one: len(w) + j for j, one in enumerate(idle)}
    by, by_cols = [], []
    for k in kinds:
        mine = set(ground.crews[k])
        for (i, t), j in number.items():
            if i in mine:
                by.append(k * n_slots + t)
                by_cols.append(j)
    if len(spoken):
        rows.no_more_than(kind[spoken] * n_slots + s[spoken], spoken, _ints(by), _ints(by_cols))
    if len(kinds) > 1:
        rows.no_more_than(s[spoken], spoken, _ints([t for _, t in idle]), _ints(list(number.values())))
    _limit_runs(rows, day, number)
    return len(idle)


def _count_interpreters(rows: _Rows, day: Day, w: Ints, s: Ints) -> None:
    """Meetings of each kind, and of all kinds, in a slot and on a day: no more than interpreters could take."""
    n_slots = day.n_slots
    kind = day.ground.kinds[w]
    spoken = np.flatnonzero(kind >= 0)
    if not len(spoken):
        return
    days = day.ground.days
    kinds = np.unique(kind[spoken]).tolist()
    crews = {k: set(day.ground.crews[k]) for k in kinds}
    crews[-1] = set().union(*crews.values())
    more = np.zeros((len(day.ground.runs), n_slots))
    for i in crews[-1]:
        _add_work(day, i, days, more[i])
    at_once = {
        k: np.array([(ready & bits).bit_count() for ready in day.ready], dtype=np.float64)
        for k, bits in ((k, _bits(day, crew)) for k, crew in crews.items())
    }
    in_day = {k: more[sorted(crew)].sum(axis=0) for k, crew in crews.items()}
    for k in crews:
        mine = spoken if k < 0 else spoken[kind[spoken] == k]
        rows.at_most(s[mine], mine, at_once[k])
        rows.at_most(days[s[mine]], mine, in_day[k])


def _bits(day: Day, crew: set[int]) -> int:
    return sum(1 << day.ground.reach[i] for i in crew)


def _add_work(day: Day, interpreter: int, days: Ints, more: Floats) -> None:
    """The most slots of each day in which an interpreter could take a meeting more, its rests kept."""
    run, bit, s = day.ground.runs[interpreter], 1 << day.ground.reach[interpreter], 0
    while s < day.n_slots:
        end = s + 1
        while end < day.n_slots and days[end] == days[s] and end - s <= run:
            end += 1
        ready = sum(day.ready[t] & bit != 0 for t in range(s, end))
        worked = sum(day.shift[interpreter] >> t & 1 for t in range(s, end))
        more[days[s]] += min(ready, run - worked) if end - s > run else ready
        s = end


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _limit_runs(rows: _Rows, day: Day, number: dict[tuple[int, int], int]) -> None:
    """No interpreter works in all of any longest run + 1 consecutive slots of a day."""
    keys: list[int] = []
    cols: list[int] = []
    limits: list[float] = []
    for i in sorted({i for i, _ in number}):
        length = day.ground.runs[i] + 1
        for start in range(day.n_slots - length + 1):
            window = range(start, start + length)
            if any(day.ground.starts >> t & 1 for t in window[1:]):
                continue
            inside = [number[i, t] for t in window if (i, t) in number]
            left = length - 1 - sum(day.shift[i] >> t & 1 for t in window)
            if len(inside) > left:
                keys += [len(limits)] * len(inside)
                cols += inside
                limits.append(float(left))
    if limits:
        rows.at_most(_ints(keys), _ints(cols), np.array(limits))


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
    gain = columns.gain.copy()
    gain[:n_x] += day.ground.musts[columns.wish] * (100.0 * (gain.max() + 1.0))
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
