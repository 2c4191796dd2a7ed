"""Which unmet wish could be held in which slot, and what limits them together? A linear model and its bound."""

from collections import defaultdict
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

    `wish[j]` in `slot[j]`; `limits` holds the rows: how many of the columns of a row can be held together.
    Precedences and interpreters' rest are left out where the model is used for a bound: it can only get higher.
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
    rows, limits = _rows(day, w, s)
    gain = np.array(day.score, dtype=np.float64)[w] if len(w) else np.zeros(0)
    return Columns(w, s, gain, rows, limits)


def _rows(day: Day, w: Ints, s: Ints) -> tuple[csc_array, Floats]:
    n, n_slots = len(w), max(day.n_slots, 1)
    x = np.arange(n)
    a, b = np.array(day.first, dtype=np.int64)[w], np.array(day.second, dtype=np.int64)[w]
    kind = np.array(day.kind, dtype=np.int64)[w]
    rooms = np.array([len(spots) for spots in day.spots], dtype=np.float64)
    left = np.array(day.left, dtype=np.float64)
    spoken = kind >= 0
    idle = [[i for i in range(len(day.runs)) if day.can_start(i, t)] for t in range(day.n_slots)]
    crews = [set(crew) for crew in day.crews]
    row, col, limits = [], [], []
    count = 0

    def add(keys: Ints, cols: Ints, limit_of: Any) -> None:
        nonlocal count
        distinct, place = np.unique(keys, return_inverse=True)
        size = np.bincount(place, minlength=len(distinct))
        bound = np.array(limit_of(distinct), dtype=np.float64)
        binding = size > bound
        number = np.cumsum(binding) - 1 + count
        kept = binding[place]
        row.append(number[place[kept]])
        col.append(cols[kept])
        limits.append(bound[binding])
        count += int(binding.sum())

    both, twice = np.concatenate([a, b]), np.concatenate([x, x])
    add(both * n_slots + np.concatenate([s, s]), twice, lambda keys: np.ones(len(keys)))
    add(w, x, lambda keys: np.ones(len(keys)))
    add(both, twice, lambda keys: left[keys])
    add(s, x, lambda keys: rooms[keys])
    cols = x[spoken]
    add(s[spoken], cols, lambda keys: [len(idle[t]) for t in keys.tolist()])
    pairs = kind[spoken] * n_slots + s[spoken]
    add(pairs, cols, lambda keys: [len(crews[k // n_slots] & set(idle[k % n_slots])) for k in keys.tolist()])
    if not count:
        return csc_array((0, n)), np.zeros(0)
    ones = np.ones(sum(map(len, row)))
    matrix = csc_array((ones, (np.concatenate(row), np.concatenate(col))), shape=(count, n))
    return matrix, np.concatenate(limits)


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


def bound_by_prices(columns: Columns, reached: float, spent: Any) -> int:
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
    if not len(columns.gain) or seconds <= 0.02:
        return []
    wishes = day.problem.wishes
    musts = np.array([wishes[w].must for w in columns.wish.tolist()])
    gain = columns.gain + musts * (100.0 * (columns.gain.max() + 1.0))
    rests, limits = _rest_rows(day, columns)
    constraints = [LinearConstraint(columns.rows, -np.inf, columns.limits)] if len(columns.limits) else []
    if len(limits):
        constraints.append(LinearConstraint(rests, -np.inf, limits))
    found = milp(
        -gain,
        integrality=np.ones(len(gain), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=constraints,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return []
    held = np.flatnonzero(found.x > 0.5)
    held = held[np.argsort(-gain[held], kind="stable")]
    return list(zip(columns.wish[held].tolist(), columns.slot[held].tolist(), strict=True))


def _rest_rows(day: Day, columns: Columns) -> tuple[csc_array, Floats]:
    """In a run of slots in which one kind is served by one interpreter alone, not more than it may work in a row."""
    row: list[int] = []
    col: list[int] = []
    limits: list[float] = []
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for j, (w, s) in enumerate(zip(columns.wish.tolist(), columns.slot.tolist(), strict=True)):
        if day.kind[w] >= 0:
            at[day.kind[w], s].append(j)
    for kind, crew in enumerate(day.crews):
        if not crew:
            continue
        longest = max(day.runs[i] for i in crew) + 1
        for s in range(day.n_slots - longest + 1):
            window = range(s, s + longest)
            if any(day.starts >> t & 1 for t in window[1:]):
                continue
            inside = [j for t in window for j in at.get((kind, t), ())]
            able = 0
            for i in crew:
                idle = [t for t in window if day.duty[i] >> t & 1 and not day.shift[i] >> t & 1]
                worked = sum(day.shift[i] >> t & 1 for t in window)
                able += max(min(len(idle), longest - 1 - worked), 0)
            if len(inside) > able:
                row += [len(limits)] * len(inside)
                col += inside
                limits.append(float(able))
    shape = (len(limits), len(columns.gain))
    return csc_array((np.ones(len(row)), (row, col)), shape=shape), np.array(limits)
