"""Does every repair keep what it promises, whatever happens on the day?"""

import dataclasses
import itertools
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    Interpreter,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Schedule,
    Slot,
    Status,
    Table,
    Walk,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.repair import (
    ArrivesLate,
    Change,
    DayInProgress,
    HallCloses,
    InterpreterIll,
    LeavesEarly,
    Locks,
    NoShow,
    Repaired,
    TableBlocked,
    front,
    repair,
)

SMALL = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@dataclasses.dataclass(frozen=True)
class Case:
    """A programme, what happens, when, and what is locked."""

    problem: Problem
    programme: Schedule
    changes: tuple[Change, ...]
    now: int
    locks: Locks


def draw_case(seed: int) -> Case:
    """Drawn evenly; every kind of restriction and change can occur."""
    rng = random.Random(seed)
    while True:
        try:
            problem = draw_problem(rng)
        except ProblemError:
            continue
        programme = schedule(problem, time_limit=5)
        if programme.status is not Status.INFEASIBLE:
            break
    n_slots = len(problem.slots)
    changes = tuple(draw_change(rng, problem) for _ in range(rng.randint(1, 3)))
    held = [m.wish for m in programme.meetings]
    locks = Locks(
        meetings=frozenset(rng.sample(held, min(len(held), rng.choice((0, 0, 1, 3))))),
        participants=frozenset(p for p in range(len(problem.participants)) if rng.random() < 0.08),
        tables=frozenset(t for t in range(len(problem.tables)) if rng.random() < 0.1),
    )
    return Case(problem, programme, changes, rng.choice((0, 0, 0, 1, n_slots)), locks)


def draw_problem(rng: random.Random) -> Problem:
    n_slots = rng.randint(2, 5)
    every = frozenset(range(n_slots))
    days = sorted(rng.choice((0, 0, 1)) for _ in range(n_slots))
    size, spoken = rng.randint(5, 9), rng.random() < 0.4
    tongues = [frozenset({"vi"}), frozenset({"ja"}), frozenset({"ko", "ja"})]

    def often() -> frozenset[int]:
        return frozenset(s for s in every if rng.random() < 0.85)

    people = tuple(
        Participant(
            f"P{p}",
            often(),
            languages=rng.choice(tongues) if spoken else frozenset(),
            least=rng.choice((0, 0, 1)),
            most=rng.choice((None, None, None, 2)),
            online=rng.random() < 0.1,
        )
        for p in range(size)
    )
    wishes = []
    for _ in range(rng.randint(8, 36)):
        a, b = rng.sample(range(size), 2)
        fixed = rng.choice((None,) * 60 + tuple(every))
        wishes.append(Wish(a, b, rng.randint(0, 9), rng.random() < 0.1, rng.choice((None,) * 9 + (0, 1)), fixed))
    pairs = [frozenset({frozenset({"vi", "ja"})}), frozenset({frozenset({"vi", "ja"}), frozenset({"vi", "ko"})})]
    walks = (Walk("H0", "H1", rng.choice((5, 15, 40))),) if rng.random() < 0.4 else ()
    return Problem(
        slots=tuple(Slot(d, d, 540 + 40 * s, 570 + 40 * s) for s, d in enumerate(days)),
        participants=people,
        wishes=tuple(wishes),
        tables=tuple(Table(f"T{t}", often(), f"H{t % 2}") for t in range(rng.randint(1, 4))),
        interpreters=tuple(
            Interpreter(f"I{i}", rng.choice(pairs), often(), rng.choice((None, 1, 2))) for i in range(rng.randint(1, 3))
        ),
        precedences=tuple((a, a + 1) for a in range(len(wishes) - 1) if rng.random() < 0.03),
        walks=walks,
    )


def draw_change(rng: random.Random, problem: Problem) -> Change:
    n_slots = len(problem.slots)
    person, slot = rng.randrange(len(problem.participants)), rng.randint(0, n_slots)
    some = rng.choice((None, frozenset(s for s in range(n_slots) if rng.random() < 0.5)))
    return rng.choice(
        (
            NoShow(person),
            LeavesEarly(person, slot),
            ArrivesLate(person, slot),
            InterpreterIll(rng.randrange(len(problem.interpreters)), some),
            HallCloses("H0", some),
            TableBlocked(rng.randrange(len(problem.tables)), some),
        )
    )


def by_wish(programme: Schedule) -> dict[int, Meeting]:
    return {m.wish: m for m in programme.meetings}


def possible(case: Case, m: Meeting) -> tuple[bool, bool]:
    """Whether the two can still meet in the slot, and whether table and interpreter are still there too."""
    if m.slot < case.now:
        return True, True
    wish, both, rest = case.problem.wishes[m.wish], True, True
    table = case.problem.tables[m.table]
    for change in case.changes:
        match change:
            case NoShow(p):
                both &= p not in (wish.first, wish.second)
            case LeavesEarly(p, start):
                both &= p not in (wish.first, wish.second) or m.slot < start
            case ArrivesLate(p, end):
                both &= p not in (wish.first, wish.second) or m.slot >= end
            case InterpreterIll(i, slots):
                rest &= i != m.interpreter or (slots is not None and m.slot not in slots)
            case TableBlocked(t, slots):
                rest &= t != m.table or (slots is not None and m.slot not in slots)
            case HallCloses(hall, slots):
                rest &= table.hall != hall or (slots is not None and m.slot not in slots)
    return both, rest


def cases() -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(draw_case)


def mend(case: Case, **more: Any) -> Repaired:
    return repair(case.problem, case.programme, case.changes, now=case.now, locks=case.locks, **more)


@SMALL
@given(cases())
def test_the_verifier_accepts_and_what_is_possible_stays(case: Case) -> None:
    found = mend(case)
    assert verify(found.problem, found.schedule) == ()
    before, after = by_wish(case.programme), by_wish(found.schedule)
    for w, m in before.items():
        both, rest = possible(case, m)
        if both and rest:
            assert after[w] == m
        if w in found.reseated:
            assert both
            assert not rest
            assert after[w].slot == m.slot
    assert set(found.cancelled) == before.keys() - after.keys()
    assert set(found.added) == after.keys() - before.keys()
    assert set(found.moved) == {w for w in before.keys() & after.keys() if before[w].slot != after[w].slot}
    assert found.schedule.value is not None
    assert found.schedule.value <= found.bound()


@SMALL
@given(cases())
def test_the_past_and_the_locks_stay(case: Case) -> None:
    found = mend(case)
    before, after = by_wish(case.programme), by_wish(found.schedule)
    for one, other in ((before, after), (after, before)):
        assert {m for m in one.values() if m.slot < case.now} == {m for m in other.values() if m.slot < case.now}
    for w, m in after.items():
        wish = case.problem.wishes[w]
        if m.slot >= case.now and m != before.get(w):
            assert m.table not in case.locks.tables or (w in found.reseated and m.table == before[w].table)
            if w not in found.reseated:
                assert case.locks.participants.isdisjoint((wish.first, wish.second))


@SMALL
@given(cases())
def test_nothing_that_stays_leaves_room_and_the_bound_holds(case: Case) -> None:
    """Tried one by one: no set of unmet wishes, whatever their slots, is worth more than the bound."""
    found = mend(case)
    standing = [m for m in found.schedule.meetings if m.wish not in found.added + found.moved]
    loose = [u.wish for u in found.schedule.unmet] + list(found.added + found.moved)
    base = sum(case.problem.wishes[m.wish].score for m in standing)
    best = max(base + score for score in fillings(found.problem, standing, loose[:6], case.now))
    assert best <= found.bound()
    if len(loose) <= 6 and not any(w.must for w in case.problem.wishes):
        assert found.bound() >= (found.schedule.value or 0)


def fillings(problem: Problem, standing: list[Meeting], loose: list[int], now: int) -> list[int]:
    """The total scores of every way to add wishes to the meetings that stand; interpreters' rest left out."""
    scores = [0]

    def extend(rest: list[int], held: list[Meeting], score: int) -> None:
        scores.append(score)
        for k, w in enumerate(rest):
            wish = problem.wishes[w]
            for s in problem.slots_for(w):
                here = [m for m in held if m.slot == s]
                met = {p for m in here for p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second)}
                count = [
                    sum(p in (problem.wishes[m.wish].first, problem.wishes[m.wish].second) for m in held)
                    for p in (wish.first, wish.second)
                ]
                most = [problem.participants[p].most for p in (wish.first, wish.second)]
                if (
                    s < now
                    or met & {wish.first, wish.second}
                    or any(m is not None and n >= m for n, m in zip(count, most, strict=True))
                ):
                    continue
                tables = [
                    t
                    for t, table in enumerate(problem.tables)
                    if s in table.available and all(m.table != t for m in here)
                ]
                crew = problem.interpreters_for(w)
                voices: list[int | None] = (
                    [None]
                    if crew is None
                    else [
                        i
                        for i in sorted(crew)
                        if s in problem.interpreters[i].available
                        and all(m.interpreter != i for m in here)
                        and rested(problem, i, s, held)
                    ]
                )
                for voice in voices:
                    if tables:
                        extend(rest[k + 1 :], [*held, Meeting(w, s, tables[0], voice)], score + wish.score)

    extend(loose, standing, 0)
    return scores


def rested(problem: Problem, interpreter: int, slot: int, held: list[Meeting]) -> bool:
    limit = problem.interpreters[interpreter].longest_run
    work = {m.slot for m in held if m.interpreter == interpreter} | {slot}
    if limit is None:
        return True
    for start in range(len(problem.slots) - limit):
        window = range(start, start + limit + 1)
        if set(window) <= work and len({problem.slots[s].day for s in window}) == 1:
            return False
    return limit > 0


@SMALL
@given(cases())
def test_no_change_changes_nothing_that_is_held(case: Case) -> None:
    found = repair(case.problem, case.programme, (), now=case.now, time_limit=0.0)
    assert by_wish(case.programme).items() <= by_wish(found.schedule).items()
    assert not found.cancelled
    assert not found.moved
    assert not found.reseated
    assert verify(found.problem, found.schedule) == ()


@SMALL
@given(cases())
def test_a_repair_can_be_repaired(case: Case) -> None:
    first = mend(case)
    again = repair(first.problem, first.schedule, case.changes, now=case.now, locks=case.locks)
    assert by_wish(first.schedule).items() <= by_wish(again.schedule).items()
    assert verify(again.problem, again.schedule) == ()


@SMALL
@given(cases())
def test_a_day_goes_on_change_by_change(case: Case) -> None:
    today = DayInProgress(case.problem, case.programme, now=case.now, locks=case.locks)
    before = by_wish(case.programme)
    answers = []
    for k, change in enumerate(case.changes):
        found = today.repair([change])
        so_far = dataclasses.replace(case, changes=case.changes[: k + 1])
        after = by_wish(found.schedule)
        for w, m in before.items():
            if all(possible(so_far, m)):
                assert after[w] == m
        before = after
        answers.append(found)
    for found in answers:
        assert verify(found.problem, found.schedule) == ()


@SMALL
@given(cases())
def test_the_front_rises_and_begins_where_the_repair_is(case: Case) -> None:
    points = front(
        case.problem,
        case.programme,
        case.changes,
        moves=(0, 1, 2, 5),
        now=case.now,
        locks=case.locks,
        time_limit=0.5,
    )
    assert points[0].moves == 0
    assert points[0].value == points[0].repaired.value
    assert all(a.moves < b.moves and a.value < b.value for a, b in itertools.pairwise(points))
    before = by_wish(case.programme)
    for point in points:
        found = point.repaired
        assert verify(found.problem, found.schedule) == ()
        assert found.schedule.value == point.value
        after = by_wish(found.schedule)
        kept = [w for w, m in before.items() if all(possible(case, m))]
        assert after.keys() >= set(kept)
        assert sum(after[w] != before[w] for w in kept) <= point.moves <= 5
