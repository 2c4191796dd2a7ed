"""Which hall and slot does each meeting of a board get, so that everybody on site and every interpreter is in time?"""

import random
from collections import deque
from collections.abc import Callable

from ..board import Board
from ..frame import Frame, slots_in
from ..order import published_slots, weigh
from ..shifts import plan_shifts
from .board import HallBoard
from .cells import Cells, Zones, build_cells
from .closing import close_breaks
from .crews import Crews, as_worked
from .place import Placement

STARTS = 24
"""Ways to begin, at most, of which the best is gone on with; large events have time for one."""


def place_in_halls(board: Board, rng: random.Random, spent: Callable[[], float]) -> tuple[Board, Zones]:
    """Give the meetings of a board halls, and other slots where the ways ask for it.

    What is held stays held where possible, in the order of musts, first meetings, least numbers and score, and
    breaks are closed. `spent` says which share of the time is over. Everything that could still be added is.
    """
    cells = build_cells(board.frame.problem)
    planned = [w for w, s in enumerate(board.slot_of) if s >= 0]
    best = _begin(board, planned, cells, rng, spent)
    close_breaks(best, rng, lambda: max(0.0, 2 * spent() - 1))
    placement = Placement(best, rng, spent)
    _serve_needy(placement)
    placement.forget()
    return _name(best)


def _begin(board: Board, planned: list[int], cells: Cells, rng: random.Random, spent: Callable[[], float]) -> HallBoard:
    """The best of a few first placements, in half of the time."""
    frame = board.frame
    worth, planned_shifts = weigh(frame), plan_shifts(frame)
    worked = as_worked(board, planned_shifts)
    goal, best = -1.0, None
    for start in range(STARTS):
        shifts = worked if start % 2 else planned_shifts
        crews = Crews(frame, shifts, cells, rng.random if start > 1 else float)
        halls = HallBoard(frame, cells, crews, worth)
        _remember(halls)
        goal = goal if start else _worth(halls, planned)
        placement = Placement(halls, rng, lambda: 2 * spent())
        begun = spent()
        _hold(placement, _in_order(frame, planned, start, rng), goal)
        best = halls if best is None or _rank(halls) > _rank(best) else best
        if (best.total >= goal - 1e-6 and not best.astray()) or 2 * spent() + 2 * (spent() - begun) > 1:
            break
    assert best is not None
    return best


def _rank(board: HallBoard) -> tuple[float, int]:
    """What is better of two placements: worth more, published meetings in place included; fewer breaks."""
    return board.total, -board.breaks()


def _remember(board: HallBoard) -> None:
    """Make it worth something to stay in the published slot, as the order says."""
    if board.loyalty:
        slots = enumerate(published_slots(board.frame))
        board.loyal = {w: board.cells.slot_mask[s] & board.open_to[w] for w, s in slots if s >= 0}


def _worth(board: HallBoard, wishes: list[int]) -> float:
    """What a board that holds these wishes is worth."""
    held = [0] * len(board.held)
    total = 0.0
    for w in wishes:
        total += board.gain[w]
        for p in (board.first[w], board.second[w]):
            total += board.bonus(p, held[p])
            held[p] += 1
    return total + sum(board.loyalty for w in wishes if board.loyal.get(w))


def _in_order(frame: Frame, planned: list[int], start: int, rng: random.Random) -> list[int]:
    """The wishes planned: fixed musts, musts, and those of the busiest participants first; chance varies the rest."""
    load = [0] * frame.n_participants
    for w in planned:
        load[int(frame.first[w])] += 1
        load[int(frame.second[w])] += 1
    wishes = frame.problem.wishes
    stir = 0.3 * (start % 8)

    def key(w: int) -> tuple[bool, bool, float]:
        one, other = load[wishes[w].first], load[wishes[w].second]
        busy = max(one, other) + 0.01 * min(one, other)
        if start % 2:
            busy = -float(frame.open_to[w].bit_count() - one - other)
        return not wishes[w].must, wishes[w].slot is None, -busy * (1 + stir * rng.random())

    return sorted(planned, key=key)


def _side_by_side(board: HallBoard) -> list[int]:
    """The published wishes, each followed by others of its two participants: these get a hall together."""
    order: dict[int, None] = {}
    of: dict[int, list[int]] = {}
    for w in board.loyal:
        for p in (board.first[w], board.second[w]):
            of.setdefault(p, []).append(w)
    for root in board.loyal:
        waiting = deque([root])
        while waiting:
            w = waiting.popleft()
            if w not in order:
                order[w] = None
                waiting.extend(x for p in (board.first[w], board.second[w]) for x in of[p])
    return list(order)


ROUNDS = 3
"""Times that room is made for what is still left out."""


NEEDY_ROUNDS = 8
"""Rounds without a gain after which those who still miss meetings are left."""


def _hold(placement: Placement, planned: list[int], goal: float) -> None:
    """Hold what is planned, by chains of moves where need be; what is lost by that is made up for by other wishes."""
    board = placement.board
    placement.keep(_side_by_side(board))
    placement.fill(planned)
    hopeful = [w for w in range(board.frame.n_wishes) if board.frame.open_to[w]]
    hopeful.sort(key=lambda w: -board.gain[w])
    for wishes in (planned, hopeful):
        for _ in range(ROUNDS):
            gained = 0
            for w in wishes:
                if board.total >= goal - 1e-6 or placement.spent() >= 1:
                    break
                gained += board.cell_of[w] < 0 and placement.force(w)
            if not gained:
                break
        placement.fill(hopeful)
    for _ in range(ROUNDS):
        astray = [w for w in board.astray() if board.loyal[w]]
        if not sum(placement.force(w, board.loyal[w]) for w in astray if placement.spent() < 1):
            break
    placement.forget()


def _serve_needy(placement: Placement) -> None:
    """Make room for those who miss their first or least meetings, in rounds that chance varies."""
    board, idle = placement.board, 0
    while idle < NEEDY_ROUNDS and placement.spent() < 1:
        needy = [p for p, n in enumerate(board.held) if n < board.capacity[p] and board.bonus(p, n) > 0]
        wishes = [w for p in needy for w in board.frame.wishes_of[p] if board.cell_of[w] < 0 and board.open_to[w]]
        if not wishes:
            break
        placement.rng.shuffle(wishes)
        before = board.total
        for w in wishes:
            if board.cell_of[w] < 0 and placement.spent() < 1:
                placement.force(w)
        idle = 0 if board.total > before else idle + 1


def _name(halls: HallBoard) -> tuple[Board, Zones]:
    """The same programme on a board that names the interpreters, with whatever these can serve beyond the plan."""
    frame, cells = halls.frame, halls.cells
    work, where = halls.crews.named()
    board = Board(frame)
    for i, row in enumerate(work):
        for s, kind in enumerate(row):
            if kind >= 0:
                board.assign(i, kind, s)
    for w, c in enumerate(halls.cell_of):
        if c >= 0:
            board.put(w, c % cells.n_slots)
    _add(halls, board, where)
    of_wish = tuple(-1 if c < 0 else c // cells.n_slots for c in halls.cell_of)
    of_work = tuple(tuple(-1 if c < 0 else c // cells.n_slots for c in row) for row in where)
    return board, Zones(cells.zone_of, of_wish, of_work)


def _add(halls: HallBoard, board: Board, where: list[list[int]]) -> None:
    """Hold what a named interpreter is free and in time for, though the plan of the day has it elsewhere."""
    frame, n_slots = halls.frame, halls.cells.n_slots
    closed: dict[int, int] = {}  # cells where nobody is left for a kind: adding frees no one
    wishes = [w for w, c in enumerate(halls.cell_of) if c < 0 and frame.open_to[w]]
    wishes.sort(key=lambda w: -halls.gain[w])
    for w in wishes:
        kind = halls.kind[w]
        if not halls.within_limits(w):
            continue
        for cell in slots_in(halls.fits(w) & ~halls.full & ~closed.get(kind, 0)):
            if not halls.keeps_order(w, cell % n_slots):
                continue
            if kind >= 0 and not _find(halls, board, where, kind, cell):
                closed[kind] = closed.get(kind, 0) | 1 << cell
                continue
            halls.put(w, cell)
            board.put(w, cell % n_slots)
            break


def _find(halls: HallBoard, board: Board, where: list[list[int]], kind: int, cell: int) -> bool:
    """Put a free interpreter, rested and in time, to work in the cell; False if there is none."""
    slot = cell % halls.cells.n_slots
    for i in halls.frame.crews[kind]:
        if board.work[i][slot] < 0 and board.can_start(i, slot):
            if any(c >= 0 and halls.cells.barred[c] >> cell & 1 for c in where[i]):
                continue
            board.assign(i, kind, slot)
            where[i][slot] = cell
            return True
    return False
