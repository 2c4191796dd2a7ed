"""Where do the meetings of a day in progress stand, and where could one be added or moved?"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..problem import Problem
from ..result import Meeting
from .changes import Locks, Presence

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]


class Day:
    """The meetings placed, always keeping every hard constraint; sets of slots are bit masks.

    `free[p]` are the slots in which a participant could take a meeting; slots before `now`, locked participants
    and locked tables are left out of everything that could change. `seat`: the slot, table and interpreter of
    every wish held.
    """

    def __init__(
        self, problem: Problem, people: Presence, tables: Presence, voices: Presence, locks: Locks, now: int
    ) -> None:
        self.problem, self.locks, self.now = problem, locks, now
        self.n_slots = n_slots = len(problem.slots)
        self.people, self.tables, self.voices = people, tables, voices
        wishes = problem.wishes
        self.first, self.second = [w.first for w in wishes], [w.second for w in wishes]
        self.score = [w.score for w in wishes]
        self.kind, self.crews = _kinds(problem)
        self.bound_to = {i: _bound_slots(problem, i) for i, w in enumerate(wishes) if not w.session is w.slot is None}
        self.future = (1 << n_slots) - (1 << now)
        self.runs = [n_slots if i.longest_run is None else i.longest_run for i in problem.interpreters]
        days = [slot.day for slot in problem.slots]
        self.starts = sum(1 << s for s in range(n_slots) if s == 0 or days[s] != days[s - 1])
        self.before: dict[int, list[int]] = {}
        self.after: dict[int, list[int]] = {}
        for a, b in problem.precedences:
            self.before.setdefault(b, []).append(a)
            self.after.setdefault(a, []).append(b)
        serves = [sum(i in crew for crew in self.crews) for i in range(len(self.runs))]
        self.by_reach = sorted(range(len(self.runs)), key=lambda i: (serves[i], i))
        self.reach = {i: n for n, i in enumerate(self.by_reach)}
        self.crew_bits = [sum(1 << self.reach[i] for i in crew) for crew in self.crews]
        self.seat: dict[int, tuple[int, int, int]] = {}
        self.held = [0] * len(problem.participants)

    def begin(self, meetings: list[Meeting]) -> None:
        """Place the meetings that stay, all at once, and see what is free around them."""
        n_people, n_slots = self.people.shape
        wish = np.array([m.wish for m in meetings], dtype=np.int64)
        slot = np.array([m.slot for m in meetings], dtype=np.int64)
        table = np.array([m.table for m in meetings], dtype=np.int64)
        voice = np.array([-1 if m.interpreter is None else m.interpreter for m in meetings], dtype=np.int64)
        at = np.full((n_people, n_slots), -1, dtype=np.int64)
        for side in (self.first, self.second):
            at[np.array(side, dtype=np.int64)[wish], slot] = wish
        self.at: list[list[int]] = at.tolist()
        taken = at >= 0
        self.held = taken.sum(axis=1).tolist()
        self.busy = masks(taken)
        spots = self.tables.copy()
        spots[table, slot] = False
        spots[sorted(self.locks.tables)] = False
        spots[:, : self.now] = False
        self.spots = [np.flatnonzero(column)[::-1].tolist() for column in spots.T]
        self.roomy = sum(1 << s for s, open_here in enumerate(self.spots) if open_here)
        at_work = np.zeros(self.voices.shape, dtype=bool)
        at_work[voice[voice >= 0], slot[voice >= 0]] = True
        self.shift = masks(at_work)
        self.duty = [mask & self.future for mask in masks(self.voices)]
        # Who could take one more meeting in each slot: bit n stands for the n-th least versatile interpreter.
        self.ready = [0] * n_slots
        for i in range(len(self.runs)):
            self._look_again(i, self.duty[i])
        own = self.people.copy()
        own[:, : self.now] = False
        own[sorted(self.locks.participants)] = False
        self.own = masks(own)
        self.free = masks(own & ~taken)
        mosts = [p.most for p in self.problem.participants]
        self.left = [n_slots if most is None else most - n for most, n in zip(mosts, self.held, strict=True)]
        self.seat = dict(
            zip(wish.tolist(), zip(slot.tolist(), table.tolist(), voice.tolist(), strict=True), strict=True)
        )
        self.in_slot: list[set[int]] = [set(wish[slot == s].tolist()) for s in range(n_slots)]

    def could_start(self, kind: int) -> int:
        """The slots in which some interpreter of a kind is free and rested."""
        crew = self.crew_bits[kind]
        return sum(1 << s for s, ready in enumerate(self.ready) if ready & crew)

    def _look_again(self, interpreter: int, mask: int) -> None:
        """See anew in which slots of the mask an interpreter could take one more meeting."""
        bit = 1 << self.reach[interpreter]
        for s in slots_in(mask):
            if self.can_start(interpreter, s):
                self.ready[s] |= bit
            else:
                self.ready[s] &= ~bit

    def _work(self, interpreter: int, slot: int) -> None:
        """Turn an interpreter's work in a slot on or off."""
        self.shift[interpreter] ^= 1 << slot
        run = self.runs[interpreter]
        low, high = (slot, slot) if run >= self.n_slots else (max(slot - run, 0), min(slot + run, self.n_slots - 1))
        self._look_again(interpreter, self.duty[interpreter] & ((2 << high) - (1 << low)))

    def can_start(self, interpreter: int, slot: int) -> bool:
        """Whether an interpreter may work in a slot: on duty, free, and no run gets too long."""
        shift, starts, run = self.shift[interpreter], self.starts, self.runs[interpreter]
        if run <= 0 or not (self.duty[interpreter] & ~shift) >> slot & 1:
            return False
        length, s = 1, slot
        while not starts >> s & 1 and shift >> (s - 1) & 1:
            s, length = s - 1, length + 1
        s = slot + 1
        while shift >> s & 1 and not starts >> s & 1:
            s, length = s + 1, length + 1
        return length <= run

    def voice_for(self, kind: int, slot: int) -> int:
        """An interpreter for one more meeting of a kind, the least versatile first; -2 where there is none."""
        ready = self.ready[slot] & self.crew_bits[kind]
        return self.by_reach[(ready & -ready).bit_length() - 1] if ready else -2

    def keeps_order(self, wish: int, slot: int) -> bool:
        """Whether the wish in that slot keeps every precedence with the meetings held."""
        seat = self.seat
        return not any(a in seat and seat[a][0] >= slot for a in self.before.get(wish, ())) and not any(
            b in seat and seat[b][0] <= slot for b in self.after.get(wish, ())
        )

    def open_for(self, wish: int) -> int:
        """The slots where both are free and a table is; interpreters and precedences not asked."""
        a, b = self.first[wish], self.second[wish]
        if self.left[a] <= 0 or self.left[b] <= 0:
            return 0
        return self.free[a] & self.free[b] & self.roomy & self.bound_to.get(wish, -1)

    def insert(self, wish: int, mask: int) -> bool:
        """Hold a wish in the best slot of the mask that takes it: beside other meetings of both, or of one."""
        kind = self.kind[wish]
        near_a, near_b = self._near(self.first[wish]), self._near(self.second[wish])
        while mask:
            wanted = mask & near_a & near_b or mask & (near_a | near_b) or mask
            low = wanted & -wanted
            slot = low.bit_length() - 1
            mask ^= low
            voice = -1 if kind < 0 else self.voice_for(kind, slot)
            if voice != -2 and (not self.problem.precedences or self.keeps_order(wish, slot)):
                self.put(wish, slot, self.spots[slot][-1], voice)
                return True
        return False

    def _near(self, person: int) -> int:
        busy = self.busy[person]
        return busy << 1 | busy >> 1

    def put(self, wish: int, slot: int, table: int, voice: int) -> None:
        """Place a wish at a free table with a free interpreter (-1: none needed)."""
        bit = 1 << slot
        spots = self.spots[slot]
        if spots[-1] == table:
            spots.pop()
        else:
            spots.remove(table)
        if not spots:
            self.roomy &= ~bit
        if voice >= 0:
            self._work(voice, slot)
        self.seat[wish] = slot, table, voice
        self.in_slot[slot].add(wish)
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = wish
            self.busy[p] |= bit
            self.free[p] &= ~bit
            self.held[p] += 1
            self.left[p] -= 1

    def take(self, wish: int) -> tuple[int, int, int]:
        """Remove a wish held; returns its slot, table and interpreter."""
        slot, table, voice = self.seat.pop(wish)
        bit = 1 << slot
        self.spots[slot].append(table)
        self.roomy |= bit
        if voice >= 0:
            self._work(voice, slot)
        self.in_slot[slot].discard(wish)
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = -1
            self.busy[p] &= ~bit
            self.free[p] |= bit
            self.held[p] -= 1
            self.left[p] += 1
        return slot, table, voice

    def may_move(self, wish: int) -> bool:
        """Whether a meeting held may leave its slot: not past, not locked, not fixed."""
        slot, table, _ = self.seat[wish]
        locks = self.locks
        return (
            slot >= self.now
            and wish not in locks.meetings
            and table not in locks.tables
            and self.first[wish] not in locks.participants
            and self.second[wish] not in locks.participants
            and self.problem.wishes[wish].slot is None
        )

    def open_for_move(self, wish: int) -> int:
        """The slots that a meeting held could move to, interpreters and precedences not asked."""
        return self.free[self.first[wish]] & self.free[self.second[wish]] & self.roomy & self.bound_to.get(wish, -1)

    def candidates(self) -> Ints:
        """Every wish not held that a free slot of both might take, were there tables and interpreters enough."""
        first, second = np.array(self.first, dtype=np.int64), np.array(self.second, dtype=np.int64)
        words = _words([m if n > 0 else 0 for m, n in zip(self.free, self.left, strict=True)], self.n_slots)
        common = words[first] & words[second]
        common[list(self.seat)] = 0
        return np.flatnonzero(common.any(axis=1))

    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings in order of slots and wishes."""
        order = sorted((slot, wish, table, voice) for wish, (slot, table, voice) in self.seat.items())
        return tuple([Meeting(wish, slot, table, None if voice < 0 else voice) for slot, wish, table, voice in order])


def slots_in(mask: int) -> Iterator[int]:
    """The slots of a mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def masks(there: NDArray[np.bool_]) -> list[int]:
    """One bit mask per row."""
    packed = np.packbits(there, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def _words(rows: list[int], n_slots: int) -> Words:
    size = 8 * max(-(-n_slots // 64), 1)
    if not rows:
        return np.zeros((0, size // 8), dtype=np.uint64)
    raw = b"".join([mask.to_bytes(size, "little") for mask in rows])
    return np.frombuffer(raw, dtype="<u8").reshape(len(rows), size // 8)


def _kinds(problem: Problem) -> tuple[list[int], list[list[int]]]:
    """The kind of every wish (-1: no interpreter needed) and the interpreters of each kind."""
    numbers: dict[frozenset[int], int] = {}
    known: dict[int, int] = {}  # by identity: comparing large sets hundreds of thousands of times takes seconds
    kind = []
    for w in range(len(problem.wishes)):
        crew = problem.interpreters_for(w)
        if crew is None:
            kind.append(-1)
            continue
        if id(crew) not in known:
            known[id(crew)] = numbers.setdefault(crew, len(numbers))
        kind.append(known[id(crew)])
    return kind, [sorted(crew) for crew in numbers]


def _bound_slots(problem: Problem, wish: int) -> int:
    w = problem.wishes[wish]
    return sum(
        1 << s for s, slot in enumerate(problem.slots) if w.session in (None, slot.session) and w.slot in (None, s)
    )
