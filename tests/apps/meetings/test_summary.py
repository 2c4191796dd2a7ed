from dataclasses import replace

import pytest

from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import (
    DECLINED,
    NO_WISH,
    Asking,
    InterpreterLoad,
    ReasonCount,
    participants_without,
    summarise,
    unmet_requests,
    unmet_suggestions,
)
from kakehashi.engines.scheduling import Objective, Schedule, Status


def test_figures(handmade_plan: Plan) -> None:
    summary = summarise(handmade_plan)
    assert (summary.firms, summary.firms_meeting, summary.meetings, summary.candidates) == (7, 5, 4, 6)
    assert (summary.status, summary.seed) == ("feasible", 7)
    assert summary.score == 800 + 2000 + 1000 + 600 + 500 + 1000
    assert summary.bound == summary.score + 100
    assert summary.gap == pytest.approx(100 / summary.bound)


def test_breaks_are_counted_as_the_engine_counts_them(handmade_plan: Plan) -> None:
    summary = summarise(handmade_plan)
    assert summary.breaks == (2, 0, 0, 0, 0, 0, 0)
    assert summary.breaks_total == handmade_plan.schedule.breaks
    assert summary.breaks_per_participant == pytest.approx(2 / 5)


def test_grounds_of_meetings(handmade_plan: Plan) -> None:
    assert summarise(handmade_plan).asked == (Asking("must", 1, 1), Asking("want", 2, 1), Asking("", 3, 2))


def test_interpreters_and_slots(handmade_plan: Plan) -> None:
    summary = summarise(handmade_plan)
    assert summary.interpreters == (InterpreterLoad("Lục Minh Hoài", 2, 9, 1, 3),)
    assert [(use.meetings, use.tables, use.interpreters_at_work, use.interpreters) for use in summary.slots] == [
        (1, 1, 1, 1), (0, 2, 0, 1), (1, 2, 0, 1), (0, 2, 0, 1), (1, 2, 0, 1),
        (0, 2, 0, 1), (1, 2, 1, 1), (0, 2, 0, 1), (0, 2, 0, 1), (0, 2, 0, 0),
    ]  # fmt: skip


def test_a_run_ends_with_the_day(handmade_plan: Plan) -> None:
    meetings = tuple(replace(handmade_plan.schedule.meetings[0], slot=slot, interpreter=0) for slot in (2, 3, 4, 5, 6))
    plan = replace(handmade_plan, schedule=replace(handmade_plan.schedule, meetings=meetings))
    assert summarise(plan).interpreters[0].longest_run == 3


def test_unmet_requests_tell_refusals_apart(handmade_plan: Plan) -> None:
    assert [(u.firm, u.other, u.asked, u.reason) for u in unmet_requests(handmade_plan)] == [
        (3, 1, "want", "no_interpreter_pair"),
        (5, 2, "want", DECLINED),
    ]


def test_unmet_suggestions(handmade_plan: Plan) -> None:
    (only,) = unmet_suggestions(handmade_plan)
    assert (only.firm, only.other, only.asked, only.match_score) == (1, 4, "", 400)
    assert summarise(handmade_plan).unmet == (ReasonCount("no_interpreter_pair", 1, 1), ReasonCount("declined", 1, 0))


def test_who_is_without_and_why(handmade_plan: Plan) -> None:
    assert [(w.firm, w.reason, w.other) for w in participants_without(handmade_plan)] == [
        (5, DECLINED, 2),
        (6, NO_WISH, None),
    ]


def test_no_schedule_gives_no_figures(handmade_plan: Plan) -> None:
    nothing = Schedule(Status.INFEASIBLE, Objective.SCORE, None, None, 0, 0.0, infeasible_because="x")
    summary = summarise(replace(handmade_plan, schedule=nothing))
    assert (summary.meetings, summary.score, summary.bound, summary.gap) == (0, None, None, None)
    assert summary.breaks_per_participant is None
