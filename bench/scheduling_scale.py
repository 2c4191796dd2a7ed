"""How near to the proven bound are programmes of events from 72 to 86,000 meetings? Prints a markdown table.

python -m bench.scheduling_scale [--cases 72 13000 "13000 whole"] [--regimes loose tight] [--limit 300] [--log]
"""

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from kakehashi.engines.scheduling import (
    Interpreter,
    Participant,
    Problem,
    Schedule,
    Slot,
    Table,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.greedy import place_greedily


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
    """A size of event: participants, meetings it is laid out for, seconds allowed."""

    participants: int
    meetings: int
    seconds: float
    least: int = 0


CASES = {
    "72": Case(72, 320, 30.0),
    "400": Case(400, 1_900, 60.0),
    "2000": Case(2_000, 8_000, 30.0),
    "13000": Case(13_000, 25_000, 30.0),
    "15000": Case(15_000, 86_000, 120.0),
    "13000 whole": Case(13_000, 25_000, 120.0, least=3),
}


def make_event(case: Case, regime: Regime, seed: int, days: int = 3, per_day: int = 8) -> Problem:
    """A seeded event: sellers who speak Vietnamese, buyers who speak Japanese or Korean, a third also English."""
    rng = random.Random(f"{case.participants} {case.meetings} {regime} {seed}")
    n_slots, size = days * per_day, case.participants
    slots = tuple(Slot(day=d, session=2 * d + (i >= per_day // 2)) for d in range(days) for i in range(per_day))
    halves = [[s for s, slot in enumerate(slots) if slot.session == h] for h in range(2 * days)]

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
    spoken = case.meetings * (1 - 0.35**2) * regime.interpreters
    n_interpreters = max(2, round(spoken / (n_slots * 0.9 * 0.85)))
    return Problem(
        slots,
        tuple(participants),
        _wishes(rng, size, n_sellers, round(case.meetings * regime.wishes)),
        tuple(Table(f"T{t}", frozenset(range(n_slots)), f"H{t // 200}") for t in range(n_tables)),
        _interpreters(rng, n_interpreters, present),
    )


def _wishes(rng: random.Random, size: int, n_sellers: int, n_wishes: int) -> tuple[Wish, ...]:
    """Distinct pairs; everyone wishes or is wished for at least a few times, the popular far more often."""
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


def count_met(problem: Problem, result: Schedule) -> list[int]:
    """Meetings of each participant."""
    held = [0] * len(problem.participants)
    for m in result.meetings:
        held[problem.wishes[m.wish].first] += 1
        held[problem.wishes[m.wish].second] += 1
    return held


HEAD = (
    "event",
    "regime",
    "participants",
    "wishes",
    "meetings",
    "score / bound %",
    "same with its aims %",
    "breaks each",
    "breaks at least",
    "below least",
    "without meeting",
    "seconds",
    "peak GiB",
    "greedy %",
    "greedy breaks each",
    "greedy without meeting",
)


def run(name: str, regime: str, seed: int, limit: float | None, log: bool) -> None:
    """Print one row of the table."""
    case = CASES[name]
    problem = make_event(case, REGIMES[regime], seed)
    started = time.perf_counter()
    result = schedule(problem, time_limit=limit or case.seconds, seed=seed)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    started = time.perf_counter()
    faults = verify(problem, result)
    checked = time.perf_counter() - started
    greedy = place_greedily(build_frame(problem))
    value, bound, size = result.value or 0, max(result.bound or 0, 1), case.participants
    held, wished = count_met(problem, result), [0] * size
    for w, mask in zip(problem.wishes, greedy.frame.open_to, strict=True):
        wished[w.first] += mask > 0
        wished[w.second] += mask > 0
    row = (
        name,
        regime,
        f"{size:,}",
        f"{len(problem.wishes):,}",
        f"{len(result.meetings):,}",
        f"{100 * value / bound:.3f}",
        f"{100 * value / max(result.aims.score_at_most if result.aims else bound, 1):.3f}",
        f"{result.breaks / size:.2f}",
        f"{result.breaks_at_least / size:.3f}",
        sum(h < min(case.least, n) for h, n in zip(held, wished, strict=True)),
        sum(h == 0 < n for h, n in zip(held, wished, strict=True)),
        f"{seconds:.1f}",
        f"{peak:.2f}",
        f"{100 * greedy.score() / bound:.2f}",
        f"{greedy.breaks() / size:.2f}",
        sum(h == 0 < n for h, n in zip(greedy.held, wished, strict=True)),
    )
    print("| " + " | ".join(map(str, row)) + " |", flush=True)
    for fault in faults[:5]:
        print("REJECTED:", fault)
    if log:
        print("\n".join([*result.log, f"verified in {checked:.1f} s"]))


def main() -> None:
    """Run the cases and regimes asked for, each in its own process so that its peak memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="+", default=["72", "400", "2000", "13000"], choices=list(CASES))
    parser.add_argument("--regimes", nargs="+", default=list(REGIMES), choices=list(REGIMES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--log", action="store_true")
    parser.add_argument("--here", action="store_true", help="in this process, without a heading")
    asked = parser.parse_args()
    if asked.here:
        run(asked.cases[0], asked.regimes[0], asked.seed, asked.limit, asked.log)
        return
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD), flush=True)
    options = ["--log"] if asked.log else []
    if asked.limit:
        options += ["--limit", str(asked.limit)]
    for name in asked.cases:
        for regime in asked.regimes:
            one = ["--here", "--cases", name, "--regimes", regime, "--seed", str(asked.seed), *options]
            subprocess.run([sys.executable, "-m", "bench.scheduling_scale", *one], check=True)


if __name__ == "__main__":
    main()
