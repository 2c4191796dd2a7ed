"""The linear model of some slots of the event: which wishes to hold there, with the rest of the board as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, vstack

from .board import Board
from .frame import Frame, slots_in
from .order import Figures
from .problem import Aim

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Maximise gain @ x subject to rows @ x <= limits, 0 <= x <= upper.

    The first `len(wishes)` columns say that wish `wishes[j]` is held in slot `slots[j]`; the others are
    interpreters at work, `staff[:, j]` being kind, interpreter and slot of the j-th, then from `met_from` on
    participants who meet somebody and from `least_from` on meetings up to the least numbers. `whole`: 1 where integer.
    """

    gain: Floats
    rows: csc_array
    limits: Floats
    upper: Floats
    whole: Ints
    wishes: Ints
    slots: Ints
    staff: Ints
    met_from: int
    least_from: int


class Rows:
    """Sparse rows of a linear model, gathered block by block."""

    def __init__(self) -> None:
        self.row: list[Ints] = []
        self.col: list[Ints] = []
        self.val: list[Floats] = []
        self.limits: list[Floats] = []
        self.n = 0

    def add(self, keys: Ints, cols: Ints, limit: Floats | float, values: Floats | float = 1.0) -> Ints:
        """One row per distinct key; `limit` per distinct key in ascending order. Returns the keys of the rows."""
        distinct, place = np.unique(keys, return_inverse=True)
        self.row.append(place.astype(np.int64) + self.n)
        self.col.append(cols)
        self.val.append(np.broadcast_to(np.asarray(values, dtype=np.float64), cols.shape))
        self.limits.append(np.broadcast_to(np.asarray(limit, dtype=np.float64), distinct.shape))
        self.n += len(distinct)
        return distinct

    def matrix(self, n_cols: int) -> tuple[csc_array, Floats]:
        """The rows gathered, with their limits."""
        if not self.n:
            return csc_array((0, n_cols)), np.zeros(0)
        entries = (np.concatenate(self.val), (np.concatenate(self.row), np.concatenate(self.col)))
        return csc_array(entries, shape=(self.n, n_cols)), np.concatenate(self.limits)


def build_model(
    board: Board, slots: Sequence[int], wishes: Ints, gain: Floats, open_to: NDArray[np.bool_], kept: float = 0.0
) -> Model:
    """The model of the given slots, in which nothing is held now; `gain` per wish of the problem.

    `kept` is gained by a published wish in its published slot.

    `wishes` are those that may be placed, none of them held; `open_to` has shape (wishes of the problem, slots
    of the problem). Precedences with meetings held elsewhere are kept by leaving out columns.
    """
    frame = board.frame
    at = np.array(slots, dtype=np.int64)
    usable = open_to[np.ix_(wishes, at)]
    which, where = np.nonzero(usable)
    w, s = wishes[which], at[where]
    if frame.problem.precedences:
        placed = zip(w.tolist(), s.tolist(), strict=True)
        keep = np.array([board.keeps_order(one, slot) for one, slot in placed], dtype=bool)
        w, s = w[keep], s[keep]
    rows, n_x, n_slots = Rows(), len(w), max(frame.n_slots, 1)
    x = np.arange(n_x)
    people = np.concatenate([frame.first[w], frame.second[w]])
    twice = np.concatenate([x, x])
    rows.add(people * n_slots + np.concatenate([s, s]), twice, 1.0)
    if len(at) > 1:
        rows.add(w, x, 1.0)
    rows.add(s, x, frame.seats[np.unique(s)].astype(np.float64))
    _limit_most(rows, board, people, twice, len(at))
    _keep_order(rows, frame, w, s)
    staff = _staff(rows, board, w, s, n_x)
    n = n_x + staff.shape[1]
    matrix, limits = rows.matrix(n)
    stays = s == np.array(board.published, dtype=np.int64)[w]
    return Model(
        gain=np.concatenate([gain[w] + kept * stays, np.zeros(n - n_x)]),
        rows=matrix,
        limits=limits,
        upper=np.ones(n),
        whole=np.ones(n, dtype=np.int64),
        wishes=w,
        slots=s,
        staff=staff,
        met_from=n,
        least_from=n,
    )


def with_cover(model: Model, board: Board, met: Floats, least: Floats) -> Model:
    """The model that also rewards first meetings by `met` and each up to the least by `least`, per participant."""
    frame = board.frame
    people = np.concatenate([frame.first[model.wishes], frame.second[model.wishes]])
    n_x, n = len(model.wishes), len(model.gain)
    twice = np.concatenate([np.arange(n_x)] * 2)
    held = np.array(board.held, dtype=np.int64)
    gains, uppers, starts = [model.gain], [model.upper], []
    extra = Rows()
    for reward, short in ((met, (held == 0).astype(np.int64)), (least, np.maximum(frame.least - held, 0))):
        starts.append(n)
        wanted = (short[people] > 0) & (reward[people] > 0)
        if not wanted.any():
            continue
        keys = extra.add(people[wanted], twice[wanted], 0.0, -1.0)
        n_new = len(keys)
        extra.row.append(np.arange(extra.n - n_new, extra.n))
        extra.col.append(np.arange(n, n + n_new))
        extra.val.append(np.ones(n_new))
        gains.append(reward[keys])
        uppers.append(short[keys].astype(np.float64))
        n += n_new
    matrix, limits = extra.matrix(n)
    return replace(
        model,
        gain=np.concatenate(gains),
        rows=_below(_widened(model.rows, n), matrix),
        limits=np.concatenate([model.limits, limits]),
        upper=np.concatenate(uppers),
        whole=np.concatenate([model.whole, np.zeros(n - len(model.gain), dtype=np.int64)]),
        met_from=starts[0],
        least_from=starts[1],
    )


def count_of(model: Model, board: Board, aim: Aim) -> Floats:
    """What each column of a model with all covers adds to an aim."""
    counts, w = np.zeros(len(model.gain)), model.wishes
    if aim is Aim.FIRST:
        counts[model.met_from : model.least_from] = 1.0
    elif aim is Aim.LEAST:
        counts[model.least_from :] = 1.0
    elif aim is Aim.STABILITY:
        counts[: len(w)] = model.slots == np.array(board.published, dtype=np.int64)[w]
    else:
        counts[: len(w)] = (board.frame.score if aim is Aim.SCORE else board.frame.must)[w]
    return counts


def for_aim(model: Model, board: Board, aim: Aim, floors: Figures) -> Model:
    """The model, with all covers, of the most of one aim among schedules that reach the figures of others."""
    counts = [count_of(model, board, other) for other in floors]
    rows = csc_array(-np.array(counts).reshape(len(counts), len(model.gain)))
    return replace(
        model,
        gain=count_of(model, board, aim),
        rows=_below(model.rows, rows),
        limits=np.concatenate([model.limits, -np.array(list(floors.values()), dtype=np.float64)]),
    )


def _below(one: csc_array, other: csc_array) -> csc_array:
    return csc_array(vstack([one, other], format="csc")) if other.shape[0] else one


def _widened(matrix: csc_array, n_cols: int) -> csc_array:
    pointers = matrix.indptr
    stretched = np.concatenate([pointers, np.full(n_cols - matrix.shape[1], pointers[-1], dtype=pointers.dtype)])
    return csc_array((matrix.data, matrix.indices, stretched), shape=(matrix.shape[0], n_cols))


def _limit_most(rows: Rows, board: Board, people: Ints, cols: Ints, n_at: int) -> None:
    left = board.frame.capacity - np.array(board.held, dtype=np.int64)
    binding = left[people] < n_at
    if binding.any():
        rows.add(people[binding], cols[binding], left[np.unique(people[binding])].astype(np.float64))


def _keep_order(rows: Rows, frame: Frame, w: Ints, s: Ints) -> None:
    """For each precedence (a, b) and slot t: not both a in t or later and b in t or earlier."""
    if not frame.problem.precedences:
        return
    columns: dict[int, list[int]] = {}
    for j, wish in enumerate(w.tolist()):
        columns.setdefault(wish, []).append(j)
    keys: list[int] = []
    cols: list[int] = []
    n = 0
    for a, b in frame.problem.precedences:
        if a not in columns or b not in columns:
            continue
        for t in sorted({int(s[j]) for j in columns[b]}):
            late = [j for j in columns[a] if s[j] >= t]
            early = [j for j in columns[b] if s[j] <= t]
            if late and early:
                keys += [n] * (len(late) + len(early))
                cols += late + early
                n += 1
    if n:
        rows.add(np.array(keys), np.array(cols), 1.0)


def _staff(rows: Rows, board: Board, w: Ints, s: Ints, n_x: int) -> Ints:
    """Interpreters' columns, from `n_x` on, and rows; returns kind, interpreter and slot of each column."""
    frame = board.frame
    kind = frame.kind[w]
    spoken = np.flatnonzero(kind >= 0)
    if not len(spoken):
        return np.zeros((3, 0), dtype=np.int64)
    pairs = sorted(set(zip(kind[spoken].tolist(), s[spoken].tolist(), strict=True)))
    z = [(k, i, t) for k, t in pairs for i in frame.crews[k] if frame.on_duty[i] >> t & 1 and frame.runs[i] > 0]
    staff = np.array(z, dtype=np.int64).T
    z_kind, z_who, z_slot = staff
    cols = n_x + np.arange(len(z))
    n_slots = frame.n_slots
    rows.add(
        np.concatenate([kind[spoken] * n_slots + s[spoken], z_kind * n_slots + z_slot]),
        np.concatenate([spoken, cols]),
        0.0,
        np.concatenate([np.ones(len(spoken)), -np.ones(len(z))]),
    )
    rows.add(z_who * n_slots + z_slot, cols, 1.0)
    _rest(rows, board, z_who, z_slot, cols)
    return staff


def _rest(rows: Rows, board: Board, z_who: Ints, z_slot: Ints, cols: Ints) -> None:
    """No interpreter works in all of any longest_run + 1 consecutive slots of a day."""
    frame = board.frame
    starts = [*slots_in(frame.day_starts), frame.n_slots]
    keys: list[Ints] = []
    places: list[Ints] = []
    limits: list[float] = []
    for i in np.unique(z_who).tolist():
        run = frame.runs[i]
        mine = np.flatnonzero(z_who == i)
        for start, end in pairwise(starts):
            for t in range(start, end - run):
                inside = mine[(z_slot[mine] >= t) & (z_slot[mine] <= t + run)]
                window = ((1 << (run + 1)) - 1) << t
                left = run - (board.shift[i] & window).bit_count()
                if len(np.unique(z_slot[inside])) > left:
                    keys.append(np.full(len(inside), len(limits)))
                    places.append(cols[inside])
                    limits.append(float(left))
    if limits:
        rows.add(np.concatenate(keys), np.concatenate(places), np.array(limits))
