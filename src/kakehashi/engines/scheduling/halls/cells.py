"""Who sits in this hall now: in which hall can they not sit in which slot, because the way would take too long?

A cell is a zone in a slot, counted `zone * n_slots + slot`; sets of cells are bit masks. A zone is a set of halls
between which nobody is ever late and from which all other ways bar the same: within it, tables are alike.
"""

from dataclasses import dataclass

from ..problem import Problem


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of an event.

    `zone_of[t]` is the zone of table t; `seats[c]` the tables of a cell; `slot_mask[s]` all cells of slot s;
    `barred[c]` the cells that are closed to whoever sits in c: its whole slot, and what is too far away in the
    others. `spread` copies a mask of slots to every zone by one multiplication.
    """

    n_slots: int
    n_zones: int
    zone_of: tuple[int, ...]
    seats: tuple[int, ...]
    slot_mask: tuple[int, ...]
    barred: tuple[int, ...]
    spread: int

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return self.n_zones * self.n_slots


@dataclass(frozen=True, slots=True)
class Zones:
    """Where everyone is: the zone of each table, of each wish held (-1: not held), and of each interpreter by slot."""

    of_table: tuple[int, ...]
    of_wish: tuple[int, ...]
    of_work: tuple[tuple[int, ...], ...]


def can_be_late(problem: Problem) -> bool:
    """Whether it matters in which hall a meeting is: some way takes longer than some time between two slots."""
    return len(set(_rows(problem).values())) > 1


def _rows(problem: Problem) -> dict[str, tuple[frozenset[tuple[int, int]], ...]]:
    """For every hall with tables, in order of names, the pairs of slots that each hall bars: see `late_pairs`."""
    if not problem.walks:
        return {}
    halls = sorted({table.hall for table in problem.tables})
    late = late_pairs(problem)
    return {h: tuple(late.get((h, g), frozenset()) for g in halls) for h in halls}


def build_cells(problem: Problem) -> Cells:
    """The cells of an event."""
    rows = _rows(problem)
    halls, zones = list(rows), list(dict.fromkeys(rows.values()))
    n_slots, n_zones = len(problem.slots), len(zones)
    lead = {row: halls.index(next(h for h in halls if rows[h] == row)) for row in zones}
    zone_of = tuple(zones.index(rows[table.hall]) for table in problem.tables)
    seats = [0] * (n_zones * n_slots)
    for t, table in enumerate(problem.tables):
        for s in table.available:
            seats[zone_of[t] * n_slots + s] += 1
    slot_mask = tuple(sum(1 << z * n_slots + s for z in range(n_zones)) for s in range(n_slots))
    barred = list(slot_mask) * n_zones
    for z, row in enumerate(zones):
        for y, other in enumerate(zones):
            for s, t in row[lead[other]]:
                barred[z * n_slots + s] |= 1 << y * n_slots + t
    spread = sum(1 << z * n_slots for z in range(n_zones))
    return Cells(n_slots, n_zones, zone_of, tuple(seats), slot_mask, tuple(barred), spread)


def late_pairs(problem: Problem) -> dict[tuple[str, str], frozenset[tuple[int, int]]]:
    """For two halls, the pairs of different slots (s, t) that nobody can sit in, s in the one and t in the other."""
    late: dict[int, frozenset[tuple[int, int]]] = {}
    found: dict[tuple[str, str], frozenset[tuple[int, int]]] = {}
    for walk in problem.walks:
        if walk.minutes not in late:
            late[walk.minutes] = _late(problem, walk.minutes)
        if walk.first != walk.second and late[walk.minutes]:
            for way in ((walk.first, walk.second), (walk.second, walk.first)):
                found[way] = found.get(way, frozenset()) | late[walk.minutes]
    return found


def _late(problem: Problem, minutes: int) -> frozenset[tuple[int, int]]:
    """The pairs of slots of one day, either first, with less time between them than that."""
    pairs: set[tuple[int, int]] = set()
    for t, after in enumerate(problem.slots):
        for s in range(t):
            before = problem.slots[s]
            if before.day != after.day or before.end is None or after.start is None:
                continue
            if after.start - before.end < minutes:
                pairs |= {(s, t), (t, s)}
    return frozenset(pairs)
