"""Which meetings could make way, one for the other, to let an unmet wish in? Ejection chains, with their price."""

from collections.abc import Iterator

from .day import Day, slots_in

Seat = tuple[int, int, int]
Path = frozenset[int]

STEPS = 40
"""Places tried for one wish before it is left."""


class Chains:
    """A day on which meetings may move. `home` are those that could stay, with their slots: leaving costs one move.

    All others that are held were added: they may move or fall away freely, for nobody has been told of them. No
    chain drops a meeting of `home`, and none brings one back to the slot it left, where its table may be gone.
    """

    def __init__(self, day: Day, home: dict[int, int]) -> None:
        self.day, self.home = day, home
        self.moved: set[int] = set()
        self._least: list[float] = []  # the score of the added meeting of least worth in each slot
        self._added = [{v for v in there if v not in home} for there in day.in_slot]
        self._look()
        self._done: list[tuple[int, Seat | None]] = []  # a wish, and the seat it was taken from; None: it was placed
        self._steps = self._loss = self._score = self._room = self._loose = 0
        self._price = 0.0

    def enter(self, wish: int, price: float, room: int, depth: int) -> bool:
        """Hold an unmet wish if that gains more than nothing, and `price` for each meeting that leaves home.

        At most `room` more meetings leave home, `depth` says how many in a row make way. Nothing is changed where
        no chain was found.
        """
        self._score, self._price, self._room = self.day.score[wish], price, room
        self._steps, self._done, self._loss = STEPS, [], 0
        # The slots in which something worth less was added, which could fall away.
        self._loose = sum(1 << s for s, least in enumerate(self._least) if least < self._score)
        if self._settle(wish, depth, frozenset((wish,))):
            self.moved |= self._leaving()
            for v in self.touched():
                self._note(v)
            return True
        return False

    def _note(self, wish: int) -> None:
        """See anew where a wish that was added sits."""
        if wish in self.home:
            return
        for added in self._added:
            added.discard(wish)
        if wish in self.day.seat:
            self._added[self.day.seat[wish][0]].add(wish)
        self._look()

    def _look(self) -> None:
        score = self.day.score
        self._least = [min([score[v] for v in added], default=float("inf")) for added in self._added]

    def touched(self) -> list[int]:
        """The wishes that the last chain placed, moved or dropped."""
        return list(dict.fromkeys([w for w, _ in self._done]))

    def _leaving(self) -> set[int]:
        return {w for w, seat in self._done if seat is not None and w in self.home and w not in self.moved}

    def _pays(self, more: int = 0) -> bool:
        moves = len(self._leaving()) + more
        gain = self._score - self._loss
        return gain > 0 and moves <= self._room and gain >= self._price * moves

    def _settle(self, wish: int, depth: int, path: Path) -> bool:
        """Find a place for a wish that is not held; where that fails, nothing is changed."""
        day = self.day
        away = ~(1 << self.home[wish]) if wish in self.home else -1
        mask = day.open_for(wish) & away
        if mask and day.insert(wish, mask):
            self._done.append((wish, None))
            return True
        if depth < 0:
            return False
        for slot, others, deeper in self._ways_in(wish, depth, path, away):
            self._steps -= 1
            if self._steps < 0:
                return False
            mark, loss = len(self._done), self._loss
            if self._make_way(wish, slot, others, deeper, path.union(others)):
                return True
            self._loss = loss
            while len(self._done) > mark:
                other, seat = self._done.pop()
                if seat is None:
                    day.take(other)
                else:
                    day.put(other, *seat)
        return False

    def _ways_in(self, wish: int, depth: int, path: Path, away: int) -> Iterator[tuple[int, list[int], int]]:
        """Slots, and the meetings that would have to make way there: first added ones, worth least first."""
        day = self.day
        a, b = day.first[wish], day.second[wish]
        if day.left[a] <= 0 or day.left[b] <= 0:
            return
        mask = day.own[a] & day.own[b] & day.ground.bound_to.get(wish, -1) & away
        both_free = slots_in(mask & day.free[a] & day.free[b] & self._loose)
        cheap = sorted((day.score[v], s, v) for s in both_free for v in self._cheapest(wish, s, path))
        for _, s, v in cheap[:4]:
            yield s, [v], -1
        if not depth:
            return
        for s in slots_in(mask & ~(day.free[a] & day.free[b])):
            there = sorted({day.at[a][s], day.at[b][s]} - {-1})
            if path.isdisjoint(there) and (depth > 1 or all(map(self._could_go, there))):
                yield s, there, depth - 1

    def _could_go(self, wish: int) -> bool:
        """Whether a meeting that makes way might find a place at once: looked at before anything is moved."""
        day = self.day
        mask = day.free[day.first[wish]] & day.free[day.second[wish]]
        return mask & (day.roomy & day.served[day.kind[wish]] | self._loose) != 0

    def _cheapest(self, wish: int, slot: int, path: Path) -> list[int]:
        """The added meetings of least worth whose table and interpreter the wish could take."""
        day, kind = self.day, self.day.kind[wish]
        here = [v for v in self._added[slot] if v not in path and v in day.seat and day.seat[v][0] == slot]
        if not day.served[kind] >> slot & 1:
            crew, reach = day.ground.crew_bits[kind], day.ground.reach
            here = [v for v in here if day.seat[v][2] >= 0 and crew >> reach[day.seat[v][2]] & 1]
        worth = self._score - self._loss
        return sorted([v for v in here if day.score[v] < worth], key=lambda v: (day.score[v], v))[:2]

    def _make_way(self, wish: int, slot: int, others: list[int], depth: int, path: Path) -> bool:
        """Put the wish in the slot and find a place for the others; those added may fall away instead."""
        day = self.day
        new = sum(v in self.home and v not in self.moved for v in others)
        if not self._pays(new) or not all(map(day.may_move, others)):
            return False
        for v in others:
            self._done.append((v, day.take(v)))
        if not (day.open_for(wish) >> slot & 1 and day.insert(wish, 1 << slot)):
            return False
        self._done.append((wish, None))
        for v in others:
            if not self._settle(v, depth, path):
                if v in self.home or day.ground.must[v]:
                    return False
                self._loss += day.score[v]
                if not self._pays():
                    return False
        return self._pays()
