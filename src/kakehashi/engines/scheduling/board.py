"""Which wish is held in which slot, and who interprets: the state that the search changes move by move."""

from collections import Counter
from typing import Any

from .frame import Frame, count_breaks, slots_in
from .order import Figures, holding, published_slots
from .problem import Aim


class Board:
    """Meetings placed in slots, always keeping every hard constraint.

    Tables of one slot are alike, so a slot only counts its meetings. Interpreters hold a kind of wish in a slot
    (`work[i][s]`, -1: free): any meeting of that kind there can be theirs, and who gets whom is settled last.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        n_slots = frame.n_slots
        self.first: list[int] = frame.first.tolist()
        self.second: list[int] = frame.second.tolist()
        self.kind: list[int] = frame.kind.tolist()
        self.seats: list[int] = frame.seats.tolist()
        self.capacity: list[int] = frame.capacity.tolist()
        self.slot_of = [-1] * frame.n_wishes
        self.at = [[-1] * n_slots for _ in range(frame.n_participants)]
        self.busy = [0] * frame.n_participants
        self.held = [0] * frame.n_participants
        self.count = [0] * n_slots
        self.full = 0
        self.recount()
        self.work = [[-1] * n_slots for _ in frame.on_duty]
        self.shift = [0] * len(frame.on_duty)
        self.published = published_slots(frame)
        self.order = holding(frame.problem)

    def free_slots(self, wish: int) -> int:
        """The slots, as a mask, where both are free and a table is; interpreters not asked."""
        a, b = self.first[wish], self.second[wish]
        if self.held[a] >= self.capacity[a] or self.held[b] >= self.capacity[b]:
            return 0
        mask = self.frame.open_to[wish] & ~self.busy[a] & ~self.busy[b]
        return mask & ~self.full

    def recount(self) -> None:
        """Count the meetings of every slot anew, and note the slots whose tables are all taken."""
        counted = Counter(self.slot_of)
        self.count[:] = [counted[s] for s in range(len(self.count))]
        self.full = sum(1 << s for s, n in enumerate(self.count) if n >= self.seats[s])

    def keeps_order(self, wish: int, slot: int) -> bool:
        """Whether the wish in that slot keeps every precedence with the meetings held."""
        frame, slot_of = self.frame, self.slot_of
        return all(slot_of[a] < slot for a in frame.before[wish]) and all(
            slot_of[b] < 0 or slot_of[b] > slot for b in frame.after[wish]
        )

    def insert(self, wish: int, slot: int) -> bool:
        """Place a wish not held in a slot of `free_slots`; False, with nothing changed, if it cannot be served."""
        if not self.keeps_order(wish, slot):
            return False
        if self.kind[wish] >= 0 and not self.engage(self.kind[wish], slot):
            return False
        self.put(wish, slot)
        return True

    def put(self, wish: int, slot: int) -> None:
        """Place a wish whose interpreter is settled already."""
        self.slot_of[wish] = slot
        self.count[slot] += 1
        if self.count[slot] >= self.seats[slot]:
            self.full |= 1 << slot
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = wish
            self.busy[p] |= 1 << slot
            self.held[p] += 1

    def take(self, wish: int) -> int:
        """Remove a wish held without freeing its interpreter; returns its slot."""
        slot = self.slot_of[wish]
        self.slot_of[wish] = -1
        self.count[slot] -= 1
        if self.count[slot] < self.seats[slot]:
            self.full &= ~(1 << slot)
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = -1
            self.busy[p] &= ~(1 << slot)
            self.held[p] -= 1
        return slot

    def remove(self, wish: int) -> int:
        """Remove a wish held and free an interpreter of its kind; returns its slot."""
        slot = self.take(wish)
        if self.kind[wish] >= 0:
            self.release(self.kind[wish], slot)
        return slot

    def can_start(self, interpreter: int, slot: int) -> bool:
        """Whether an interpreter free in the slot may work there: on duty, and no run gets too long."""
        frame = self.frame
        if not frame.on_duty[interpreter] >> slot & 1 or frame.runs[interpreter] <= 0:
            return False
        shift, starts, length = self.shift[interpreter], frame.day_starts, 1
        s = slot
        while not starts >> s & 1 and shift >> (s - 1) & 1:
            s, length = s - 1, length + 1
        s = slot + 1
        while shift >> s & 1 and not starts >> s & 1:
            s, length = s + 1, length + 1
        return length <= frame.runs[interpreter]

    def engage(self, kind: int, slot: int) -> bool:
        """Find an interpreter for one more meeting of a kind, moving others between kinds where that helps."""
        return self._engage(kind, slot, set())

    def _engage(self, kind: int, slot: int, asked: set[int]) -> bool:
        crew = self.frame.crews[kind]
        for i in crew:
            if not self.shift[i] >> slot & 1 and self.can_start(i, slot):
                self.assign(i, kind, slot)
                return True
        asked.add(kind)
        for i in crew:
            other = self.work[i][slot]
            if other >= 0 and other not in asked and self._engage(other, slot, asked):
                self.work[i][slot] = kind
                return True
        return False

    def assign(self, interpreter: int, kind: int, slot: int) -> None:
        """Put an interpreter who may start there to work on a kind in the slot."""
        self.shift[interpreter] |= 1 << slot
        self.work[interpreter][slot] = kind

    def release(self, kind: int, slot: int) -> None:
        """Free an interpreter who holds that kind in the slot."""
        for i in self.frame.crews[kind]:
            if self.work[i][slot] == kind:
                self.work[i][slot] = -1
                self.shift[i] &= ~(1 << slot)
                return
        raise AssertionError("no interpreter holds this kind of wish in this slot")

    def crew_plan(self) -> object:
        """Who interprets what in which slot, to be handed to `recall_crews` later."""
        return [row[:] for row in self.work], self.shift[:]

    def recall_crews(self, plan: Any) -> None:
        """Put all interpreters back to where `crew_plan` found them."""
        rows, shift = plan
        self.work, self.shift = [row[:] for row in rows], shift[:]

    def breaks(self) -> int:
        """Breaks of all participants together."""
        starts = self.frame.day_starts
        return sum(count_breaks(mask, starts) for mask in self.busy)

    def score(self) -> int:
        """The total score of the meetings held."""
        held = [w for w, s in enumerate(self.slot_of) if s >= 0]
        return int(self.frame.score[held].sum()) if held else 0

    def figures(self) -> Figures:
        """How much of every holding aim the board reaches."""
        must, least = self.frame.must.tolist(), self.frame.least.tolist()
        return {
            Aim.MUSTS: sum(1 for s, wanted in zip(self.slot_of, must, strict=True) if wanted and s >= 0),
            Aim.LEAST: sum(min(n, k) for n, k in zip(self.held, least, strict=True)),
            Aim.SCORE: self.score(),
            Aim.FIRST: sum(1 for n in self.held if n),
            Aim.STABILITY: sum(1 for s, known in zip(self.slot_of, self.published, strict=True) if s == known >= 0),
        }

    def rank(self) -> tuple[int, ...]:
        """What the search maximises: the holding aims that count, in their order."""
        figures = self.figures()
        return tuple(figures[aim] for aim in self.order)


def fill(board: Board, wishes: list[int]) -> int:
    """Hold each wish of the list, in its order, in the first slot that takes it; returns how many were added."""
    added = 0
    closed: dict[int, int] = {}  # slots where no interpreter is left for a kind: adding never frees one
    for w in wishes:
        if board.slot_of[w] >= 0:
            continue
        kind = board.kind[w]
        for s in slots_in(board.free_slots(w) & ~closed.get(kind, 0)):
            if board.insert(w, s):
                added += 1
                break
            if board.keeps_order(w, s):
                closed[kind] = closed.get(kind, 0) | 1 << s
    return added
