"""Who could rest at another time, so that a slot that is short of interpreters has one more?"""

from dataclasses import replace

from ..frame import slots_in
from ..large.board import LargeBoard


class Rests:
    """The shifts of a board's interpreters, changed one slot at a time; `write_back` hands them over."""

    def __init__(self, board: LargeBoard) -> None:
        self.board = board
        self.on_shift = list(board.shifts.on_shift)
        self.members: list[list[int]] = [[] for _ in board.shifts.kinds]
        for i, group in enumerate(board.shifts.group):
            if group >= 0:
                self.members[group].append(i)

    def call(self, kind: int, slot: int) -> bool:
        """Let an interpreter who rests in the slot work there, and rest where one of its group is free instead."""
        board = self.board
        for g in board.shifts.groups[kind]:
            spare = sum(1 << s for s, free in enumerate(board.free) if free[g])
            for i in self.members[g]:
                if board.frame.on_duty[i] >> slot & 1 and not self.on_shift[i] >> slot & 1:
                    left = self._instead(i, slot, spare)
                    if left is not None:
                        self._move(i, g, slot, left)
                        return True
        return False

    def _instead(self, i: int, slot: int, spare: int) -> int | None:
        """The slot that an interpreter has to leave to work in another one (-1: none); None when it cannot."""
        shift = self.on_shift[i] | 1 << slot
        if self._rested(i, shift):
            return -1
        return next((s for s in slots_in(shift & spare & ~(1 << slot)) if self._rested(i, shift & ~(1 << s))), None)

    def _rested(self, i: int, shift: int) -> bool:
        """Whether no run of slots at work is too long."""
        runs, starts = shift, self.board.frame.day_starts
        for _ in range(self.board.frame.runs[i]):
            runs &= (runs << 1) & ~starts
        return not runs & shift

    def _move(self, i: int, group: int, slot: int, left: int) -> None:
        self.on_shift[i] |= 1 << slot
        self.board.supply_changed(group, slot, 1)
        if left >= 0:
            self.on_shift[i] &= ~(1 << left)
            self.board.supply_changed(group, left, -1)

    def write_back(self) -> None:
        """Tell the board whose shifts these are now."""
        board = self.board
        shifts = board.shifts
        supply = tuple(
            tuple(sum(self.on_shift[i] >> s & 1 for i in own) for s in range(board.frame.n_slots))
            for own in self.members
        )
        board.shifts = replace(shifts, on_shift=tuple(self.on_shift), supply=supply)
