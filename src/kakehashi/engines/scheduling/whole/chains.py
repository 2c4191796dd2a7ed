"""How does a meeting find a slot when the slots free for both are full, or none is free for both? Chains make room.

The meetings of two slots form paths and circles through the people they share. Exchanging the two slots along a
whole path keeps everyone at one meeting a slot (Kempe 1879): it frees a slot for whoever stands at its end (König
1916), or takes a meeting out of a full slot when the path holds one more of its meetings (de Werra 1971).
"""

import random
from collections.abc import Iterator

from ..frame import slots_in
from ..large.board import LargeBoard
from .rests import Rests

_PAIRS = 60
"""Pairs of slots tried, at most, for one meeting."""

_TRIED = 60
"""Meetings of a full slot tried, at most, for each slot with a table left."""


class Chains:
    """Exchanges of slots on a board; `open_to` are the slots that each wish may be moved to."""

    def __init__(self, board: LargeBoard, open_to: list[int], rng: random.Random) -> None:
        self.board, self.open_to, self.rng = board, open_to, rng
        frame = board.frame
        self.rests = Rests(board)
        self.ordered = [bool(a or b) for a, b in zip(frame.before, frame.after, strict=True)]

    def settle(self, wish: int) -> bool:
        """Hold a wish, with exchanges where they are needed; no other meeting is lost, whether it succeeds or not."""
        board = self.board
        free_a = self.open_to[wish] & ~board.busy[board.first[wish]]
        free_b = self.open_to[wish] & ~board.busy[board.second[wish]]
        both = self._shuffled(free_a & free_b)
        if any(self.enter(wish, s) for s in both if not board.full >> s & 1):
            return True
        if any(self.relieve(s) and self.enter(wish, s) for s in both if board.full >> s & 1):
            return True
        return self._exchange_ends(wish, free_a, free_b)

    def enter(self, wish: int, slot: int) -> bool:
        """Hold a wish in the slot if both are free, a table is left, and order and interpreters allow."""
        board = self.board
        taken = (board.busy[board.first[wish]] | board.busy[board.second[wish]] | board.full) >> slot & 1
        if taken or not board.keeps_order(wish, slot):
            return False
        kind = board.kind[wish]
        return board.insert(wish, slot) or (kind >= 0 and self.rests.call(kind, slot) and board.insert(wish, slot))

    def relieve(self, slot: int) -> bool:
        """Take one meeting more out of a full slot than come in, into a slot with a table left."""
        board = self.board
        there = board.there[slot]
        for s in self._shuffled(~board.full & ((1 << board.frame.n_slots) - 1)):
            offset = self.rng.randrange(len(there)) if there else 0
            for i in range(min(len(there), _TRIED)):
                x = there[(offset + i) % len(there)]
                for p in (board.first[x], board.second[x]):
                    if not board.busy[p] >> s & 1:
                        chain = self._chain(p, slot, s)
                        if len(chain) & 1 and self._exchange(chain, slot, s):
                            return True
                        break
        return False

    def _exchange_ends(self, wish: int, free_a: int, free_b: int) -> bool:
        """Free a slot of one of the two for the other by exchanging it along the path that begins there."""
        board = self.board
        for tried, (s, p, t) in enumerate(self._ends(wish, free_a, free_b)):
            if tried >= _PAIRS:
                break
            other = board.first[wish] + board.second[wish] - p
            if not board.busy[p] >> s & 1 or (board.busy[p] >> t | board.busy[other] >> s) & 1:
                continue  # an exchange that did not lead on has changed this
            chain = self._chain(p, s, t)
            if not chain or any(other in (board.first[x], board.second[x]) for x in chain):
                continue
            freed = self._exchange(chain, s, t) and (not board.full >> s & 1 or self.relieve(s))
            if freed and self.enter(wish, s):
                return True
        return False

    def _ends(self, wish: int, free_a: int, free_b: int) -> Iterator[tuple[int, int, int]]:
        """A slot that only one of the two has free, the other of the two, and a slot that it has free."""
        board, every = self.board, (1 << self.board.frame.n_slots) - 1
        pairs = []
        for p, here in ((board.second[wish], free_a & ~free_b), (board.first[wish], free_b & ~free_a)):
            free = slots_in(every & ~board.busy[p])
            for s in slots_in(here):
                x = board.at[p][s]
                if x >= 0:
                    pairs += [(s, p, t) for t in free if self.open_to[x] >> t & 1]
        self.rng.shuffle(pairs)
        return iter(pairs)

    def _chain(self, p: int, s: int, t: int) -> list[int]:
        """The path of meetings from a participant busy in s and free in t; empty where a meeting cannot move."""
        board, open_to = self.board, self.open_to
        chain: list[int] = []
        both = 1 << s | 1 << t
        here, there = s, t
        while True:
            x = board.at[p][here]
            if x < 0:
                return chain
            if open_to[x] & both != both:
                return []
            chain.append(x)
            p = board.first[x] + board.second[x] - p
            here, there = there, here

    def _exchange(self, chain: list[int], s: int, t: int) -> bool:
        """Exchange the slots of a chain that begins in s; False, with nothing changed, if it is not possible."""
        board = self.board
        if len(chain) & 1 and board.full >> t & 1:
            return False
        origin = [board.remove(x) for x in chain]
        placed: list[int] = []
        for x, now in zip(chain, origin, strict=True):
            kind, goal = board.kind[x], s + t - now
            if kind >= 0 and not board.engage(kind, goal):
                break
            board.put(x, goal)
            placed.append(x)
        if len(placed) == len(chain) and all(board.keeps_order(x, board.slot_of[x]) for x in chain if self.ordered[x]):
            return True
        for x in placed:
            board.remove(x)
        for x, now in zip(chain, origin, strict=True):
            if board.kind[x] >= 0 and not board.engage(board.kind[x], now):
                raise AssertionError("an interpreter was there before")
            board.put(x, now)
        return False

    def _shuffled(self, mask: int) -> list[int]:
        slots = slots_in(mask)
        self.rng.shuffle(slots)
        return slots
