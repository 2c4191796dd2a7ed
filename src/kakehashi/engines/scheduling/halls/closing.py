"""How few breaks can the meetings have, when they change cells one by one or two by two?

A meeting moves to a free place, or changes places with another one; the change in breaks decides, by heat bath
(simulated annealing). What is held stays held, so no other aim loses anything.
"""

import math
import random
from collections.abc import Callable

from ..frame import slots_in
from .board import HallBoard

TRIES = 6
"""Meetings of a full cell that are asked, at most, to change places."""


class Closing:
    """Moves that close breaks on a board."""

    def __init__(self, board: HallBoard, rng: random.Random) -> None:
        self.board, self.rng = board, rng

    def move(self, wish: int, heat: float) -> int:
        """Try another cell for a meeting held; returns the change in breaks."""
        board, n_slots = self.board, self.board.cells.n_slots
        a, b, kind, here = board.first[wish], board.second[wish], board.kind[wish], board.cell_of[wish]
        board.take(wish)
        slot = here % n_slots
        now = board.breaks_by(a, slot) + board.breaks_by(b, slot)
        fits = board.fits(wish) & ~(1 << here) & self._loyalty(wish, here)
        spread = board.cells.spread
        best = fits & board.easy(a) * spread & board.easy(b) * spread
        some = best or (fits & (board.easy(a) | board.easy(b)) * spread if now > 1 else 0)
        cells = slots_in(some or (fits if heat > 0 else 0))
        self.rng.shuffle(cells)
        allowed = self._allowance(heat)
        for cell in cells[:TRIES]:
            t = cell % n_slots
            change = board.breaks_by(a, t) + board.breaks_by(b, t) - now
            if change > allowed + 1 or not board.keeps_order(wish, t):
                continue
            if not board.full >> cell & 1 and change <= allowed and self._serve(kind, here, cell):
                board.put(wish, cell)
                return change
            done = self._exchange(wish, here, cell, change, allowed)
            if done is not None:
                return done
        board.put(wish, here)
        return 0

    def _loyalty(self, wish: int, cell: int) -> int:
        """The cells that a meeting there may move to: one in its published slot stays in that slot."""
        known = self.board.loyal.get(wish, 0)
        return known if known >> cell & 1 else -1

    def _allowance(self, heat: float) -> float:
        """The greatest change in breaks that this move may make."""
        return -heat * math.log(self.rng.random() or 1e-12) if heat > 0 else 0.0

    def _serve(self, kind: int, here: int, cell: int) -> bool:
        crews = self.board.crews
        if kind < 0:
            return True
        if crews.engage(kind, cell):
            crews.release(kind, here)
            return True
        return False

    def _exchange(self, wish: int, here: int, cell: int, change: int, allowed: float) -> int | None:
        """Let a meeting of the cell change places with the wish, taken off already; None if none can."""
        board, n_slots = self.board, self.board.cells.n_slots
        there, kind, slot = board.there[cell], board.kind[wish], cell % n_slots
        if not there:
            return None
        board.put(wish, cell)
        for _ in range(TRIES):
            x = there[self.rng.randrange(len(there))]
            if x == wish or not board.open_to[x] & self._loyalty(x, cell) & 1 << here:
                continue
            c, d = board.first[x], board.second[x]
            if board.kind[x] != kind and not (kind >= 0 and board.kind[x] >= 0):
                continue
            board.take(x)
            if board.fits(x) >> here & 1 and board.keeps_order(x, here % n_slots):
                t = here % n_slots
                total = change + board.breaks_by(c, t) + board.breaks_by(d, t)
                total -= board.breaks_by(c, slot) + board.breaks_by(d, slot)
                if total <= allowed and self._swap_crews(kind, here, board.kind[x], cell):
                    board.put(x, here)
                    return total
            board.put(x, cell)
        board.take(wish)
        return None

    def _swap_crews(self, kind: int, here: int, other: int, cell: int) -> bool:
        """Let a meeting of one kind go from here to the cell and one of another kind the other way."""
        if kind == other:
            return True
        crews = self.board.crews
        before = len(crews.journal)
        crews.release(kind, here)
        crews.release(other, cell)
        if crews.engage(kind, cell) and crews.engage(other, here):
            return True
        crews.back_to(before)
        return False


HOT, WARM, COLDEST = 0.8, 0.4, 0.1
"""Temperatures, in breaks, of the first rounds where there are many, where there are few, and of the last ones;
measured on events of 72 and 400 participants."""

MANY_SWEEPS = 400
"""Rounds from which it pays to begin hot."""

MOVES, LEAST_SWEEPS, MOST_SWEEPS = 400_000, 40, 1_000
"""Moves tried in all, about; rounds over the meetings beside a break, at least and at most."""


def close_breaks(board: HallBoard, rng: random.Random, spent: Callable[[], float]) -> int:
    """Anneal the cells of the meetings towards few breaks; `spent`: share of the time that is over."""
    closing = Closing(board, rng)
    breaks, held = board.breaks(), sum(c >= 0 for c in board.cell_of)
    sweeps = min(max(MOVES // max(held, 1), LEAST_SWEEPS), MOST_SWEEPS)
    hottest = HOT if sweeps >= MANY_SWEEPS else WARM
    for sweep in range(sweeps):
        share = max(sweep / sweeps, spent())
        if share >= 1 or not breaks:
            break
        heat = hottest * (COLDEST / hottest) ** share if share < 0.9 else 0.0
        for i, w in enumerate(_beside_breaks(board, rng)):
            if not i & 255 and spent() >= 1:
                break
            if board.cell_of[w] >= 0:
                breaks += closing.move(w, heat)
        board.crews.journal.clear()
    return breaks


def _beside_breaks(board: HallBoard, rng: random.Random) -> list[int]:
    """The meetings of everyone who has a break, in any order."""
    wishes: dict[int, None] = {}
    starts, days = board.not_first, board.days
    for p, busy in enumerate(board.busy):
        runs = (busy & ~((busy << 1) & starts)).bit_count()
        if runs > 1 and runs > sum(1 for day in days if busy & day):
            wishes.update(dict.fromkeys(board.meets[p]))
    order = list(wishes)
    rng.shuffle(order)
    return order
