"""Which meetings are worth scheduling, and how much is each worth? Matches and wishes become candidates.

The worth of a meeting is its match score (0 to 1000) plus what the two asked for, so that a wish stated by a
person always outweighs a suggestion made by the software.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from itertools import combinations
from typing import Literal

import numpy as np

from kakehashi.apps.events.week import Slot as WeekSlot
from kakehashi.apps.events.week import Strength, Week, WishRow
from kakehashi.engines.matching import Matches, Pair, share_out
from kakehashi.engines.scheduling import Aim, Interpreter, Participant, Problem, Slot, Table, Walk, Wish

Asked = Literal["must", "want", ""]
"""The strongest wish of the two; empty: suggested by the match alone."""

WANTED = 1000
"""Worth of one side's wish: above every suggestion, whose match scores at most 1000."""

MUST = 2000
"""Worth of a must. Musts also come before any score; this keeps their worth visible in the total."""

SUGGESTIONS = 15
"""Suggestions on each firm's list: more than anyone can hold, few enough to read."""

CONSIDERED = 2 * SUGGESTIONS
"""Matches from which a firm's suggestions are chosen: a list is fair only if there is something to choose from."""

LEAST_SUGGESTION = 150
"""A suggestion below this match score is not worth a slot of two firms and an interpreter."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meeting of firms `first` < `second` (places in the week's firms) that may be scheduled.

    `worth` is what the schedule counts; `match_score` is None when the two were wished together without a match.
    """

    first: int
    second: int
    worth: int
    asked: Asked
    match_score: int | None
    pair: Pair | None


def firm_key(place: int) -> str:
    """The name of a firm inside the engines: its place, in an order that sorts like the places."""
    return f"{place:06d}"


def vetoes(week: Week) -> frozenset[tuple[str, str]]:
    """The pairs that one of the two does not want to meet."""
    return frozenset((firm_key(w.firm), firm_key(w.other)) for w in week.wishes if w.strength == "no")


def choose_candidates(week: Week, matches: Matches) -> tuple[Candidate, ...]:
    """Every wish that nobody vetoed, and each firm's fair list of suggestions; in order of worth."""
    wishes = _wishes_by_pair(week.wishes)
    pairs = {(int(p.first_owner), int(p.second_owner)): p for p in matches.pairs}
    kept = _fair_suggestions(pairs)
    chosen = []
    for key in sorted(wishes.keys() | kept):
        rows, pair = wishes.get(key, ()), pairs.get(key)
        if any(row.strength == "no" for row in rows) or not week.may_meet(*key):
            continue
        score = pair.score if pair else None
        chosen.append(
            Candidate(*key, worth=(score or 0) + _asked_worth(rows), asked=_asked(rows), match_score=score, pair=pair)
        )
    return tuple(sorted(chosen, key=lambda c: (-c.worth, c.first, c.second)))


def _wishes_by_pair(rows: Iterable[WishRow]) -> dict[tuple[int, int], list[WishRow]]:
    by_pair: dict[tuple[int, int], list[WishRow]] = {}
    for row in rows:
        by_pair.setdefault((min(row.firm, row.other), max(row.firm, row.other)), []).append(row)
    return by_pair


def _fair_suggestions(pairs: dict[tuple[int, int], Pair]) -> set[tuple[int, int]]:
    """The pairs that stand on the list of either firm, lists being shared out so that no firm stands on all."""
    worth = {key: p.score for key, p in pairs.items() if p.score >= LEAST_SUGGESTION and names_evidence(p)}
    pairs_of = Counter(firm for key in worth for firm in key)
    if max(pairs_of.values(), default=0) <= SUGGESTIONS:
        return set(worth)
    firms = sorted(pairs_of)
    place = {firm: i for i, firm in enumerate(firms)}
    scores = np.full((len(firms), len(firms)), -np.inf)
    for (first, second), score in worth.items():
        scores[place[first], place[second]] = scores[place[second], place[first]] = score
    shared = share_out(scores, lists=SUGGESTIONS, least=SUGGESTIONS // 3, rounds=30)
    listed = (
        (firm, firms[other]) for firm, row in zip(firms, shared.lists, strict=True) for other in row if other >= 0
    )
    return {(min(pair), max(pair)) for pair in listed}


def names_evidence(pair: Pair) -> bool:
    """Whether the match rests on something a person can check: a shared term, an HS heading, a close meaning."""
    concrete = {"SHARED_CONCEPT", "SAME_HS_HEADING", "CLOSE_MEANING"}
    return any(reason.code in concrete for item in pair.evidence for reason in item.reasons)


def _asked(rows: Iterable[WishRow]) -> Asked:
    strengths: set[Strength] = {row.strength for row in rows}
    return "must" if "must" in strengths else "want" if "want" in strengths else ""


def _asked_worth(rows: Iterable[WishRow]) -> int:
    return sum({"must": MUST, "want": WANTED, "no": 0}[row.strength] for row in rows)


ORDER = (
    Aim.MUSTS,
    Aim.FIRST,
    Aim.LEAST,
    Aim.SCORE,
    Aim.STABILITY,
    Aim.BREAKS,
    Aim.FAIRNESS,
    Aim.HALL_CHANGES,
    Aim.INTERPRETER_CHANGES,
)
"""The order of the aims of a week: nobody leaves without a meeting as long as there is one to be had."""


def build_problem(week: Week, candidates: Iterable[Candidate]) -> Problem:
    """The scheduling problem of a week: places in its tuples are those of the week and of `candidates`."""
    return Problem(
        slots=tuple(_slot(slot) for slot in week.slots),
        participants=tuple(
            Participant(
                key=firm_key(place),
                available=firm.available,
                side=firm.side,
                cohort=firm.cohort,
                languages=frozenset(firm.languages),
                least=firm.least or 0,
                most=firm.most,
                priority=firm.priority or 1,
                online=firm.attendance == "online",
            )
            for place, firm in enumerate(week.firms)
        ),
        wishes=tuple(Wish(c.first, c.second, score=c.worth, must=c.asked == "must") for c in candidates),
        tables=tuple(Table(key=table.key, available=table.available, hall=table.hall) for table in week.tables),
        interpreters=tuple(
            Interpreter(person.name, person.pairs, person.available, person.longest_run) for person in week.interpreters
        ),
        walks=_walks(week),
        order=ORDER,
    )


def _slot(slot: WeekSlot) -> Slot:
    """The slot with its minutes, counted as a watch does: a day of the clock change has no hour too many."""
    midnight = slot.start.replace(hour=0, minute=0)
    start, end = (moment.astimezone(UTC) - midnight.astimezone(UTC) for moment in (slot.start, slot.end))
    return Slot(slot.day, slot.session, int(start.total_seconds()) // 60, int(end.total_seconds()) // 60)


def _walks(week: Week) -> tuple[Walk, ...]:
    halls = sorted({table.hall for table in week.tables}) if week.way_minutes else []
    return tuple(Walk(first, second, week.way_minutes) for first, second in combinations(halls, 2))
