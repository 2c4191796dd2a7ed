"""When is each chosen wish held? In turn where there is room, then by chains of moves that make room.

A wish that finds no slot pushes others out of one; each of those moves to another slot or pushes on. What a chain
leaves out at its end is worth less than what it brought in, or the chain is taken back.
"""

import random
from collections.abc import Callable, Sequence

from ..frame import slots_in
from .board import LargeBoard

STEPS = 30
"""Pushes of one chain at most."""

ASKED = 24
"""Meetings of a slot asked, at most, whether they could move elsewhere."""

LITTLE = 1e-7
"""What is worth less is the rounding of a sum."""


class Placement:
    """Moves on a board; `spent` says which share of the time is over, `stop` whether all is to end at once."""

    def __init__(
        self,
        board: LargeBoard,
        rng: random.Random,
        spent: Callable[[], float],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.board, self.rng, self.spent, self.stop = board, rng, spent, stop
        starts = board.frame.day_starts
        self.not_first = ~starts
        self.not_last = ~(starts >> 1)
        self.trail: list[tuple[int, int]] = []  # wish, the slot it was in (-1: not held) before the move

    def fill(self, wishes: Sequence[int]) -> list[int]:
        """Hold each wish where there is room; returns those that found none. Ended early only by `stop`."""
        left = []
        for i, w in enumerate(wishes):
            if not i & 255 and self.stop():
                break
            if self.board.slot_of[w] < 0 and not self.settle(w):
                left.append(w)
        return left

    def settle(self, wish: int) -> bool:
        """Hold a wish where there is room: where it was published, or beside other meetings of the two if possible."""
        board = self.board
        a, b = board.first[wish], board.second[wish]
        if board.held[a] >= board.capacity[a] or board.held[b] >= board.capacity[b]:
            return False
        room = board.room_for(wish)
        if not room:
            return False
        known = board.published[wish] if board.kept else -1
        if known >= 0 and room >> known & 1 and self.hold(wish, known):
            return True
        near_a, near_b = self._near(board.busy[a]), self._near(board.busy[b])
        for mask in (room & near_a & near_b, room & (near_a | near_b), room):
            slots = slots_in(mask)
            if len(slots) > 1:
                left = [board.count[s] - board.seats[s] for s in slots]
                slots = [s for _, s in sorted(zip(left, slots, strict=True))]
            for s in slots:
                if self.hold(wish, s):
                    return True
        return False

    def _near(self, busy: int) -> int:
        return (busy << 1) & self.not_first | (busy >> 1) & self.not_last

    def hold(self, wish: int, slot: int) -> bool:
        """Place a wish in a slot with room; False, with nothing changed, if it cannot be served."""
        if self.board.insert(wish, slot):
            self.trail.append((wish, -1))
            return True
        return False

    def drop(self, wish: int) -> None:
        """Take a wish off the board."""
        self.trail.append((wish, self.board.slot_of[wish]))
        self.board.remove(wish)

    def back_to(self, length: int) -> None:
        """Take moves back until the trail has that length."""
        board = self.board
        while len(self.trail) > length:
            wish, slot = self.trail.pop()
            if slot < 0:
                board.remove(wish)
            elif not (board.kind[wish] < 0 or board.engage(board.kind[wish], slot)):
                raise AssertionError("an interpreter was there before")
            else:
                board.put(wish, slot)

    def force(self, wish: int) -> bool:
        """Hold a wish by a chain of moves; False, with nothing changed, if the board would not get better."""
        board = self.board
        self.trail.clear()
        best, best_length = board.total + LITTLE, 0
        waiting, fresh = [wish], {wish: 0}  # slots that a wish was put in or pushed from are closed to it
        for _ in range(STEPS):
            if not waiting:
                break
            now = waiting.pop()
            if board.slot_of[now] >= 0 or self.settle(now):
                pass
            else:
                slot = self._cheapest(now, fresh.get(now, 0))
                if slot < 0:
                    continue
                pushed = self._push(now, slot)
                if pushed is None:
                    break
                fresh[now] = fresh.get(now, 0) | 1 << slot
                for x in pushed:
                    fresh[x] = fresh.get(x, 0) | 1 << slot
                waiting += sorted(pushed, key=board.worth_of)
            if board.total > best:
                best, best_length = board.total, len(self.trail)
        self.back_to(best_length)
        return best_length > 0

    def _cheapest(self, wish: int, closed: int) -> int:
        """The slot where the wish pushes out what matters least; -1: none."""
        board = self.board
        row_a, row_b = board.at[board.first[wish]], board.at[board.second[wish]]
        kind, noise = board.kind[wish], self.rng.random
        ready = -1 if kind < 0 else board.staffed[kind]
        known = board.published[wish] if board.kept else -1
        best, best_cost = -1, float("inf")
        for s in slots_in(board.frame.open_to[wish] & ~closed):
            cost, freed = noise(), False
            if s == known:
                cost -= 0.5
            for x in (row_a[s], row_b[s]):
                if x >= 0:
                    freed |= kind < 0 or board.kind[x] == kind
                    cost += 0.5 if board.room_for(x) else board.gain[x]
            if not freed and (board.full >> s & 1 or not ready >> s & 1):
                cost += 2.0
            if cost < best_cost:
                best, best_cost = s, cost
        return best

    def _push(self, wish: int, slot: int) -> list[int] | None:
        """Put a wish in a slot; returns the wishes pushed out for it, None if it is impossible there."""
        board = self.board
        start, pushed = len(self.trail), []
        for p in (board.first[wish], board.second[wish]):
            x = board.at[p][slot]
            if x >= 0:
                self.drop(x)
                pushed.append(x)
        for p in (board.first[wish], board.second[wish]):
            if board.held[p] >= board.capacity[p]:
                x = min((h for h in board.at[p] if h >= 0), key=board.worth_of)
                self.drop(x)
                pushed.append(x)
        while not (board.count[slot] < board.seats[slot] and self.hold(wish, slot)):
            same_kind = board.count[slot] < board.seats[slot]
            x = self._in_the_way(wish, slot, same_kind)
            if x < 0 or len(pushed) > 4:
                self.back_to(start)
                return None
            self.drop(x)
            if not self.settle_elsewhere(x, slot):
                pushed.append(x)
        return pushed

    def settle_elsewhere(self, wish: int, slot: int) -> bool:
        """Hold a wish just pushed out where there is room, but not in the slot it left."""
        board = self.board
        return any(self.hold(wish, s) for s in slots_in(board.room_for(wish) & ~(1 << slot)))

    def _in_the_way(self, wish: int, slot: int, same_kind: bool) -> int:
        """A meeting of the slot to push out for its table or interpreter, best one that can move; -1: none."""
        board, there = self.board, self.board.there[slot]
        if not there:
            return -1
        kind = board.kind[wish]
        groups = set(board.shifts.groups[kind]) if kind >= 0 else set()
        best, least = -1, float("inf")
        short = kind >= 0 and not board.staffed[kind] >> slot & 1
        offset = self.rng.randrange(len(there))
        asked = 0
        for i in range(len(there)):
            x = there[(offset + i) % len(there)]
            other = board.kind[x]
            if (short or same_kind) and (other < 0 or groups.isdisjoint(board.shifts.groups[other])):
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
