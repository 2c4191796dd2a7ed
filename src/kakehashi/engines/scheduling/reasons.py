"""Why was this wish not met, and why has this participant no meeting?"""

from collections.abc import Sequence
from dataclasses import dataclass

from .frame import mask_of, slots_in
from .problem import Problem
from .reach import Place, Ways
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
    """The meetings, looked up by participant, slot and interpreter. Sets of slots are bit masks."""

    def __init__(self, problem: Problem, meetings: Sequence[Meeting]) -> None:
        self.problem = problem
        self.slot_of = {m.wish: m.slot for m in meetings}
        n_people, n_slots = len(problem.participants), len(problem.slots)
        self.present = [mask_of(p.available) for p in problem.participants]
        self.busy = [0] * n_people
        self.held = [0] * n_people
        self.at: list[dict[int, int]] = [{} for _ in range(n_people)]
        self.ways = Ways(problem)
        self.places: dict[tuple[str, int], list[Place]] = {}
        self.late: dict[tuple[str, int], tuple[int, ...]] = {}
        free_in = [mask_of(t.available) for t in problem.tables]
        tables_left = [sum(s in t.available for t in problem.tables) for s in range(n_slots)]
        self.has_table = sum(1 << s for s, n in enumerate(tables_left) if n)
        for m in meetings:
            tables_left[m.slot] -= 1
            free_in[m.table] &= ~(1 << m.slot)
            if self.ways.bind:
                self._note_place(m)
            for p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second):
                self.at[p][m.slot] = m.wish
                self.busy[p] |= 1 << m.slot
                self.held[p] += 1
        self.seats_left = sum(1 << s for s, n in enumerate(tables_left) if n > 0)
        self.seats_in = [0] * len(self.ways.halls)
        for t, mask in enumerate(free_in):
            self.seats_in[self.ways.hall_of[t]] |= mask
        self.at_work = {(m.interpreter, m.slot) for m in meetings if m.interpreter is not None}
        self.sessions: dict[int, int] = {}
        for s, slot in enumerate(problem.slots):
            self.sessions[slot.session] = self.sessions.get(slot.session, 0) | 1 << s
        self.crews: dict[frozenset[int], tuple[int, int]] = {}
        self.reached: dict[frozenset[int], tuple[int, ...]] = {}
        self.order: dict[int, list[tuple[int, int]]] = {}
        for a, b in problem.precedences:
            self.order.setdefault(a, []).append((a, b))
            self.order.setdefault(b, []).append((a, b))

    def reason(self, wish: int) -> Unmet:
        problem, w = self.problem, self.problem.wishes[wish]
        both = (w.first, w.second)
        common = self.present[w.first] & self.present[w.second]
        if w.session is not None:
            common &= self.sessions.get(w.session, 0)
        if w.slot is not None:
            common &= 1 << w.slot
        crew = problem.interpreters_for(wish)
        on_duty, may_work = (-1, -1) if crew is None else self._crew(crew)
        if not common:
            return Unmet(wish, Reason.NO_COMMON_SLOT, both)
        if crew is not None and not crew:
            return Unmet(wish, Reason.NO_INTERPRETER_PAIR, both)
        served = common & on_duty
        if not served:
            return Unmet(wish, Reason.INTERPRETERS_AWAY, both, tuple(slots_in(common)))
        if not served & self.has_table:
            return Unmet(wish, Reason.NO_TABLE, both, tuple(slots_in(served)))
        full = tuple(p for p in both if problem.participants[p].most == self.held[p])
        if full:
            return Unmet(wish, Reason.MOST_REACHED, full)
        return self._taken(wish, common, may_work)

    def _taken(self, wish: int, common: int, may_work: int) -> Unmet:
        """The reasons that depend on who was placed where."""
        w = self.problem.wishes[wish]
        both = (w.first, w.second)
        free = common & ~self.busy[w.first] & ~self.busy[w.second]
        if not free:
            slots = slots_in(common)
            busy = tuple(p for p in both if self.busy[p] & common)
            worth_less = any(self._displaceable(wish, s) for s in slots)
            return Unmet(wish, Reason.BUSY if worth_less else Reason.BETTER_PLACED, busy, tuple(slots))
        served = free & may_work
        if not served:
            return Unmet(wish, Reason.INTERPRETERS_TAKEN, both, tuple(slots_in(free)))
        seated = served & self.seats_left
        if not seated:
            return Unmet(wish, Reason.TABLES_FULL, both, tuple(slots_in(served)))
        reached = seated & self._reachable(wish) if self.ways.bind else seated
        if not reached:
            return Unmet(wish, Reason.TOO_FAR, both, tuple(slots_in(seated)))
        if any(self._in_order(wish, s) for s in slots_in(reached)):
            raise ValueError(f"wish {wish} fits in the schedule as it is")
        return Unmet(wish, Reason.ORDER, both, tuple(slots_in(reached)))

    def _note_place(self, meeting: Meeting) -> None:
        """Remember in which hall those who walk are in the slot of a meeting."""
        w = self.problem.wishes[meeting.wish]
        place = meeting.slot, self.ways.hall_of[meeting.table]
        for p in (w.first, w.second):
            if not self.problem.participants[p].online:
                self.places.setdefault(("participant", p), []).append(place)
        if meeting.interpreter is not None:
            self.places.setdefault(("interpreter", meeting.interpreter), []).append(place)

    def _late(self, kind: str, who: int) -> tuple[int, ...]:
        """For every hall, the slots in which somebody would come or leave too late there."""
        if (kind, who) not in self.late:
            self.late[kind, who] = self.ways.late(self.places.get((kind, who), ()))
        return self.late[kind, who]

    def _reachable(self, wish: int) -> int:
        """The slots in which some hall has a table left that all who walk, and a fitting interpreter, reach in time."""
        w, crew = self.problem.wishes[wish], self.problem.interpreters_for(wish)
        voices = None if crew is None else self._reached_by(crew)
        slots = 0
        for h, seats in enumerate(self.seats_in):
            late = self._late("participant", w.first)[h] | self._late("participant", w.second)[h]
            slots |= seats & ~late & (-1 if voices is None else voices[h])
        return slots

    def _reached_by(self, crew: frozenset[int]) -> tuple[int, ...]:
        """For every hall, the slots in which one of the crew could work there and be in time before and after."""
        if crew not in self.reached:
            slots, halls = range(len(self.problem.slots)), [0] * len(self.ways.halls)
            for i in crew:
                may_work = sum(1 << s for s in slots if self._may_work(i, s))
                for h, late in enumerate(self._late("interpreter", i)):
                    halls[h] |= may_work & ~late
            self.reached[crew] = tuple(halls)
        return self.reached[crew]

    def _displaceable(self, wish: int, slot: int) -> bool:
        """Whether what the two hold in the slot is worth less than the wish, and no must."""
        wishes = self.problem.wishes
        w = wishes[wish]
        one, other = self.at[w.first].get(slot, -1), self.at[w.second].get(slot, -1)
        worth = 0
        for h in (one, other) if one != other else (one,):
            if h >= 0:
                if wishes[h].must:
                    return False
                worth += wishes[h].score
        return worth < w.score

    def _crew(self, crew: frozenset[int]) -> tuple[int, int]:
        """The slots in which one of the crew is on duty, and those in which one could still work."""
        if crew not in self.crews:
            people, slots = self.problem.interpreters, range(len(self.problem.slots))
            on_duty = sum(1 << s for s in slots if any(s in people[i].available for i in crew))
            self.crews[crew] = on_duty, sum(1 << s for s in slots if any(self._may_work(i, s) for i in crew))
        return self.crews[crew]

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
            for a, b in self.order.get(wish, ())
        )
