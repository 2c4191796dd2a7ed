"""Which meetings are considered: every wish that nobody vetoed, and suggestions that rest on something named."""

from collections import Counter
from dataclasses import replace

from kakehashi.apps.events.week import WishRow
from kakehashi.apps.meetings.candidates import (
    LEAST_SUGGESTION,
    MUST,
    SUGGESTIONS,
    WANTED,
    build_problem,
    choose_candidates,
    firm_key,
    vetoes,
)
from kakehashi.apps.meetings.planning import Plan
from kakehashi.engines.matching import DealFit, Evidence, Matches, Pair
from kakehashi.engines.scheduling import Walk

NAMED = Evidence("000000", "000001", 800, (DealFit("goods", "goods", "SAME_DEAL"),))


def _matches(plan: Plan, *pairs: Pair) -> Matches:
    return replace(plan.matches, pairs=pairs)


def test_a_vetoed_wish_is_never_a_candidate(handmade_plan: Plan) -> None:
    week = handmade_plan.week
    assert ("000002", "000005") in vetoes(week)
    assert not [c for c in choose_candidates(week, handmade_plan.matches) if {c.first, c.second} == {2, 5}]


def test_worth_is_the_match_and_what_both_asked_for(handmade_plan: Plan) -> None:
    best = next(c for c in handmade_plan.candidates if (c.first, c.second) == (0, 2))
    assert (best.asked, best.match_score, best.worth) == ("must", 800, 800 + MUST + WANTED)


def test_any_wish_outweighs_every_suggestion(handmade_plan: Plan) -> None:
    asked = min(c.worth for c in handmade_plan.candidates if c.asked)
    assert asked >= WANTED >= max(c.worth for c in handmade_plan.candidates if not c.asked)


def test_a_suggestion_needs_evidence_that_can_be_checked(handmade_plan: Plan) -> None:
    bare = Pair("000000", "000003", 900, (NAMED,))
    assert not [c for c in choose_candidates(handmade_plan.week, _matches(handmade_plan, bare)) if not c.asked]
    named = replace(bare, evidence=handmade_plan.matches.pairs[0].evidence)
    assert [c for c in choose_candidates(handmade_plan.week, _matches(handmade_plan, named)) if not c.asked]


def test_a_weak_suggestion_is_left_out_and_a_weak_wish_is_not(handmade_plan: Plan) -> None:
    evidence = handmade_plan.matches.pairs[0].evidence
    weak = Pair("000000", "000003", LEAST_SUGGESTION - 1, evidence)
    assert (0, 3) not in {
        (c.first, c.second) for c in choose_candidates(handmade_plan.week, _matches(handmade_plan, weak))
    }
    week = replace(handmade_plan.week, wishes=(*handmade_plan.week.wishes, WishRow(9, 3, 0, "want")))
    assert (0, 3) in {(c.first, c.second) for c in choose_candidates(week, _matches(handmade_plan, weak))}


def test_the_firms_that_suit_everyone_do_not_fill_all_lists(handmade_plan: Plan) -> None:
    """Sixty firms, the earlier the more attractive to all: taken by score alone, fifteen would stand on every list."""
    week = replace(handmade_plan.week, firms=(handmade_plan.week.firms[0],) * 60, wishes=(), between_sides=False)
    evidence = handmade_plan.matches.pairs[0].evidence
    pairs = [Pair(firm_key(a), firm_key(b), 700 - a - b, evidence) for a in range(60) for b in range(a + 1, 60)]
    matches = _matches(handmade_plan, *sorted(pairs, key=lambda p: -p.score))
    chosen = choose_candidates(week, matches)
    held = Counter(firm for c in chosen for firm in (c.first, c.second))
    assert min(held.values()) >= SUGGESTIONS  # its own list
    assert max(held[firm] for firm in range(SUGGESTIONS)) < 59
    assert sum(held[firm] for firm in range(SUGGESTIONS, 60)) > 45 * SUGGESTIONS * 1.2
    assert chosen == choose_candidates(week, matches)


def test_firms_with_few_matches_keep_them_all(handmade_plan: Plan) -> None:
    evidence = handmade_plan.matches.pairs[0].evidence
    few = [Pair(firm_key(0), firm_key(other), 300, evidence) for other in (2, 3, 4, 6)]
    chosen = choose_candidates(replace(handmade_plan.week, wishes=()), _matches(handmade_plan, *few))
    assert [(c.first, c.second) for c in chosen] == [(0, 2), (0, 3), (0, 4), (0, 6)]


def test_the_problem_keeps_the_places_of_the_week(handmade_plan: Plan) -> None:
    problem = build_problem(handmade_plan.week, handmade_plan.candidates)
    assert [p.languages for p in problem.participants] == [frozenset(f.languages) for f in handmade_plan.week.firms]
    assert [w.must for w in problem.wishes] == [c.asked == "must" for c in handmade_plan.candidates]
    assert [t.key for t in problem.tables] == [t.key for t in handmade_plan.week.tables]


def test_the_way_between_halls_and_the_clock_reach_the_problem(handmade_plan: Plan) -> None:
    week = handmade_plan.week
    tables = (*week.tables, replace(week.tables[0], hall="Phòng B"), replace(week.tables[0], hall="Phòng C"))
    firms = (replace(week.firms[0], attendance="online"), *week.firms[1:])
    apart = build_problem(replace(week, tables=tables, firms=firms, way_minutes=10), handmade_plan.candidates)
    assert apart.walks == (
        Walk("Phòng A", "Phòng B", 10), Walk("Phòng A", "Phòng C", 10), Walk("Phòng B", "Phòng C", 10),
    )  # fmt: skip
    assert [(s.start, s.end) for s in apart.slots[:3]] == [(480, 510), (515, 545), (560, 590)]
    assert [p.online for p in apart.participants] == [True] + [False] * 6
    assert build_problem(week, handmade_plan.candidates).walks == ()
