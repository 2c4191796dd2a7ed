"""Which clauses say in which hall each meeting is, so that nobody is late for the next?"""

from collections import defaultdict

from ..halls.cells import late_pairs
from .encoding import Timetable
from .formula import Literal

Place = tuple[int, str]
"""A slot and a hall."""


def add_halls(timetable: Timetable) -> None:
    """Give each meeting a hall with a table left, if any way between halls is ever too long; else change nothing."""
    late = late_pairs(timetable.problem)
    if not late:
        return
    _choose_halls(timetable)
    there: dict[tuple[str, int], dict[Place, list[list[Literal]]]] = defaultdict(lambda: defaultdict(list))
    wishes = timetable.problem.wishes
    for (w, s, hall), literal in timetable.halls.items():
        for p in (wishes[w].first, wishes[w].second):
            if not timetable.problem.participants[p].online:
                there["participant", p][s, hall].append([literal])
    for (i, w, s), served in timetable.staffed.items():
        for hall in _halls_at(timetable, s):
            there["interpreter", i][s, hall].append([served, timetable.halls[w, s, hall]])
    for places in there.values():
        _keep_in_time(timetable, places, late)


def _choose_halls(timetable: Timetable) -> None:
    formula, seated = timetable.formula, defaultdict[Place, list[Literal]](list)
    for (w, s), held in timetable.held.items():
        choices = []
        for hall in _halls_at(timetable, s):
            literal = timetable.halls[w, s, hall] = formula.new()
            formula.add(-literal, held)
            choices.append(literal)
            seated[s, hall].append(literal)
        formula.add(-held, *choices)
        formula.add_at_most_one(choices)
    for (s, hall), literals in seated.items():
        tables = (t for t in timetable.problem.tables if t.hall == hall and s in t.available)
        formula.add_at_most(literals, sum(1 for _ in tables))


def _halls_at(timetable: Timetable, slot: int) -> list[str]:
    return sorted({t.hall for t in timetable.problem.tables if slot in t.available})


def _keep_in_time(
    timetable: Timetable,
    places: dict[Place, list[list[Literal]]],
    late: dict[tuple[str, str], frozenset[tuple[int, int]]],
) -> None:
    """Somebody is at a place when all literals of one of its ways to be there hold; never at two that are too far."""
    formula, present = timetable.formula, dict[Place, Literal]()
    for place, reasons in places.items():
        present[place] = formula.new()
        for reason in reasons:
            formula.add(present[place], *(-literal for literal in reason))
    for (one, other), pairs in late.items():
        for s, t in pairs:
            if s < t and (s, one) in present and (t, other) in present:
                formula.add(-present[s, one], -present[t, other])
