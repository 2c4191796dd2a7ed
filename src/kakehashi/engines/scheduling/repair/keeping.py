"""Which meetings that lost a table or an interpreter can stay in their slot with another?"""

from collections.abc import Iterable

from ..result import Meeting
from .day import Day


def keep(day: Day, before: Iterable[Meeting], lost: list[Meeting]) -> list[int]:
    """Reseat what can stay: locked and must first, then by score; returns the wishes reseated.

    A table that is left is kept, and so is an interpreter; another table stands in the same hall if one is free.
    """
    wishes, locked = day.problem.wishes, day.locks.meetings
    order = sorted(lost, key=lambda m: (m.wish not in locked, not wishes[m.wish].must, -wishes[m.wish].score, m.wish))
    return [m.wish for m in order if _reseat(day, m)]


def _reseat(day: Day, m: Meeting) -> bool:
    both = day.first[m.wish], day.second[m.wish]
    if m.slot < day.now or not all(day.people[p][m.slot] for p in both) or not day.spots[m.slot]:
        return False
    table = _table(day, m)
    voice = -1
    if m.interpreter is not None:
        stays = day.can_start(m.interpreter, m.slot)
        voice = m.interpreter if stays else day.voice_for(day.kind[m.wish], m.slot)
    if voice == -2:
        return False
    day.put(m.wish, m.slot, table, voice)
    return True


def _table(day: Day, m: Meeting) -> int:
    """The table of the meeting, one in its hall, or any; some table of the slot is free."""
    tables = day.problem.tables
    spots: list[int] = day.spots[m.slot]
    if m.table in spots:
        return m.table
    return next((t for t in reversed(spots) if tables[t].hall == tables[m.table].hall), spots[-1])
