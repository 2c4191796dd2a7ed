"""What is the fewest number of breaks, and which schedule has it?

Two solvers take turns, each with a budget of conflicts that grows, so that the course depends on the seed
alone. One proves: it assumes that nobody has a break, and pays one for every set of assumptions found to
contradict each other (core-guided search as in RC2: Ignatiev, Morgado and Marques-Silva, JSAT 11 (2019)).
The other seeks a schedule at the proven bound, or half way down to it from the best one known.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from pysat.solvers import Cadical195

from .encoding import Timetable
from .formula import Formula

Answer = list[int] | Literal[False] | None
"""A model, False when there is none, or None when the budget did not settle it."""

_PROVING = 5_000  # conflicts for the prover's first turn, about half a second
_SEEKING = 6  # times as many to find a schedule: that takes longer than to prove the bound
_GROWTH = 1.5  # of the budgets from turn to turn
_PATIENCE = 1  # turns before worse schedules are looked for too, one more each turn
_SHRINKING = 300  # conflicts for each attempt to leave an assumption out of a contradiction
_SATISFIABLE = {"stabilizeonly": 1, "elimreleff": 10, "subsumereleff": 60}
"""Options of CaDiCaL for formulas thought to be satisfiable: it stays with what nearly worked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something newly known: the best schedule so far (`meetings` of `value` breaks) or a better `bound`.

    `halls` says in which hall each wish is held, where that matters.
    `value` None with `done`: there is no schedule. `meetings` is None when only the bound changed.
    """

    stage: str
    value: int | None
    bound: int
    meetings: tuple[tuple[int, int, int | None], ...] | None = None
    done: bool = False
    halls: dict[int, str] = field(default_factory=dict)


class Search:
    """The state of a search for the fewest breaks in `timetable`; `report` is told every finding."""

    def __init__(self, timetable: Timetable, seed: int, report: Callable[[Finding], None]) -> None:
        self.timetable = timetable
        self.seed = seed
        self.report = report
        self.value: int | None = None
        self.bound = 0
        self.stride = 0.5  # of the gap to the bound, taken when looking for a better schedule

    def run(self) -> None:
        """Search until the fewest breaks are proven, or that there is no schedule."""
        with Prover(self.timetable, self.seed) as prover:
            first = prover.start()
            if first is None:
                self.report(Finding("first", None, 0, done=True))
                return
            self._keep("first", first)
            self._alternate(prover)
        self.report(Finding("done", self.value, self.bound, done=True))

    def _alternate(self, prover: "Prover") -> None:
        budget, turn = float(_PROVING), 0
        tight: Seeker | None = None
        while not self._closed():
            self._prove(prover, int(budget))
            if self._closed():
                break
            if tight is None or tight.goal != self.bound:
                if tight is not None:
                    tight.close()
                claims = prover.claims() if prover.bound == self.bound else self._limit(self.bound)
                tight = Seeker(self.timetable, self.bound, claims, {}, self.seed)
            self._seek(tight, int(budget * _SEEKING))
            if turn >= _PATIENCE and not self._closed():
                self._improve(turn, int(budget))
            budget *= _GROWTH
            turn += 1
        if tight is not None:
            tight.close()

    def _improve(self, steps: int, budget: int) -> None:
        """Step down towards the bound while that comes easily, so that time running out costs less."""
        for _ in range(steps):
            assert self.value is not None
            before = self.value
            goal = before - max(1, int((before - self.bound) * self.stride))
            if goal <= self.bound:
                return
            loose = Seeker(self.timetable, goal, self._limit(goal), _SATISFIABLE, self.seed)
            self._seek(loose, budget)
            loose.close()
            if self.value == before:
                self.stride /= 2
                return

    def _limit(self, goal: int) -> list[list[int]]:
        """Clauses that allow at most `goal` breaks in all."""
        limit = Formula(after=self.timetable.formula.n)
        limit.add_at_most([literal for count in self.timetable.breaks for literal in count], goal)
        return limit.clauses

    def _closed(self) -> bool:
        return self.value is not None and self.value <= self.bound

    def _prove(self, prover: "Prover", budget: int) -> None:
        """Raise the bound while that comes easily."""
        while not self._closed():
            answer = prover.step(budget)
            if answer is None:
                return
            if answer is False:
                self._raise("prove", prover.bound)
            else:
                self._keep("prove", answer)
                self._raise("prove", prover.bound)

    def _raise(self, stage: str, bound: int) -> None:
        if bound > self.bound:
            self.bound = bound
            self.report(Finding(stage, self.value, self.bound))

    def _seek(self, seeker: "Seeker", budget: int) -> None:
        answer = seeker.step(budget)
        if answer is False:
            self._raise("seek", seeker.goal + 1)
        elif answer is not None:
            self._keep("seek", answer)

    def _keep(self, stage: str, model: list[int]) -> None:
        true = {literal for literal in model if literal > 0}
        value = sum(literal in true for count in self.timetable.breaks for literal in count)
        if self.value is None or value < self.value:
            self.value = value
            meetings, halls = self.timetable.read(model), self.timetable.read_halls(model)
            self.report(Finding(stage, value, self.bound, meetings, halls=halls))


class Seeker:
    """A solver that looks for a schedule with at most `goal` breaks; `claims` are the clauses that say so."""

    def __init__(
        self, timetable: Timetable, goal: int, claims: list[list[int]], options: dict[str, int], seed: int
    ) -> None:
        self.goal = goal
        self._solver = _solver(timetable.formula.clauses + claims, options, seed)

    def step(self, budget: int) -> Answer:
        """A model, False when there is none, or None when `budget` conflicts did not settle it."""
        return _solve(self._solver, [], budget)

    def close(self) -> None:
        """Free the solver's memory."""
        self._solver.delete()


class Prover:
    """A solver that raises the bound from below, one contradicted set of assumptions at a time."""

    def __init__(self, timetable: Timetable, seed: int) -> None:
        self.bound = 0
        self._formula = Formula(after=timetable.formula.n)
        self._solver = _solver(timetable.formula.clauses, {}, seed)
        self._next: dict[int, tuple[list[int], int]] = {}
        for count in timetable.breaks:
            self._assume(count, 0)

    def __enter__(self) -> "Prover":
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def start(self) -> list[int] | None:
        """A model of any number of breaks; None when the formula has none."""
        return self._solver.get_model() if self._solver.solve() else None

    def step(self, budget: int) -> Answer:
        """False when the bound rose by one, a model with as many breaks as the bound, or None: budget spent."""
        answer = _solve(self._solver, [-literal for literal in self._next], budget)
        if answer is False:
            core = [-literal for literal in self._shrink(self._solver.get_core() or [])]
            self.bound += 1
            self._relax(core)
        return answer

    def claims(self) -> list[list[int]]:
        """Clauses that hold in exactly the schedules with as many breaks as the bound: every core pays once."""
        return [*self._formula.clauses, *([-literal] for literal in self._next)]

    def _shrink(self, core: list[int]) -> list[int]:
        """A smaller contradiction within `core`, where a few conflicts find one."""
        for literal in sorted(core, key=abs):
            if literal in core and len(core) > 1:
                rest = sorted((other for other in core if other != literal), key=abs)
                if _solve(self._solver, rest, _SHRINKING) is False:
                    core = self._solver.get_core() or []
        return core

    def _relax(self, core: list[int]) -> None:
        """Pay one break for the core: one of its counts may be one higher, and no second one for free."""
        for literal in core:
            count, k = self._next.pop(literal)
            self._assume(count, k + 1)
        clauses = len(self._formula.clauses)
        self._assume(self._formula.count_up(core, len(core)), 1)
        for clause in self._formula.clauses[clauses:]:
            self._solver.add_clause(clause)

    def _assume(self, count: list[int], k: int) -> None:
        """Assume from now on that the unary `count` is at most `k`, if it can be higher."""
        if k < len(count):
            self._next[count[k]] = (count, k)


def _solver(clauses: list[list[int]], options: dict[str, int], seed: int) -> Cadical195:
    solver = Cadical195()
    solver.configure({**options, "seed": seed})
    solver.append_formula(clauses)
    return solver


def _solve(solver: Cadical195, assumptions: list[int], budget: int) -> Answer:
    """A model, False when there is none, or None when `budget` conflicts did not settle it."""
    solver.conf_budget(budget)
    answer = solver.solve_limited(assumptions=assumptions)
    if answer:
        model: list[int] = solver.get_model()
        return model
    return None if answer is None else False
