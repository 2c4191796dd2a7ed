"""How many breaks, ways to another hall and changes of interpreter does a programme hold?"""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from .day import Held
from .ground import Ground, Ints


class Figures(TypedDict):
    """As `Schedule` names them."""

    breaks: int
    most_breaks: int
    hall_changes: int
    interpreter_changes: int
    moved: int


def count_figures(ground: Ground, held: Held) -> Figures:
    """The figures of a programme, as defined by `Schedule`."""
    problem, n_people = ground.problem, len(ground.problem.participants)
    who = np.concatenate([ground.firsts[held.wish], ground.seconds[held.wish]])
    slot, table, voice = (np.concatenate([part, part]) for part in (held.slot, held.table, held.voice))
    halls = {hall: h for h, hall in enumerate(dict.fromkeys(ground.hall))}
    hall_of = np.array([halls[hall] for hall in ground.hall], dtype=np.int64)
    online = np.array([p.online for p in problem.participants], dtype=bool)
    one, next_one = _pairs(ground, who, slot)
    breaks = np.bincount(who[one[slot[next_one] - slot[one] > 1]], minlength=n_people)
    apart = hall_of[table[one]] != hall_of[table[next_one]]
    by_voice, next_by_voice = _pairs(ground, held.voice, held.slot)
    spoken = held.voice[by_voice] >= 0
    of_voices = spoken & (hall_of[held.table[by_voice]] != hall_of[held.table[next_by_voice]])
    inside = np.flatnonzero(voice >= 0)
    first, then = _pairs(ground, who[inside], slot[inside])
    changes = voice[inside[first]] != voice[inside[then]]
    slot_of = dict(zip(held.wish.tolist(), held.slot.tolist(), strict=True))
    return {
        "breaks": int(breaks.sum()),
        "most_breaks": int(breaks.max(initial=0)),
        "hall_changes": int((apart & ~online[who[one]]).sum() + of_voices.sum()),
        "interpreter_changes": int(changes.sum()),
        "moved": sum(slot_of.get(w) != s for w, s in problem.published),
    }


def _pairs(ground: Ground, who: Ints, slot: Ints) -> tuple[Ints, Ints]:
    """Places of consecutive meetings of one person and day."""
    order = np.lexsort((slot, who))
    one, then = order[:-1], order[1:]
    same: NDArray[np.bool_] = (who[one] == who[then]) & (ground.days[slot[one]] == ground.days[slot[then]])
    return one[same], then[same]
