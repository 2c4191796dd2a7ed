"""Which wish is held in which hall and slot, so that nobody on site comes late? The state that the moves change."""

from ..frame import Frame, slots_in
from ..order import Worth
from .cells import Cells
from .crews import Crews


class HallBoard:
    """Meetings placed in cells, always keeping every hard constraint, walking time included.

    `bar[p]` are the cells closed to a participant by what it holds; `meets[p]` its wishes held. `total` is the
    worth of the board: scores, musts, first meetings and least numbers, weighed as in `Worth`.
    """

    def __init__(self, frame: Frame, cells: Cells, crews: Crews, worth: Worth) -> None:
        self.frame, self.cells, self.crews = frame, cells, crews
        self.first: list[int] = frame.first.tolist()
        self.second: list[int] = frame.second.tolist()
        self.kind: list[int] = frame.kind.tolist()
        self.capacity: list[int] = frame.capacity.tolist()
        self.gain: list[float] = worth.gain.tolist()
        self.first_meeting: list[float] = worth.met.tolist()
        self.each_least: list[float] = worth.least.tolist()
        self.least: list[int] = frame.least.tolist()
        self.open_to = [mask * cells.spread for mask in frame.open_to]
        self.shut = [list(cells.barred), list(cells.slot_mask) * cells.n_zones]
        self.walks = [0 if not p.online else 1 for p in frame.problem.participants]
        n_people = frame.n_participants
        self.cell_of = [-1] * frame.n_wishes
        self.meets: list[list[int]] = [[] for _ in range(n_people)]
        self.bar = [0] * n_people
        self.busy = [0] * n_people
        self.held = [0] * n_people
        self.count = [0] * cells.n_cells
        self.full = sum(1 << c for c, seats in enumerate(cells.seats) if not seats)
        self.there: list[list[int]] = [[] for _ in range(cells.n_cells)]
        self.place_in = [-1] * frame.n_wishes
        self.total = 0.0
        self.loyal: dict[int, int] = {}  # the cells of the published slot of each wish
        self.loyalty = worth.kept  # what it is worth to hold a wish there
        starts = slots_in(frame.day_starts)
        ends = [*starts[1:], frame.n_slots]
        self.days = [(1 << end) - (1 << start) for start, end in zip(starts, ends, strict=True)]
        self.day_of = [self.days[d] for d in crews.day_of]
        self.not_first = ~frame.day_starts
        self.not_last = ~(frame.day_starts >> 1)

    def fits(self, wish: int) -> int:
        """The cells open to the two as they stand; tables, interpreters and limits not asked."""
        return self.open_to[wish] & ~self.bar[self.first[wish]] & ~self.bar[self.second[wish]]

    def room_for(self, wish: int) -> int:
        """The cells open to the two with a table and (if needed) an interpreter; limits aside."""
        kind = self.kind[wish]
        mask = self.open_to[wish] & ~self.bar[self.first[wish]] & ~self.bar[self.second[wish]] & ~self.full
        return mask if kind < 0 else mask & self.crews.staffed[kind]

    def within_limits(self, wish: int) -> bool:
        """Whether both accept one more meeting."""
        a, b = self.first[wish], self.second[wish]
        return self.held[a] < self.capacity[a] and self.held[b] < self.capacity[b]

    def keeps_order(self, wish: int, slot: int) -> bool:
        """Whether the wish in that slot keeps every precedence with the meetings held."""
        frame, cell_of, n = self.frame, self.cell_of, self.cells.n_slots
        before, after = frame.before[wish], frame.after[wish]
        return not (before or after) or (
            all(cell_of[a] < 0 or cell_of[a] % n < slot for a in before)
            and all(cell_of[b] < 0 or cell_of[b] % n > slot for b in after)
        )

    def insert(self, wish: int, cell: int) -> bool:
        """Place a wish in a cell of `room_for`; False, with nothing changed, if it cannot be served."""
        if not self.keeps_order(wish, cell % self.cells.n_slots):
            return False
        if self.kind[wish] >= 0 and not self.crews.engage(self.kind[wish], cell):
            return False
        self.put(wish, cell)
        return True

    def remove(self, wish: int) -> int:
        """Remove a wish held and free an interpreter of its kind; returns its cell."""
        cell = self.take(wish)
        if self.kind[wish] >= 0:
            self.crews.release(self.kind[wish], cell)
        return cell

    def put(self, wish: int, cell: int) -> None:
        """Place a wish whose interpreter is settled already."""
        self.total += self.worth_of(wish) + self.loyalty_of(wish, cell)
        self.cell_of[wish] = cell
        self.count[cell] += 1
        if self.count[cell] >= self.cells.seats[cell]:
            self.full |= 1 << cell
        slot = 1 << cell % self.cells.n_slots
        for p in (self.first[wish], self.second[wish]):
            self.meets[p].append(wish)
            self.bar[p] |= self.shut[self.walks[p]][cell]
            self.busy[p] |= slot
            self.held[p] += 1
        self.place_in[wish] = len(self.there[cell])
        self.there[cell].append(wish)

    def take(self, wish: int) -> int:
        """Remove a wish held without freeing its interpreter; returns its cell."""
        cell, cell_of = self.cell_of[wish], self.cell_of
        self.total -= self.worth_of(wish) + self.loyalty_of(wish, cell)
        cell_of[wish] = -1
        self.count[cell] -= 1
        if self.count[cell] < self.cells.seats[cell]:
            self.full &= ~(1 << cell)
        slot = 1 << cell % self.cells.n_slots
        for p in (self.first[wish], self.second[wish]):
            meets, shut, bar = self.meets[p], self.shut[self.walks[p]], 0
            meets.remove(wish)
            for x in meets:
                bar |= shut[cell_of[x]]
            self.bar[p] = bar
            self.busy[p] ^= slot
            self.held[p] -= 1
        there, place = self.there[cell], self.place_in[wish]
        last = there.pop()
        if last != wish:
            there[place] = last
            self.place_in[last] = place
        return cell

    def in_the_way(self, participant: int, cell: int) -> list[int]:
        """The meetings that a participant could not hold beside one in the cell."""
        shut, cell_of = self.shut[self.walks[participant]], self.cell_of
        return [x for x in self.meets[participant] if shut[cell_of[x]] >> cell & 1]

    def bonus(self, participant: int, held: int) -> float:
        """What the meeting after the `held`-th is worth to a participant, scores aside."""
        extra = self.first_meeting[participant] if not held else 0.0
        return extra + self.each_least[participant] if held < self.least[participant] else extra

    def worth_of(self, wish: int) -> float:
        """What the board would lose without a wish held, or gain by one not held."""
        here = 1 if self.cell_of[wish] >= 0 else 0
        a, b = self.first[wish], self.second[wish]
        return self.gain[wish] + self.bonus(a, self.held[a] - here) + self.bonus(b, self.held[b] - here)

    def loyalty_of(self, wish: int, cell: int) -> float:
        """What it is worth beyond `worth_of` to hold a wish in the cell."""
        return self.loyalty if self.loyal.get(wish, 0) >> cell & 1 else 0.0

    def astray(self) -> list[int]:
        """The wishes held outside their published slot."""
        return [w for w, known in self.loyal.items() if self.cell_of[w] >= 0 and not known >> self.cell_of[w] & 1]

    def easy(self, participant: int) -> int:
        """The slots where one more meeting makes no break: beside others of the day, or on a day without any."""
        busy = self.busy[participant]
        mask = (busy << 1) & self.not_first | (busy >> 1) & self.not_last
        for day in self.days:
            if not busy & day:
                mask |= day
        return mask

    def breaks_by(self, participant: int, slot: int) -> int:
        """The change in breaks of a participant who gets one more meeting, in that slot."""
        busy = self.busy[participant]
        if not busy & self.day_of[slot]:
            return 0
        bit = 1 << slot
        sides = ((busy << 1) & self.not_first & bit) + ((busy >> 1) & self.not_last & bit)
        return 1 - (sides >> slot)

    def breaks(self) -> int:
        """Breaks of all participants together."""
        total = 0
        for busy in self.busy:
            if busy:
                total += (busy & ~((busy << 1) & self.not_first)).bit_count()
                total -= sum(1 for day in self.days if busy & day)
        return total
