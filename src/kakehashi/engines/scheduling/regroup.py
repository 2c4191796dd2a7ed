"""Which wishes would make the most of a few slots, with the rest of the programme as it is? Solved exactly."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from .board import Board
from .model import Ints, Model, build_model, for_aim, with_cover
from .order import Figures, Worth
from .problem import Aim
from .watch import Runner, at_once

LONGEST = 20.0
"""Seconds that one solution takes at most; far more than most take, and the longest that one given up works on."""


def regroup(
    board: Board,
    slots: Sequence[int],
    open_to: NDArray[np.bool_],
    worth: Worth,
    seconds: float,
    nodes: int,
    run: Runner = at_once,
) -> bool:
    """Hold anew what is best in the given slots; True if the board got better, else it is as before."""

    def model() -> Model:
        plain = build_model(board, slots, _unheld(board), worth.gain, open_to, worth.kept)
        return with_cover(plain, board, worth.met, worth.least)

    return _hold_anew(board, slots, model, seconds, nodes, run)


def raise_aims(
    board: Board, open_to: NDArray[np.bool_], most: Figures, seconds: float, nodes: int, run: Runner = at_once
) -> bool:
    """Solve the whole event once for each aim not known to be at its most, keeping what the aims before it reach.

    Weights only come near to the order of the aims; this is slower and exact. True if the board got better.
    """
    slots, everyone = range(board.frame.n_slots), np.ones(board.frame.n_participants)
    nothing = np.zeros(board.frame.n_wishes)
    better = False
    for place, aim in enumerate(board.order):
        reached = board.figures()
        if reached[aim] >= most[aim]:
            continue
        floors = {other: reached[other] for other in board.order[: place + 1] if reached[other]}

        def model(aim: Aim = aim, floors: Figures = floors) -> Model:
            plain = build_model(board, slots, _unheld(board), nothing, open_to)
            return for_aim(with_cover(plain, board, everyone, everyone), board, aim, floors)

        better |= _hold_anew(board, slots, model, seconds / len(board.order), nodes, run)
    return better


def _unheld(board: Board) -> Ints:
    return np.array([w for w, s in enumerate(board.slot_of) if s < 0], dtype=np.int64)


def _hold_anew(
    board: Board, slots: Sequence[int], model_of: Callable[[], Model], seconds: float, nodes: int, run: Runner
) -> bool:
    """Empty the slots, solve the model of what could be there, and keep the solution if it is better."""
    before = board.rank()
    here = set(slots)
    saved = {w: s for w, s in enumerate(board.slot_of) if s in here}
    work, shift = [row[:] for row in board.work], board.shift[:]
    for w in saved:
        board.take(w)
    _free_interpreters(board, here)
    model = model_of()
    found = _solve(model, seconds, nodes, run)
    if found is not None:
        _place(board, model, found)
        if board.rank() > before:
            return True
        for w in [w for w, s in enumerate(board.slot_of) if s in here]:
            board.take(w)
    for w, s in saved.items():
        board.put(w, s)
    board.work, board.shift = work, shift
    return False


def _free_interpreters(board: Board, slots: set[int]) -> None:
    for i, row in enumerate(board.work):
        for s in slots:
            if row[s] >= 0:
                row[s] = -1
                board.shift[i] &= ~(1 << s)


def _solve(model: Model, seconds: float, nodes: int, run: Runner) -> NDArray[np.float64] | None:
    if not len(model.wishes) or seconds <= 0:
        return None
    seconds = min(seconds, LONGEST)
    found = run(
        lambda: milp(
            -model.gain,
            integrality=model.whole,
            bounds=Bounds(0, model.upper),
            constraints=LinearConstraint(model.rows, -np.inf, model.limits),
            options={"time_limit": seconds, "node_limit": nodes, "mip_rel_gap": 0.0},
        ),
        seconds,
    )
    return None if found is None or found.x is None else np.asarray(found.x)


def _place(board: Board, model: Model, found: NDArray[np.float64]) -> None:
    """Hold what the solution holds, with its interpreters; best first, should rounding leave it short of one."""
    n_x = len(model.wishes)
    crews: dict[tuple[int, int], list[int]] = {}
    for kind, who, slot in model.staff[:, found[n_x : n_x + model.staff.shape[1]] > 0.5].T.tolist():
        crews.setdefault((kind, slot), []).append(who)
    held: Ints = np.flatnonzero(found[:n_x] > 0.5)
    held = held[np.argsort(-model.gain[held], kind="stable")]
    late: list[tuple[int, int]] = []
    for j in held.tolist():
        w, s = int(model.wishes[j]), int(model.slots[j])
        crew = crews.get((board.kind[w], s), [])
        if not board.free_slots(w) >> s & 1 or not board.keeps_order(w, s):
            continue
        if board.kind[w] < 0:
            board.put(w, s)
        elif crew and board.can_start(crew[-1], s) and board.work[crew[-1]][s] < 0:
            board.assign(crew.pop(), board.kind[w], s)
            board.put(w, s)
        else:
            late.append((w, s))
    for w, s in late:
        if board.free_slots(w) >> s & 1:
            board.insert(w, s)
