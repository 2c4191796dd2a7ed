"""Why was this wish not met, and why has this participant no meeting?"""

from collections.abc import Sequence
from dataclasses import dataclass

from .problem import Problem
from .result import Meeting, Reason, Schedule, Unmet


@dataclass(frozen=True, slots=True)
class Idle:
    """A participant without a meeting; `blocked` holds its wishes with their reasons, empty: nobody wished."""

    participant: int
    blocked: tuple[Unmet, ...] = ()


def idle(problem: Problem, schedule: Schedule) -> tuple[Idle, ...]:
    """Every participant that the schedule leaves without a meeting, in order, with why."""
    met = set()
    for m in schedule.meetings:
        met |= {problem.wishes[m.wish].first, problem.wishes[m.wish].second}
    blocked: dict[int, list[Unmet]] = {p: [] for p in range(len(problem.participants)) if p not in met}
    for unmet in schedule.unmet:
        for p in (problem.wishes[unmet.wish].first, problem.wishes[unmet.wish].second):
            if p in blocked:
                blocked[p].append(unmet)
    return tuple(Idle(p, tuple(why)) for p, why in blocked.items())


def explain(problem: Problem, meetings: Sequence[Meeting]) -> tuple[Unmet, ...]:
    """The reason of every wish not among the meetings, in order of wishes.

    Raises `ValueError` when a wish could simply be added: then no reason would be true.
    """
    programme = _Programme(problem, meetings)
    return tuple(programme.reason(w) for w in range(len(problem.wishes)) if w not in programme.slot_of)


class _Programme:
    """The meetings, looked up by participant, slot, table and interpreter."""

    def __init__(self, problem: Problem, meetings: Sequence[Meeting]) -> None:
        self.problem = problem
        self.slot_of = {m.wish: m.slot for m in meetings}
        self.at = {
            (p, m.slot): m.wish for m in meetings for p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second)
        }
        self.held = [0] * len(problem.participants)
        for p, _ in self.at:
            self.held[p] += 1
        self.at_work = {(m.interpreter, m.slot) for m in meetings if m.interpreter is not None}
        self.tables_left = [sum(s in t.available for t in problem.tables) for s in range(len(problem.slots))]
        for m in meetings:
            self.tables_left[m.slot] -= 1
        self.has_table = [
            n > 0 or any(s in t.available for t in problem.tables) for s, n in enumerate(self.tables_left)
        ]
        self._free_crew: dict[tuple[frozenset[int], int], bool] = {}

    def reason(self, wish: int) -> Unmet:
        problem, w = self.problem, self.problem.wishes[wish]
        both = (w.first, w.second)
        common = sorted(problem.slots_for(wish))
        crew = problem.interpreters_for(wish)
        if not common:
            return Unmet(wish, Reason.NO_COMMON_SLOT, both)
        if crew is not None and not crew:
            return Unmet(wish, Reason.NO_INTERPRETER_PAIR, both)
        served = [s for s in common if crew is None or any(s in problem.interpreters[i].available for i in crew)]
        if not served:
            return Unmet(wish, Reason.INTERPRETERS_AWAY, both, tuple(common))
        if not any(self.has_table[s] for s in served):
            return Unmet(wish, Reason.NO_TABLE, both, tuple(served))
        full = tuple(p for p in both if problem.participants[p].most == self.held[p])
        if full:
            return Unmet(wish, Reason.MOST_REACHED, full)
        return self._taken(wish, common, crew)

    def _taken(self, wish: int, common: list[int], crew: frozenset[int] | None) -> Unmet:
        """The reasons that depend on who was placed where."""
        w = self.problem.wishes[wish]
        both = (w.first, w.second)
        free = [s for s in common if all((p, s) not in self.at for p in both)]
        if not free:
            busy = tuple(p for p in both if any((p, s) in self.at for s in common))
            worth_less = any(self._displaceable(wish, s) for s in common)
            return Unmet(wish, Reason.BUSY if worth_less else Reason.BETTER_PLACED, busy, tuple(common))
        served = [s for s in free if crew is None or self._some_may_work(crew, s)]
        if not served:
            return Unmet(wish, Reason.INTERPRETERS_TAKEN, both, tuple(free))
        seated = [s for s in served if self.tables_left[s] > 0]
        if not seated:
            return Unmet(wish, Reason.TABLES_FULL, both, tuple(served))
        if any(self._in_order(wish, s) for s in seated):
            raise ValueError(f"wish {wish} fits in the schedule as it is")
        return Unmet(wish, Reason.ORDER, both, tuple(seated))

    def _displaceable(self, wish: int, slot: int) -> bool:
        """Whether what the two hold in the slot is worth less than the wish, and no must."""
        wishes = self.problem.wishes
        w = wishes[wish]
        there = {self.at[p, slot] for p in (w.first, w.second) if (p, slot) in self.at}
        return not any(wishes[h].must for h in there) and sum(wishes[h].score for h in there) < w.score

    def _some_may_work(self, crew: frozenset[int], slot: int) -> bool:
        known = self._free_crew.get((crew, slot))
        if known is None:
            known = self._free_crew[crew, slot] = any(self._may_work(i, slot) for i in crew)
        return known

    def _may_work(self, interpreter: int, slot: int) -> bool:
        """Whether an interpreter is on duty, free and rested in the slot."""
        person, slots = self.problem.interpreters[interpreter], self.problem.slots
        if slot not in person.available or (interpreter, slot) in self.at_work:
            return False
        if person.longest_run is None:
            return True
        run = 1
        for step in (-1, 1):
            s = slot + step
            while 0 <= s < len(slots) and slots[s].day == slots[slot].day and (interpreter, s) in self.at_work:
                run, s = run + 1, s + step
        return run <= person.longest_run

    def _in_order(self, wish: int, slot: int) -> bool:
        """Whether the wish in the slot would keep every precedence with the meetings held."""
        return all(
            not (b == wish and a in self.slot_of and self.slot_of[a] >= slot)
            and not (a == wish and b in self.slot_of and self.slot_of[b] <= slot)
            for a, b in self.problem.precedences
        )
