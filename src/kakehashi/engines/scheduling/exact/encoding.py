"""Which clauses say that every wish is held, as the problem demands, and which literals count the breaks?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..problem import Problem
from .formula import Formula, Literal, Tally


@dataclass(slots=True)
class Timetable:
    """A problem as a formula: each of its models is a schedule that holds every wish.

    `held[w, s]`: wish w is held in slot s; a missing key means never. `busy[p, s]`: participant p meets
    someone in slot s. `staffed[i, w, s]`: interpreter i serves wish w in slot s. `breaks[p]`: unary count of
    the breaks of participant p, entry k true exactly when they are at least k + 1. `halls[w, s, h]`: wish w is held in
    slot s in hall h; empty where no way between halls is ever too long.
    """

    problem: Problem
    formula: Formula = field(default_factory=Formula)
    held: dict[tuple[int, int], Literal] = field(default_factory=dict)
    busy: dict[tuple[int, int], Literal] = field(default_factory=dict)
    staffed: dict[tuple[int, int, int], Literal] = field(default_factory=dict)
    breaks: list[list[Literal]] = field(default_factory=list)
    halls: dict[tuple[int, int, str], Literal] = field(default_factory=dict)

    def read(self, model: Iterable[Literal]) -> tuple[tuple[int, int, int | None], ...]:
        """The meetings (wish, slot, interpreter) of a model, by slot and wish."""
        true = {literal for literal in model if literal > 0}
        serving = {(w, s): i for (i, w, s), literal in self.staffed.items() if literal in true}
        places = sorted((s, w) for (w, s), literal in self.held.items() if literal in true)
        return tuple((w, s, serving.get((w, s))) for s, w in places)

    def read_halls(self, model: Iterable[Literal]) -> dict[int, str]:
        """The hall of each wish; empty where it does not matter."""
        true = {literal for literal in model if literal > 0}
        return {w: hall for (w, _, hall), literal in self.halls.items() if literal in true}


def wishes_by_participant(problem: Problem) -> list[list[int]]:
    """The wishes of each participant, in order."""
    wishes: list[list[int]] = [[] for _ in problem.participants]
    for i, wish in enumerate(problem.wishes):
        wishes[wish.first].append(i)
        wishes[wish.second].append(i)
    return wishes


def open_slots(problem: Problem, wish: int) -> list[int]:
    """The slots where a wish can be held: both can attend, and there is a table and, if needed, an interpreter."""
    interpreters = problem.interpreters_for(wish)
    return [
        s
        for s in sorted(problem.slots_for(wish))
        if any(s in table.available for table in problem.tables)
        and (interpreters is None or any(s in problem.interpreters[i].available for i in interpreters))
    ]


def encode(problem: Problem) -> Timetable:
    """Return the problem as a formula; every wish has an open slot (see `contradiction`)."""
    timetable = Timetable(problem)
    wishes = wishes_by_participant(problem)
    slots = [open_slots(problem, w) for w in range(len(problem.wishes))]
    _add_wishes(timetable, slots)
    _add_participants(timetable, wishes, slots)
    add_tables(timetable, wishes)
    _add_interpreters(timetable)
    _add_precedences(timetable, slots)
    _add_breaks(timetable, wishes)
    return timetable


def _add_wishes(timetable: Timetable, slots: list[list[int]]) -> None:
    formula = timetable.formula
    for w, open_to_it in enumerate(slots):
        for s in open_to_it:
            timetable.held[w, s] = formula.new()
        places = [timetable.held[w, s] for s in open_to_it]
        formula.add(*places)
        formula.add_at_most_one(places)


def _add_participants(timetable: Timetable, wishes: list[list[int]], slots: list[list[int]]) -> None:
    """At most one meeting a slot, and as many busy slots as wishes, counted from the first slot on."""
    formula, n_slots = timetable.formula, len(timetable.problem.slots)
    for p, own in enumerate(wishes):
        for s in range(n_slots):
            here = [timetable.held[w, s] for w in own if (w, s) in timetable.held]
            if here:
                timetable.busy[p, s] = stand_for(formula, here)
                formula.add_at_most_one(here)
        busy_as_wished(timetable, p, own, slots)


def busy_as_wished(timetable: Timetable, p: int, own: list[int], slots: list[list[int]]) -> None:
    """A participant who holds its wishes, one a slot, is busy in as many slots, counted from the first on."""
    if len(own) < 2 or not all(slots[w] for w in own):
        return
    row = [s for s in range(len(timetable.problem.slots)) if (p, s) in timetable.busy]
    firsts, lasts = [slots[w][0] for w in own], [slots[w][-1] for w in own]
    least = [0, *(sum(last <= s for last in lasts) for s in row)]
    most = [0, *(sum(first <= s for first in firsts) for s in row)]
    Tally(timetable.formula, [timetable.busy[p, s] for s in row], len(own), least, most)


def stand_for(formula: Formula, literals: list[Literal]) -> Literal:
    """A literal true exactly when one of the literals is."""
    if len(literals) == 1:
        return literals[0]
    joint = formula.new()
    formula.add(-joint, *literals)
    for literal in literals:
        formula.add(-literal, joint)
    return joint


def add_tables(timetable: Timetable, wishes: list[list[int]]) -> None:
    """As many meetings a slot as tables, counted twice: each count sees contradictions the other misses.

    Once by the participants seated, two a meeting; once by busy hubs, no two of which want each other, and
    the meetings without a hub. The second is short where the event is nearly two-sided.
    """
    problem, formula, held, busy = timetable.problem, timetable.formula, timetable.held, timetable.busy
    hubs = _hubs(problem, wishes)
    served = {w for p in hubs for w in wishes[p]}
    others = [w for w in range(len(problem.wishes)) if w not in served]
    for s in range(len(problem.slots)):
        tables = sum(s in table.available for table in problem.tables)
        seated = [busy[p, s] for p in range(len(wishes)) if (p, s) in busy]
        formula.add_at_most(seated, 2 * tables)
        meetings = [busy[p, s] for p in hubs if (p, s) in busy] + [held[w, s] for w in others if (w, s) in held]
        formula.add_at_most(meetings, tables)


def _hubs(problem: Problem, wishes: list[list[int]]) -> list[int]:
    """Participants with many wishes, no two of whom want to meet each other, chosen greedily."""
    partners: list[set[int]] = [set() for _ in wishes]
    for wish in problem.wishes:
        partners[wish.first].add(wish.second)
        partners[wish.second].add(wish.first)
    hubs: list[int] = []
    for p in sorted(range(len(wishes)), key=lambda p: (-len(wishes[p]), p)):
        if len(wishes[p]) > 1 and not partners[p].intersection(hubs):
            hubs.append(p)
    return hubs


def _add_interpreters(timetable: Timetable) -> None:
    """One interpreter for each meeting that needs one, one meeting a slot for each, and rest in time."""
    problem, formula, staffed = timetable.problem, timetable.formula, timetable.staffed
    work: dict[tuple[int, int], list[Literal]] = {}
    for (w, s), place in timetable.held.items():
        able = problem.interpreters_for(w)
        if able is None:
            continue
        here = [i for i in sorted(able) if s in problem.interpreters[i].available]
        for i in here:
            staffed[i, w, s] = formula.new()
            work.setdefault((i, s), []).append(staffed[i, w, s])
            formula.add(-staffed[i, w, s], place)
        formula.add(-place, *(staffed[i, w, s] for i in here))
        formula.add_at_most_one([staffed[i, w, s] for i in here])
    for literals in work.values():
        formula.add_at_most_one(literals)
    at_work = {key: stand_for(formula, literals) for key, literals in work.items()}
    for i, person in enumerate(problem.interpreters):
        if person.longest_run is None:
            continue
        for s in range(len(problem.slots) - person.longest_run):
            run = range(s, s + person.longest_run + 1)
            if problem.slots[run[0]].day == problem.slots[run[-1]].day and all((i, t) in at_work for t in run):
                formula.add(*(-at_work[i, t] for t in run))


def _add_precedences(timetable: Timetable, slots: list[list[int]]) -> None:
    formula, held = timetable.formula, timetable.held
    for before, after in timetable.problem.precedences:
        for s in slots[after]:
            formula.add(-held[after, s], *(held[before, t] for t in slots[before] if t < s))
        for s in slots[before]:
            formula.add(-held[before, s], *(held[after, t] for t in slots[after] if t > s))


def _add_breaks(timetable: Timetable, wishes: list[list[int]]) -> None:
    """Count the breaks of each, and let no two participants differ by more than the fairness d allows.

    Whoever has d + k breaks makes everyone have at least k; nobody's count goes beyond what that can reach.
    """
    problem, formula = timetable.problem, timetable.formula
    met = [met_by(timetable, p) for p in range(len(wishes))]
    ends = [break_ends(timetable, p, met[p]) for p in range(len(wishes))]
    idle = [len(problem.slots) - len(own) for own in wishes]
    most = [min(len(e), max(len(own) - 1, 0), i) for e, own, i in zip(ends, wishes, idle, strict=True)]
    levels: list[Literal] = []  # everyone has at least k + 1 breaks
    if problem.fairness is not None:
        common = min(most, default=0)
        levels = [formula.new() for _ in range(common)]
        most = [min(m, common + problem.fairness) for m in most]
    for own_ends, own_most in zip(ends, most, strict=True):
        count = formula.count_up(own_ends, own_most + 1, exact=True)
        for never in count[own_most:]:
            formula.add(-never)
        timetable.breaks.append(count[:own_most])
        for everyone, at_least in zip(levels, count, strict=False):
            formula.add(-everyone, at_least)
        if problem.fairness is not None:
            for k, too_many in enumerate(count[problem.fairness : own_most]):
                formula.add(-too_many, levels[k])
    if len({slot.day for slot in problem.slots}) == 1:
        for p, own in enumerate(wishes):
            breaks = timetable.breaks[p]
            add_unbroken(timetable, p, len(own), met[p], breaks[0] if breaks else False)


def met_by(timetable: Timetable, p: int) -> list[Literal | bool]:
    """For each slot, whether participant p has met someone in it or earlier on its day."""
    slots, formula = timetable.problem.slots, timetable.formula
    met: list[Literal | bool] = []
    for s in range(len(slots)):
        now = timetable.busy.get((p, s), False)
        before = met[-1] if s and slots[s].day == slots[s - 1].day else False
        met.append(stand_for(formula, [before, now]) if before and now else before or now)
    return met


def break_ends(timetable: Timetable, p: int, met: list[Literal | bool]) -> list[Literal]:
    """A break ends where a busy slot follows an idle one of the same day, after an earlier busy one."""
    slots, formula = timetable.problem.slots, timetable.formula
    ends: list[Literal] = []
    for s in range(2, len(slots)):
        now, just_now = timetable.busy.get((p, s), False), timetable.busy.get((p, s - 1), False)
        before = met[s - 2]
        if slots[s].day == slots[s - 2].day and now and before:
            end = formula.new()
            formula.add(-now, just_now, -before, end)
            formula.add(-end, now)
            formula.add(-end, before)
            if just_now:
                formula.add(-end, -just_now)
            ends.append(end)
    return ends


def add_unbroken(timetable: Timetable, p: int, n: int, met: list[Literal | bool], broken: Literal | bool) -> None:
    """Without a break, n meetings fill the n slots from the first: busy when begun, and not n slots ago.

    This follows from the other clauses; saying it spares the solver many conflicts.
    """
    for s in range(len(met)):
        now, begun = timetable.busy.get((p, s), False), met[s]
        over = met[s - n] if s >= n else False
        if over and now:
            timetable.formula.add(broken, -over, -now)
        if begun:
            timetable.formula.add(broken, -begun, over, now)
