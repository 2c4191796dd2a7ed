"""An accepted list is placed whole with no table to spare, or a small true reason says why it cannot be."""

import random
import time
from dataclasses import replace
from itertools import pairwise

import pytest

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
from kakehashi.engines.scheduling.exact.walking import hold_in_time
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.jsonreading import JsonFormError
from kakehashi.engines.scheduling.jsonresult import schedule_from_json, schedule_to_json
from kakehashi.engines.scheduling.whole import count_against, place_whole
from kakehashi.engines.scheduling.whole.clash import find_clash


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
    found = schedule(
        problem, objective=Objective.BREAKS, time_limit=200
    )  # seconds on a machine with nothing else to do
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
    for w in found.wishes:
        rest = tuple(v for v in found.wishes if v != w)
        less = replace(found, wishes=rest, wanted=len(rest), possible=len(rest) - 1, precedences=tuple(pairwise(rest)))
        assert not contradiction_holds(problem, less)
    assert str(found).startswith(f"{kind}: ")


def test_what_only_a_solver_sees_is_cut_down() -> None:
    """Two wishes of one person and an order leave only one placing, in which the third has no slot."""
    problem = make_event([(0, 1), (0, 2), (1, 2), (3, 4), (3, 5)], 3, 3, {0: {2}, 2: {1}})
    problem = replace(problem, precedences=((1, 0), (2, 0)))
    found = explain(problem)
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


def test_a_large_placing_that_makes_somebody_late_is_not_passed_off() -> None:
    begun = time.perf_counter()
    for minutes, status in ((5, Status.UNKNOWN), (0, Status.OPTIMAL)):
        problem = in_two_halls(minutes)
        found = hold_in_time(problem, place(problem, 2), 0, lambda: (time.perf_counter() - begun) / 2)
        assert found.status is status
