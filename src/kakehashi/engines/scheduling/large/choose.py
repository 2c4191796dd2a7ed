"""Which wishes are worth holding, slots aside, and how high can the score be? One linear programme, and its prices.

Participants' capacities form a b-matching; tables and interpreters add a few rows. On two sides the matching alone
has whole corners (König, Egerváry), so the solution is nearly whole. Every set of prices proves a bound by weak
duality, the solver's at its end as well as any other.
"""

import time
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array

from ..bound import most_meetings, most_work, proven
from ..frame import Frame
from ..model import Floats, Ints, Rows
from ..shifts import Shifts


@dataclass(frozen=True, slots=True)
class Choice:
    """What to hold: `share[w]` in 0..1 of every wish, and `profit[w]`: its gain less the prices of what it takes.

    `bound` is what no board is worth more than, by the same gains and rewards.
    """

    share: Floats
    profit: Floats
    bound: int


@dataclass(frozen=True, slots=True)
class Market:
    """The linear programme: maximise gain @ x, rows @ x <= limits, 0 <= x <= upper; the first columns are wishes."""

    wishes: Ints
    gain: Floats
    rows: csc_array
    limits: Floats
    upper: Floats


def open_market(frame: Frame, shifts: Shifts, gain: Floats, met: Floats | None, least: Floats | None) -> Market:
    """The programme for `gain` per wish and, if given, rewards per participant as in `Worth`."""
    wishes = np.flatnonzero(np.array([mask > 0 for mask in frame.open_to], dtype=bool))
    rows, n = Rows(), len(wishes)
    y = np.arange(n)
    people, twice = np.concatenate([frame.first[wishes], frame.second[wishes]]), np.concatenate([y, y])
    reach = most_meetings(frame)
    tight = np.bincount(people, minlength=frame.n_participants)[people] > reach[people]
    rows.add(people[tight], twice[tight], reach[np.unique(people[tight])].astype(np.float64))
    rows.add(np.zeros(n, dtype=np.int64), y, float(frame.seats.sum()))
    gains, uppers = [gain[wishes]], [np.ones(n)]
    n = _interpret(rows, frame, shifts, wishes, n, uppers, gains)
    for reward, most in ((met, np.minimum(reach, 1)), (least, np.minimum(reach, frame.least))):
        wanted = most[people] > 0
        if reward is None or not wanted.any():
            continue
        keys = rows.add(people[wanted], twice[wanted], 0.0, -1.0)
        rows.row.append(np.arange(rows.n - len(keys), rows.n))
        rows.col.append(np.arange(n, n + len(keys)))
        rows.val.append(np.ones(len(keys)))
        gains.append(reward[keys])
        uppers.append(most[keys].astype(np.float64))
        n += len(keys)
    matrix, limits = rows.matrix(n)
    return Market(wishes, np.concatenate(gains), matrix, limits, np.concatenate(uppers))


def _interpret(
    rows: Rows, frame: Frame, shifts: Shifts, wishes: Ints, n: int, uppers: list[Floats], gains: list[Floats]
) -> int:
    """Columns and rows of interpreters, by group: a group works as many slots as its members at most."""
    kind = frame.kind[wishes]
    spoken = np.flatnonzero(kind >= 0)
    if not len(spoken):
        return n
    work = np.zeros(len(shifts.kinds))
    for i, g in enumerate(shifts.group):
        if g >= 0:
            work[g] += most_work(frame, i)
    shares = [(k, g) for k in np.unique(kind[spoken]).tolist() for g in shifts.groups[k]]
    of_kind, group = (np.array(part, dtype=np.int64) for part in zip(*shares, strict=True))
    cols = n + np.arange(len(shares))
    signs = np.concatenate([np.ones(len(spoken)), -np.ones(len(cols))])
    rows.add(np.concatenate([kind[spoken], of_kind]), np.concatenate([spoken, cols]), 0.0, signs)
    rows.add(group, cols, work[np.unique(group)])
    uppers.append(work[group])
    gains.append(np.zeros(len(cols)))
    return n + len(cols)


def choose(frame: Frame, market: Market, seconds: float) -> Choice | None:
    """Solve the programme; None when the time does not allow it."""
    if not len(market.wishes):
        return _chosen(frame, market, np.zeros(0), np.zeros(len(market.limits)))
    solve = cast("Any", linprog)  # its annotations leave out the sparse arrays it takes
    found = solve(
        -market.gain,
        A_ub=market.rows,
        b_ub=market.limits,
        bounds=np.column_stack([np.zeros(len(market.upper)), market.upper]),
        method="highs-ipm",
        options={"time_limit": max(seconds, 0.01)},
    )
    if not found.success:
        return None
    return _chosen(frame, market, np.asarray(found.x), np.maximum(-found.ineqlin.marginals, 0.0))


def _chosen(frame: Frame, market: Market, x: Floats, prices: Floats) -> Choice:
    share, profit = np.zeros(frame.n_wishes), np.full(frame.n_wishes, -np.inf)
    n = len(market.wishes)
    share[market.wishes] = x[:n]
    profit[market.wishes] = (market.gain - market.rows.T @ prices)[:n]
    return Choice(share, profit, proven(market.gain, market.rows, market.limits, market.upper, prices))


ROUNDS = 200
"""Changes of the prices, at most, when there is no time for the programme itself."""


def bid(frame: Frame, market: Market, seconds: float) -> Choice:
    """Prices found by raising those of what is asked for too much and lowering the others (subgradients)."""
    ends = time.perf_counter() + seconds
    gain, rows, limits, upper = market.gain, market.rows, market.limits, market.upper
    across = rows.T.tocsr()
    prices = np.zeros(len(limits))
    best, best_prices, reach = np.inf, prices, 0.1
    for _ in range(ROUNDS):
        rest = gain - across @ prices
        value = float(limits @ prices) + float(upper @ np.maximum(rest, 0.0))
        if value < best:
            best, best_prices = value, prices
        else:
            reach *= 0.95
        excess = rows @ np.where(rest > 0, upper, 0.0) - limits
        excess[(prices <= 0) & (excess < 0)] = 0.0
        length = float(excess @ excess)
        if length <= 0 or time.perf_counter() > ends:
            break
        prices = np.maximum(prices + reach * best / length * excess, 0.0)
    asked = (gain - across @ best_prices > 0).astype(np.float64)
    return _chosen(frame, market, asked, best_prices)


def plain_bound(frame: Frame) -> int:
    """The sum of the scores of all wishes that could be held."""
    return int(frame.score[np.array([mask > 0 for mask in frame.open_to], dtype=bool)].sum())
