"""Which wishes would make the most of a few slots, with the rest of the programme as it is? Solved exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from .board import Board
from .frame import Frame
from .model import Ints, Model, build_model, with_cover


@dataclass(frozen=True, slots=True)
class Worth:
    """What a wish or a first meeting is worth in the model, so that the order of the aims is kept.

    `gain` holds the score of every wish, a must far above; `met` the first meeting of every participant, for a
    higher priority more by so little that it only breaks ties; `least` each meeting up to the least number.
    Holding one more meeting can displace a few others, so there is a factor between the aims, kept small for the
    solver's precision; what it returns is compared aim by aim before it is kept.
    """

    gain: NDArray[np.float64]
    met: NDArray[np.float64]
    least: NDArray[np.float64]


MUST, MET, LEAST = 100.0, 20.0, 4.0
"""What a must, a first meeting and one up to the least number are worth, as multiples of more than any score."""


def weigh(frame: Frame) -> Worth:
    """The weights of a problem."""
    top = float(frame.score.max(initial=0)) + 1.0
    priority = np.array([p.priority for p in frame.problem.participants], dtype=np.float64)
    spread = float(np.ptp(priority)) if len(priority) else 0.0
    favour = (priority - priority.min(initial=np.inf)) / (2.0 * spread * len(priority)) if spread else 0.0
    return Worth(
        gain=frame.score + frame.must * (MUST * top),
        met=np.full(frame.n_participants, MET * top) + favour,
        least=np.full(frame.n_participants, LEAST * top),
    )


def regroup(
    board: Board,
    slots: Sequence[int],
    open_to: NDArray[np.bool_],
    worth: Worth,
    seconds: float,
    nodes: int,
) -> bool:
    """Hold anew what is best in the given slots; True if the board got better, else it is as before."""
    before = board.rank()
    here = set(slots)
    saved = {w: s for w, s in enumerate(board.slot_of) if s in here}
    work, shift = [row[:] for row in board.work], board.shift[:]
    for w in saved:
        board.take(w)
    _free_interpreters(board, here)
    unheld = np.array([w for w, s in enumerate(board.slot_of) if s < 0], dtype=np.int64)
    model = with_cover(build_model(board, slots, unheld, worth.gain, open_to), board, worth.met, worth.least)
    found = _solve(model, seconds, nodes)
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


def _solve(model: Model, seconds: float, nodes: int) -> NDArray[np.float64] | None:
    if not len(model.wishes) or seconds <= 0:
        return None
    found = milp(
        -model.gain,
        integrality=model.whole,
        bounds=Bounds(0, model.upper),
        constraints=LinearConstraint(model.rows, -np.inf, model.limits),
        options={"time_limit": seconds, "node_limit": nodes, "mip_rel_gap": 0.0},
    )
    return None if found.x is None else np.asarray(found.x)


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
