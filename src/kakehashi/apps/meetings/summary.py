"""How good is a programme, who is left without a meeting, and which wishes were not met?

Pure figures and codes, counted from the plan alone; workbook, terminal and pages put them into words.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kakehashi.apps.events.week import Strength
from kakehashi.apps.meetings.candidates import Asked
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.wording import unmet_about
from kakehashi.engines.scheduling import Unmet, idle

DECLINED = "declined"
"""Reason of a wish that the other firm answered with "no"; it never reached the schedule."""

NOT_ALLOWED = "not_allowed"
"""Reason of a wish between firms that the event's rule does not let meet."""

NO_WISH = "no_wish"
"""Reason of a firm without a meeting: nobody asked and no match came close enough."""


NO_WISH_LEFT = "no_wish_left"
"""The same of a firm that refused others, or was refused: those were never matched."""


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A meeting that is not held: `firm` asked for `other`, or the match suggested the two (`asked` empty).

    `reason` is a value of the engine's `Reason`, `DECLINED` or `NOT_ALLOWED`; `about` holds what the sentence
    is about, by name.
    """

    firm: int
    other: int
    asked: Asked
    match_score: int | None
    reason: str
    about: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Without:
    """A firm without a meeting: the reason of the meeting worth most to it, `NO_WISH` or `NO_WISH_LEFT`.

    `other` is the firm of that meeting, None where there was none to consider.
    """

    firm: int
    reason: str
    about: Mapping[str, Any]
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """How many pairs of firms were to meet on one ground (must, want, or empty: suggested) and how many do."""

    asked: Asked
    pairs: int
    held: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many requests, and how many suggestions, were not met for one reason."""

    reason: str
    requests: int
    suggestions: int


@dataclass(frozen=True, slots=True)
class InterpreterLoad:
    """The work of an interpreter in slots; `longest_run` counts slots in a row of one day, `limit` None: no limit."""

    name: str
    held: int
    available: int
    longest_run: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class SlotUse:
    """How full one slot is: meetings held (each takes a table), and interpreters at work, of those available."""

    slot: int
    meetings: int
    tables: int
    interpreters_at_work: int
    interpreters: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a programme.

    `score` and `bound` are None without a schedule; `bound` is that of the programmes that reach as much of
    the aims before the score, `gap` a share of it. `breaks` holds the breaks of
    each firm, in the order of the week; `breaks_per_participant` is their mean over the firms that meet
    somebody, None when nobody does. `hall_changes` and `interpreter_changes` are those of the schedule.
    """

    firms: int
    firms_meeting: int
    meetings: int
    candidates: int
    status: str
    score: int | None
    bound: int | None
    gap: float | None
    seed: int
    breaks_total: int
    breaks_per_participant: float | None
    breaks: tuple[int, ...]
    hall_changes: int
    interpreter_changes: int
    asked: tuple[Asking, ...]
    participants_without: tuple[Without, ...]
    unmet: tuple[ReasonCount, ...]
    interpreters: tuple[InterpreterLoad, ...]
    slots: tuple[SlotUse, ...]


def summarise(plan: Plan) -> Summary:
    """Counts the figures of a plan."""
    result = plan.schedule
    score, bound = result.value, result.bound_with_aims
    breaks = _breaks(plan)
    meeting = {firm for m in result.meetings for firm in plan.pair_of(m)}
    return Summary(
        firms=len(plan.week.firms),
        firms_meeting=len(meeting),
        meetings=len(result.meetings),
        candidates=len(plan.candidates),
        status=str(result.status),
        score=score,
        bound=bound,
        gap=None if score is None or bound is None else (bound - score) / max(bound, 1),
        seed=plan.seed,
        breaks_total=sum(breaks),
        breaks_per_participant=sum(breaks) / len(meeting) if meeting else None,
        breaks=breaks,
        hall_changes=result.hall_changes,
        interpreter_changes=result.interpreter_changes,
        asked=_askings(plan),
        participants_without=participants_without(plan),
        unmet=_reason_counts(plan),
        interpreters=_interpreter_loads(plan),
        slots=_slot_uses(plan),
    )


def unmet_requests(plan: Plan) -> tuple[UnmetWish, ...]:
    """Every wish of a firm that is not held, musts first, then by worth; one of the two may have said no.

    Two firms that asked for each other give two entries.
    """
    by_pair = {_pair(plan, unmet): unmet for unmet in plan.schedule.unmet}
    held = {plan.pair_of(m) for m in plan.schedule.meetings}
    refused = {frozenset((w.firm, w.other)) for w in plan.week.wishes if w.strength == "no"}
    worth = {(c.first, c.second): c.worth for c in plan.candidates}
    scores = {(int(p.first_owner), int(p.second_owner)): p.score for p in plan.matches.pairs}
    found = []
    for row in plan.week.wishes:
        pair = (min(row.firm, row.other), max(row.firm, row.other))
        asked = _asked(row.strength)
        if not asked or pair in held:
            continue
        reason, about = NOT_ALLOWED, {}
        if frozenset(pair) in refused:
            reason = DECLINED
        elif pair in by_pair:
            reason, about = by_pair[pair].reason.value, unmet_about(plan.week, by_pair[pair], pair)
        elif plan.week.may_meet(*pair):
            continue  # no schedule, so no reason that could be true of one pair
        found.append(UnmetWish(row.firm, row.other, asked, scores.get(pair), reason, about, row.note))
    order = {"must": 0, "want": 1}
    return tuple(
        sorted(
            found,
            key=lambda u: (
                order[u.asked],
                -worth.get((min(u.firm, u.other), max(u.firm, u.other)), 0),
                u.firm,
                u.other,
            ),
        )
    )


def unmet_suggestions(plan: Plan) -> tuple[UnmetWish, ...]:
    """Every meeting that the match alone suggested and that is not held, best first."""
    return tuple(
        UnmetWish(c.first, c.second, "", c.match_score, u.reason.value, unmet_about(plan.week, u, (c.first, c.second)))
        for u in sorted(plan.schedule.unmet, key=lambda u: u.wish)
        for c in (plan.candidates[u.wish],)
        if not c.asked
    )


def participants_without(plan: Plan) -> tuple[Without, ...]:
    """The firms that meet nobody, in the order of the week, each with why."""
    requests: dict[int, UnmetWish] = {}
    for wish in unmet_requests(plan):
        for firm in (wish.firm, wish.other):
            requests.setdefault(firm, wish)
    refusing = {firm for w in plan.week.wishes if w.strength == "no" for firm in (w.firm, w.other)}
    found = []
    for one in idle(plan.problem, plan.schedule):
        firm = one.participant
        if one.blocked:
            # Candidates stand in order of worth, so the lowest number is the meeting worth most to the firm.
            first = min(one.blocked, key=lambda u: u.wish)
            pair = _pair(plan, first)
            other = pair[1] if firm == pair[0] else pair[0]
            found.append(Without(firm, first.reason.value, unmet_about(plan.week, first, pair), other))
        elif firm in requests:
            wish = requests[firm]
            found.append(Without(firm, wish.reason, wish.about, wish.other if firm == wish.firm else wish.firm))
        else:
            found.append(Without(firm, NO_WISH_LEFT if firm in refusing else NO_WISH, {}))
    return tuple(found)


def _pair(plan: Plan, unmet: Unmet) -> tuple[int, int]:
    candidate = plan.candidates[unmet.wish]
    return candidate.first, candidate.second


def _asked(strength: Strength) -> Asked:
    return "" if strength == "no" else strength


def _askings(plan: Plan) -> tuple[Asking, ...]:
    held = Counter(plan.candidates[m.wish].asked for m in plan.schedule.meetings)
    every = Counter(c.asked for c in plan.candidates)
    grounds: tuple[Asked, ...] = ("must", "want", "")
    return tuple(Asking(asked, every[asked], held[asked]) for asked in grounds)


def _reason_counts(plan: Plan) -> tuple[ReasonCount, ...]:
    requests = Counter(u.reason for u in unmet_requests(plan))
    suggestions = Counter(u.reason for u in unmet_suggestions(plan))
    every = requests + suggestions
    return tuple(
        ReasonCount(code, requests[code], suggestions[code])
        for code in sorted(every, key=lambda code: (-requests[code], -suggestions[code], code))
    )


def _interpreter_loads(plan: Plan) -> tuple[InterpreterLoad, ...]:
    days = [slot.day for slot in plan.week.slots]
    at_work: dict[int, list[int]] = {}
    for m in plan.schedule.meetings:
        if m.interpreter is not None:
            at_work.setdefault(m.interpreter, []).append(m.slot)
    return tuple(
        InterpreterLoad(
            name=person.name,
            held=len(at_work.get(place, ())),
            available=len(person.available),
            longest_run=_longest_run(sorted(at_work.get(place, ())), days),
            limit=person.longest_run,
        )
        for place, person in enumerate(plan.week.interpreters)
    )


def _longest_run(slots: list[int], days: list[int]) -> int:
    """The most slots in a row, of one day, in a sorted list of slots."""
    if not slots:
        return 0
    longest = run = 1
    for before, after in pairwise(slots):
        run = run + 1 if after == before + 1 and days[after] == days[before] else 1
        longest = max(longest, run)
    return longest


def _slot_uses(plan: Plan) -> tuple[SlotUse, ...]:
    meetings = Counter(m.slot for m in plan.schedule.meetings)
    working = Counter(m.slot for m in plan.schedule.meetings if m.interpreter is not None)
    return tuple(
        SlotUse(
            slot=slot,
            meetings=meetings[slot],
            tables=sum(slot in table.available for table in plan.week.tables),
            interpreters_at_work=working[slot],
            interpreters=sum(slot in person.available for person in plan.week.interpreters),
        )
        for slot in range(len(plan.week.slots))
    )


def _breaks(plan: Plan) -> tuple[int, ...]:
    """The breaks of each firm: runs of idle slots between two of its meetings of one day."""
    days = [slot.day for slot in plan.week.slots]
    held: dict[int, list[int]] = {}
    for m in plan.schedule.meetings:
        for firm in plan.pair_of(m):
            held.setdefault(firm, []).append(m.slot)
    return tuple(
        sum(
            after > before + 1 and days[after] == days[before] for before, after in pairwise(sorted(held.get(firm, ())))
        )
        for firm in range(len(plan.week.firms))
    )
