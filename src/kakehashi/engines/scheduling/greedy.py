"""What does one get by placing the best wishes first? The start of the search, and the yardstick in the benchmark."""

from .board import Board, fill
from .frame import Frame


def place_greedily(frame: Frame) -> Board:
    """Fixed meetings and musts first, then by score and priority; each in the first slot that takes it."""
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
    fill(board, order)
    return board
