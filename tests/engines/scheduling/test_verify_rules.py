"""Does the verifier refuse every schedule that breaks a rule, and only those? Checked against the rules spelt out."""

import dataclasses
import random
from collections import Counter
from itertools import combinations

from kakehashi.engines.scheduling import (
    Interpreter,
    Meeting,
    Objective,
    Participant,
    Problem,
    Reason,
    Schedule,
    Slot,
    Status,
    Table,
    Unmet,
    Walk,
    Wish,
    verify,
)

VI, JA = frozenset({"vi"}), frozenset({"ja"})
SLOTS = tuple(Slot(s // 3, s // 2, 540 + 30 * (s % 3), 560 + 30 * (s % 3)) for s in range(5))
RULES = {
    "participant_away",
    "participant_twice",
    "wrong_session",
    "wrong_slot",
    "most_exceeded",
    "table_away",
    "table_twice",
    "interpreter_away",
    "interpreter_twice",
    "interpreter_missing",
    "interpreter_unneeded",
    "wrong_pair",
    "no_rest",
    "order_broken",
    "too_far",
}


def make_problem(rng: random.Random) -> Problem:
    """Four people, three tables in two halls, two interpreters; little else binds, so that rules are broken singly."""

    def there() -> frozenset[int]:
        return frozenset(s for s in range(5) if rng.random() < 0.95)

    people = tuple(
        Participant(
            f"P{p}",
            there(),
            languages=rng.choice([VI, VI, JA, VI | JA]),
            most=1 if rng.random() < 0.1 else None,
            online=rng.random() < 0.3,
        )
        for p in range(4)
    )
    wishes = tuple(
        Wish(*rng.sample(range(4), 2), session=rng.choice([0, 1]) if rng.random() < 0.1 else None) for _w in range(4)
    )
    both = sorted(people[wishes[0].first].available & people[wishes[0].second].available)
    if both and rng.random() < 0.2:
        wishes = (dataclasses.replace(wishes[0], session=None, slot=rng.choice(both)), *wishes[1:])
    pairs = frozenset({VI | JA}), frozenset({frozenset({"vi", "ko"})})
    return Problem(
        slots=SLOTS,
        participants=people,
        wishes=wishes,
        tables=tuple(Table(f"T{t}", there(), "NS"[t // 2]) for t in range(3)),
        interpreters=tuple(
            Interpreter(f"I{i}", pairs[rng.random() < 0.1], there(), rng.choice([None, 1])) for i in range(2)
        ),
        precedences=((0, 1),) if rng.random() < 0.3 else (),
        walks=(Walk("N", "S", rng.choice([0, 10, 15, 45])),),
    )


def draw_meetings(rng: random.Random, problem: Problem) -> list[Meeting]:
    """Two or three of the wishes, anywhere, mostly with an interpreter where one is needed."""
    meetings = []
    for wish in rng.sample(range(4), rng.choice([2, 2, 3])):
        a, b = (problem.participants[p].languages for p in people(problem, Meeting(wish, 0, 0)))
        needed = a.isdisjoint(b) if rng.random() < 0.95 else rng.random() < 0.5
        meetings.append(Meeting(wish, rng.randrange(5), rng.randrange(3), rng.randrange(2) if needed else None))
    return meetings


def broken(problem: Problem, meetings: list[Meeting]) -> bool:
    """Whether any rule of the problem's documentation is broken, each asked of single meetings and of pairs."""
    return (
        any(_alone(problem, m) for m in meetings)
        or any(_together(problem, *sorted(pair, key=lambda m: m.slot)) for pair in combinations(meetings, 2))
        or any(
            p.most is not None and sum(who in people(problem, m) for m in meetings) > p.most
            for who, p in enumerate(problem.participants)
        )
    )


def people(problem: Problem, m: Meeting) -> set[int]:
    return {problem.wishes[m.wish].first, problem.wishes[m.wish].second}


def _alone(problem: Problem, m: Meeting) -> bool:
    wish, (a, b) = problem.wishes[m.wish], (problem.participants[p] for p in sorted(people(problem, m)))
    voice = None if m.interpreter is None else problem.interpreters[m.interpreter]
    needs_one = not a.languages & b.languages
    return (
        m.slot not in a.available & b.available & problem.tables[m.table].available
        or wish.session not in (None, problem.slots[m.slot].session)
        or wish.slot not in (None, m.slot)
        or needs_one != (voice is not None)
        or (voice is not None and (m.slot not in voice.available or VI | JA not in voice.pairs))
    )


def _together(problem: Problem, early: Meeting, late: Meeting) -> bool:
    same_voice = early.interpreter is not None and early.interpreter == late.interpreter
    shared = people(problem, early) & people(problem, late)
    if early.slot == late.slot and (shared or same_voice or early.table == late.table):
        return True
    slots = {m.wish: m.slot for m in (early, late)}
    if any(a in slots and b in slots and slots[a] >= slots[b] for a, b in problem.precedences):
        return True
    before, after = problem.slots[early.slot], problem.slots[late.slot]
    if early.slot == late.slot or before.day != after.day:
        return False
    if same_voice and late.slot == early.slot + 1 and problem.interpreters[early.interpreter or 0].longest_run == 1:
        return True
    walkers = same_voice or any(not problem.participants[p].online for p in shared)
    halls = problem.tables[early.table].hall, problem.tables[late.table].hall
    return bool(walkers and halls[0] != halls[1] and (after.start or 0) - (before.end or 0) < problem.walks[0].minutes)


def test_a_schedule_is_refused_exactly_where_a_rule_is_broken() -> None:
    rng, alone, accepted = random.Random(5), Counter[str](), 0
    for _case in range(6000):
        problem = make_problem(rng)
        meetings = draw_meetings(rng, problem)
        held = {m.wish for m in meetings}
        unmet = tuple(Unmet(w, Reason.NO_COMMON_SLOT) for w in range(4) if w not in held)
        plan = Schedule(Status.FEASIBLE, Objective.SCORE, len(meetings), None, 0, 0.0, tuple(meetings), unmet)
        found = {fault.split(":")[0] for fault in verify(problem, plan)} & RULES
        assert bool(found) == broken(problem, meetings), (problem, meetings, found)
        alone.update(found if len(found) == 1 else ())
        accepted += not found
    assert accepted > 500
    assert set(alone) == RULES, "each rule was the only one broken at least once"
