"""Is everybody in time in every small event with ways between halls, and are musts and score not needlessly lost?"""

import dataclasses
import random
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    Interpreter,
    Participant,
    Problem,
    Schedule,
    Slot,
    Table,
    Walk,
    Wish,
    schedule,
    verify,
)

SMALL = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
VI_JA = frozenset({"vi", "ja"})


def make_problem(seed: int, most_wishes: int = 5) -> Problem:
    """Two or three halls, ways of which some are too long for the time between two slots, people on site and online."""
    rng = random.Random(seed)
    n_slots = rng.randint(2, 4)
    pause = rng.choice((0, 0, 10))
    clock = [(540 + s * (30 + pause), 570 + s * (30 + pause)) for s in range(n_slots)]
    second = rng.choice((n_slots, n_slots, 2))
    slots = tuple(Slot(int(s >= second), int(s >= second), *clock[s]) for s in range(n_slots))
    everywhere = frozenset(range(n_slots))

    def often() -> frozenset[int]:
        return everywhere if rng.random() < 0.8 else frozenset(s for s in everywhere if rng.random() < 0.6)

    tongues = [frozenset[str](), frozenset({"vi"}), frozenset({"ja"})]
    people = tuple(
        Participant(f"P{p}", often(), languages=rng.choice(tongues), online=rng.random() < 0.2)
        for p in range(rng.randint(3, 5))
    )
    pairs = [(a, b) for b in range(len(people)) for a in range(b)]
    wishes = tuple(
        Wish(a, b, rng.randint(1, 9), must=rng.random() < 0.3)
        for a, b in rng.sample(pairs, min(len(pairs), most_wishes))
    )
    halls = ["A", "B", "C"][: rng.choice((2, 2, 3))]
    tables = tuple(Table(f"T{t}", often(), rng.choice(halls)) for t in range(rng.randint(1, 3)))
    used = sorted({table.hall for table in tables})
    walks = tuple(
        Walk(g, h, rng.choice((5, 15, 45))) for n, h in enumerate(used) for g in used[:n] if rng.random() < 0.9
    )
    interpreters = tuple(
        Interpreter(f"I{i}", frozenset({VI_JA}), often(), rng.choice((None, 1, 2))) for i in range(rng.randint(0, 2))
    )
    return Problem(slots, people, wishes, tables, interpreters, walks=walks)


def problems(most_wishes: int = 5) -> st.SearchStrategy[Problem]:
    return st.integers(0, 2**32).map(lambda seed: make_problem(seed, most_wishes))


Stay = tuple[str, int, str]
"""Who, in which slot and hall."""


def stays(problem: Problem, held: dict[int, tuple[int, str, int | None]]) -> Iterator[Stay]:
    """Where everyone on site and every interpreter is when."""
    for w, (slot, hall, interpreter) in held.items():
        for p in (problem.wishes[w].first, problem.wishes[w].second):
            if not problem.participants[p].online:
                yield problem.participants[p].key, slot, hall
        if interpreter is not None:
            yield problem.interpreters[interpreter].key, slot, hall


def somebody_late(problem: Problem, held: dict[int, tuple[int, str, int | None]]) -> bool:
    """Whether two meetings of a person on a day are too near in time for the way between their halls."""
    minutes = {frozenset((walk.first, walk.second)): walk.minutes for walk in problem.walks}
    everything = list(stays(problem, held))
    for who, s, hall in everything:
        for other, t, there in everything:
            one, two = problem.slots[s], problem.slots[t]
            if who != other or s >= t or one.day != two.day:
                continue
            assert one.end is not None
            assert two.start is not None
            if two.start - one.end < minutes.get(frozenset((hall, there)), 0):
                return True
    return False


def held_in(problem: Problem, result: Schedule) -> dict[int, tuple[int, str, int | None]]:
    return {m.wish: (m.slot, problem.tables[m.table].hall, m.interpreter) for m in result.meetings}


@SMALL
@given(problems(most_wishes=10), st.integers(0, 3))
def test_everybody_is_in_time(problem: Problem, seed: int) -> None:
    result, again = schedule(problem, seed=seed), schedule(problem, seed=seed)
    assert not somebody_late(problem, held_in(problem, result))
    assert verify(problem, result) == ()
    assert result.meetings == again.meetings


@SMALL
@given(problems(most_wishes=10))
def test_no_time_still_gets_everybody_there(problem: Problem) -> None:
    result = schedule(problem, time_limit=0)
    assert not somebody_late(problem, held_in(problem, result))
    assert verify(problem, result) == ()


@SMALL
@given(problems(most_wishes=10))
def test_ways_shorter_than_every_pause_change_nothing(problem: Problem) -> None:
    near = tuple(dataclasses.replace(walk, minutes=0) for walk in problem.walks)
    with_ways, without = (
        schedule(dataclasses.replace(problem, walks=near)),
        schedule(dataclasses.replace(problem, walks=())),
    )
    assert with_ways.meetings == without.meetings
    assert with_ways.unmet == without.unmet


def every_schedule(problem: Problem) -> Iterator[dict[int, tuple[int, str, int | None]]]:
    """Every way to hold some of the wishes, walking time kept."""

    def extend(
        w: int, held: dict[int, tuple[int, str, int | None]]
    ) -> Iterator[dict[int, tuple[int, str, int | None]]]:
        if w == len(problem.wishes):
            yield dict(held)
            return
        yield from extend(w + 1, held)
        crew = problem.interpreters_for(w)
        for slot in problem.slots_for(w):
            for hall in {table.hall for table in problem.tables}:
                for interpreter in [None] if crew is None else crew:
                    held[w] = slot, hall, interpreter
                    if allowed(problem, held):
                        yield from extend(w + 1, held)
                    del held[w]

    yield from extend(0, {})


def allowed(problem: Problem, held: dict[int, tuple[int, str, int | None]]) -> bool:
    """Whether nobody is in two places, tables are enough, interpreters are on duty and rest, and nobody is late."""
    busy: set[tuple[str, int]] = set()
    for w, (slot, hall, interpreter) in held.items():
        wish = problem.wishes[w]
        who = [problem.participants[wish.first].key, problem.participants[wish.second].key]
        if interpreter is not None:
            person = problem.interpreters[interpreter]
            who.append(person.key)
            if slot not in person.available:
                return False
        if any((key, slot) in busy for key in who):
            return False
        busy |= {(key, slot) for key in who}
        tables = sum(slot in table.available for table in problem.tables if table.hall == hall)
        if sum(place[:2] == (slot, hall) for place in held.values()) > tables:
            return False
    for person in problem.interpreters:
        run, day = 0, None
        for s, slot_of in enumerate(problem.slots):
            run = 0 if (person.key, s) not in busy else 1 if slot_of.day != day else run + 1
            day = slot_of.day
            if person.longest_run is not None and run > person.longest_run:
                return False
    return not somebody_late(problem, held)


def test_musts_and_score_are_not_needlessly_lost() -> None:
    ours_musts = best_musts = ours_score = best_score = 0
    for seed in range(120):
        problem = make_problem(seed)
        ranks = [
            (sum(problem.wishes[w].must for w in held), sum(problem.wishes[w].score for w in held))
            for held in every_schedule(problem)
        ]
        held = [m.wish for m in schedule(problem).meetings]
        musts, score = max(ranks)
        ours_musts += sum(problem.wishes[w].must for w in held)
        ours_score += sum(problem.wishes[w].score for w in held)
        best_musts += musts
        best_score += score
    assert ours_musts == best_musts
    assert ours_score >= 0.98 * best_score
