"""What prices make everybody ask for what there is, when the linear programme itself would take too long?

The dual of the programme has a kink wherever a wish is just worth its prices. Smoothed by a temperature (every wish is
asked for with a chance that its profit sets) it becomes easy to descend; cooled, its prices come near to the best ones
(Nesterov 2005). Descent is by two-metric projection (Bertsekas 1982) with the curvature estimated from the last
steps (L-BFGS: Nocedal 1980). Whatever prices come out, they prove a bound.
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from ..frame import Frame
from ..model import Floats
from .choose import Choice, Market, chosen

COOLING = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
"""Temperatures, one after the other, as shares of the highest gain."""

STEPS = 150
"""Steps of descent at one temperature, at most."""

REMEMBERED = 12
"""Steps from which the curvature is estimated."""

CLOSE = 2e-6
"""A temperature is left when ten steps lower the dual by less than this share."""


def price(frame: Frame, market: Market, spent: Callable[[], float]) -> Choice:
    """Prices near to those of the programme, and what they ask for; the best found when `spent` reaches 1."""
    descent = _Descent(market)
    best, best_prices = np.inf, np.zeros(len(market.limits))
    hottest = float(market.gain.max(initial=0.0))
    for share in COOLING:
        if hottest <= 0 or spent() >= 1:
            break
        descent.cool(share * hottest, spent)
        prices = descent.at / descent.scale
        value = descent.exactly(prices)
        if value < best:
            best, best_prices = value, prices
    asked = (market.gain - descent.across @ best_prices > 0).astype(np.float64)
    return chosen(frame, market, asked, best_prices)


class _Descent:
    """The smoothed dual of a market and where the descent stands; `at` are the prices times `scale`."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.rows, self.across = market.rows.tocsr(), market.rows.T.tocsr()
        # Rows that add up many wishes react far more to their price than those of one participant.
        self.scale = np.sqrt(abs(self.rows) @ market.upper + 1e-9)
        self.at = np.zeros(len(market.limits))

    def exactly(self, prices: Floats) -> float:
        """The dual itself: what these prices prove."""
        rest = np.maximum(self.market.gain - self.across @ prices, 0.0)
        return float((self.market.limits * prices).sum() + (self.market.upper * rest).sum())

    def smoothed(self, at: Floats, heat: float) -> tuple[float, Floats]:
        """The dual at a temperature, and its slope."""
        market, prices = self.market, at / self.scale
        profit = (market.gain - self.across @ prices) / heat
        faded = np.exp(-np.abs(profit))
        asked = np.where(profit > 0, 1.0, faded) / (1.0 + faded) * market.upper
        rest = np.maximum(profit, 0.0) + np.log1p(faded)
        value = float((market.limits * prices).sum() + heat * (market.upper * rest).sum())
        return value, (market.limits - self.rows @ asked) / self.scale

    def cool(self, heat: float, spent: Callable[[], float]) -> None:
        """Descend at a temperature until little is gained."""
        at, memory = self.at, deque[tuple[Floats, Floats, float]](maxlen=REMEMBERED)
        value, slope = self.smoothed(at, heat)
        start = value
        for step in range(1, STEPS + 1):
            free = (at > 0) | (slope < 0)
            down = -_curved(np.where(free, slope, 0.0), memory)
            down[~free] = 0.0
            if float((down * slope).sum()) >= 0:
                memory.clear()
                down = np.where(free, -slope, 0.0)
            length, moved = 1.0 if memory else heat / max(float(np.abs(slope).max()), 1e-12), None
            for _ in range(20):
                there = np.maximum(at + length * down, 0.0)
                new_value, new_slope = self.smoothed(there, heat)
                if new_value <= value + 1e-4 * float((slope * (there - at)).sum()):
                    moved = there
                    break
                length *= 0.5
            if moved is None:
                break
            shift, turn = moved - at, new_slope - slope
            bend = float((shift * turn).sum())
            if bend > 1e-12:
                memory.append((shift, turn, bend))
            at, value, slope = moved, new_value, new_slope
            if spent() >= 1:
                break
            if step % 10 == 0:
                if start - value < CLOSE * abs(value):
                    break
                start = value
        self.at = at


def _curved(slope: Floats, memory: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The slope times the inverse curvature, as the last steps show it. Sums, not dot products: those of thousands of
    numbers wait for a second thread, long where the machine is busy."""
    result, weights = slope.copy(), []
    for shift, turn, bend in reversed(memory):
        weight = float((shift * result).sum()) / bend
        weights.append(weight)
        result -= weight * turn
    if memory:
        shift, turn, bend = memory[-1]
        result *= bend / float((turn * turn).sum())
    for (shift, turn, bend), weight in zip(memory, reversed(weights), strict=True):
        result += (weight - float((turn * result).sum()) / bend) * shift
    return result
