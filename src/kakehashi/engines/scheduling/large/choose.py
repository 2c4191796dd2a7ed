"""Which wishes are worth holding, slots aside, and how high can the score be? One linear programme, and its prices.

Participants' capacities form a b-matching; tables and interpreters add a few rows. On two sides the matching alone
has whole corners (König, Egerváry), so the solution is nearly whole. Every set of prices proves a bound by weak
duality, the solver's at its end as well as any other.
"""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, vstack

from ..bound import most_meetings, most_work, proven
from ..frame import Frame
from ..model import Floats, Ints, Rows
from ..order import Figures, published_slots
from ..problem import Aim
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
    """The linear programme: maximise gain @ x, rows @ x <= limits, 0 <= x <= upper.

    The first columns are wishes; from `met_from` on stand participants who meet somebody, from `least_from` on
    meetings up to the least numbers.
    """

    wishes: Ints
    gain: Floats
    rows: csc_array
    limits: Floats
    upper: Floats
    met_from: int
    least_from: int


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
    starts = []
    for reward, most in ((met, np.minimum(reach, 1)), (least, np.minimum(reach, frame.least))):
        starts.append(n)
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
    return Market(wishes, np.concatenate(gains), matrix, limits, np.concatenate(uppers), *starts)


def market_for(frame: Frame, shifts: Shifts, aim: Aim, floors: Figures) -> Market:
    """The programme of the most of one aim among what reaches the figures of others."""
    needed, ones = {aim, *floors}, np.ones(frame.n_participants)
    covers = [ones if cover in needed else None for cover in (Aim.FIRST, Aim.LEAST)]
    market = open_market(frame, shifts, np.zeros(frame.n_wishes), *covers)
    counts = [_count_of(frame, market, other) for other in floors]
    above = csc_array(-np.array(counts).reshape(len(counts), len(market.gain)))
    return replace(
        market,
        gain=_count_of(frame, market, aim),
        rows=csc_array(vstack([market.rows, above], format="csc")),
        limits=np.concatenate([market.limits, -np.array(list(floors.values()), dtype=np.float64)]),
    )


def _count_of(frame: Frame, market: Market, aim: Aim) -> Floats:
    """What each column adds to an aim."""
    counts, w = np.zeros(len(market.gain)), market.wishes
    if aim is Aim.FIRST:
        counts[market.met_from : market.least_from] = 1.0
    elif aim is Aim.LEAST:
        counts[market.least_from :] = 1.0
    elif aim is Aim.STABILITY:
        counts[: len(w)] = np.array(published_slots(frame), dtype=np.int64)[w] >= 0
    else:
        counts[: len(w)] = (frame.score if aim is Aim.SCORE else frame.must)[w]
    return counts


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
        return chosen(frame, market, np.zeros(0), np.zeros(len(market.limits)))
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
    return chosen(frame, market, np.asarray(found.x), np.maximum(-found.ineqlin.marginals, 0.0))


def chosen(frame: Frame, market: Market, x: Floats, prices: Floats) -> Choice:
    """The choice that shares and prices make, with the bound that the prices prove."""
    share, profit = np.zeros(frame.n_wishes), np.full(frame.n_wishes, -np.inf)
    n = len(market.wishes)
    share[market.wishes] = x[:n]
    profit[market.wishes] = (market.gain - market.rows.T @ prices)[:n]
    return Choice(share, profit, proven(market.gain, market.rows, market.limits, market.upper, prices))


def plain_bound(frame: Frame) -> int:
    """The sum of the scores of all wishes that could be held."""
    return int(frame.score[np.array([mask > 0 for mask in frame.open_to], dtype=bool)].sum())
