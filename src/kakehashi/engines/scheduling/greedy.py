"""What does one get by placing the best wishes first? The start of the search, and the yardstick in the benchmark."""

from .board import Board, fill
from .frame import Frame
from .problem import Aim


def place_greedily(frame: Frame) -> Board:
    """Fixed meetings and musts first, then by score and priority; each in the first slot that takes it.

    Where a programme is published and to be kept, its meetings stay where they are and the others go between.
    """
    board = Board(frame)
    order = [w for w in range(frame.n_wishes) if frame.open_to[w]]
    wishes = frame.problem.wishes
    priority = [p.priority for p in frame.problem.participants]
    order.sort(
        key=lambda w: (
            not wishes[w].must,
            wishes[w].slot is None,
            -wishes[w].score,
            -priority[wishes[w].first] - priority[wishes[w].second],
            w,
        )
    )
    if Aim.STABILITY in board.order:
        fill(board, [w for w in order if wishes[w].must and wishes[w].slot is not None])
        keep_published(board)
    fill(board, order)
    return board


def keep_published(board: Board) -> None:
    """Hold every published meeting in its published slot, as far as interpreters are found one by one."""
    for w, s in enumerate(board.published):
        if s >= 0 and board.slot_of[w] < 0 and board.free_slots(w) >> s & 1:
            board.insert(w, s)
