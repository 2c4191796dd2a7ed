"""The fewest breaks: against brute force on small events, against published optima, and within the time limit."""

import csv
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from kakehashi.engines.scheduling.dzn import read_dzn
from kakehashi.engines.scheduling.exact import place_all
from kakehashi.engines.scheduling.exact.encoding import encode
from kakehashi.engines.scheduling.exact.search import Finding, Search
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.problem import Interpreter, Participant, Problem, Slot, Table, Wish
from kakehashi.engines.scheduling.result import Objective, Schedule, Status, Step
from kakehashi.engines.scheduling.verify import verify
from kakehashi.engines.scheduling.whole import count_against

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "b2bsp"


def make_event(
    pairs: list[tuple[int, int]], n_slots: int, n_tables: int, *, n: int = 0, fairness: int | None = None
) -> Problem:
    n = n or 1 + max(max(pair) for pair in pairs)
    every = frozenset(range(n_slots))
    return Problem(
        slots=tuple(Slot() for _ in range(n_slots)),
        participants=tuple(Participant(key=f"p{i}", available=every) for i in range(n)),
        wishes=tuple(Wish(a, b) for a, b in pairs),
        tables=tuple(Table(key=f"t{i}", available=every) for i in range(n_tables)),
        fairness=fairness,
    )


def draw_event(random: Random) -> Problem:
    """A tiny event with every kind of demand, now feasible, now not."""
    n_slots, n = random.randint(2, 5), random.randint(3, 5)
    split = random.randint(1, n_slots)
    slots = tuple(Slot(day=int(s >= split), session=int(s >= split)) for s in range(n_slots))
    if random.random() < 0.6:
        slots = tuple(replace(slot, day=0) for slot in slots)

    def some(share: float) -> frozenset[int]:
        return frozenset(s for s in range(n_slots) if random.random() < share)

    spoken = [frozenset({"vi"}), frozenset({"ja"}), frozenset({"vi", "ja"})]
    many = random.random() < 0.4
    people = tuple(
        Participant(key=str(p), available=some(0.9), languages=random.choice(spoken) if many else frozenset())
        for p in range(n)
    )
    wishes = []
    for _ in range(random.randint(2, 5)):
        a, b = random.sample(range(n), 2)
        session = random.choice([None, None, None, 0, 1])
        wishes.append(Wish(a, b, session=session))
    drawn = {tuple(random.sample(range(len(wishes)), 2)) for _ in range(random.choice([0, 0, 1, 2]))}
    order = tuple(pair for pair in drawn if pair[::-1] not in drawn or pair[0] < pair[1])  # two can form a circle
    return Problem(
        slots=slots,
        participants=people,
        wishes=tuple(wishes),
        tables=tuple(Table(key=str(t), available=some(0.8)) for t in range(random.randint(1, 3))),
        interpreters=tuple(
            Interpreter(str(i), frozenset({frozenset({"vi", "ja"})}), some(0.8), random.choice([None, 1, 2]))
            for i in range(random.randint(1, 2))
        ),
        precedences=order,  # type: ignore[arg-type]
        fairness=random.choice([None, 0, 1, 2]),
    )


def count_breaks(problem: Problem, slots: list[int]) -> list[int]:
    """The breaks of each participant when wish w is held in slots[w]."""
    counts = []
    for p in range(len(problem.participants)):
        own = sorted(s for s, w in zip(slots, problem.wishes, strict=True) if p in (w.first, w.second))
        counts.append(sum(b > a + 1 and problem.slots[a].day == problem.slots[b].day for a, b in pairwise(own)))
    return counts


def staff(problem: Problem, slots: list[int], w: int = 0, work: frozenset[tuple[int, int]] = frozenset()) -> bool:
    """Whether interpreters can be found for wish w and all after it."""
    if w == len(slots):
        return all(_rests(problem, i, work) for i in range(len(problem.interpreters)))
    able = problem.interpreters_for(w)
    if able is None:
        return staff(problem, slots, w + 1, work)
    here = [i for i in able if slots[w] in problem.interpreters[i].available and (i, slots[w]) not in work]
    return any(staff(problem, slots, w + 1, work | {(i, slots[w])}) for i in here)


def _rests(problem: Problem, i: int, work: frozenset[tuple[int, int]]) -> bool:
    longest, run = problem.interpreters[i].longest_run, 0
    for s, slot in enumerate(problem.slots):
        new_day = s > 0 and problem.slots[s - 1].day != slot.day
        run = (1 if new_day else run + 1) if (i, s) in work else 0
        if longest is not None and run > longest:
            return False
    return True


def fewest_breaks(problem: Problem) -> int | None:
    """By trying everything; None when not all wishes can be held."""
    room = [sum(s in t.available for t in problem.tables) for s in range(len(problem.slots))]

    def _place(slots: list[int]) -> Iterator[int]:
        w = len(slots)
        if w == len(problem.wishes):
            if any(slots[a] >= slots[b] for a, b in problem.precedences) or not staff(problem, slots):
                return
            counts = count_breaks(problem, slots)
            if problem.fairness is None or max(counts) - min(counts) <= problem.fairness:
                yield sum(counts)
            return
        wish = problem.wishes[w]
        for s in problem.slots_for(w):
            met = {
                who
                for v, t in enumerate(slots)
                if t == s
                for who in (problem.wishes[v].first, problem.wishes[v].second)
            }
            if slots.count(s) < room[s] and not met & {wish.first, wish.second}:
                yield from _place([*slots, s])

    return min(_place([]), default=None)


def search(problem: Problem, seed: int = 0) -> tuple[int | None, list[Finding]]:
    """The fewest breaks without a process of its own; None when infeasible."""
    if count_against(build_frame(problem), 10) is not None:
        return None, []
    findings: list[Finding] = []
    Search(encode(problem), seed, findings.append).run()
    return findings[-1].value, findings


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_brute_force(seed: int) -> None:
    random = Random(seed)
    outcomes = set()
    for _ in range(25):
        problem = draw_event(random)
        expected = fewest_breaks(problem)
        found, findings = search(problem)
        assert found == expected, problem
        outcomes.add(expected)
        for finding in findings:
            assert expected is None or finding.bound <= expected
            if finding.meetings is not None:
                assert finding.value == sum(count_breaks(problem, [s for _, s, _ in sorted(finding.meetings)]))
    assert None in outcomes
    assert len(outcomes) > 1


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_brute_force_on_breaks_alone(seed: int) -> None:
    """Scarce tables, so that breaks have to be paid for."""
    random = Random(seed + 100)
    for _ in range(8):
        pairs = [tuple(sorted(random.sample(range(5), 2))) for _ in range(6)]
        problem = make_event(pairs, random.randint(4, 5), 2, fairness=random.choice([None, 1, 2]))  # type: ignore[arg-type]
        forbidden = [frozenset(random.sample(range(4), random.randint(0, 2))) for _ in problem.participants]
        problem = replace(
            problem,
            participants=tuple(
                replace(p, available=p.available - away)
                for p, away in zip(problem.participants, forbidden, strict=True)
            ),
        )
        assert search(problem)[0] == fewest_breaks(problem), problem


def test_returns_a_schedule_that_holds_every_wish() -> None:
    problem = make_event([(0, 1), (0, 2), (1, 2), (3, 4), (0, 3), (1, 4)], 4, 2, fairness=2)
    steps: list[Step] = []
    found = place_all(problem, time_limit=20, progress=steps.append)
    assert (found.status, found.objective) == (Status.OPTIMAL, Objective.BREAKS)
    assert found.value == found.bound == found.breaks == fewest_breaks(problem)
    assert verify(problem, found) == ()
    assert steps[-1].value == found.value
    assert len(found.log) == len(steps)
    assert replace(place_all(problem, time_limit=20), seconds=0, log=()) == replace(found, seconds=0, log=())


def test_tables_that_come_and_go() -> None:
    problem = make_event([(0, 1), (2, 3), (0, 2), (1, 3)], 3, 2)
    tables = (Table("a", frozenset({0, 2})), Table("b", frozenset({0, 1, 2})))
    problem = replace(problem, tables=tables)
    found = place_all(problem, time_limit=20)
    assert verify(problem, found) == ()
    assert found.value == fewest_breaks(problem)


def test_forbidden_slots_between_meetings_are_a_break() -> None:
    problem = make_event([(0, 1), (0, 2)], 3, 1)
    away = replace(problem.participants[0], available=frozenset({0, 2}))
    problem = replace(problem, participants=(away, *problem.participants[1:]))
    assert search(problem)[0] == 1


def test_a_night_is_no_break() -> None:
    problem = make_event([(0, 1), (0, 2)], 3, 1)
    away = replace(problem.participants[0], available=frozenset({0, 2}))
    problem = replace(
        problem, participants=(away, *problem.participants[1:]), slots=(Slot(day=0), Slot(day=0), Slot(day=1))
    )
    assert search(problem)[0] == 0


def test_fairness_shares_the_breaks_or_refuses() -> None:
    """One participant must have two breaks; another, with one meeting, can have none."""
    problem = make_event([(0, 1), (0, 2), (0, 3)], 5, 1)
    away = replace(problem.participants[0], available=frozenset({0, 2, 4}))
    problem = replace(problem, participants=(away, *problem.participants[1:]))
    assert search(problem)[0] == 2
    assert search(replace(problem, fairness=2))[0] == 2
    found = place_all(replace(problem, fairness=1), time_limit=20)
    assert found.status is Status.INFEASIBLE
    assert found.infeasible_because.startswith("demands_clash: ")
    assert "fairness 1" in found.infeasible_because
    assert found.contradiction is not None
    assert 0 in found.contradiction.fairness
    assert len(found.contradiction.fairness) == 2  # the one with two breaks, and one who can have none


def test_fairness_can_cost_breaks() -> None:
    """Both are free to have none, yet one of them must have one, so the other has to have one as well."""
    pairs = [(0, 1), (0, 1)]
    problem = make_event(pairs, 3, 1, fairness=0)
    away = replace(problem.participants[0], available=frozenset({0, 2}))
    problem = replace(problem, participants=(away, problem.participants[1]))
    assert search(problem)[0] == fewest_breaks(problem) == 2


def test_precedence_orders_two_meetings() -> None:
    problem = replace(make_event([(0, 1), (2, 3)], 2, 2), precedences=((1, 0),))
    found = place_all(problem, time_limit=20)
    slots = {m.wish: m.slot for m in found.meetings}
    assert slots[1] < slots[0]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (make_event([(0, 1), (0, 2), (0, 3)], 2, 4), "too_many_wishes: participant 0"),
        (make_event([(0, 1), (2, 3), (4, 5)], 1, 2), "tables_too_few: 3 wishes"),
        (make_event([(0, 1)], 1, 0), "no_open_slot: wish 0"),
        (replace(make_event([(0, 1)], 1, 1), wishes=(Wish(0, 1, session=1),)), "no_open_slot: wish 0"),
        (
            replace(
                make_event([(0, 1), (0, 2)], 2, 2),
                participants=tuple(Participant(str(i), frozenset({0, 1}), most=1) for i in range(3)),
            ),
            "most_too_low: participant 0",
        ),
    ],
)
def test_names_a_plain_contradiction(problem: Problem, code: str) -> None:
    found = place_all(problem, time_limit=5)
    assert found.status is Status.INFEASIBLE
    assert found.infeasible_because.startswith(code)
    assert (found.value, found.bound, found.meetings) == (None, None, ())
    assert verify(problem, found) == ()


def test_nothing_wished_is_optimal() -> None:
    problem = make_event([], 3, 1, n=2, fairness=0)
    found = place_all(problem, time_limit=20)
    assert (found.status, found.value, found.meetings) == (Status.OPTIMAL, 0, ())


def test_no_time_is_unknown_not_feasible() -> None:
    found = place_all(make_event([(0, 1)], 1, 1), time_limit=0)
    assert (found.status, found.value, found.meetings) == (Status.UNKNOWN, None, ())


def test_keeps_the_limit_while_the_solver_works() -> None:
    """Firms 0 to 44 meet 12 of firms 45 to 89 each: far more than three seconds of work."""
    pairs = [(a, 45 + (a * 7 + k * k) % 45) for a in range(45) for k in range(12)]
    problem = make_event(sorted(set(pairs)), 24, 24)
    start = time.perf_counter()
    found = place_all(problem, time_limit=3)
    assert 2.9 < time.perf_counter() - start < 3.6  # a busy machine may take long to end a process
    assert found.status in (Status.FEASIBLE, Status.UNKNOWN)
    if found.status is Status.FEASIBLE:
        assert verify(problem, found) == ()


@cache
def published_rows() -> list[dict[str, str]]:
    with (PUBLISHED / "published.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.slow
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published instances are not beside the repository")
@pytest.mark.parametrize(
    ("file", "fairness"),
    [
        ("original/forum-13.original.dzn", 2),
        ("original/forumt-14.original.dzn", 1),
        ("original/tic-12.original.dzn", 0),
        ("original/forumt-14crafd.original.dzn", 0),
        ("fixed/tic-13.fixed020-Forb.dzn", 2),
        ("forbidden/tic-14crafd.forb0003.dzn", 2),
        ("precedence/tic-12.prec15.dzn", 2),
        ("precedence/forum-13.prec25.dzn", 2),
    ],
)
def test_proves_the_published_optimum(file: str, fairness: int) -> None:
    row = next(r for r in published_rows() if r["file"] == file and r["fairness_d"] == str(fairness))
    problem = read_dzn((PUBLISHED / file).read_text(encoding="utf-8"), fairness)
    found: Schedule = place_all(problem, time_limit=60)
    ours = "unsatisfiable" if found.status is Status.INFEASIBLE else str(found.value)
    assert (ours, found.status is Status.FEASIBLE) == (row["optimum_breaks"], False)
    assert verify(problem, found) == ()
