"""Small accepted lists: brute force agrees on whether they can be held whole, and no part of a reason is spare."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    Clash,
    Contradiction,
    Interpreter,
    Participant,
    Problem,
    Schedule,
    Slot,
    Status,
    Table,
    Wish,
    contradiction_holds,
    verify,
)
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.whole import count_against, place_whole
from kakehashi.engines.scheduling.whole.clash import find_clash
from kakehashi.engines.scheduling.whole.refute import hall_violator


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
