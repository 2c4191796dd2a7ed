"""Can the demands that a contradiction names be met together? A plain encoding that no search uses."""

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from pysat.card import CardEnc, EncType
from pysat.formula import IDPool
from pysat.solvers import Cadical195

from .contradiction import Contradiction
from .problem import Problem


class PlainDemands:
    """The demands named, and nothing else, as clauses; `slots_of` says which slots are open to a wish."""

    def __init__(
        self, problem: Problem, found: Contradiction, slots_of: Callable[[int], frozenset[int]], conflicts: int | None
    ) -> None:
        self.problem, self.found, self.conflicts = problem, found, conflicts
        self.ids = IDPool()
        self.clauses: list[list[int]] = []
        fair = set(found.fairness)
        # Breaks depend on all meetings of those compared: their other wishes may be held, but need not.
        loose = {w for w, wish in enumerate(problem.wishes) if {wish.first, wish.second} & fair}
        self.open_to = {w: slots_of(w) for w in loose.union(found.wishes)}
        self.precedences = [p for p in found.precedences if set(p) <= self.open_to.keys()]

    def satisfiable(self) -> bool:
        """Whether all the demands can be met together."""
        self._meetings()
        self._interpreters()
        for a, b in self.precedences:
            for s, t in ((s, t) for s in self.open_to[a] for t in self.open_to[b] if s >= t):
                self.clauses.append([-self._held(a, s), -self._held(b, t)])
        if not self.found.fairness:
            return self._solve([])
        ends = {p: self._ends(p) for p in self.found.fairness}
        fairness = self.problem.fairness or 0
        levels = range(max(map(len, ends.values())) + 1)
        return any(self._solve(self._between(ends, low, low + fairness)) for low in levels)

    def _held(self, w: int, s: int) -> int:
        return int(self.ids.id(("held", w, s)))

    def _one_at_most(self, literals: list[int]) -> None:
        self.clauses += [[-a, -b] for a, b in combinations(literals, 2)]

    def _few(self, literals: list[int], most: int) -> None:
        if len(literals) > most:
            counted = CardEnc.atmost(literals, most, vpool=self.ids, encoding=EncType.seqcounter)
            self.clauses += counted.clauses

    def _meetings(self) -> None:
        """Each wish once, everyone named in one place at a time, and no more meetings than tables."""
        found, here = self.found, defaultdict[int, list[int]](list)
        of: dict[tuple[int, int], list[int]] = defaultdict(list)
        for w, slots in self.open_to.items():
            places = [self._held(w, s) for s in sorted(slots)]
            self._one_at_most(places)
            if w in found.wishes:
                self.clauses.append(places)
            for s in slots:
                here[s].append(self._held(w, s))
                for p in (self.problem.wishes[w].first, self.problem.wishes[w].second):
                    of[p, s].append(self._held(w, s))
        for (p, _), literals in of.items():
            if p in found.participants:
                self._one_at_most(literals)
        for s, tables in zip(found.slots, found.tables, strict=False):
            self._few(here[s], tables)

    def _interpreters(self) -> None:
        """Every meeting that needs an interpreter has one; those named serve one a slot, and rest."""
        problem, at_work = self.problem, defaultdict[tuple[int, int], list[int]](list)
        for w, slots in self.open_to.items():
            crew = problem.interpreters_for(w)
            for s in slots if crew is not None else ():
                able = [i for i in sorted(crew or ()) if s in problem.interpreters[i].available]
                serves = [int(self.ids.id(("serves", i, w, s))) for i in able]
                self.clauses.append([-self._held(w, s), *serves])
                for i, literal in zip(able, serves, strict=True):
                    at_work[i, s].append(literal)
        for i in self.found.interpreters:
            run = problem.interpreters[i].longest_run
            for s in range(len(problem.slots)):
                self._one_at_most(at_work[i, s])
                for literal in at_work[i, s]:
                    self.clauses.append([-literal, int(self.ids.id(("works", i, s)))])
                span = range(s, s + (run or 0) + 1)
                if run is None or span[-1] >= len(problem.slots) or problem.slots[s].day != problem.slots[span[-1]].day:
                    continue
                self.clauses.append([-int(self.ids.id(("works", i, t))) for t in span])

    def _ends(self, p: int) -> list[int]:
        """Literals true where a break of the participant ends: busy now, idle just before, met earlier that day."""
        ends: list[int] = []
        own = [w for w in self.open_to if p in (self.problem.wishes[w].first, self.problem.wishes[w].second)]
        for s, slot in enumerate(self.problem.slots):
            now, met, end = (int(self.ids.id((name, p, s))) for name in ("busy", "met", "end"))
            here = [self._held(w, s) for w in own if s in self.open_to[w]]
            self.clauses += [[-now, *here], *([-literal, now] for literal in here)]
            same = s > 0 and self.problem.slots[s - 1].day == slot.day
            before, just = (int(self.ids.id((name, p, s - 1))) for name in ("met", "busy")) if same else (0, 0)
            joined = [now, before] if same else [now]
            self.clauses += [[-met, *joined], *([-literal, met] for literal in joined)]
            if same:
                parts = [now, -just, before]
                self.clauses += [[end, *(-part for part in parts)], *([-end, part] for part in parts)]
                ends.append(end)
        return ends

    def _between(self, ends: dict[int, list[int]], low: int, high: int) -> list[list[int]]:
        """Clauses: everyone compared has at least `low` and at most `high` breaks."""
        clauses: list[list[int]] = []
        for literals in ends.values():
            if low > len(literals):
                return [[]]
            for most, signed in ((high, literals), (len(literals) - low, [-e for e in literals])):
                if most < len(signed):
                    encoded = CardEnc.atmost(signed, most, vpool=self.ids, encoding=EncType.seqcounter)
                    clauses += encoded.clauses
        return clauses

    def _solve(self, more: list[list[int]]) -> bool:
        if not all(self.clauses) or not all(more):
            return False
        with Cadical195(bootstrap_with=self.clauses + more) as solver:
            if self.conflicts is None:
                return bool(solver.solve())
            solver.conf_budget(self.conflicts)
            return bool(solver.solve_limited())
