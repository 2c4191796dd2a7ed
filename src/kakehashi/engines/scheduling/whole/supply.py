"""Do the tables and the interpreters suffice, slot by slot? Flows from the wishes through the slots open to them."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from ..contradiction import Clash, Contradiction
from ..frame import Frame, slots_in
from ..shifts import stretches


class _Network:
    """A directed graph with whole capacities; node 0 is the source, node 1 the sink."""

    def __init__(self) -> None:
        self.n = 2
        self._arcs: dict[tuple[int, int], int] = {}

    def node(self) -> int:
        """A new node."""
        self.n += 1
        return self.n - 1

    def arc(self, start: int, end: int, capacity: int) -> None:
        """An arc; twice the same adds up."""
        self._arcs[start, end] = self._arcs.get((start, end), 0) + capacity

    def cut(self) -> tuple[int, set[int]]:
        """The greatest flow, and the nodes on the source's side of a smallest cut."""
        ends = np.array(list(self._arcs), dtype=np.int32).reshape(-1, 2)
        capacity = np.array(list(self._arcs.values()), dtype=np.int32)
        graph = csr_array((capacity, (ends[:, 0], ends[:, 1])), shape=(self.n, self.n))
        found = maximum_flow(graph, 0, 1)
        left = csr_array(graph - found.flow)
        left.eliminate_zeros()
        order = breadth_first_order(left, 0, return_predecessors=False)
        return int(found.flow_value), set(order.tolist())


def tables_too_few(frame: Frame) -> Iterator[Contradiction]:
    """Wishes bound to slots that have fewer seats than they are."""
    alike: dict[int, list[int]] = defaultdict(list)
    for w, mask in enumerate(frame.open_to):
        alike[mask].append(w)
    net = _Network()
    slot_node = [net.node() for _ in range(frame.n_slots)]
    for s, node in enumerate(slot_node):
        net.arc(node, 1, int(frame.seats[s]))
    node_of = {}
    for mask, wishes in alike.items():
        node_of[mask] = net.node()
        net.arc(0, node_of[mask], len(wishes))
        for s in slots_in(mask):
            net.arc(node_of[mask], slot_node[s], len(wishes))
    flow, reached = net.cut()
    if flow == frame.n_wishes:
        return
    wishes = [w for mask, own in alike.items() if node_of[mask] in reached for w in own]
    slots, seats = _seats_of(frame, wishes)
    while len(wishes) > seats + 1:
        wishes = wishes[: seats + 1]
        slots, seats = _seats_of(frame, wishes)
    tables = tuple(int(frame.seats[s]) for s in slots)
    yield Contradiction(
        Clash.TABLES_TOO_FEW, tuple(sorted(wishes)), slots=slots, tables=tables, wanted=len(wishes), possible=seats
    )


def _seats_of(frame: Frame, wishes: list[int]) -> tuple[tuple[int, ...], int]:
    mask = 0
    for w in wishes:
        mask |= frame.open_to[w]
    slots = tuple(slots_in(mask))
    return slots, sum(int(frame.seats[s]) for s in slots)


def interpreters_too_few(frame: Frame) -> Iterator[Contradiction]:
    """Wishes that ask for more work than those who serve them can do, with their hours and rests."""
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for w, kind in enumerate(frame.kind.tolist()):
        if kind >= 0:
            alike[kind, frame.open_to[w]].append(w)
    net = _Network()
    serving = _hours(frame, net)
    node_of, place = {}, dict[tuple[int, int], int]()
    for (kind, mask), wishes in alike.items():
        node_of[kind, mask] = net.node()
        net.arc(0, node_of[kind, mask], len(wishes))
        for s in slots_in(mask):
            if (kind, s) not in place:
                place[kind, s] = net.node()
                for i in frame.crews[kind]:
                    if (i, s) in serving:
                        net.arc(place[kind, s], serving[i, s], 1)
            net.arc(node_of[kind, mask], place[kind, s], len(wishes))
    flow, reached = net.cut() if alike else (0, set())
    if flow == sum(map(len, alike.values())):
        return
    wishes = [w for key, own in alike.items() if node_of[key] in reached for w in own]
    slots, voices, work = _work_for(frame, wishes)
    while len(wishes) > work + 1:
        wishes = wishes[: work + 1]
        slots, voices, work = _work_for(frame, wishes)
    yield Contradiction(
        Clash.INTERPRETERS_TOO_FEW,
        tuple(sorted(wishes)),
        slots=tuple(slots_in(slots)),
        interpreters=voices,
        wanted=len(wishes),
        possible=work,
    )


def _hours(frame: Frame, net: _Network) -> dict[tuple[int, int], int]:
    """A node for each interpreter on duty in a slot; each stretch on duty lets through what the rests allow."""
    serving = {}
    for i, duty in enumerate(frame.on_duty):
        run = frame.runs[i]
        for stretch in stretches(duty, frame.day_starts) if run > 0 else []:
            joint = net.node()
            net.arc(joint, 1, len(stretch) - len(stretch) // (run + 1))
            for s in stretch:
                serving[i, s] = net.node()
                net.arc(serving[i, s], joint, 1)
    return serving


def _work_for(frame: Frame, wishes: list[int]) -> tuple[int, tuple[int, ...], int]:
    """The slots open to the wishes, who serves them, and how often these can together."""
    asked: dict[int, int] = defaultdict(int)
    for w in wishes:
        asked[int(frame.kind[w])] |= frame.open_to[w]
    usable: dict[int, int] = defaultdict(int)
    slots = work = 0
    for kind, mask in asked.items():
        slots |= mask
        for i in frame.crews[kind]:
            usable[i] |= mask
    for i, mask in usable.items():
        run = frame.runs[i]
        if run > 0:
            lengths = [len(stretch) for stretch in stretches(mask & frame.on_duty[i], frame.day_starts)]
            work += sum(n - n // (run + 1) for n in lengths)
    return slots, tuple(sorted(usable)), work
