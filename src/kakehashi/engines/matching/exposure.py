"""Who is shown to whom, so that no firm floods everyone's list and the total score stays near the best?

Of all lists whose appearances have at most a given Gini coefficient the total is to be greatest. The Gini
coefficient is a greatest sum over all orders of the columns, so its constraint has a Lagrangian dual: a price
on each column, a mixture of such orders times a slope, and at every price a bound on the total of all fair
lists. Prices come from fictitious play, which is Frank and Wolfe's method on the dual (Jaggi 2013, "Revisiting
Frank-Wolfe"); lists that keep the limits from rounds in which each row in turn takes its best columns at what
one more appearance of each costs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_ROUNDS = 60
_BLOCK = 64
_STEEPER = (1.0, 1.25, 1.6, 2.5, 5.0, 20.0)
_GENTLER = (0.9, 0.75, 0.6, 0.4, 0.2, 0.0)
_POLISH = (0.5, 0.8)


@dataclass(frozen=True, eq=False)
class Shared:
    """Lists, and what is proven about them.

    `lists` (rows, n) holds columns, the best score first, -1 where a row has no more to show. `appearances`
    (columns,) counts the lists on which each column stands. `best_total` and `gini_before` are those of each
    row's n best columns, without a thought of exposure. No lists whose Gini coefficient is at most the one
    asked for total more than `bound`; none that keep the share asked for have a Gini coefficient below
    `gini_bound`. `lacking` counts the appearances that columns lack to their least number.
    """

    lists: Places
    appearances: Places
    total: float
    best_total: float
    bound: float
    gini: float
    gini_before: float
    gini_bound: float
    lacking: int

    @property
    def share_of_best(self) -> float:
        """The total as a share of the best total; 1 where there is nothing to show."""
        return self.total / self.best_total if self.best_total else 1.0

    @property
    def share_of_bound(self) -> float:
        """The total as a share of the bound; above 1 only where the Gini coefficient asked for is not kept."""
        return self.total / self.bound if self.bound else 1.0


@dataclass(frozen=True, eq=False)
class _Market:
    """Scores (rows, columns), -inf where a column must not be shown, and what is asked of the lists.

    `places` is the length of a list, `least` (columns,) the least appearances, `enough` the least total.
    """

    scores: Floats
    places: int
    gini: float
    least: Places
    enough: float

    def choose(self, prices: Floats) -> tuple[Places, Floats]:
        """Return the best columns of each row at `prices`, shape (rows, places), and their scores, -inf for none."""
        blocks = np.array_split(self.scores, -(-len(self.scores) // _BLOCK))  # of rows: in the cache, and less memory
        chosen = np.concatenate(
            [np.argpartition(prices - block, self.places - 1, axis=1)[:, : self.places] for block in blocks]
        )
        return chosen, np.take_along_axis(self.scores, chosen, axis=1)


def gini_of(appearances: npt.NDArray[np.integer]) -> float:
    """Return the Gini coefficient of counts: 0 where all are equal, near 1 where one has everything."""
    total, n = int(appearances.sum()), len(appearances)
    if not total:
        return 0.0
    return float(np.sort(appearances) @ (2 * np.arange(1, n + 1) - n - 1)) / (n * total)


def share_out(
    scores: npt.NDArray[np.floating],
    *,
    lists: int,
    gini: float = 0.35,
    keep: float = 0.95,
    floor: float = 0.0,
    least: int = 1,
    rounds: int = _ROUNDS,
) -> Shared:
    """Return a list for each row whose total is near the greatest that the limits allow.

    Parameters
    ----------
    scores: shape (rows, columns), finite and not negative; -inf or nan where a column must not be shown.
    lists: the length of a list; shorter only for a row with fewer columns above the floor.
    gini: the greatest Gini coefficient of the columns' appearances.
    keep: the share of the best total that is kept; where both cannot be had, this comes first.
    floor: only scores above it are shown.
    least: appearances that each column gets, as far as rows score it above the floor.
    rounds: more find a tighter bound and better lists.

    Equal inputs give equal results. Raises ValueError for limits or scores out of range.
    """
    if scores.ndim != 2 or lists < 0 or least < 0 or not 0 <= gini <= 1 or not 0 <= keep <= 1 or floor < 0:
        raise ValueError("scores are a table; lists, least and floor are not negative; gini and keep lie in 0 to 1")
    table = np.where(np.asarray(scores, dtype=np.float64) > floor, scores, -np.inf).astype(np.float64)
    if np.isposinf(table).any():
        raise ValueError("a score is infinite")
    places = min(lists, table.shape[1])
    if not places or not np.isfinite(table).any():
        nothing = np.zeros(table.shape[1], dtype=np.intp)
        return Shared(np.full((len(table), places), -1), nothing, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0)
    shown = np.isfinite(table)
    units = int(np.minimum(shown.sum(axis=1), places).sum())
    wanted = np.minimum(shown.sum(axis=0), min(least, units // table.shape[1]))
    market = _Market(table, places, gini, wanted, 0.0)
    chosen, taken = market.choose(np.zeros(table.shape[1]))
    best = float(taken[np.isfinite(taken)].sum())
    market = _Market(table, places, gini, wanted, keep * best)
    state = _Lists(market, chosen, taken)
    before, bound, gini_bound = state.gini, best, 0.0
    if before > gini:
        prices, slope, bound, gini_bound = _find_prices(market, best, rounds)
        state = _Lists(market, *market.choose(prices))
        state.settle(slope)
    elif state.lacking:
        state.settle(1e-3 * best / units)
    return state.conclude(best, before, min(bound, best), gini_bound)


def _middle_ranks(counts: Places) -> Floats:
    """Return each column's rank by count, from -1 to 1, the mean of the ranks among equal counts."""
    upto = np.cumsum(np.bincount(counts))
    ranks: Floats = (upto[counts] + np.r_[0, upto][counts] - len(counts)) / len(counts)
    return ranks


def _find_prices(market: _Market, best: float, rounds: int) -> tuple[Floats, float, float, float]:
    """Return prices, their slope, the bound on the total of fair lists and that on the Gini coefficient.

    A price is the slope times the mean of the ranks a column had so far. For any lists the total less slope
    x appearances x Gini coefficient is at most that of the lists chosen at the prices, priced: the mean of
    ranks is a mixture of orders, and no order gives more than the Gini coefficient.
    """
    columns = market.scores.shape[1]
    ranks, slope = np.zeros(columns), 0.0
    bound, gini_bound = best, 0.0
    for t in range(rounds):
        prices = slope * ranks
        chosen, taken = market.choose(prices)
        listed = np.isfinite(taken)
        counts = np.bincount(chosen[listed], minlength=columns)
        total, units = float(taken[listed].sum()), int(counts.sum())
        priced = total - float(prices @ counts)
        bound = min(bound, priced + slope * units * market.gini)
        if slope:
            gini_bound = max(gini_bound, (market.enough - priced) / (slope * units))
        step = 2 / (t + 3)
        ranks += step * (_middle_ranks(counts) - ranks)
        if not slope:
            slope, ranks = _first_slope(market, _middle_ranks(counts)), _middle_ranks(counts)
            continue
        steeper = float(ranks @ counts) / units - market.gini
        slope *= float(np.exp(4 * step * min(steeper, 4 * (total - market.enough) / best)))
    return slope * ranks, slope, bound, gini_bound


def _first_slope(market: _Market, ranks: Floats) -> float:
    """Return the slope at which the fair price begins to matter: about what a row loses by its next columns."""
    length = min(2 * market.places, market.scores.shape[1])
    ordered = -np.partition(-market.scores, length - 1, axis=1)[:, :length]
    ordered.sort(axis=1)
    full = np.isfinite(ordered[:, 0])
    typical = float((ordered[full, -1] - ordered[full, 0]).mean()) if full.any() else 0.0
    return typical or float(np.mean(market.scores[np.isfinite(market.scores)]))


class _Lists:
    """Lists that are being settled: for each row its columns, for each column its appearances."""

    def __init__(self, market: _Market, chosen: Places, taken: Floats) -> None:
        self.market = market
        self.rows = [row[np.isfinite(scores)] for row, scores in zip(chosen, taken, strict=True)]
        self.counts = np.bincount(np.concatenate(self.rows), minlength=market.scores.shape[1])
        self.total = float(taken[np.isfinite(taken)].sum())
        self.penalty = 0.0

    @property
    def gini(self) -> float:
        return gini_of(self.counts)

    @property
    def lacking(self) -> int:
        return int(np.maximum(self.market.least - self.counts, 0).sum())

    def _prices(self, slope: float) -> Floats:
        """Return what one more appearance of each column costs: by how many columns have no more than it."""
        columns = len(self.counts)
        upto = np.cumsum(np.bincount(self.counts))
        prices: Floats = (slope * (2 * upto - columns - 1) / columns)[self.counts]
        return prices

    def _at_margin(self, row: int, slope: float) -> Places:
        """Return the best columns of a row at the margin; those below their least number come first."""
        prices = self._prices(slope) - self.penalty * (self.counts < self.market.least)
        order = np.argsort(prices - self.market.scores[row], kind="stable")
        return order[: len(self.rows[row])]

    def _fill(self, slope: float) -> None:
        """Put each column that lacks appearances on the lists where it costs least."""
        scores, least, prices = self.market.scores, self.market.least, self._prices(slope)
        weakest = [self._weakest(row, prices) for row in range(len(self.rows))]
        worth = np.array([value for _, value in weakest])
        for column in np.flatnonzero(self.counts < least):
            gains = scores[:, column] - worth
            gains[[column in row for row in self.rows]] = -np.inf
            while self.counts[column] < least[column] and np.isfinite(gains.max(initial=-np.inf)):
                row = int(gains.argmax())
                place, worth[row] = self._weakest(row, prices)
                if scores[row, column] - worth[row] < gains[row]:  # what could be dropped is so no longer
                    gains[row] = scores[row, column] - worth[row]
                    continue
                dropped = self.rows[row][place]
                self.rows[row] = np.r_[np.delete(self.rows[row], place), column]
                self.total += float(scores[row, column] - scores[row, dropped])
                self.counts[dropped] -= 1
                self.counts[column] += 1
                worth[row], gains[row] = self._weakest(row, prices)[1], -np.inf

    def _weakest(self, row: int, prices: Floats) -> tuple[int, float]:
        """Return the place on a row's list that it can best do without, and its priced score; inf for none."""
        columns = self.rows[row]
        spare = self.counts[columns] > self.market.least[columns]
        values = np.where(spare, self.market.scores[row, columns] - prices[columns], np.inf)
        place = int(values.argmin()) if len(values) else 0
        return place, float(values.min(initial=np.inf))

    def settle(self, slope: float) -> None:
        """Make the lists fair as far as the total allows, then as good as fairness allows."""
        market = self.market
        finite = market.scores[np.isfinite(market.scores)]
        self.penalty = 2 * float(finite.max()) + 4 * slope * _STEEPER[-1]
        self._fill(slope)
        for factor in _STEEPER:
            self._sweep(slope * factor, self._may_stop, lambda *_: True)
        for factor in _GENTLER:
            self._sweep(slope * factor, lambda: self.total >= market.enough, self._no_worse)
        if self.gini > market.gini:
            for factor in _STEEPER[:4]:
                self._sweep(slope * factor, lambda: self.gini <= market.gini, self._fairer)
        limit = max(self.gini, market.gini)
        for factor in _POLISH:
            self._sweep(slope * factor, lambda: False, lambda *before: self._no_worse(*before) and self.gini <= limit)

    def _may_stop(self) -> bool:
        """Tell whether all limits are kept, or no more can be given up for the one on the Gini coefficient."""
        return (self.gini <= self.market.gini or self.total < self.market.enough) and not self.lacking

    def _no_worse(self, total: float, lacking: int, _gini: float) -> bool:
        return self.total > total and self.lacking <= lacking

    def _fairer(self, _total: float, lacking: int, gini: float) -> bool:
        return self.gini < gini and self.lacking <= lacking and self.total >= self.market.enough

    def _sweep(self, slope: float, stop: Callable[[], bool], accept: Callable[[float, int, float], bool]) -> None:
        """Let each row in turn choose anew at the margin, until `stop`; a choice that is not accepted is undone."""
        for row, old in enumerate(self.rows):
            if stop():
                return
            total, lacking, gini = self.total, self.lacking, self.gini
            self.counts[old] -= 1
            new = self._at_margin(row, slope)
            self.counts[new] += 1
            scores = self.market.scores[row]
            self.rows[row], self.total = new, total + float(scores[new].sum() - scores[old].sum())
            if not accept(total, lacking, gini):
                self.counts[new] -= 1
                self.counts[old] += 1
                self.rows[row], self.total = old, total

    def conclude(self, best: float, before: float, bound: float, gini_bound: float) -> Shared:
        """Return the lists with the best score first, their total summed anew."""
        lists = np.full((len(self.rows), self.market.places), -1, dtype=np.intp)
        total = 0.0
        for i, row in enumerate(self.rows):
            scores = self.market.scores[i, row]
            lists[i, : len(row)] = row[np.lexsort((row, -scores))]
            total += float(scores.sum())
        return Shared(lists, self.counts, total, best, bound, self.gini, before, gini_bound, self.lacking)
