"""Which few demands contradict each other, when only a solver sees that not every wish can be held?

Every demand (a wish is held, a participant or an interpreter is at one place at a time, the tables, a precedence,
equal breaks) can be switched off. The solver names demands that clash; they are left out one after another while the
rest still clashes, whole participants first (deletion-based minimal cores: Marques-Silva and Lynce 2011).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from pysat.solvers import Cadical195

from ..contradiction import Clash, Contradiction
from ..exact.encoding import (
    Timetable,
    add_tables,
    add_unbroken,
    break_ends,
    busy_as_wished,
    met_by,
    open_slots,
    stand_for,
    wishes_by_participant,
)
from ..exact.formula import Literal
from ..problem import Problem
from .wording import worded

_FIRST = 50_000
"""Conflicts for the first contradiction in plain clauses; after that, redundant ones are added to find it."""

_HARD = 2_000_000
"""Conflicts for the first contradiction with redundant clauses."""

_EACH = 20_000
"""Conflicts, at most, for the attempt to do without a demand; what is not settled by then is kept."""

Demand = tuple[str, int]
"""What is asked (`wish`, `person`, `tables`, `interpreter`, `precedence`, `fair`) and of whom, by place."""


def find_clash(problem: Problem, seconds: float, report: Callable[[Contradiction], None]) -> None:
    """Report a contradiction, then ever smaller ones, for about so many seconds; nothing when none is found."""
    ends = time.perf_counter() + seconds
    for redundant, budget in ((False, _FIRST), (True, _HARD)):
        demands = _Demands(problem, redundant)
        with Cadical195(bootstrap_with=demands.timetable.formula.clauses) as solver:
            core = _core(solver, demands, demands.literal, budget)
            if core is not None:
                _shrink(solver, demands, core, ends, report)
                return


def _shrink(
    solver: Cadical195,
    demands: "_Demands",
    core: set[Demand],
    ends: float,
    report: Callable[[Contradiction], None],
) -> None:
    told = time.perf_counter()
    report(demands.told(core))
    for block in _blocks(demands, core):
        out = block & core
        if not out:
            continue
        if time.perf_counter() > ends:
            break
        smaller = _core(solver, demands, core - out, _EACH)
        if smaller is not None:
            core = smaller
            if time.perf_counter() > told + 0.5:
                report(demands.told(core))
                told = time.perf_counter()
    report(demands.told(core))


def _core(solver: Cadical195, demands: "_Demands", asked: Iterable[Demand], budget: int) -> set[Demand] | None:
    """Demands among those asked that clash already; None when they do not, or within the budget are not seen to."""
    solver.conf_budget(budget)
    if solver.solve_limited(assumptions=sorted(demands.literal[d] for d in asked)) is not False:
        return None
    return {demands.demand[literal] for literal in solver.get_core() or []}


def _blocks(demands: "_Demands", core: set[Demand]) -> Iterator[set[Demand]]:
    """What to try to do without, in turn: fairness, tables, participants with all their wishes, then each demand."""
    yield {d for d in core if d[0] == "fair"}
    yield {("tables", 0)}
    yield {d for d in core if d[0] == "interpreter"}
    yield {d for d in core if d[0] == "precedence"}
    own = demands.own
    yield from ({("fair", p)} for p in range(len(own)))
    for p in sorted(range(len(own)), key=lambda p: (len(own[p]), p)):
        yield {("person", p), ("fair", p), *(("wish", w) for w in own[p])}
    for p in sorted(range(len(own)), key=lambda p: (len(own[p]), p)):
        yield {("person", p)}
    for kind in ("precedence", "interpreter", "wish"):
        yield from ({d} for d in sorted(core) if d[0] == kind)


class _Demands:
    """The problem as a formula in which every demand holds only when its literal is assumed.

    `redundant` clauses make proofs short that are long without, but the contradictions found hard to check.
    """

    def __init__(self, problem: Problem, redundant: bool) -> None:
        self.problem, self.timetable, self.redundant = problem, Timetable(problem), redundant
        self.literal: dict[Demand, Literal] = {}
        self.own = wishes_by_participant(problem)
        self.open_to = [open_slots(problem, w) for w in range(len(problem.wishes))]
        self.complete: list[Literal] = []  # this participant holds all its wishes, one a slot
        self._hold_wishes()
        self._keep_people_apart()
        self._count_tables()
        self._share_interpreters()
        self._keep_order()
        if problem.fairness is not None:
            self._compare_breaks(problem.fairness)
        self.demand = {literal: demand for demand, literal in self.literal.items()}

    @contextmanager
    def _when(self, demand: Demand) -> Iterator[None]:
        """The clauses added within hold only when the demand is assumed."""
        if demand not in self.literal:
            self.literal[demand] = self.timetable.formula.new()
        with self._if(self.literal[demand]):
            yield

    @contextmanager
    def _if(self, condition: Literal) -> Iterator[None]:
        """The clauses added within hold only when the literal does."""
        clauses = self.timetable.formula.clauses
        before = len(clauses)
        yield
        for clause in clauses[before:]:
            clause.append(-condition)

    def _hold_wishes(self) -> None:
        formula, held = self.timetable.formula, self.timetable.held
        for w, slots in enumerate(self.open_to):
            for s in slots:
                held[w, s] = formula.new()
            places = [held[w, s] for s in slots]
            formula.add_at_most_one(places)
            with self._when(("wish", w)):
                formula.add(*places)

    def _keep_people_apart(self) -> None:
        """One meeting a slot; whoever holds all its wishes so is busy in as many slots, which spares conflicts."""
        timetable = self.timetable
        formula, held = timetable.formula, timetable.held
        for p, own in enumerate(self.own):
            for s in range(len(self.problem.slots)):
                here = [held[w, s] for w in own if (w, s) in held]
                if here:
                    timetable.busy[p, s] = stand_for(formula, here)
                with self._when(("person", p)):
                    formula.add_at_most_one(here)
            if not self.redundant:
                continue
            complete = formula.new()
            self.complete.append(complete)
            formula.add(complete, *(-self.literal[d] for d in (("person", p), *(("wish", w) for w in own))))
            with self._if(complete):
                busy_as_wished(timetable, p, own, self.open_to)

    def _count_tables(self) -> None:
        formula, here = self.timetable.formula, defaultdict[int, list[Literal]](list)
        for (_, s), literal in self.timetable.held.items():
            here[s].append(literal)
        with self._when(("tables", 0)):
            for s, literals in here.items():
                formula.add_at_most(literals, sum(s in t.available for t in self.problem.tables))
            if self.redundant:
                add_tables(self.timetable, self.own)

    def _share_interpreters(self) -> None:
        """A meeting that needs an interpreter has one; each serves one a slot and rests if so demanded."""
        problem, formula = self.problem, self.timetable.formula
        work: dict[int, dict[int, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for (w, s), place in self.timetable.held.items():
            able = problem.interpreters_for(w)
            if able is None:
                continue
            here = [i for i in sorted(able) if s in problem.interpreters[i].available]
            serves = [formula.new() for _ in here]
            formula.add(-place, *serves)
            for i, literal in zip(here, serves, strict=True):
                work[i][s].append(literal)
        for i, by_slot in work.items():
            run = problem.interpreters[i].longest_run
            busy = {s: stand_for(formula, literals) for s, literals in by_slot.items()}
            with self._when(("interpreter", i)):
                for literals in by_slot.values():
                    formula.add_at_most_one(literals)
                for s in busy if run is not None else ():
                    span = range(s, s + (run or 0) + 1)
                    if all(t in busy for t in span) and problem.slots[s].day == problem.slots[span[-1]].day:
                        formula.add(*(-busy[t] for t in span))

    def _keep_order(self) -> None:
        formula, held = self.timetable.formula, self.timetable.held
        for k, (a, b) in enumerate(self.problem.precedences):
            with self._when(("precedence", k)):
                for s, t in ((s, t) for s in self.open_to[a] for t in self.open_to[b] if s >= t):
                    formula.add(-held[a, s], -held[b, t])

    def _compare_breaks(self, fairness: int) -> None:
        """Whoever has fairness + k breaks makes everyone compared have k at least."""
        timetable, formula, counts = self.timetable, self.timetable.formula, list[list[Literal]]()
        one_day = len({slot.day for slot in self.problem.slots}) == 1 and self.redundant
        for p, own in enumerate(self.own):
            met = met_by(timetable, p)
            ends = break_ends(timetable, p, met)
            counts.append(formula.count_up(ends, len(ends), exact=True))
            if one_day:
                with self._if(self.complete[p]):
                    add_unbroken(timetable, p, len(own), met, counts[-1][0] if counts[-1] else False)
        everyone = [formula.new() for _ in range(max(map(len, counts), default=0))]
        for p, count in enumerate(counts):
            with self._when(("fair", p)):
                for k, level in enumerate(everyone):
                    formula.add(-level, k < len(count) and count[k])
                    if k + fairness < len(count):
                        formula.add(-count[k + fairness], level)

    def told(self, core: set[Demand]) -> Contradiction:
        """The contradiction that these demands are."""
        problem = self.problem
        of = {kind: tuple(sorted(i for k, i in core if k == kind)) for kind in {k for k, _ in self.literal}}
        wishes, fair = of.get("wish", ()), of.get("fair", ())
        slots = sorted({s for w in wishes for s in self.open_to[w]}) if not fair else range(len(problem.slots))
        tables = [sum(s in t.available for t in problem.tables) for s in slots] if of.get("tables") else []
        found = Contradiction(
            Clash.DEMANDS_CLASH,
            wishes,
            of.get("person", ()),
            tuple(slots),
            tuple(tables),
            of.get("interpreter", ()),
            tuple(problem.precedences[k] for k in of.get("precedence", ())),
            fair,
            len(wishes),
            len(wishes) - 1,
        )
        return worded(problem, found)
