"""Which wishes are worth holding, slots aside, and how high can the score be? One linear programme, and its prices.

Participants' capacities form a b-matching; tables and interpreters add a few rows. On two sides the matching alone
has whole corners (König, Egerváry), so the solution is nearly whole. Every set of prices proves a bound by weak
duality, the solver's at its end as well as any other.
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array

from ..bound import most_meetings, most_work, proven
from ..frame import Frame
from ..model import Floats, Ints, Rows
from ..regroup import Worth
from .shifts import Shifts


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
        nothing = np.zeros(frame.n_wishes)
        return Choice(nothing, nothing, 0)
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
    prices = np.maximum(-found.ineqlin.marginals, 0.0)
    share, profit = np.zeros(frame.n_wishes), np.full(frame.n_wishes, -np.inf)
    n = len(market.wishes)
    share[market.wishes] = found.x[:n]
    profit[market.wishes] = (market.gain - market.rows.T @ prices)[:n]
    return Choice(share, profit, proven(market.gain, market.rows, market.limits, market.upper, prices))


def plain_choice(frame: Frame, worth: Worth) -> Choice:
    """Best wishes first, when there is no time for prices; the bound is the sum of all that could be held."""
    possible: NDArray[np.bool_] = np.array([mask > 0 for mask in frame.open_to], dtype=bool)
    share = possible.astype(np.float64)
    most = int(np.floor(frame.score[possible].sum()))
    return Choice(share, np.where(possible, worth.gain, -np.inf), most)
