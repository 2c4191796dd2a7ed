"""Is there a plain reason why not every wish can be held?"""

from collections.abc import Sequence

from ..problem import Problem
from .encoding import open_slots, wishes_by_participant


def find_contradiction(problem: Problem) -> str:
    """Return the reason as `code: details` with indices into the problem, or an empty string when none is plain.

    Codes: `no_open_slot` (a wish has no slot with both people, a table and an interpreter), `most_too_low` and
    `too_many_wishes` (of one participant, for its limit and its slots), `tables_too_few` (for all wishes).
    """
    slots = [open_slots(problem, w) for w in range(len(problem.wishes))]
    for w, found in enumerate(slots):
        if not found:
            return f"no_open_slot: wish {w}"
    for p, own in enumerate(wishes_by_participant(problem)):
        most = problem.participants[p].most
        if most is not None and most < len(own):
            return f"most_too_low: participant {p} has {len(own)} wishes and holds at most {most}"
        places = len({s for w in own for s in slots[w]})
        if not _fits([slots[w] for w in own], [1] * len(problem.slots)):
            return f"too_many_wishes: participant {p} cannot hold {len(own)} wishes in {places} slots"
    tables = [sum(s in table.available for table in problem.tables) for s in range(len(problem.slots))]
    if not _fits(slots, tables):
        return f"tables_too_few: {len(slots)} wishes do not fit the {sum(tables)} places at tables"
    return ""


def _fits(options: Sequence[Sequence[int]], room: Sequence[int]) -> bool:
    """Whether each item finds one of its optional places, of which place s takes room[s] (augmenting paths)."""
    inside: list[list[int]] = [[] for _ in room]

    def _enter(item: int, seen: set[int]) -> bool:
        for s in options[item]:
            if s in seen:
                continue
            seen.add(s)
            if len(inside[s]) < room[s]:
                inside[s].append(item)
                return True
            for place, other in enumerate(inside[s]):
                if _enter(other, seen):
                    inside[s][place] = item
                    return True
        return False

    return all(_enter(item, set()) for item in range(len(options)))
