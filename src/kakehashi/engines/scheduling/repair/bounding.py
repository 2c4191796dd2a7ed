"""How much could the places that became free be worth at most? A bound that holds whatever was found."""

import time
from typing import Any, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from .columns import Columns, Floats, bound_exactly, gather_columns
from .day import Day
from .filling import set_prices

WHOLE = 20_000
"""So many columns are solved as one linear programme at once."""


def bound_refill(day: Day, reached: int, seconds: float) -> int:
    """No set of wishes that the day can take in addition has a higher total score than this.

    `day` is the day with what stays, `reached` what was found. The linear programme over all wishes and free places
    is solved over the few that are worth their price first; its duals prove a bound over all, and name the wishes
    to let in next. Rigorous at every step, by weak duality.
    """
    end = time.perf_counter() + seconds
    found, open_to = day.open_slots()
    if not len(found):
        return 0
    seats = sum(map(len, day.spots))
    scores = np.sort(day.ground.scores[found])[::-1]
    most = int(scores[:seats].sum())
    if most <= reached:
        return most
    columns = gather_columns(day, found, open_to)
    if len(columns.wish) <= WHOLE:
        exact = bound_exactly(columns, end - time.perf_counter())
        if exact is not None:
            return min(most, exact)
    prices = set_prices(day, found, open_to, min(end, time.perf_counter() + 0.2 * seconds))
    rest = columns.gain[: len(columns.wish)] - prices[day.ground.kinds[columns.wish], columns.slot]
    most = min(most, _floor(_priced(day, columns, rest, prices)))
    return min(most, _Sifting(columns).run(rest, _places(day, rest, columns), end))


def _priced(day: Day, columns: Columns, rest: Floats, prices: Floats) -> float:
    """What prices of tables, and of interpreters by kind, prove by themselves: a bound where time is short."""
    table, n_kinds = prices[-1], len(day.ground.crew_bits)
    seats = np.array([len(spots) for spots in day.spots], dtype=np.float64)
    value = float(table @ seats)
    for k in range(n_kinds):
        crew = [(ready & day.ground.crew_bits[k]).bit_count() for ready in day.ready]
        value += float((prices[k] - table) @ np.array(crew, dtype=np.float64))
    starts = np.flatnonzero(np.diff(columns.wish, prepend=-1))
    return value + float(np.maximum(np.maximum.reduceat(rest, starts), 0.0).sum())


def _places(day: Day, rest: Floats, columns: Columns) -> int:
    """About how many wishes could be added at most: those worth their price, tables, work of interpreters."""
    worth = np.unique(columns.wish[rest > 0])
    silent = int((day.ground.kinds[worth] < 0).sum())
    every = 0
    for bits in day.ground.crew_bits:
        every |= bits
    work = sum((ready & every).bit_count() for ready in day.ready)
    return min(len(worth), sum(map(len, day.spots)), silent + work)


class _Sifting:
    """The columns of the linear programme that are let in step by step."""

    def __init__(self, columns: Columns) -> None:
        self.columns, n = columns, len(columns.wish)
        self.first = np.flatnonzero(np.diff(columns.wish, prepend=-1))
        self.sizes = np.diff(np.append(self.first, n))
        self.of = np.repeat(np.arange(len(self.first)), self.sizes)
        self.transposed = columns.rows.T.tocsr()
        self.duals: Floats = np.zeros(len(columns.limits))

    def run(self, rest: Floats, places: int, end: float) -> int:
        """The best bound within the time; `rest` is what each column gains beyond first prices."""
        top = np.maximum.reduceat(rest, self.first)
        inside = np.zeros(len(top), dtype=bool)
        inside[np.argsort(-top)[: 2 * places + 100]] = True
        best = float(np.maximum.reduceat(self.columns.gain, self.first).sum())
        while True:
            duals, value = self._solve(inside, end - time.perf_counter())
            if duals is None:
                return _floor(best)
            rest = self.columns.gain - self.transposed @ duals
            top = np.maximum(np.maximum.reduceat(rest, self.first), 0.0)
            best = min(best, float(self.columns.limits @ duals) + float(top.sum()))
            missing = (top > 1e-7) & ~inside
            if best - value < 1e-4 * max(value, 1.0) or not missing.any() or time.perf_counter() >= end:
                return _floor(best)
            inside |= missing

    def _solve(self, inside: Any, seconds: float) -> tuple[Floats | None, float]:
        """Duals of the linear programme over the wishes inside, for all rows; None when the time is too short."""
        if seconds <= 0.05:
            return None, 0.0
        columns = self.columns
        chosen = np.flatnonzero(inside[self.of])
        rows = columns.rows[:, chosen].tocsr()
        binding = np.flatnonzero(np.asarray(rows.sum(axis=1)).ravel() > columns.limits)
        once = csc_array(
            (np.ones(len(chosen)), (np.cumsum(inside)[self.of[chosen]] - 1, np.arange(len(chosen)))),
            shape=(int(inside.sum()), len(chosen)),
        )
        solve = cast("Any", linprog)  # its annotations leave out the sparse arrays it takes
        found = solve(
            -columns.gain[chosen],
            A_ub=csc_array(vstack([rows[binding], once])),
            b_ub=np.concatenate([columns.limits[binding], np.ones(once.shape[0])]),
            bounds=(0.0, None),
            method="highs-ds",
            options={"time_limit": seconds},
        )
        if not found.success:
            return None, 0.0
        duals = np.zeros(len(columns.limits))
        duals[binding] = np.maximum(-found.ineqlin.marginals[: len(binding)], 0.0)
        return duals, -float(found.fun)


def _floor(value: float) -> int:
    """Scores are whole; the margin covers the rounding of the sum."""
    return int(np.floor(value * (1 + 1e-12) + 1e-6))
