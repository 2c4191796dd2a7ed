"""What about an event never changes on the day: who wishes whom, which languages, what order, which ways?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..problem import Problem
from ..reach import Ways

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]


class Ground:
    """The event read once, as lists for single looks and as arrays for looks at everything at once.

    `kind` groups wishes that ask for the same interpreters (-1: none needed), `crews` are those of each kind;
    interpreters are numbered anew from the least versatile on (`reach`), so that the lowest bit of a mask is the
    one to take first. `starts`: the first slots of the days, as a mask. `bound_to`: the slots of the few wishes
    that are bound to a session or a slot.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.n_slots = n_slots = len(problem.slots)
        self.width = max(-(-n_slots // 64), 1)
        wishes = problem.wishes
        self.first, self.second = [w.first for w in wishes], [w.second for w in wishes]
        self.score, self.must = [w.score for w in wishes], [w.must for w in wishes]
        self.firsts, self.seconds = _array(self.first), _array(self.second)
        self.scores, self.musts = _array(self.score), np.array(self.must, dtype=bool)
        self.kind, self.crews = _kinds(problem)
        self.kinds = _array(self.kind)
        self.bound_to = {i: bound_slots(problem, i) for i, w in enumerate(wishes) if not w.session is w.slot is None}
        self.least = [p.least for p in problem.participants]
        self.most = _array([n_slots if p.most is None else p.most for p in problem.participants])
        self.runs = [n_slots if i.longest_run is None else i.longest_run for i in problem.interpreters]
        days = [slot.day for slot in problem.slots]
        self.starts = sum(1 << s for s in range(n_slots) if s == 0 or days[s] != days[s - 1])
        self.days = _array([sum(self.starts >> t & 1 for t in range(s + 1)) - 1 for s in range(n_slots)])
        self.before: dict[int, list[int]] = {}
        self.after: dict[int, list[int]] = {}
        for a, b in problem.precedences:
            self.before.setdefault(b, []).append(a)
            self.after.setdefault(a, []).append(b)
        self.kinds_of: list[list[int]] = [[] for _ in self.runs]
        for k, crew in enumerate(self.crews):
            for i in crew:
                self.kinds_of[i].append(k)
        self.by_reach = sorted(range(len(self.runs)), key=lambda i: (len(self.kinds_of[i]), i))
        self.reach = {i: n for n, i in enumerate(self.by_reach)}
        self.crew_bits = [sum(1 << self.reach[i] for i in crew) for crew in self.crews]
        self.hall = [t.hall for t in problem.tables]
        ways = Ways(problem) if problem.walks else None
        self.ways = ways if ways is not None and ways.bind else None
        self.online = [p.online for p in problem.participants]
        self.same_day = [sum(1 << t for t in range(n_slots) if days[t] == day) for day in days]


def _array(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _kinds(problem: Problem) -> tuple[list[int], list[list[int]]]:
    """The kind of every wish (-1: no interpreter needed) and the interpreters of each kind."""
    numbers: dict[frozenset[int], int] = {}
    known: dict[int, int] = {id(None): -1}  # by identity: comparing large sets that often takes seconds
    kind = []
    for w in range(len(problem.wishes)):
        crew = problem.interpreters_for(w)
        found = known.get(id(crew))
        if found is None and crew is not None:
            found = known[id(crew)] = numbers.setdefault(crew, len(numbers))
        kind.append(-1 if found is None else found)
    return kind, [sorted(crew) for crew in numbers]


def bound_slots(problem: Problem, wish: int) -> int:
    """The slots, as a mask, of the session and slot that a wish is bound to."""
    w = problem.wishes[wish]
    return sum(
        1 << s for s, slot in enumerate(problem.slots) if w.session in (None, slot.session) and w.slot in (None, s)
    )


def masks(there: NDArray[np.bool_]) -> list[int]:
    """One bit mask per row, shape (rows, columns): bit c stands for column c."""
    n_rows, n_cols = there.shape
    packed = np.packbits(there, axis=1, bitorder="little")
    size = packed.shape[1]
    if n_cols <= 64:
        padded = np.zeros((n_rows, 8), dtype=np.uint8)
        padded[:, :size] = packed
        found: list[int] = padded.view("<u8").ravel().tolist()
        return found
    raw = packed.tobytes()
    return [int.from_bytes(raw[at : at + size], "little") for at in range(0, n_rows * size, size)]


def words(rows: list[int], width: int) -> Words:
    """Bit masks as rows of 64-bit words, shape (masks, width)."""
    if width == 1:
        return np.array(rows, dtype=np.uint64).reshape(len(rows), 1)
    raw: Any = b"".join([mask.to_bytes(8 * width, "little") for mask in rows])
    return np.frombuffer(raw, dtype="<u8").reshape(len(rows), width)


def unpack(found: Words, n_slots: int) -> NDArray[np.bool_]:
    """Rows of words as truth values, shape (rows, slots)."""
    octets = np.ascontiguousarray(found).view(np.uint8)
    return np.unpackbits(octets, axis=1, count=n_slots, bitorder="little").astype(bool)
