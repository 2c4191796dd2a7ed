"""Where do the meetings of a day in progress stand, and where could one be added or moved?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..result import Meeting
from .changes import Locks, Presence
from .ground import Ground, Ints, masks, unpack, words


@dataclass(frozen=True, slots=True)
class Held:
    """Meetings as arrays of equal length: wish, slot, table, interpreter (-1: none needed)."""

    wish: Ints
    slot: Ints
    table: Ints
    voice: Ints

    def where(self, chosen: NDArray[np.bool_]) -> "Held":
        """The meetings chosen."""
        return Held(self.wish[chosen], self.slot[chosen], self.table[chosen], self.voice[chosen])


@dataclass(frozen=True, slots=True)
class Present:
    """Who and what is there when: people, tables and interpreters by slot."""

    people: Presence
    tables: Presence
    voices: Presence

    def copy(self) -> "Present":
        """The same, to be changed."""
        return Present(self.people.copy(), self.tables.copy(), self.voices.copy())


SAME_PRICE = 0.5
"""Prices that differ by less do not decide between slots: being beside other meetings does."""


class Day:
    """The meetings placed, always keeping every hard constraint; sets of slots are bit masks.

    `free[p]` are the slots in which a participant could take a meeting; slots before `now`, locked participants
    and locked tables are left out of everything that could change. `seat`: the slot, table and interpreter of
    every wish held.
    """

    def __init__(self, ground: Ground, present: Present, locks: Locks, now: int, held: Held) -> None:
        self.ground, self.present, self.locks, self.now = ground, present, locks, now
        self.first, self.second, self.score, self.kind = ground.first, ground.second, ground.score, ground.kind
        self.n_slots = ground.n_slots
        self.ordered = bool(ground.before)
        shape = present.people.shape
        at: Ints = np.full(shape, -1, dtype=np.int64)
        at[ground.firsts[held.wish], held.slot] = held.wish
        at[ground.seconds[held.wish], held.slot] = held.wish
        self.at: list[list[int]] = [row.tolist() for row in at]
        taken = at >= 0
        count = taken.sum(axis=1)
        self.held: list[int] = count.tolist()
        self.left: list[int] = (ground.most - count).tolist()
        self.busy = masks(taken)
        own = present.people.copy()
        own[:, :now] = False
        own[sorted(locks.participants)] = False
        self.own, self.free = masks(own), masks(own & ~taken)
        self._open_tables(held)
        self._call_interpreters(held)
        places = zip(held.slot.tolist(), held.table.tolist(), held.voice.tolist(), strict=True)
        self.seat: dict[int, tuple[int, int, int]] = dict(zip(held.wish.tolist(), places, strict=True))
        self.in_slot: list[set[int]] = [set(held.wish[held.slot == s].tolist()) for s in range(self.n_slots)]

    def _open_tables(self, held: Held) -> None:
        spots = self.present.tables.copy()
        spots[held.table, held.slot] = False
        spots[sorted(self.locks.tables)] = False
        spots[:, : self.now] = False
        self.spots: list[list[int]] = [np.flatnonzero(column)[::-1].tolist() for column in spots.T]
        self.roomy = sum(1 << s for s, open_here in enumerate(self.spots) if open_here)
        self._late_of: dict[int, tuple[int, ...]] = {}  # forgotten whenever somebody's meetings change
        self._free_tables: list[list[int]] = []
        self._room: list[int] = []  # for each hall, the slots with a free table
        if self.ground.ways:
            hall_of = np.array(self.ground.ways.hall_of)
            by_hall = [spots[hall_of == h].sum(axis=0) for h in range(len(self.ground.ways.halls))]
            self._free_tables = [counts.tolist() for counts in by_hall]
            self._room = masks(np.array(by_hall) > 0)

    def _call_interpreters(self, held: Held) -> None:
        """Who is at work, and who could take one more meeting in each slot (`ready`, lowest bit first)."""
        ground, voices = self.ground, self.present.voices
        work = np.zeros(voices.shape, dtype=bool)
        spoken = held.voice >= 0
        work[held.voice[spoken], held.slot[spoken]] = True
        self.shift = masks(work)
        duty = voices.copy()
        duty[:, : self.now] = False
        self.duty = masks(duty)
        runs = np.array(ground.runs, dtype=np.int64)
        length = np.zeros(work.shape, dtype=np.int64)  # slots in a row at work just before, and just after
        for s in range(1, self.n_slots):
            if not ground.starts >> s & 1:
                length[:, s] = (length[:, s - 1] + 1) * work[:, s - 1]
        back = np.zeros(len(runs), dtype=np.int64)
        for s in range(self.n_slots - 2, -1, -1):
            back = np.zeros_like(back) if ground.starts >> (s + 1) & 1 else (back + 1) * work[:, s + 1]
            length[:, s] += back
        can = duty & ~work & (length < runs[:, None])
        self.ready = masks(can[ground.by_reach].T) if len(runs) else [0] * self.n_slots
        self.served = [  # for each kind of wish, the slots in which somebody could interpret; for -1, all
            *(sum(1 << s for s, ready in enumerate(self.ready) if ready & crew) for crew in ground.crew_bits),
            (1 << self.n_slots) - 1,
        ]
        self.at_work: dict[tuple[int, int], int] = {}
        if ground.ways:
            pairs = zip(held.voice[spoken].tolist(), held.slot[spoken].tolist(), strict=True)
            self.at_work = dict(zip(pairs, held.wish[spoken].tolist(), strict=True))

    def _work(self, interpreter: int, slot: int) -> None:
        """Turn an interpreter's work in a slot on or off."""
        self.shift[interpreter] ^= 1 << slot
        run = self.ground.runs[interpreter]
        low, high = (slot, slot) if run >= self.n_slots else (max(slot - run, 0), min(slot + run, self.n_slots - 1))
        bit, bits = 1 << self.ground.reach[interpreter], self.ground.crew_bits
        for s in slots_in(self.duty[interpreter] & ((2 << high) - (1 << low))):
            starts = self.can_start(interpreter, s)
            if starts is (self.ready[s] & bit != 0):
                continue
            self.ready[s] ^= bit
            for k in self.ground.kinds_of[interpreter]:
                if starts:
                    self.served[k] |= 1 << s
                elif not self.ready[s] & bits[k]:
                    self.served[k] &= ~(1 << s)

    def can_start(self, interpreter: int, slot: int) -> bool:
        """Whether an interpreter may work in a slot: on duty, free, and no run gets too long."""
        shift, starts, run = self.shift[interpreter], self.ground.starts, self.ground.runs[interpreter]
        if run <= 0 or not (self.duty[interpreter] & ~shift) >> slot & 1:
            return False
        length, s = 1, slot
        while not starts >> s & 1 and shift >> (s - 1) & 1:
            s, length = s - 1, length + 1
        s = slot + 1
        while shift >> s & 1 and not starts >> s & 1:
            s, length = s + 1, length + 1
        return length <= run

    def keeps_order(self, wish: int, slot: int) -> bool:
        """Whether the wish in that slot keeps every precedence with the meetings held."""
        seat, ground = self.seat, self.ground
        return not any(a in seat and seat[a][0] >= slot for a in ground.before.get(wish, ())) and not any(
            b in seat and seat[b][0] <= slot for b in ground.after.get(wish, ())
        )

    def open_for(self, wish: int) -> int:
        """The slots where both, a table in reach and, if needed, an interpreter are free; precedences not asked."""
        a, b = self.first[wish], self.second[wish]
        if self.left[a] <= 0 or self.left[b] <= 0:
            return 0
        mask = self.free[a] & self.free[b] & self.roomy & self.served[self.kind[wish]]
        if mask and self._room:
            mask &= self._reachable(wish)
        return mask & self.ground.bound_to.get(wish, -1) if mask else 0

    def place_for(self, wish: int, slot: int, tables: list[int] | None = None) -> tuple[int, int] | None:
        """A free table, the first of `tables` if given, and an interpreter (-1: none needed); None if none fits."""
        kind, ready = self.kind[wish], 0
        if kind >= 0:
            ready = self.ready[slot] & self.ground.crew_bits[kind]
            if not ready:
                return None
        spots = tables or self.spots[slot]
        if self.ground.ways:
            return self._place_in_reach(wish, slot, spots[::-1] if tables is None else spots, ready)
        table = spots[-1] if tables is None else spots[0]
        return table, self.ground.by_reach[(ready & -ready).bit_length() - 1] if ready else -1

    def _place_in_reach(self, wish: int, slot: int, tables: list[int], ready: int) -> tuple[int, int] | None:
        """As `place_for`, in halls that the two and the interpreter reach in time."""
        ways, shut = self.ground.ways, self.closed_to(wish, slot)
        assert ways is not None
        if not ready:
            return next(((t, -1) for t in tables if not shut >> ways.hall_of[t] & 1), None)
        while ready:
            low = ready & -ready
            ready ^= low
            voice = self.ground.by_reach[low.bit_length() - 1]
            closed = shut | self.closed_to_voice(voice, slot)
            for t in tables:
                if not closed >> ways.hall_of[t] & 1:
                    return t, voice
        return None

    def closed_to(self, wish: int, slot: int) -> int:
        """The halls, as a mask, that one of the two would not reach in time in the slot, or not leave in time."""
        both = self._late(self.first[wish]), self._late(self.second[wish])
        shut = 0
        for late in both:
            shut |= sum([1 << h for h, mask in enumerate(late) if mask >> slot & 1])
        return shut

    def closed_to_voice(self, voice: int, slot: int) -> int:
        """The halls that an interpreter would not reach in time in the slot, or not leave in time."""
        return sum([1 << h for h, late in enumerate(self._late(-1 - voice)) if late >> slot & 1])

    def _late(self, who: int) -> tuple[int, ...]:
        """For every hall, the slots in which a participant, or interpreter -1 - who, is late there or after it."""
        ways = self.ground.ways
        if not ways or (who >= 0 and self.ground.online[who]):
            return ()
        late = self._late_of.get(who)
        if late is None:
            if who >= 0:
                held = [self.at[who][t] for t in slots_in(self.busy[who])]
            else:
                held = [self.at_work[-1 - who, t] for t in slots_in(self.shift[-1 - who])]
            late = ways.late((self.seat[w][0], ways.hall_of[self.seat[w][1]]) for w in held)
            self._late_of[who] = late
        return late

    def _reachable(self, wish: int) -> int:
        """The slots in which some hall has a table free that the two reach in time; interpreters not asked."""
        found, none = 0, (0,) * len(self._room)
        one, other = self._late(self.first[wish]) or none, self._late(self.second[wish]) or none
        for room, a, b in zip(self._room, one, other, strict=True):
            found |= room & ~a & ~b
        return found

    def _free_table(self, table: int, slot: int, by: int) -> None:
        """One free table more (1) or less (-1) in its hall and slot."""
        ways = self.ground.ways
        if ways:
            hall = ways.hall_of[table]
            self._free_tables[hall][slot] += by
            if self._free_tables[hall][slot]:
                self._room[hall] |= 1 << slot
            else:
                self._room[hall] &= ~(1 << slot)

    def insert(self, wish: int, mask: int, price: list[float] | None = None) -> bool:
        """Hold a wish in the best slot of the mask that takes it.

        Slots of a low price first, where there are prices; else beside other meetings of both, or of one.
        """
        near_a, near_b = self._near(self.first[wish]), self._near(self.second[wish])
        cheap = mask
        if price is not None:
            slots = list(slots_in(mask))
            least = min([price[s] for s in slots]) + SAME_PRICE
            cheap = sum([1 << s for s in slots if price[s] <= least])
        while mask:
            wanted = mask & cheap or mask
            wanted = wanted & near_a & near_b or wanted & (near_a | near_b) or wanted
            low = wanted & -wanted
            slot = low.bit_length() - 1
            mask ^= low
            place = self.place_for(wish, slot)
            if place is not None and (not self.ordered or self.keeps_order(wish, slot)):
                self.put(wish, slot, *place)
                return True
        return False

    def _near(self, person: int) -> int:
        busy = self.busy[person]
        return busy << 1 | busy >> 1

    def put(self, wish: int, slot: int, table: int, voice: int) -> None:
        """Place a wish at a table with an interpreter (-1: none needed), all of them free."""
        bit = 1 << slot
        spots = self.spots[slot]
        if spots and spots[-1] == table:
            spots.pop()
        elif table not in self.locks.tables:
            spots.remove(table)
        if table not in self.locks.tables:
            self._free_table(table, slot, -1)
        if not spots:
            self.roomy &= ~bit
        if voice >= 0:
            self._work(voice, slot)
            if self.ground.ways:
                self.at_work[voice, slot] = wish
                self._late_of.pop(-1 - voice, None)
        self.seat[wish] = slot, table, voice
        self.in_slot[slot].add(wish)
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = wish
            self._late_of.pop(p, None)
            self.busy[p] |= bit
            self.free[p] &= ~bit
            self.held[p] += 1
            self.left[p] -= 1

    def take(self, wish: int) -> tuple[int, int, int]:
        """Remove a wish held that is not locked; returns its slot, table and interpreter."""
        slot, table, voice = self.seat.pop(wish)
        bit = 1 << slot
        self.spots[slot].append(table)
        self._free_table(table, slot, 1)
        self.roomy |= bit
        if voice >= 0:
            self._work(voice, slot)
            self.at_work.pop((voice, slot), None)
            self._late_of.pop(-1 - voice, None)
        self.in_slot[slot].discard(wish)
        for p in (self.first[wish], self.second[wish]):
            self.at[p][slot] = -1
            self._late_of.pop(p, None)
            self.busy[p] &= ~bit
            self.free[p] |= bit & self.own[p]
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
            and self.ground.problem.wishes[wish].slot is None
        )

    def open_for_move(self, wish: int) -> int:
        """The slots that a meeting held could move to; precedences and ways not asked."""
        mask = self.free[self.first[wish]] & self.free[self.second[wish]] & self.roomy & self.served[self.kind[wish]]
        return mask & self.ground.bound_to.get(wish, -1) if mask else 0

    def open_slots(self) -> tuple[Ints, NDArray[np.bool_]]:
        """Every wish not held that some slot might take, and which: both and a table free, an interpreter ready.

        Shape of the second (wishes found, slots). Precedences, ways and the rest of several are not asked.
        """
        ground = self.ground
        width = ground.width
        free = words([m if n > 0 else 0 for m, n in zip(self.free, self.left, strict=True)], width)
        room = words([mask & self.roomy for mask in self.served], width)  # kind -1 is the last
        common = free[ground.firsts] & free[ground.seconds] & room[ground.kinds]
        for w, mask in ground.bound_to.items():
            common[w] &= words([mask], width)[0]
        common[list(self.seat)] = 0
        found = np.flatnonzero(common.any(axis=1))
        return found, unpack(common[found], self.n_slots)

    def held_now(self) -> Held:
        """The meetings in order of slots and wishes."""
        wish = np.array(list(self.seat), dtype=np.int64)
        rest = np.array(list(self.seat.values()), dtype=np.int64).reshape(len(wish), 3)
        order = np.lexsort((wish, rest[:, 0]))
        return Held(wish[order], rest[order, 0], rest[order, 1], rest[order, 2])


def slots_in(mask: int) -> Iterator[int]:
    """The slots of a mask, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def meetings_of(held: Held) -> tuple[Meeting, ...]:
    """The meetings as the schedule names them."""
    rows = zip(held.wish.tolist(), held.slot.tolist(), held.table.tolist(), held.voice.tolist(), strict=True)
    return tuple([Meeting(w, s, t, None if v < 0 else v) for w, s, t, v in rows])


def held_of(meetings: tuple[Meeting, ...]) -> Held:
    """The meetings of a schedule as arrays."""
    rows = [(m.wish, m.slot, m.table, -1 if m.interpreter is None else m.interpreter) for m in meetings]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 4)
    return Held(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
