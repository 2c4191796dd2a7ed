"""Does a contradiction hold? Counted again from the problem alone, sharing no code with what found it."""

from collections import defaultdict
from functools import partial
from itertools import pairwise

from .contradiction import Clash, Contradiction
from .problem import Problem


def contradiction_holds(problem: Problem, found: Contradiction, *, conflicts: int | None = None) -> bool:
    """Whether the wishes named cannot all be held for the reason named, with the numbers named.

    A `DEMANDS_CLASH` is put to a solver with a plain encoding of its own, which takes as long as it takes; with
    `conflicts`, it may give up after so many, and what it has not shown to be wrong counts as holding.
    """
    if not _exists(problem, found):
        return False
    open_to = {w: open_slots_of(problem, w) for w in found.wishes}
    everywhere = frozenset[int]().union(*open_to.values())
    if found.kind is not Clash.MOST_TOO_LOW and not everywhere <= set(found.slots):
        return False
    if found.wanted != len(found.wishes) or not found.possible < found.wanted:
        return False
    tables = tuple(sum(s in t.available for t in problem.tables) for s in found.slots)
    if found.tables and found.tables != tables:
        return False
    if found.kind is Clash.DEMANDS_CLASH:
        from .verify_clash import PlainDemands  # brings a solver, which takes long to import

        return not PlainDemands(problem, found, partial(open_slots_of, problem), conflicts).satisfiable()
    return _at_most(problem, found, open_to) <= found.possible


def _exists(problem: Problem, found: Contradiction) -> bool:
    """Whether everything named exists, and nothing is named twice."""
    groups = (
        (found.wishes, len(problem.wishes)),
        (found.participants, len(problem.participants)),
        (found.slots, len(problem.slots)),
        (found.interpreters, len(problem.interpreters)),
        (found.fairness, len(problem.participants)),
    )
    return (
        bool(found.wishes)
        and all(0 <= i < n for named, n in groups for i in named)
        and all(len(set(named)) == len(named) for named, _ in groups)
        and set(found.precedences) <= set(problem.precedences)
        and not (found.fairness and problem.fairness is None)
    )


def _at_most(problem: Problem, found: Contradiction, open_to: dict[int, frozenset[int]]) -> int:
    """How many of the wishes can be held at most by the one argument that the kind stands for."""
    two = {w: {problem.wishes[w].first, problem.wishes[w].second} for w in found.wishes}
    common = set(found.participants)
    n = len(found.wishes)
    match found.kind:
        case Clash.NO_OPEN_SLOT:
            return sum(bool(open_to[w]) for w in found.wishes)
        case Clash.MOST_TOO_LOW:
            most = [problem.participants[p].most for p in common]
            alone = len(common) == 1 and all(common <= both for both in two.values())
            return most[0] if alone and most[0] is not None else n
        case Clash.TOO_MANY_WISHES:
            alone = len(common) == 1 and all(common <= both for both in two.values())
            return len(found.slots) if alone else n
        case Clash.GROUP_TOO_FULL:
            return _room(problem, found, open_to) if set().union(*two.values()) == common else n
        case Clash.TABLES_TOO_FEW:
            return sum(found.tables) if found.tables else n
        case Clash.INTERPRETERS_TOO_FEW:
            return _work(problem, found, open_to)
        case Clash.ORDER_TOO_LONG:
            return _in_order(found, open_to)
        case _:
            return n


def _room(problem: Problem, found: Contradiction, open_to: dict[int, frozenset[int]]) -> int:
    """Per slot: half of those there, those on either side, and tables."""
    total = 0
    for s, tables in zip(found.slots, found.tables, strict=True):
        here = [problem.wishes[w] for w in found.wishes if s in open_to[w]]
        firsts, seconds = {w.first for w in here}, {w.second for w in here}
        total += min(len(firsts), len(seconds), len(firsts | seconds) // 2, tables)
    return total


def _work(problem: Problem, found: Contradiction, open_to: dict[int, frozenset[int]]) -> int:
    """The slots that the interpreters named can work in for these wishes, with their rests."""
    asked: dict[frozenset[int], set[int]] = defaultdict(set)
    for w in found.wishes:
        crew = problem.interpreters_for(w)
        if crew is None:
            return len(found.wishes)
        asked[crew] |= open_to[w]
    usable: dict[int, set[int]] = defaultdict(set)
    for crew, slots in asked.items():
        for i in crew:
            usable[i] |= slots & problem.interpreters[i].available
    if not usable.keys() <= set(found.interpreters):
        return len(found.wishes)
    total = 0
    for i, slots in usable.items():
        longest = problem.interpreters[i].longest_run
        best = {0: 0}  # slots in a row at work just now: the most work so far
        for s, slot in enumerate(problem.slots):
            idle = max(best.values())
            now = {0: idle}
            fresh = s > 0 and problem.slots[s - 1].day != slot.day
            for run, work in ({0: idle} if fresh else best).items():
                if s in slots and (longest is None or run < longest):
                    now[run + 1] = max(now.get(run + 1, 0), work + 1)
            best = now
        total += max(best.values())
    return total


def _in_order(found: Contradiction, open_to: dict[int, frozenset[int]]) -> int:
    """How far the wishes get, each in its first slot after the one before."""
    if set(pairwise(found.wishes)) != set(found.precedences):
        return len(found.wishes)
    last, n = -1, 0
    for w in found.wishes:
        later = [s for s in open_to[w] if s > last]
        if not later:
            break
        last, n = min(later), n + 1
    return n


def open_slots_of(problem: Problem, wish: int) -> frozenset[int]:
    """The slots of both people in which there is a table and, if needed, an interpreter at all."""
    crew = problem.interpreters_for(wish)
    return frozenset(
        s
        for s in problem.slots_for(wish)
        if any(s in t.available for t in problem.tables)
        and (crew is None or any(s in problem.interpreters[i].available for i in crew))
    )
