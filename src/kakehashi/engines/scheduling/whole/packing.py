"""How are all wishes held when even chains make no room? Those that find no slot push others out, for a while for good.

Partial colouring with a tabu list (Blöchliger and Zufferey 2008): a meeting pushed out of a slot may not come back
to it for some moves, and those pushed out often weigh more, so that the search leaves dead ends.
"""

import random
from collections import deque
from collections.abc import Callable

from ..frame import slots_in
from ..large.board import LargeBoard
from .chains import Chains

_TENURE = 12
"""Moves that a meeting pushed out keeps away from its slot, and up to as many again by chance."""

_ASKED = 20
"""Meetings of a slot asked, at most, whether they could move elsewhere."""


class Packing:
    """A search for a place for every wish; `spent` says which share of the time is over."""

    def __init__(self, board: LargeBoard, open_to: list[int], rng: random.Random, spent: Callable[[], float]) -> None:
        self.board, self.open_to, self.rng, self.spent = board, open_to, rng, spent
        self.chains = Chains(board, open_to, rng)
        self.pushed = [0] * board.frame.n_wishes
        self.closed: dict[tuple[int, int], int] = {}  # wish and slot: the move from which on it may come back
        self.moves = 0

    def pack(self, waiting: list[int]) -> list[int]:
        """Hold every waiting wish; returns those that wait when the time is over."""
        queue = deque(waiting)
        while queue:
            if not self.moves & 31 and self.spent() >= 1:
                break
            self.moves += 1
            wish = queue.popleft()
            if self.board.slot_of[wish] >= 0 or self.chains.settle(wish):
                continue
            slot, out = self._cheapest(wish)
            if slot < 0:
                queue.append(wish)
                continue
            for x in out:
                self._push_out(x, slot)
            if not self.chains.enter(wish, slot):
                queue.append(wish)
            queue.extend(out)
        return [w for w in queue if self.board.slot_of[w] < 0]

    def _push_out(self, wish: int, slot: int) -> None:
        self.board.remove(wish)
        self.pushed[wish] += 1
        self.closed[wish, slot] = self.moves + _TENURE + self.rng.randrange(_TENURE)

    def _cheapest(self, wish: int) -> tuple[int, list[int]]:
        """The slot where the wish pushes out what matters least, and what that is; slot -1: none is open now."""
        best, best_cost, best_out = -1, float("inf"), list[int]()
        for s in slots_in(self.open_to[wish]):
            if self.closed.get((wish, s), 0) > self.moves:
                continue
            out = self._in_the_way(wish, s)
            if out is None:
                continue
            cost = sum(1.0 + 0.2 * self.pushed[x] for x in out) + self.rng.random()
            if cost < best_cost:
                best, best_cost, best_out = s, cost, out
        return best, best_out

    def _in_the_way(self, wish: int, slot: int) -> list[int] | None:
        """The meetings that have to go for the wish to be held in the slot; None when that cannot help."""
        board = self.board
        out = {board.at[p][slot] for p in (board.first[wish], board.second[wish])} - {-1}
        out |= {v for v in board.frame.before[wish] if board.slot_of[v] >= slot}
        out |= {v for v in board.frame.after[wish] if 0 <= board.slot_of[v] <= slot}
        leaving = [x for x in out if board.slot_of[x] == slot]
        kind = board.kind[wish]
        staffed = kind < 0 or board.staffed[kind] >> slot & 1 or any(board.kind[x] == kind for x in leaving)
        if (board.full >> slot & 1 and not leaving) or not staffed:
            x = self._seat_of(slot, None if staffed else kind, out)
            if x < 0:
                return None
            out.add(x)
        return list(out)

    def _seat_of(self, slot: int, kind: int | None, out: set[int]) -> int:
        """A meeting whose seat, and interpreter where a kind is given, would do; best one that can go elsewhere."""
        board, there = self.board, self.board.there[slot]
        groups = set() if kind is None else set(board.shifts.groups[kind])
        best, least, asked = -1, float("inf"), 0
        offset = self.rng.randrange(len(there)) if there else 0
        for i in range(len(there)):
            x = there[(offset + i) % len(there)]
            other = board.kind[x]
            if x in out or (kind is not None and (other < 0 or groups.isdisjoint(board.shifts.groups[other]))):
                continue
            if board.room_for(x):
                return x
            if self.pushed[x] < least:
                best, least = x, self.pushed[x]
            asked += 1
            if asked >= _ASKED:
                break
        return best
