"""What does the event offer each wish: slots, tables, interpreters? The problem in the form the search reads."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .problem import Problem


@dataclass(frozen=True, slots=True)
class Frame:
    """Facts derived once from a problem. Sets of slots are bit masks: bit s stands for slot s.

    `open_to[w]` holds the slots wish w could be held in if the event were otherwise empty: both available, its
    session and fixed slot respected, at least one table and (if needed) one fitting interpreter there, and both
    accept meetings at all.
    Wishes that ask for the same interpreters form one kind: `kind[w]` is -1 where none is needed,
    `crews[k]` the interpreters who serve kind k. `day_starts` holds the first slot of every day.
    """

    problem: Problem
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    score: NDArray[np.int64]
    must: NDArray[np.bool_]
    kind: NDArray[np.int64]
    open_to: tuple[int, ...]
    seats: NDArray[np.int64]
    capacity: NDArray[np.int64]
    least: NDArray[np.int64]
    crews: tuple[tuple[int, ...], ...]
    on_duty: tuple[int, ...]
    runs: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    day_starts: int
    wishes_of: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def n_slots(self) -> int:
        """Number of slots of the event."""
        return len(self.problem.slots)

    @property
    def n_participants(self) -> int:
        """Number of participants."""
        return len(self.problem.participants)

    @property
    def n_wishes(self) -> int:
        """Number of wishes, possible or not."""
        return len(self.problem.wishes)

    def open_matrix(self) -> NDArray[np.bool_]:
        """Which slots are open to which wish, shape (wishes, slots)."""
        width = (self.n_slots + 7) // 8
        rows = b"".join(mask.to_bytes(width, "little") for mask in self.open_to)
        octets = np.frombuffer(rows, dtype=np.uint8).reshape(self.n_wishes, width)
        return np.unpackbits(octets, axis=1, count=self.n_slots, bitorder="little").astype(bool)


def slots_in(mask: int) -> list[int]:
    """The slots of a bit mask, in order of time."""
    slots = []
    while mask:
        low = mask & -mask
        slots.append(low.bit_length() - 1)
        mask ^= low
    return slots


def mask_of(slots: frozenset[int]) -> int:
    """The bit mask of a set of slots."""
    mask = 0
    for s in slots:
        mask |= 1 << s
    return mask


def count_breaks(mask: int, day_starts: int) -> int:
    """Breaks of one participant: per day, the maximal runs of idle slots between two of its meetings.

    `mask` holds its meetings; `day_starts` the first slot of every day.
    """
    if not mask:
        return 0
    runs = (mask & ~((mask << 1) & ~day_starts)).bit_count()
    return runs - _days_used(mask, day_starts)


def _days_used(mask: int, day_starts: int) -> int:
    days, starts = 0, slots_in(day_starts)
    for i, start in enumerate(starts):
        day = mask >> start
        if i + 1 < len(starts):
            day &= (1 << (starts[i + 1] - start)) - 1
        days += day != 0
    return days


def build_frame(problem: Problem) -> Frame:
    """Derive the frame of a problem."""
    n_slots, wishes = len(problem.slots), problem.wishes
    seats = np.array([sum(s in t.available for t in problem.tables) for s in range(n_slots)], dtype=np.int64)
    on_duty = tuple(mask_of(i.available) for i in problem.interpreters)
    runs = tuple(n_slots if i.longest_run is None else i.longest_run for i in problem.interpreters)
    kind, crews = _kinds(problem)
    seated = mask_of(frozenset(np.flatnonzero(seats).tolist()))
    served = [_served(crew, on_duty, runs) for crew in crews]
    open_to = _open_slots(problem, kind, seated, served)
    before: list[list[int]] = [[] for _ in wishes]
    after: list[list[int]] = [[] for _ in wishes]
    for a, b in problem.precedences:
        before[b].append(a)
        after[a].append(b)
    wishes_of: list[list[int]] = [[] for _ in problem.participants]
    for w, wish in enumerate(wishes):
        wishes_of[wish.first].append(w)
        wishes_of[wish.second].append(w)
    days = [slot.day for slot in problem.slots]
    starts = frozenset(s for s in range(n_slots) if s == 0 or days[s] != days[s - 1])
    return Frame(
        problem=problem,
        first=np.array([w.first for w in wishes], dtype=np.int64),
        second=np.array([w.second for w in wishes], dtype=np.int64),
        score=np.array([w.score for w in wishes], dtype=np.int64),
        must=np.array([w.must for w in wishes], dtype=bool),
        kind=np.array(kind, dtype=np.int64),
        open_to=tuple(open_to),
        seats=seats,
        capacity=np.array([problem.capacity(p) for p in range(len(problem.participants))], dtype=np.int64),
        least=np.array([p.least for p in problem.participants], dtype=np.int64),
        crews=crews,
        on_duty=on_duty,
        runs=runs,
        before=tuple(map(tuple, before)),
        after=tuple(map(tuple, after)),
        day_starts=mask_of(starts),
        wishes_of=tuple(map(tuple, wishes_of)),
    )


def _open_slots(problem: Problem, kind: list[int], seated: int, served: list[int]) -> list[int]:
    """The slots open to each wish, as masks: see `Frame`."""
    capacity = [problem.capacity(p) for p in range(len(problem.participants))]
    present = [mask_of(p.available) if n else 0 for p, n in zip(problem.participants, capacity, strict=True)]
    session: dict[int, int] = {}
    for s, slot in enumerate(problem.slots):
        session[slot.session] = session.get(slot.session, 0) | 1 << s
    open_to = []
    for wish, k in zip(problem.wishes, kind, strict=True):
        mask = present[wish.first] & present[wish.second] & (seated if k < 0 else seated & served[k])
        if wish.session is not None:
            mask &= session.get(wish.session, 0)
        open_to.append(mask if wish.slot is None else mask & 1 << wish.slot)
    return open_to


def _kinds(problem: Problem) -> tuple[list[int], tuple[tuple[int, ...], ...]]:
    numbers: dict[frozenset[int], int] = {}
    seen: dict[int, int] = {}  # by identity: wishes between the same languages share one set
    kind = []
    for w in range(len(problem.wishes)):
        crew = problem.interpreters_for(w)
        if crew is not None and id(crew) not in seen:
            seen[id(crew)] = numbers.setdefault(crew, len(numbers))
        kind.append(-1 if crew is None else seen[id(crew)])
    return kind, tuple(tuple(sorted(crew)) for crew in numbers)


def _served(crew: tuple[int, ...], on_duty: tuple[int, ...], runs: tuple[int, ...]) -> int:
    mask = 0
    for i in crew:
        if runs[i] > 0:
            mask |= on_duty[i]
    return mask
