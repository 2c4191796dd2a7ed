"""Is there a reason, one that can be counted, why not every wish can be held?"""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

from ..contradiction import Clash, Contradiction
from ..frame import Frame, slots_in
from .groups import find_group
from .supply import interpreters_too_few, tables_too_few
from .wording import worded


def count_against(frame: Frame, seconds: float, *, quick: bool = False) -> Contradiction | None:
    """The first contradiction that counting finds within the seconds; None when there is none so plain.

    `quick` leaves out what takes long at events of thousands: flows through slots, and groups of people.
    """
    ends = time.perf_counter() + seconds
    finders: list[Callable[[], Iterator[Contradiction]]] = [
        lambda: _no_open_slot(frame),
        lambda: _most_too_low(frame),
        lambda: _too_many_wishes(frame),
        lambda: _order_too_long(frame),
        lambda: _seats_in_all(frame),
    ]
    if not quick:
        finders += [
            lambda: tables_too_few(frame),
            lambda: interpreters_too_few(frame),
            lambda: find_group(frame, ends),
        ]
    for finder in finders:
        found = next(finder(), None)
        if found is not None:
            return worded(frame.problem, found)
        if time.perf_counter() > ends:
            return None
    return None


def _no_open_slot(frame: Frame) -> Iterator[Contradiction]:
    """A wish without a slot; where one of the two accepts no meeting at all, that is another reason."""
    for w, mask in enumerate(frame.open_to):
        two = int(frame.first[w]), int(frame.second[w])
        if not mask and all(frame.problem.participants[p].most != 0 for p in two):
            yield Contradiction(Clash.NO_OPEN_SLOT, (w,), tuple(sorted(two)), wanted=1)


def _most_too_low(frame: Frame) -> Iterator[Contradiction]:
    for p, own in enumerate(frame.wishes_of):
        most = frame.problem.participants[p].most
        if most is not None and most < len(own):
            kept = own[: most + 1]
            yield Contradiction(Clash.MOST_TOO_LOW, kept, (p,), wanted=len(kept), possible=most)


def _too_many_wishes(frame: Frame) -> Iterator[Contradiction]:
    """Wishes of one participant that have fewer slots than they are (Hall's condition)."""
    for p, own in enumerate(frame.wishes_of):
        masks = [frame.open_to[w] for w in own]
        if all(mask.bit_count() > i for i, mask in enumerate(sorted(masks, key=int.bit_count))):
            continue  # in that order, each finds a slot that those before it leave
        chosen, slots = hall_violator(masks)
        if chosen:
            wishes = tuple(own[i] for i in chosen)
            yield Contradiction(
                Clash.TOO_MANY_WISHES,
                wishes,
                (p,),
                tuple(slots_in(slots)),
                wanted=len(wishes),
                possible=len(wishes) - 1,
            )


def hall_violator(masks: list[int]) -> tuple[list[int], int]:
    """Items that together have one slot fewer than they are, and those slots; nothing when all get slots of their own.

    No item can be left out: the items are those reached by alternating paths from one that finds no slot.
    """
    holder: dict[int, int] = {}
    place: dict[int, int] = {}
    for item in range(len(masks)):
        seen, reached, goal = 0, [item], -1
        parent: dict[int, int] = {}
        for one in reached:
            for s in slots_in(masks[one] & ~seen):
                seen |= 1 << s
                parent[s] = one
                if s not in holder:
                    goal = s
                    break
                reached.append(holder[s])
            if goal >= 0:
                break
        if goal < 0:
            return sorted(reached), seen
        while goal >= 0:  # everyone on the path takes the slot of the next
            one = parent[goal]
            holder[goal] = one
            goal, place[one] = place.get(one, -1), goal
    return [], 0


def _order_too_long(frame: Frame) -> Iterator[Contradiction]:
    """A chain of precedences, each wish in its first slot after the one before, that leaves the last without a slot."""
    earliest, cause = earliest_slots(frame)
    for w, slot in enumerate(earliest):
        if slot >= frame.n_slots and all(earliest[v] < frame.n_slots for v in frame.before[w]):
            chain = [w]
            while chain[-1] in cause:
                chain.append(cause[chain[-1]])
            chain.reverse()
            if len(chain) < 2:
                continue
            while len(chain) > 2 and not _fits_in_order(frame, chain[1:]):
                del chain[0]
            slots = 0
            for v in chain:
                slots |= frame.open_to[v]
            pairs = tuple(pairwise(chain))
            yield Contradiction(
                Clash.ORDER_TOO_LONG,
                tuple(chain),
                slots=tuple(slots_in(slots)),
                precedences=pairs,
                wanted=len(chain),
                possible=len(chain) - 1,
            )


def earliest_slots(frame: Frame) -> tuple[list[int], dict[int, int]]:
    """The first slot of each wish that the precedences leave it (`n_slots`: none), and the wish that pushes it."""
    n = frame.n_wishes
    waiting = [len(frame.before[w]) for w in range(n)]
    ready = [w for w in range(n) if not waiting[w]]
    earliest, cause = [0] * n, dict[int, int]()
    for w in ready:
        after = -1
        for v in frame.before[w]:
            if earliest[v] > after:
                after, cause[w] = earliest[v], v
        rest = frame.open_to[w] >> (after + 1) << (after + 1)
        earliest[w] = (rest & -rest).bit_length() - 1 if rest else frame.n_slots
        for v in frame.after[w]:
            waiting[v] -= 1
            if not waiting[v]:
                ready.append(v)
    return earliest, cause


def _fits_in_order(frame: Frame, chain: list[int]) -> bool:
    after = -1
    for w in chain:
        rest = frame.open_to[w] >> (after + 1) << (after + 1)
        if not rest:
            return False
        after = (rest & -rest).bit_length() - 1
    return True


def _seats_in_all(frame: Frame) -> Iterator[Contradiction]:
    """More wishes than seats in all slots together."""
    seats = int(frame.seats.sum())
    if frame.n_wishes > seats:
        every = tuple(range(frame.n_slots))
        tables = tuple(int(n) for n in frame.seats)
        wishes = tuple(range(seats + 1))
        yield Contradiction(
            Clash.TABLES_TOO_FEW, wishes, slots=every, tables=tables, wanted=len(wishes), possible=seats
        )
