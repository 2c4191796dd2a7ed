"""In which hall and slot is each meeting held? In turn where there is room, then by chains of moves that make room.

A wish that finds no cell pushes others out of one; each of those moves to another cell or pushes on. What a chain
leaves out at its end is worth less than what it brought in, or the chain is taken back (ejection chains, Glover 1996).
"""

import random
from collections.abc import Callable, Iterable

from ..frame import slots_in
from .board import HallBoard

STEPS = 30
"""Pushes of one chain at most."""

ASKED = 24
"""Meetings of a cell asked, at most, whether they could move elsewhere."""

LOOKED_AT = 40
"""Cells compared, at most, for one push."""


class Placement:
    """Moves on a board; `spent` says which share of the time is over."""

    def __init__(self, board: HallBoard, rng: random.Random, spent: Callable[[], float]) -> None:
        self.board, self.rng, self.spent = board, rng, spent
        # wish, the cell it was in (-1: not held) before the move, and the length of the crews' journal then
        self.trail: list[tuple[int, int, int]] = []

    def fill(self, wishes: Iterable[int]) -> list[int]:
        """Hold each wish where there is room; returns those that found none."""
        left = []
        for n, w in enumerate(wishes):
            if self.board.cell_of[w] < 0 and not self.settle(w):
                left.append(w)
            if not n & 1023:
                self.spent()  # tells whoever follows the progress; the first placing is finished in any case
        return left

    def keep(self, wishes: Iterable[int]) -> None:
        """Hold published wishes in their published slots, by chains of moves that change halls alone."""
        board, everywhere = self.board, self.board.open_to
        board.open_to = [cells & board.loyal.get(w, cells) for w, cells in enumerate(everywhere)]
        left = self.fill(wishes)
        for _ in range(3):
            left = [w for w in left if board.cell_of[w] < 0 and self.spent() < 1 and not self.force(w)]
        board.open_to = everywhere

    def settle(self, wish: int, closed: int = 0) -> bool:
        """Hold a wish where there is room, where it makes the fewest breaks."""
        board = self.board
        if not board.within_limits(wish):
            return False
        room = board.room_for(wish) & ~closed
        if not room:
            return False
        spread = board.cells.spread
        near_a, near_b = board.easy(board.first[wish]) * spread, board.easy(board.second[wish]) * spread
        known = room & board.loyal.get(wish, 0)
        for mask in (known & near_a & near_b, known, room & near_a & near_b, room & (near_a | near_b), room):
            if mask and any(self.hold(wish, cell) for cell in self.roomiest(wish, mask)):
                return True
        return False

    def roomiest(self, wish: int, mask: int) -> list[int]:
        """The cells of a mask, those first that close least to the two."""
        board = self.board
        cells = slots_in(mask)
        if len(cells) < 2:
            return cells
        a, b = board.first[wish], board.second[wish]
        open_a, open_b = ~board.bar[a], ~board.bar[b]
        shut_a, shut_b = board.shut[board.walks[a]], board.shut[board.walks[b]]
        count, seats = board.count, board.cells.seats
        closes = [
            (shut_a[c] & open_a).bit_count() + (shut_b[c] & open_b).bit_count() + 4.0 * count[c] / seats[c]
            for c in cells
        ]
        return [c for _, c in sorted(zip(closes, cells, strict=True))]

    def hold(self, wish: int, cell: int) -> bool:
        """Place a wish in a cell with room; False, with nothing changed, if it cannot be served."""
        before = len(self.board.crews.journal)
        if self.board.insert(wish, cell):
            self.trail.append((wish, -1, before))
            return True
        return False

    def drop(self, wish: int) -> None:
        """Take a wish off the board."""
        before = len(self.board.crews.journal)
        self.trail.append((wish, self.board.remove(wish), before))

    def back_to(self, length: int) -> None:
        """Take moves back until the trail has that length."""
        board = self.board
        while len(self.trail) > length:
            wish, cell, before = self.trail.pop()
            if cell < 0:
                board.take(wish)
            else:
                board.put(wish, cell)
            board.crews.back_to(before)

    def forget(self) -> None:
        """Keep everything done so far."""
        self.trail.clear()
        self.board.crews.journal.clear()

    def force(self, wish: int, home: int = -1) -> bool:
        """Hold a wish in a cell of `home` by a chain of moves; False, with nothing changed, if nothing is gained."""
        board = self.board
        self.forget()
        best, best_length = board.total + 1e-6, 0
        waiting, fresh = [wish], {wish: ~home}  # cells that a wish was put in or pushed from are closed to it
        if board.cell_of[wish] >= 0:
            self.drop(wish)
        for _ in range(STEPS):
            if not waiting:
                break
            now = waiting.pop()
            if board.cell_of[now] < 0 and not self.settle(now, ~home if now == wish else 0):
                cell = self._cheapest(now, fresh.get(now, 0))
                if cell < 0:
                    continue
                pushed = self._push(now, cell)
                if pushed is None:
                    break
                for x in (now, *pushed):
                    fresh[x] = fresh.get(x, 0) | 1 << cell
                waiting += sorted(pushed, key=board.worth_of)
            if board.total > best:
                best, best_length = board.total, len(self.trail)
        self.back_to(best_length)
        return best_length > 0

    def _cheapest(self, wish: int, closed: int) -> int:
        """The cell where the wish pushes out what matters least; -1: none."""
        board = self.board
        a, b, kind = board.first[wish], board.second[wish], board.kind[wish]
        noise, full, shut = self.rng.random, board.full, board.shut
        ready = -1 if kind < 0 else board.crews.staffed[kind]
        cells = slots_in(board.open_to[wish] & ~closed)
        if len(cells) > LOOKED_AT:
            cells = self.rng.sample(cells, LOOKED_AT)
        rivals = {}  # meetings of the two, with the cells they stand in the way of and what they cost
        for p in (a, b):
            for x in board.meets[p]:
                rivals[x] = shut[board.walks[p]][board.cell_of[x]], 0.5 if board.room_for(x) else board.gain[x]
        best, best_cost = -1, float("inf")
        for c in cells:
            cost = noise()
            for mask, price in rivals.values():
                if mask >> c & 1:
                    cost += price
            if full >> c & 1 or not ready >> c & 1:
                cost += 2.0 if board.cells.seats[c] else float("inf")
            if cost < best_cost:
                best, best_cost = c, cost
        return best

    def _push(self, wish: int, cell: int) -> list[int] | None:
        """Put a wish in a cell; returns the wishes pushed out for it, None if it is impossible there."""
        board = self.board
        start, pushed = len(self.trail), list[int]()
        for p in (board.first[wish], board.second[wish]):
            for x in board.in_the_way(p, cell):
                self.drop(x)
                pushed.append(x)
        for p in (board.first[wish], board.second[wish]):
            if board.held[p] >= board.capacity[p]:
                x = min(board.meets[p], key=board.worth_of)
                self.drop(x)
                pushed.append(x)
        kind = board.kind[wish]
        while not (not board.full >> cell & 1 and self.hold(wish, cell)):
            has_table = not board.full >> cell & 1
            if has_table and kind >= 0 and board.crews.bring(kind, cell):
                continue
            x = self._rival(wish, cell, has_table)
            if x < 0 or len(pushed) > 6:
                self.back_to(start)
                return None
            self.drop(x)
            if not self.settle(x, 1 << cell):
                pushed.append(x)
        return pushed

    def _rival(self, wish: int, cell: int, same_kind: bool) -> int:
        """A meeting of the cell to push out for its table or interpreter, best one that can move; -1: none."""
        board, there = self.board, self.board.there[cell]
        if not there:
            return -1
        kind, crews = board.kind[wish], board.crews
        groups = set(crews.shifts.groups[kind]) if kind >= 0 else set()
        best, least = -1, float("inf")
        short = kind >= 0 and not crews.staffed[kind] >> cell & 1
        offset = self.rng.randrange(len(there))
        asked = 0
        for i in range(len(there)):
            x = there[(offset + i) % len(there)]
            other = board.kind[x]
            if (short or same_kind) and (other < 0 or groups.isdisjoint(crews.shifts.groups[other])):
                continue
            if board.room_for(x):
                return x
            worth = board.worth_of(x)
            if worth < least:
                best, least = x, worth
            asked += 1
            if asked >= ASKED:
                break
        return best
