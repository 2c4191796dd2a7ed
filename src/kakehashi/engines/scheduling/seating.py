"""Who sits at which table with which interpreter, when every meeting has its slot?"""

from .board import Board
from .result import Meeting


def seat(board: Board) -> tuple[Meeting, ...]:
    """Give every meeting of the board its table and interpreter, in order of slots and wishes.

    An interpreter stays with a participant served in the slot before where that is free to choose; a participant
    keeps its table, or failing that its hall. Nothing else depends on either choice.
    """
    by_slot: list[list[int]] = [[] for _ in range(board.frame.n_slots)]
    for w, s in enumerate(board.slot_of):
        if s >= 0:
            by_slot[s].append(w)
    meetings: list[Meeting] = []
    voices: dict[int, int] = {}
    last_table: dict[int, int] = {}
    for s, held in enumerate(by_slot):
        interpreters = _interpreters(board, s, held, voices)
        tables = _tables(board, s, held, last_table)
        for w in held:
            meetings.append(Meeting(w, s, tables[w], interpreters.get(w)))
    return tuple(meetings)


def _interpreters(board: Board, slot: int, held: list[int], voices: dict[int, int]) -> dict[int, int]:
    """Interpreter of each meeting of the slot that needs one; `voices`: who last served a participant."""
    free: dict[int, dict[int, None]] = {}
    for i, row in enumerate(board.work):
        if row[slot] >= 0:
            free.setdefault(row[slot], {})[i] = None
    chosen: dict[int, int] = {}
    in_need = [w for w in held if board.kind[w] >= 0]
    for stay in (True, False):
        for w in in_need:
            if w in chosen:
                continue
            crew = free[board.kind[w]]
            known = [voices[p] for p in (board.first[w], board.second[w]) if voices.get(p) in crew]
            if known or not stay:
                chosen[w] = known[0] if known else next(iter(crew))
                del crew[chosen[w]]
    for w, i in chosen.items():
        voices[board.first[w]] = voices[board.second[w]] = i
    return chosen


def _tables(board: Board, slot: int, held: list[int], last: dict[int, int]) -> dict[int, int]:
    """Table of each meeting of the slot; `last`: where a participant sat last."""
    tables = board.frame.problem.tables
    free = dict.fromkeys(t for t, table in enumerate(tables) if slot in table.available)
    chosen: dict[int, int] = {}
    for w in held:
        for p in (board.first[w], board.second[w]):
            if w not in chosen and last.get(p, -1) in free:
                chosen[w] = last[p]
                del free[last[p]]
    in_hall: dict[str, list[int]] = {}
    for t in reversed(free):
        in_hall.setdefault(tables[t].hall, []).append(t)
    for w in held:
        if w not in chosen:
            halls = {tables[last[p]].hall for p in (board.first[w], board.second[w]) if p in last}
            near = [in_hall[hall][-1] for hall in halls if in_hall.get(hall)]
            chosen[w] = min(near or [pool[-1] for pool in in_hall.values() if pool])
            in_hall[tables[chosen[w]].hall].pop()
    for w, t in chosen.items():
        last[board.first[w]] = last[board.second[w]] = t
    return chosen
