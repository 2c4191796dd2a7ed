"""Which wish is held in which slot, when thousands are: a board that counts interpreters instead of naming them."""

from typing import Any

from ..board import Board
from ..frame import Frame, slots_in
from ..order import Worth
from ..shifts import Shifts


class LargeBoard(Board):
    """A board on which interpreters work planned shifts, counted by group, and the worth of everything is known.

    `total` is the worth of the board: every holding aim that counts, weighed as in `Worth`.
    `there[s]` lists the wishes held in slot s, in no order.
    """

    def __init__(self, frame: Frame, shifts: Shifts, worth: Worth) -> None:
        super().__init__(frame)
        self.shifts = shifts
        self.gain: list[float] = worth.gain.tolist()
        self.first_meeting: list[float] = worth.met.tolist()
        self.each_least: list[float] = worth.least.tolist()
        self.least: list[int] = frame.least.tolist()
        self.kept = worth.kept
        self.total = 0.0
        n_groups, n_kinds = len(shifts.kinds), len(frame.crews)
        self.free = [[shifts.supply[g][s] for g in range(n_groups)] for s in range(frame.n_slots)]
        self.given = [[[0] * n_kinds for _ in range(n_groups)] for _ in range(frame.n_slots)]
        self.staffed = [0] * n_kinds  # the slots where an interpreter is free without moving another
        self._note_staffed()
        self.there: list[list[int]] = [[] for _ in range(frame.n_slots)]
        self.place_in = [-1] * frame.n_wishes

    def _note_staffed(self) -> None:
        for k, groups in enumerate(self.shifts.groups):
            self.staffed[k] = sum(1 << s for s, free in enumerate(self.free) if any(free[g] for g in groups))

    def room_for(self, wish: int) -> int:
        """The slots, as a mask, where both are free, a table and (if needed) an interpreter; limits aside."""
        mask = self.frame.open_to[wish] & ~self.busy[self.first[wish]] & ~self.busy[self.second[wish]] & ~self.full
        kind = self.kind[wish]
        return mask if kind < 0 else mask & self.staffed[kind]

    def bonus(self, participant: int, held: int) -> float:
        """What the meeting after the `held`-th is worth to a participant, scores aside."""
        extra = self.first_meeting[participant] if not held else 0.0
        return extra + self.each_least[participant] if held < self.least[participant] else extra

    def worth_of(self, wish: int) -> float:
        """What the board would lose without a wish held, or gain by one not held."""
        slot, a, b = self.slot_of[wish], self.first[wish], self.second[wish]
        here = 1 if slot >= 0 else 0
        stays = self.kept if here and slot == self.published[wish] else 0.0
        return self.gain[wish] + stays + self.bonus(a, self.held[a] - here) + self.bonus(b, self.held[b] - here)

    def put(self, wish: int, slot: int) -> None:
        """Place a wish whose interpreter is settled already."""
        self.total += self.worth_of(wish) + (self.kept if slot == self.published[wish] else 0.0)
        super().put(wish, slot)
        self.place_in[wish] = len(self.there[slot])
        self.there[slot].append(wish)

    def take(self, wish: int) -> int:
        """Remove a wish held without freeing its interpreter; returns its slot."""
        self.total -= self.worth_of(wish)
        slot = super().take(wish)
        there, place = self.there[slot], self.place_in[wish]
        last = there.pop()
        if last != wish:
            there[place] = last
            self.place_in[last] = place
        return slot

    def _engage(self, kind: int, slot: int, asked: set[int]) -> bool:
        free, given = self.free[slot], self.given[slot]
        for g in self.shifts.groups[kind]:
            if free[g]:
                free[g] -= 1
                given[g][kind] += 1
                if not free[g]:
                    self._note_slot(g, slot)
                return True
        asked.add(kind)
        for g in self.shifts.groups[kind]:
            for other in self.shifts.kinds[g]:
                if given[g][other] and other not in asked and self._engage(other, slot, asked):
                    given[g][other] -= 1
                    given[g][kind] += 1
                    return True
        return False

    def _note_slot(self, group: int, slot: int) -> None:
        free = self.free[slot]
        for k in self.shifts.kinds[group]:
            if any(free[g] for g in self.shifts.groups[k]):
                self.staffed[k] |= 1 << slot
            else:
                self.staffed[k] &= ~(1 << slot)

    def supply_changed(self, group: int, slot: int, change: int) -> None:
        """Count an interpreter of the group more, or one who is free less, in the slot."""
        self.free[slot][group] += change
        self._note_slot(group, slot)

    def release(self, kind: int, slot: int) -> None:
        """Free an interpreter who holds that kind in the slot, the most versatile first."""
        given = self.given[slot]
        for g in reversed(self.shifts.groups[kind]):
            if given[g][kind]:
                given[g][kind] -= 1
                self.free[slot][g] += 1
                if self.free[slot][g] == 1:
                    self._note_slot(g, slot)
                return
        raise AssertionError("no interpreter holds this kind of wish in this slot")

    def crew_plan(self) -> object:
        """How many of each group interpret what in which slot."""
        return [row[:] for row in self.free], [[kinds[:] for kinds in row] for row in self.given]

    def recall_crews(self, plan: Any) -> None:
        """Put all interpreters back to where `crew_plan` found them."""
        free, given = plan
        self.free = [row[:] for row in free]
        self.given = [[kinds[:] for kinds in row] for row in given]
        self._note_staffed()

    def named(self) -> Board:
        """The same programme on a board that names the interpreters."""
        board = Board(self.frame)
        left = [[kinds[:] for kinds in row] for row in self.given]
        for i, shift in enumerate(self.shifts.on_shift):
            group = self.shifts.group[i]
            for s in slots_in(shift):
                given = left[s][group]
                kind = next((k for k in self.shifts.kinds[group] if given[k]), -1)
                if kind >= 0:
                    given[kind] -= 1
                    board.assign(i, kind, s)
        for w, s in enumerate(self.slot_of):
            if s >= 0:
                board.put(w, s)
        return board
