"""Which meetings stand after the changes, and which of the others can stay in their slot with another table?"""

import numpy as np
from numpy.typing import NDArray

from .day import Day, Held, Present
from .ground import Ground


def standing(ground: Ground, present: Present, held: Held, now: int) -> NDArray[np.bool_]:
    """Which meetings have everybody and everything they need; what is past has."""
    people, spoken = present.people, held.voice >= 0
    whole = people[ground.firsts[held.wish], held.slot] & people[ground.seconds[held.wish], held.slot]
    whole &= present.tables[held.table, held.slot]
    whole[spoken] &= present.voices[held.voice[spoken], held.slot[spoken]]
    return whole | (held.slot < now)


def keep(day: Day, lost: Held) -> list[int]:
    """Reseat what can stay: locked and must first, then by score; returns the wishes reseated.

    A table that is left is kept, and so is an interpreter; another table stands in the same hall if one is free,
    and is nobody else's who is to be reseated if there is such a one.
    """
    ground, people = day.ground, day.present.people
    there = people[ground.firsts[lost.wish], lost.slot] & people[ground.seconds[lost.wish], lost.slot]
    lost = lost.where(there & (lost.slot >= day.now))
    tables = day.present.tables
    rows = zip(lost.wish.tolist(), lost.slot.tolist(), lost.table.tolist(), lost.voice.tolist(), strict=True)
    order = sorted(rows, key=lambda m: (m[0] not in day.locks.meetings, not day.ground.must[m[0]], -day.score[m[0]], m))
    awaited = {(s, t) for _, s, t, _ in order if tables[t, s]}
    return [w for w, s, t, v in order if _reseat(day, (w, s), t, v, awaited)]


def _reseat(day: Day, meeting: tuple[int, int], table: int, voice: int, awaited: set[tuple[int, int]]) -> bool:
    wish, slot = meeting
    awaited.discard((slot, table))
    own = table in day.spots[slot] or (table in day.locks.tables and bool(day.present.tables[table, slot]))
    for spots in [[table]] * own + [_others(day, slot, table, awaited)]:
        shut = day.closed_to(wish, slot)
        if voice >= 0 and day.can_start(voice, slot):
            shut |= day.closed_to_voice(voice, slot)
            seats = [t for t in spots if not day.ground.ways or not shut >> day.ground.ways.hall_of[t] & 1]
            if seats:
                day.put(wish, slot, seats[0], voice)
                return True
        place = day.place_for(wish, slot, spots) if spots else None
        if place is not None:
            day.put(wish, slot, *place)
            return True
    return False


def _others(day: Day, slot: int, table: int, awaited: set[tuple[int, int]]) -> list[int]:
    """The free tables of a slot: those that nobody awaits, those of the same hall first."""
    hall = day.ground.hall
    return sorted(day.spots[slot], key=lambda t: ((slot, t) in awaited, hall[t] != hall[table], t))
