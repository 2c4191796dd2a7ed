"""An accepted list is placed whole with no table to spare, or a small true reason says why it cannot be."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    Clash,
    Contradiction,
    Interpreter,
    Objective,
    Participant,
    Problem,
    Schedule,
    Slot,
    Status,
    Table,
    Walk,
    Wish,
    contradiction_holds,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.jsonreading import JsonFormError
from kakehashi.engines.scheduling.jsonresult import schedule_from_json, schedule_to_json
from kakehashi.engines.scheduling.whole import count_against, place_whole
from kakehashi.engines.scheduling.whole.clash import find_clash
from kakehashi.engines.scheduling.whole.refute import hall_violator
from kakehashi.engines.scheduling.whole.ways import in_time


def make_event(
    pairs: list[tuple[int, int]], n_slots: int, n_tables: int | None = None, away: dict[int, set[int]] | None = None
) -> Problem:
    """An event of one day; as many tables as the meetings need at least unless stated."""
    every, out = frozenset(range(n_slots)), away or {}
    n = 1 + max(max(pair) for pair in pairs)
    tables = -(-len(pairs) // n_slots) if n_tables is None else n_tables
    return Problem(
        slots=(Slot(),) * n_slots,
        participants=tuple(Participant(f"p{i}", every - out.get(i, set())) for i in range(n)),
        wishes=tuple(Wish(a, b) for a, b in pairs),
        tables=tuple(Table(f"t{i}", every) for i in range(n_tables if n_tables is not None else tables)),
    )


def place(problem: Problem, seconds: float = 10.0) -> Schedule:
    """Placed as events of thousands are."""
    return place_whole(build_frame(problem), started=time.perf_counter(), time_limit=seconds, seed=1, progress=None)


def explain(problem: Problem) -> Contradiction | None:
    """What stands against the whole list, found in this process."""
    counted = count_against(build_frame(problem), 20)
    if counted is not None:
        return counted
    told: list[Contradiction] = []
    find_clash(problem, 20, told.append)
    return told[-1] if told else None


def can_be_placed(problem: Problem) -> bool:
    """By trying everything."""
    room = [sum(s in t.available for t in problem.tables) for s in range(len(problem.slots))]

    def staffed(slots: list[int], w: int, work: frozenset[tuple[int, int]]) -> bool:
        if w == len(slots):
            return all(rests(problem, i, {s for j, s in work if j == i}) for i in range(len(problem.interpreters)))
        able = problem.interpreters_for(w)
        if able is None:
            return staffed(slots, w + 1, work)
        here = [i for i in able if slots[w] in problem.interpreters[i].available and (i, slots[w]) not in work]
        return any(staffed(slots, w + 1, work | {(i, slots[w])}) for i in here)

    def placed(slots: list[int]) -> Iterator[bool]:
        w = len(slots)
        if w == len(problem.wishes):
            ordered = all(slots[a] < slots[b] for a, b in problem.precedences)
            yield ordered and is_fair(problem, slots) and staffed(slots, 0, frozenset())
            return
        two = {problem.wishes[w].first, problem.wishes[w].second}
        for s in problem.slots_for(w):
            met = {p for v, t in enumerate(slots) if t == s for p in ends(problem, v)}
            if slots.count(s) < room[s] and not met & two:
                yield from placed([*slots, s])

    return any(placed([]))


def is_fair(problem: Problem, slots: list[int]) -> bool:
    """Whether nobody has too many breaks more than somebody else, in an event of one day."""
    breaks = []
    for p in range(len(problem.participants)):
        own = sorted(s for w, s in enumerate(slots) if p in ends(problem, w))
        breaks.append(sum(later - earlier > 1 for earlier, later in pairwise(own)))
    return problem.fairness is None or max(breaks) - min(breaks) <= problem.fairness


def rests(problem: Problem, i: int, slots: set[int]) -> bool:
    longest, run = problem.interpreters[i].longest_run, 0
    for s in range(len(problem.slots)):
        run = run + 1 if s in slots else 0
        if longest is not None and run > longest:
            return False
    return True


def ends(problem: Problem, wish: int) -> set[int]:
    return {problem.wishes[wish].first, problem.wishes[wish].second}


def lessened(problem: Problem, found: Contradiction) -> Iterator[Contradiction]:
    """The contradiction without each one of its members."""
    for w in found.wishes:
        rest = tuple(v for v in found.wishes if v != w)
        less = replace(found, wishes=rest, wanted=len(rest), possible=len(rest) - 1)
        if found.kind is Clash.GROUP_TOO_FULL:
            less = replace(less, participants=tuple(sorted(set().union(*(ends(problem, v) for v in rest)))))
        if found.kind is Clash.ORDER_TOO_LONG:
            less = replace(less, precedences=tuple(pairwise(rest)))
        yield less
    if found.kind is not Clash.DEMANDS_CLASH:
        return
    for p in found.participants:
        yield replace(found, participants=tuple(q for q in found.participants if q != p))
    for i in found.interpreters:
        yield replace(found, interpreters=tuple(j for j in found.interpreters if j != i))
    for pair in found.precedences:
        yield replace(found, precedences=tuple(other for other in found.precedences if other != pair))
    for p in found.fairness:
        yield replace(found, fairness=tuple(q for q in found.fairness if q != p))
    if found.tables:
        yield replace(found, tables=())


@st.composite
def tiny_lists(draw: st.DrawFn) -> Problem:
    """A few meetings with exactly the tables they need, people away, sometimes interpreters and an order."""
    n_slots, n = draw(st.integers(2, 4)), draw(st.integers(3, 6))
    pair = st.lists(st.integers(0, n - 1), min_size=2, max_size=2, unique=True)
    pairs = draw(st.lists(pair, min_size=2, max_size=8))
    some = st.frozensets(st.integers(0, n_slots - 1), min_size=n_slots - 1, max_size=n_slots)
    spoken = st.sampled_from([frozenset({"vi"}), frozenset({"ja"}), frozenset({"vi", "ja"})])
    several = draw(st.booleans())
    drawn = draw(st.lists(st.lists(st.integers(0, len(pairs) - 1), min_size=2, max_size=2, unique=True), max_size=2))
    return Problem(
        slots=(Slot(),) * n_slots,
        participants=tuple(
            Participant(f"p{i}", draw(some), languages=draw(spoken) if several else frozenset()) for i in range(n)
        ),
        wishes=tuple(Wish(a, b) for a, b in pairs),
        tables=tuple(Table(f"t{i}", frozenset(range(n_slots))) for i in range(-(-len(pairs) // n_slots))),
        interpreters=tuple(
            Interpreter(f"i{i}", frozenset({frozenset({"vi", "ja"})}), draw(some), draw(st.sampled_from([1, 2, None])))
            for i in range(2)
        ),
        precedences=tuple({(min(a, b), max(a, b)) for a, b in drawn}),
        fairness=draw(st.sampled_from([None, None, 0, 1])),
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tiny_lists())
def test_placed_whole_or_refuted_with_a_least_reason(problem: Problem) -> None:
    possible, found = can_be_placed(problem), explain(problem)
    assert (found is None) == possible
    if found is not None:
        assert contradiction_holds(problem, found), found
        for less in lessened(problem, found):
            assert not contradiction_holds(problem, less), (found, less)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tiny_lists())
def test_chains_never_lie(problem: Problem) -> None:
    rested = tuple(replace(i, longest_run=None) for i in problem.interpreters)
    problem = replace(problem, interpreters=rested, fairness=None)
    found = place(problem, 0.3)
    assert verify(problem, found) == ()
    if can_be_placed(problem):
        assert found.status in (Status.OPTIMAL, Status.FEASIBLE), problem
    else:
        assert found.status in (Status.INFEASIBLE, Status.UNKNOWN)


def full_lists(n: int, n_slots: int) -> list[tuple[int, int]]:
    """Everyone of n on each side meets somebody in every slot: not one table, not one person is ever idle."""
    rng = random.Random(n)
    one, other = rng.sample(range(n), n), rng.sample(range(n, 2 * n), n)
    pairs = [(one[i], other[(i + 5 * s) % n]) for s in range(n_slots) for i in range(n)]
    return rng.sample(pairs, len(pairs))


def test_nobody_idle_and_no_table_spare() -> None:
    """König: as many slots as the busiest has meetings are enough on two sides."""
    problem = make_event(full_lists(37, 16), 16)
    assert len(problem.tables) == 37
    found = place(problem)
    assert (found.status, found.value) == (Status.OPTIMAL, 0)
    assert verify(problem, found) == ()


def test_tables_are_evened_out() -> None:
    """De Werra: any placing can be evened out until ceil(m / slots) tables are enough."""
    rng = random.Random(5)
    pairs = rng.sample([(a, b) for a in range(60) for b in range(60, 140)], 1_000)
    busiest = max(sum(p in pair for pair in pairs) for p in range(140))
    problem = make_event(pairs, busiest)
    assert len(problem.tables) == -(-1_000 // busiest)
    found = place(problem)
    assert len(found.meetings) == 1_000
    assert verify(problem, found) == ()


@pytest.mark.parametrize("interpreters", [0, 60])
def test_no_table_spare_with_people_away(interpreters: int) -> None:
    """A programme is laid out first, so that the list can be placed: 16 slots, every table taken in each of them."""
    rng = random.Random(interpreters)
    n, n_slots, tables = 300, 16, 50
    away = {p: set(rng.sample(range(n_slots), rng.randint(0, 5))) for p in range(n)}
    pairs: dict[tuple[int, int], None] = {}
    for s in range(n_slots):
        sides = [[p for p in side if s not in away[p]] for side in (range(150), range(150, n))]
        goal = len(pairs) + tables
        for a, b in zip(*(rng.sample(side, len(side)) for side in sides), strict=False):
            if len(pairs) < goal:
                pairs[a, b] = None
        while len(pairs) < goal:
            pairs[rng.choice(sides[0]), rng.choice(sides[1])] = None
    problem = make_event(rng.sample(list(pairs), len(pairs)), n_slots, tables, away)
    every = frozenset(range(n_slots))
    problem = replace(
        problem,
        participants=tuple(
            replace(p, languages=frozenset({"vi" if i < 150 else "ja"}) if interpreters else frozenset())
            for i, p in enumerate(problem.participants)
        ),
        interpreters=tuple(
            Interpreter(f"i{i}", frozenset({frozenset({"vi", "ja"})}), every, rng.choice([4, None]))
            for i in range(interpreters)
        ),
    )
    found = place(problem, 20)
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert len(found.meetings) == len(pairs) == n_slots * tables
    assert verify(problem, found) == ()


SEVEN = [(a, b) for a in range(7) for b in range(a)]


def test_seven_people_have_six_common_slots() -> None:
    """Seven who all meet each other need seven slots: in each of six at most three of the 21 meetings fit."""
    found = schedule(make_event(SEVEN, 6, 20), objective=Objective.BREAKS, time_limit=20)
    assert found.status is Status.INFEASIBLE
    reason = found.contradiction
    assert reason is not None
    assert (reason.kind, len(reason.participants), len(reason.slots)) == (Clash.GROUP_TOO_FULL, 7, 6)
    assert (reason.wanted, reason.possible) == (19, 18)  # two of the 21 are not even needed for it
    assert "these 7 people" in found.infeasible_because
    assert verify(make_event(SEVEN, 6, 20), found) == ()


def test_a_small_group_is_found_in_a_large_event() -> None:
    rng = random.Random(3)
    others = rng.sample([(a, b) for a in range(7, 300) for b in range(300, 600)], 1_500)
    problem = make_event([*SEVEN, *others], 6, 400, {p: {1, 3} for p in range(300, 400)})
    spread = dict.fromkeys(range(7, 600), 6)
    kept = []
    for wish in problem.wishes:
        load = {p: spread.get(p, 99) - 2 * (p in range(300, 400)) for p in (wish.first, wish.second)}
        if all(load.values()) and min(load.values()) > 0:
            kept.append(wish)
            for p in load:
                spread[p] = spread.get(p, 99) - 1
    problem = replace(problem, wishes=tuple(kept))
    found = place(problem, 10)
    assert found.status is Status.INFEASIBLE
    assert found.contradiction is not None
    assert found.contradiction.kind is Clash.GROUP_TOO_FULL
    assert found.contradiction.participants == tuple(range(7))


PETERSEN = [
    *((i, (i + 1) % 5) for i in range(5)),
    *((i, i + 5) for i in range(5)),
    *((i + 5, (i + 2) % 5 + 5) for i in range(5)),
]
"""Ten people with three meetings each, five meetings in each of three slots: it counts well, yet nobody can do it."""


def test_what_counts_well_and_yet_cannot_be_placed() -> None:
    found = schedule(make_event(PETERSEN, 3), objective=Objective.BREAKS, time_limit=20)
    assert found.contradiction is not None
    assert found.contradiction.kind is Clash.DEMANDS_CLASH
    assert len(found.contradiction.participants) == 9  # any nine of the ten are enough
    assert verify(make_event(PETERSEN, 3), found) == ()


def test_the_part_that_cannot_be_placed_is_found_in_a_large_event() -> None:
    rng = random.Random(2)
    n_slots, hosts = 24, range(10, 1_500)
    others = [(p, q) for p in hosts for q in rng.sample(range(1_500, 3_000), 2)]
    problem = make_event([*PETERSEN, *others], n_slots, 130)
    bound = tuple(replace(p, available=frozenset({0, 1, 2})) for p in problem.participants[:10])
    problem = replace(problem, participants=(*bound, *problem.participants[10:]))
    found = schedule(problem, objective=Objective.BREAKS, time_limit=30)
    assert found.status is Status.INFEASIBLE
    assert found.contradiction is not None
    assert len(found.contradiction.participants) == 9
    assert set(found.contradiction.participants) < set(range(10))
    assert found.contradiction.slots == (0, 1, 2)
    assert found.contradiction.tables == ()
    assert verify(problem, found) == ()


LANGUAGES = (frozenset({"vi"}), frozenset({"ja"}))


def spoken(problem: Problem, *interpreters: Interpreter) -> Problem:
    """Those with even places speak one language, the others another."""
    people = tuple(replace(p, languages=LANGUAGES[i % 2]) for i, p in enumerate(problem.participants))
    return replace(problem, participants=people, interpreters=interpreters)


EVERY = frozenset(range(4))
PAIR = frozenset({frozenset({"vi", "ja"})})

REFUTED = [
    (make_event([(0, 1)], 2, 1, {0: {0}, 1: {1}}), Clash.NO_OPEN_SLOT, 1),
    (make_event([(0, 1), (0, 2), (0, 3), (4, 5)], 2, 4), Clash.TOO_MANY_WISHES, 3),
    (make_event([(0, 1), (2, 3), (4, 5)], 2, 1), Clash.TABLES_TOO_FEW, 3),
    (make_event([(0, 1), (2, 3), (4, 5), (6, 7)], 4, 1, {0: {0, 1, 2}, 2: {0, 1, 2}}), Clash.TABLES_TOO_FEW, 2),
    (
        spoken(make_event([(0, 1), (2, 3), (4, 5), (6, 7)], 4, 4), Interpreter("i", PAIR, EVERY, 2)),
        Clash.INTERPRETERS_TOO_FEW,
        4,
    ),
    (replace(make_event([(0, 1), (2, 3), (4, 5)], 2, 3), precedences=((0, 1), (1, 2))), Clash.ORDER_TOO_LONG, 3),
    (
        replace(
            make_event([(0, 1), (0, 2)], 2, 2),
            participants=tuple(Participant(str(i), frozenset({0, 1}), most=1) for i in range(3)),
        ),
        Clash.MOST_TOO_LOW,
        2,
    ),
]


@pytest.mark.parametrize(("problem", "kind", "wishes"), REFUTED)
def test_each_kind_is_found_holds_and_is_least(problem: Problem, kind: Clash, wishes: int) -> None:
    found = count_against(build_frame(problem), 5)
    assert found is not None
    assert (found.kind, len(found.wishes)) == (kind, wishes)
    assert contradiction_holds(problem, found)
    assert not any(contradiction_holds(problem, less) for less in lessened(problem, found))
    assert str(found).startswith(f"{kind}: ")


def test_what_only_a_solver_sees_is_cut_down() -> None:
    """Two wishes of one person and an order leave only one placing, in which the third has no slot."""
    problem = make_event([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5)], 3, 3, {0: {2}, 2: {1}})
    problem = replace(problem, precedences=((1, 0), (2, 0)))
    found = explain(problem)
    assert not can_be_placed(problem)
    assert found is not None
    assert found.kind is Clash.DEMANDS_CLASH
    assert set(found.wishes) <= {0, 1, 2}
    assert contradiction_holds(problem, found)


@pytest.mark.parametrize("problem", [problem for problem, _, _ in REFUTED])
def test_a_wrong_contradiction_is_rejected(problem: Problem) -> None:
    found = count_against(build_frame(problem), 5)
    assert found is not None
    lies = [
        replace(found, possible=found.wanted),
        replace(found, wishes=()),
        replace(found, wishes=(*found.wishes, 99)),
        replace(found, kind=Clash.DEMANDS_CLASH, participants=(), tables=(), precedences=(), interpreters=()),
    ]
    if found.kind is not Clash.NO_OPEN_SLOT:
        assert not any(contradiction_holds(problem, lie) for lie in lies)
    assert not any(contradiction_holds(problem, lie) for lie in lies[:3])


@pytest.mark.parametrize("problem", [*(problem for problem, _, _ in REFUTED), make_event(PETERSEN, 3)])
def test_json_keeps_the_contradiction(problem: Problem) -> None:
    found = explain(problem)
    assert found is not None
    claim = Schedule(
        Status.INFEASIBLE, Objective.BREAKS, None, None, 0, 1.5, infeasible_because=str(found), contradiction=found
    )
    assert schedule_from_json(schedule_to_json(problem, claim), problem) == claim


def test_json_names_what_is_wrong_with_a_contradiction() -> None:
    problem = REFUTED[1][0]
    found = explain(problem)
    claim = Schedule(Status.INFEASIBLE, Objective.BREAKS, None, None, 0, 1.5, contradiction=found)
    text = schedule_to_json(problem, claim).replace('"kind": "too_many_wishes"', '"kind": "x"').replace('"p0"', '"me"')
    with pytest.raises(JsonFormError) as caught:
        schedule_from_json(text, problem)
    assert [fault.path for fault in caught.value.faults] == ["contradiction.kind", "contradiction.participants[0]"]


def test_verify_rejects_a_contradiction_that_does_not_hold() -> None:
    problem = make_event([(0, 1), (0, 2)], 2, 2)
    lie = Contradiction(Clash.TOO_MANY_WISHES, (0, 1), (0,), (0,), wanted=2, possible=1)
    claim = Schedule(
        Status.INFEASIBLE, Objective.BREAKS, None, None, 0, 0.0, infeasible_because=str(lie), contradiction=lie
    )
    assert [fault.split(":")[0] for fault in verify(problem, claim)] == ["contradiction_wrong"]


def test_no_time_is_unknown_and_a_run_can_be_cancelled() -> None:
    problem = make_event(full_lists(37, 16), 16)
    frame = build_frame(problem)
    assert place(problem, 0.0).status in (Status.UNKNOWN, Status.FEASIBLE)
    found = place_whole(frame, started=0.0, time_limit=1e9, seed=0, progress=None, cancel=lambda: True)
    assert found.status in (Status.UNKNOWN, Status.FEASIBLE)
    assert verify(problem, found) == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 63), max_size=7))
def test_halls_condition(masks: list[int]) -> None:
    items, slots = hall_violator(masks)

    def fits(chosen: list[int], taken: int = 0) -> bool:
        if not chosen:
            return True
        free = masks[chosen[0]] & ~taken
        return any(free >> s & 1 and fits(chosen[1:], taken | 1 << s) for s in range(6))

    assert fits(list(range(len(masks)))) == (not items)
    if items:
        assert slots.bit_count() == len(items) - 1
        assert all(masks[i] & ~slots == 0 for i in items)
        assert all(fits([i for i in items if i != out]) for out in items)


def in_two_halls(minutes: int, *, online: frozenset[int] = frozenset(), run: int | None = None) -> Problem:
    """A host with three meetings in three slots without pause; each slot has its one table in another hall."""
    names = ("A", "B", "A")
    return Problem(
        slots=tuple(Slot(start=30 * s, end=30 * s + 30) for s in range(3)),
        participants=tuple(
            Participant(f"p{i}", frozenset(range(3)), languages=LANGUAGES[i > 0], online=i in online) for i in range(4)
        ),
        wishes=(Wish(0, 1), Wish(0, 2), Wish(0, 3)),
        tables=tuple(Table(f"t{s}", frozenset({s}), hall) for s, hall in enumerate(names)),
        interpreters=tuple(Interpreter(f"i{i}", PAIR, frozenset(range(3)), run) for i in range(2)),
        walks=(Walk("A", "B", minutes),),
    )


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (in_two_halls(0), Status.OPTIMAL),
        (in_two_halls(5), Status.INFEASIBLE),
        (in_two_halls(5, online=frozenset({0})), Status.OPTIMAL),  # the two interpreters take a hall each
        (
            replace(in_two_halls(5, online=frozenset({0})), interpreters=in_two_halls(5).interpreters[:1]),
            Status.INFEASIBLE,
        ),
        (replace(in_two_halls(5), slots=tuple(Slot(start=40 * s, end=40 * s + 30) for s in range(3))), Status.OPTIMAL),
    ],
)
def test_ways_between_halls_are_kept(problem: Problem, status: Status) -> None:
    found = schedule(problem, objective=Objective.BREAKS, time_limit=20)
    assert found.status is status
    assert verify(problem, found) == ()
    assert in_time(problem, found.meetings)


def test_a_large_placing_that_makes_somebody_late_is_not_passed_off() -> None:
    assert place(in_two_halls(5), 2).status is Status.UNKNOWN
    assert place(in_two_halls(0), 2).status is Status.OPTIMAL
