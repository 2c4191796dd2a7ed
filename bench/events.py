"""Which made-up events are schedules measured on? Seeded, from 72 participants to 86,000 meetings, in four regimes."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, combinations

from kakehashi.engines.scheduling import Interpreter, Participant, Problem, Slot, Table, Walk, Wish

DAYS, PER_DAY, MINUTES = 3, 8, 30
"""Three days of two half days; slots of half an hour follow each other without a pause, lunch aside."""

HALL = 200
"""Tables of one hall."""


@dataclass(frozen=True)
class Regime:
    """What is scarce: seats, and work of interpreters, as shares of what the wishes could use; absences."""

    seats: float
    interpreters: float
    absence: float
    wishes: float


REGIMES = {
    "loose": Regime(seats=1.2, interpreters=1.3, absence=0.05, wishes=1.1),
    "tight": Regime(seats=1.0, interpreters=1.2, absence=0.1, wishes=2.5),
    "interpreter-bound": Regime(seats=1.1, interpreters=0.5, absence=0.1, wishes=2.5),
    "very tight": Regime(seats=1.0, interpreters=0.8, absence=0.35, wishes=2.5),
}
"""Seats and interpreters are those that the meetings of the case need, times the share; wishes likewise."""


@dataclass(frozen=True)
class Case:
    """A size of event: participants, meetings it is laid out for, seconds allowed, everyone's least, halls apart."""

    participants: int
    meetings: int
    seconds: float
    least: int = 0
    walks: bool = False


CASES = {
    "72": Case(72, 320, 15.0),
    "400": Case(400, 1_900, 30.0),
    "2000": Case(2_000, 8_000, 30.0),
    "13000": Case(13_000, 25_000, 30.0),
    "15000": Case(15_000, 86_000, 120.0),
    "13000 whole": Case(13_000, 25_000, 100.0, least=3, walks=True),
}


def make_event(case: Case, regime: Regime, seed: int) -> Problem:
    """A seeded event: sellers who speak Vietnamese, buyers who speak Japanese or Korean, a third also English."""
    rng = random.Random(f"{case.participants} {case.meetings} {regime} {seed}")
    n_slots, size = DAYS * PER_DAY, case.participants
    slots = tuple(_slot(day, i) for day in range(DAYS) for i in range(PER_DAY))
    halves = [[s for s, slot in enumerate(slots) if slot.session == h] for h in range(2 * DAYS)]

    def present(absence: float) -> frozenset[int]:
        """Half of the absence in half days, half in single slots."""
        kept = [s for half in halves if rng.random() >= absence / 2 for s in half]
        return frozenset(s for s in kept if rng.random() >= absence / 2)

    n_sellers = round(size * 0.55)
    participants = []
    for p in range(size):
        tongue = "vi" if p < n_sellers else "ja" if rng.random() < 0.6 else "ko"
        english = {"en"} if rng.random() < 0.35 else set[str]()
        languages = frozenset({tongue} | english)
        participants.append(Participant(f"P{p}", present(regime.absence), languages=languages, least=case.least))
    n_tables = max(1, -(-round(case.meetings * min(regime.seats, 1.2)) // n_slots))
    tables = tuple(Table(f"T{t}", frozenset(range(n_slots)), f"H{t // HALL}") for t in range(n_tables))
    spoken = case.meetings * (1 - 0.35**2) * regime.interpreters
    n_interpreters = max(2, round(spoken / (n_slots * 0.9 * 0.85)))
    return Problem(
        slots,
        tuple(participants),
        _wishes(rng, size, n_sellers, round(case.meetings * regime.wishes)),
        tables,
        _interpreters(rng, n_interpreters, present),
        walks=_walks(tables) if case.walks else (),
    )


def _slot(day: int, place: int) -> Slot:
    afternoon = place >= PER_DAY // 2
    start = 9 * 60 + place * MINUTES + afternoon * 60
    return Slot(day, 2 * day + afternoon, start, start + MINUTES)


def _walks(tables: tuple[Table, ...]) -> tuple[Walk, ...]:
    """Halls stand in a row, five minutes apart, fifteen at most: none is reached in time for the next slot."""
    halls = sorted({table.hall for table in tables})
    return tuple(Walk(a, b, min(5 * (halls.index(b) - halls.index(a)), 15)) for a, b in combinations(halls, 2))


def _wishes(rng: random.Random, size: int, n_sellers: int, n_wishes: int) -> tuple[Wish, ...]:
    """Distinct pairs; the popular are wished for far more often."""
    draw = [rng.paretovariate(2.5) for _ in range(size)]
    pairs: dict[tuple[int, int], None] = {}
    sellers, buyers = range(n_sellers), range(n_sellers, size)
    weights = list(accumulate(draw[:n_sellers])), list(accumulate(draw[n_sellers:]))
    n_wishes = min(n_wishes, len(sellers) * len(buyers) // 2)
    while len(pairs) < n_wishes:
        a = rng.choices(sellers, cum_weights=weights[0])[0]
        b = rng.choices(buyers, cum_weights=weights[1])[0]
        pairs[a, b] = None
    return tuple(Wish(a, b, score=min(100, round(10 + 25 * rng.paretovariate(2)))) for a, b in pairs)


def _interpreters(
    rng: random.Random, count: int, present: Callable[[float], frozenset[int]]
) -> tuple[Interpreter, ...]:
    ja, ko = frozenset({"vi", "ja"}), frozenset({"vi", "ko"})
    people = []
    for i in range(count):
        pairs = {ja, ko} if rng.random() < 0.15 else {ja} if i % 5 < 3 else {ko}
        people.append(Interpreter(f"I{i}", frozenset(pairs), present(0.1), longest_run=rng.choice((3, 4, None))))
    return tuple(people)
