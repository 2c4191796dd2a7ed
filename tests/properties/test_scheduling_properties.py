"""Does every small event get an accepted programme, as good as trying everything, under a bound that holds?"""

import dataclasses
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    DEFAULT_ORDER,
    Aim,
    Interpreter,
    Participant,
    Problem,
    ProblemError,
    Schedule,
    Slot,
    Status,
    Table,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling import score as by_size

SMALL = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
VI_JA, VI_KO = frozenset({"vi", "ja"}), frozenset({"vi", "ko"})


def make_problem(seed: int, most_wishes: int) -> Problem:
    """An event with every kind of restriction, small enough to try everything.

    Drawn evenly: left to itself hypothesis prefers events in which nothing can happen.
    """
    rng = random.Random(seed)
    n_slots = rng.choice((0, 1, 2, 3, 3, 3))
    day_of = sorted(rng.choice((0, 0, 1)) for _ in range(n_slots))
    everywhere = frozenset(range(n_slots))

    def often() -> frozenset[int]:
        return everywhere if rng.random() < 0.8 else frozenset(s for s in everywhere if rng.random() < 0.6)

    tongues = [frozenset[str](), frozenset({"vi"}), frozenset({"vi"}), frozenset({"ja"}), frozenset({"ko", "ja"})]
    people = []
    for p in range(rng.randint(2, 5)):
        most = rng.choice((None, None, None, 0, 1, 2))
        least = rng.randint(0, 2 if most is None else most)
        people.append(Participant(f"P{p}", often(), "", "", rng.choice(tongues), least, most, rng.randint(1, 3)))
    wishes = []
    for _ in range(most_wishes - rng.choice((0, 0, 1, most_wishes))):
        first, second = rng.sample(range(len(people)), 2)
        session = rng.choice((None, None, None, None, 0, 1))
        fixed = rng.choice((None, None, None, None, *range(n_slots)))
        wishes.append(Wish(first, second, rng.randint(0, 9), rng.random() < 0.25, session, fixed))
    pairs = [frozenset({VI_JA}), frozenset({VI_KO}), frozenset({VI_JA, VI_KO})]
    runs = (None, 0, 1, 2)
    tables = tuple(Table(f"T{t}", often(), f"H{t % 2}") for t in range(rng.choice((0, 1, 1, 2, 2, 2))))
    interpreters = tuple(
        Interpreter(f"I{i}", rng.choice(pairs), often(), rng.choice(runs)) for i in range(rng.randint(0, 2))
    )
    orders = [(a, a + 1) for a in range(len(wishes) - 1) if rng.random() < 0.15]
    slots = tuple(Slot(day=d, session=d) for d in day_of)
    published = tuple((w, rng.randrange(n_slots)) for w in range(len(wishes)) if n_slots and rng.random() < 0.3)
    try:
        problem = Problem(slots, tuple(people), tuple(wishes), tables, interpreters, tuple(orders))
    except ProblemError:
        free = tuple(dataclasses.replace(w, slot=None) for w in wishes)
        problem = Problem(slots, tuple(people), free, tables, interpreters, tuple(orders))
    return dataclasses.replace(problem, published=published, order=rng.choice(ORDERS))


MUSTS_FIRST = (Aim.MUSTS, Aim.FIRST, Aim.LEAST, Aim.SCORE, Aim.BREAKS)
ORDERS = (
    DEFAULT_ORDER,
    MUSTS_FIRST,
    (Aim.SCORE, Aim.MUSTS, Aim.BREAKS, Aim.FAIRNESS),
    (Aim.STABILITY, Aim.LEAST, Aim.MUSTS, Aim.FIRST, Aim.SCORE, Aim.FAIRNESS, Aim.BREAKS),
    (Aim.FIRST, Aim.STABILITY, Aim.LEAST),
)
"""Orders that organisers might choose, from which events are drawn."""


def problems(most_wishes: int = 5) -> st.SearchStrategy[Problem]:
    return st.integers(0, 2**32).map(lambda seed: make_problem(seed, most_wishes))


Held = dict[int, tuple[int, int | None]]
"""Wish -> its slot and interpreter."""


def every_schedule(problem: Problem) -> Iterator[Held]:
    """Every feasible schedule, tried one by one; written for clarity."""

    def extend(w: int, held: Held) -> Iterator[Held]:
        if w == len(problem.wishes):
            if rested(problem, held) and all(
                held[a][0] < held[b][0] for a, b in problem.precedences if a in held and b in held
            ):
                yield dict(held)
            return
        yield from extend(w + 1, held)
        for place in places(problem, w, held):
            held[w] = place
            yield from extend(w + 1, held)
            del held[w]

    return extend(0, {})


def rested(problem: Problem, held: Held) -> bool:
    for i, person in enumerate(problem.interpreters):
        run, day = 0, None
        for s, slot in enumerate(problem.slots):
            run = 0 if (s, i) not in held.values() else run + 1 if slot.day == day else 1
            day = slot.day
            if person.longest_run is not None and run > person.longest_run:
                return False
    return True


def places(problem: Problem, w: int, held: Held) -> Iterator[tuple[int, int | None]]:
    """Where the wish could be added to those held, rests and precedences aside."""
    wish = problem.wishes[w]
    a, b = problem.participants[wish.first], problem.participants[wish.second]
    for p, person in ((wish.first, a), (wish.second, b)):
        count = sum(p in (problem.wishes[h].first, problem.wishes[h].second) for h in held)
        if person.most is not None and count >= person.most:
            return
    for s in sorted(a.available & b.available):
        if wish.slot not in (None, s) or wish.session not in (None, problem.slots[s].session):
            continue
        now = [problem.wishes[h] for h, (t, _) in held.items() if t == s]
        met = {p for h in now for p in (h.first, h.second)}
        if {wish.first, wish.second} & met or len(now) >= sum(s in t.available for t in problem.tables):
            continue
        if not a.languages or not b.languages or a.languages & b.languages:
            yield s, None
            continue
        for i, voice in enumerate(problem.interpreters):
            fits = any(frozenset((x, y)) in voice.pairs for x in a.languages for y in b.languages)
            if fits and s in voice.available and (s, i) not in held.values():
                yield s, i


def figures(problem: Problem, placed: dict[int, int]) -> dict[Aim, int]:
    """How much of each aim meetings reach, given the slot of every wish held."""
    wishes = [problem.wishes[w] for w in placed]
    count = [sum(p in (w.first, w.second) for w in wishes) for p in range(len(problem.participants))]
    return {
        Aim.MUSTS: sum(w.must for w in wishes),
        Aim.FIRST: sum(map(bool, count)),
        Aim.LEAST: sum(min(n, p.least) for n, p in zip(count, problem.participants, strict=True)),
        Aim.SCORE: sum(w.score for w in wishes),
        Aim.STABILITY: sum(placed.get(w) == s for w, s in problem.published),
    }


def rank(problem: Problem, placed: dict[int, int]) -> tuple[int, ...]:
    """The aims that say what is held, in the order of the problem."""
    reached = figures(problem, placed)
    return tuple(reached[aim] for aim in problem.order if aim in reached)


def all_figures(problem: Problem) -> list[dict[Aim, int]]:
    """Those of every feasible schedule."""
    return [figures(problem, {w: s for w, (s, _) in held.items()}) for held in every_schedule(problem)]


def check_aims(problem: Problem, result: Schedule, every: list[dict[Aim, int]]) -> None:
    """Each bound holds for all schedules that reach as much of the aims before it; what is reached is counted."""
    assert result.aims is not None
    assert result.bound is not None
    assert result.bound >= max(f[Aim.SCORE] for f in every)
    ours, aims = figures(problem, held_in(result)), result.aims
    stated = {Aim.MUSTS: aims.musts, Aim.FIRST: aims.met, Aim.LEAST: aims.least, Aim.STABILITY: aims.kept}
    rivals = every
    for aim in (aim for aim in problem.order if aim in ours):
        reached, most = stated.get(aim, (result.value, aims.score_at_most))
        assert reached == ours[aim]
        assert most >= max(f[aim] for f in rivals)
        rivals = [f for f in rivals if f[aim] >= ours[aim]]
    assert result.breaks_at_least <= result.breaks
    if result.status is Status.OPTIMAL:
        assert rank(problem, held_in(result)) == best(problem, every)


def best(problem: Problem, every: list[dict[Aim, int]]) -> tuple[int, ...]:
    """The highest rank of all."""
    return max(tuple(f[aim] for aim in problem.order if aim in f) for f in every)


def held_in(result: Schedule) -> dict[int, int]:
    """The slot of every wish held."""
    return {m.wish: m.slot for m in result.meetings}


@SMALL
@given(problems())
def test_as_good_as_trying_everything(problem: Problem) -> None:
    result = schedule(problem)
    assert verify(problem, result) == ()
    if result.status is Status.INFEASIBLE:
        fixed = {w for w, wish in enumerate(problem.wishes) if wish.must and wish.slot is not None}
        assert fixed
        assert not any(fixed <= set(held) for held in every_schedule(problem))
        return
    every = all_figures(problem)
    check_aims(problem, result, every)
    assert rank(problem, held_in(result)) == best(problem, every)


@SMALL
@given(problems(), st.sampled_from((0.0, 5.0)))
def test_placed_as_large_events_are_within_bounds_that_hold(problem: Problem, limit: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_size, "LARGE_COLUMNS", -1)
        result = schedule(problem, time_limit=limit)
    assert verify(problem, result) == ()
    if result.status is not Status.INFEASIBLE:
        check_aims(problem, result, all_figures(problem))


@SMALL
@given(problems(), st.integers(0, 3), st.booleans())
def test_a_published_programme_is_kept_when_nothing_else_changes(problem: Problem, seed: int, large: bool) -> None:
    plain = dataclasses.replace(problem, published=(), order=DEFAULT_ORDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_size, "LARGE_COLUMNS", -1 if large else 90_000)
        first = schedule(plain)
        known = tuple((m.wish, m.slot) for m in first.meetings)
        again = schedule(dataclasses.replace(plain, published=known), seed=seed)
    if first.status is Status.OPTIMAL or not large:
        assert held_in(again) == held_in(first)


@SMALL
@given(problems())
def test_one_more_table_never_costs(problem: Problem) -> None:
    more = dataclasses.replace(problem, tables=(*problem.tables, Table("more", frozenset(range(len(problem.slots))))))
    before, after = schedule(problem), schedule(more)
    if before.status is Status.INFEASIBLE:
        return
    assert before.bound is not None
    assert after.bound is not None
    assert after.bound >= before.bound
    assert rank(more, held_in(after)) >= rank(problem, held_in(before))


@SMALL
@given(problems(), st.randoms(use_true_random=False))
def test_names_and_places_in_the_list_do_not_matter(problem: Problem, rng: random.Random) -> None:
    order = list(range(len(problem.participants)))
    rng.shuffle(order)
    people = tuple(dataclasses.replace(problem.participants[p], key=f"X{p}") for p in order)
    wishes = tuple(
        dataclasses.replace(w, first=order.index(w.second), second=order.index(w.first)) for w in problem.wishes
    )
    shuffled = dataclasses.replace(
        problem,
        participants=people,
        wishes=wishes,
        tables=problem.tables[::-1],
        interpreters=problem.interpreters[::-1],
    )
    one, other = schedule(problem), schedule(shuffled)
    assert (one.status is Status.INFEASIBLE) == (other.status is Status.INFEASIBLE)
    assert one.bound == other.bound
    assert rank(problem, held_in(one)) == rank(shuffled, held_in(other))


@SMALL
@given(problems(most_wishes=12), st.integers(0, 3))
def test_every_programme_is_accepted_and_repeatable(problem: Problem, seed: int) -> None:
    first, again = schedule(problem, seed=seed), schedule(problem, seed=seed)
    assert verify(problem, first) == ()
    assert first.meetings == again.meetings
    assert first.unmet == again.unmet


@SMALL
@given(problems(most_wishes=12))
def test_no_time_still_gives_an_accepted_programme(problem: Problem) -> None:
    assert verify(problem, schedule(problem, time_limit=0)) == ()
