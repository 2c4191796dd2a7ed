"""How does a week become a programme? Match, choose candidates, schedule, verify."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from kakehashi.apps.events.week import Week
from kakehashi.apps.meetings.candidates import (
    CONSIDERED,
    Candidate,
    build_problem,
    choose_candidates,
    firm_key,
    vetoes,
)
from kakehashi.engines.language import Language
from kakehashi.engines.matching import Encoder, Listing, Matches, Rule, Space, VectorStore, match
from kakehashi.engines.matching.scoring import Weights
from kakehashi.engines.scheduling import Meeting, Problem, Schedule, schedule, verify
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_space, load_terms

SECONDS = 30.0
"""Time limit of a schedule unless one is asked for; a week of 130 firms takes a tenth of it."""


class ProgrammeFault(RuntimeError):
    """The verifier rejects a schedule: a fault of the software, never of the workbook. Nothing is written."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Plan:
    """A week with its matches, the meetings that were considered, and the verified schedule."""

    week: Week
    matches: Matches
    candidates: tuple[Candidate, ...]
    problem: Problem
    schedule: Schedule
    seed: int

    def meetings_of(self, firm: int) -> tuple[Meeting, ...]:
        """The meetings of a firm in order of time."""
        mine = (m for m in self.schedule.meetings if firm in self.pair_of(m))
        return tuple(sorted(mine, key=lambda m: m.slot))

    def pair_of(self, meeting: Meeting) -> tuple[int, int]:
        """The two firms that meet."""
        candidate = self.candidates[meeting.wish]
        return candidate.first, candidate.second

    def other_of(self, meeting: Meeting, firm: int) -> int:
        """The firm that `firm` meets."""
        first, second = self.pair_of(meeting)
        return second if firm == first else first


def known_language(code: str) -> Language | None:
    """The code where it is one of the four that matching knows; None lets matching detect it."""
    return next((known for known in get_args(Language) if known == code), None)


def match_week(
    week: Week,
    *,
    encoder: Encoder,
    store: VectorStore,
    space: Space | None = None,
    weights: Weights | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Matches:
    """Matches the offers and needs of a week; vetoed pairs are left out. By default in the space as shipped."""
    return match(
        week_listings(week),
        encoder=encoder,
        store=store,
        terms=load_terms(),
        space=space or load_space(encoder.name),
        rule=Rule(between_sides=week.between_sides),
        vetoes=vetoes(week),
        top=CONSIDERED,
        weights=weights,
        progress=progress,
        patterns=load_patterns(),
    )


def week_listings(week: Week) -> list[Listing]:
    """The week's offers and needs as matching compares them; keys and owners are places in the week."""
    return [
        Listing(
            key=f"{place:06d}",
            owner=firm_key(row.firm),
            kind=row.direction,
            deal=row.deal,
            text=row.text,
            language=known_language(row.language),
            hs=row.heading or None,
            certificates=row.certificates,
            volume=row.volume,
            side=week.firms[row.firm].side,
        )
        for place, row in enumerate(week.listings)
    ]


def plan_week(
    week: Week,
    matches: Matches,
    *,
    seed: int = 0,
    seconds: float = SECONDS,
    progress: Callable[..., None] | None = None,
) -> Plan:
    """Schedules the matches and wishes of a week, and has the verifier check it; raises `ProgrammeFault`."""
    candidates = choose_candidates(week, matches)
    problem = build_problem(week, candidates)
    result = schedule(problem, objective="score", time_limit=seconds, seed=seed, progress=progress)
    faults = verify(problem, result)
    if faults:
        raise ProgrammeFault(faults)
    return Plan(week, matches, candidates, problem, result, seed)
