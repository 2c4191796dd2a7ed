"""How good are programmes of made-up events, beside plain greedy? Prints a markdown table.

python bench/scheduling_events.py [--sizes 132 72] [--regimes loose tight] [--seeds 1] [--time-limit 60]
"""

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from kakehashi.engines.scheduling import (
    Interpreter,
    Participant,
    Problem,
    Schedule,
    Slot,
    Table,
    Wish,
    idle,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.greedy import place_greedily


@dataclass(frozen=True)
class Regime:
    """What is scarce: tables and interpreters per participant, share of absences, wishes per participant."""

    tables: float
    interpreters: float
    absence: float
    wishes: float


REGIMES = {
    "loose": Regime(tables=0.5, interpreters=0.35, absence=0.05, wishes=6.0),
    "demo": Regime(tables=34 / 132, interpreters=22 / 132, absence=0.1, wishes=1500 / 132),
    "tight tables": Regime(tables=0.15, interpreters=0.3, absence=0.1, wishes=11.0),
    "interpreters bind": Regime(tables=0.4, interpreters=0.06, absence=0.1, wishes=11.0),
    "35% absent": Regime(tables=0.3, interpreters=0.2, absence=0.35, wishes=11.0),
}


def make_event(size: int, regime: Regime, seed: int, days: int = 3, per_day: int = 8) -> Problem:
    """A seeded event: sellers who speak Vietnamese, buyers who speak Japanese or Korean, some English."""
    rng = random.Random(f"{size} {regime} {seed}")
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
        participants.append(Participant(f"P{p}", present(regime.absence), languages=frozenset({tongue} | english)))
    return Problem(
        slots,
        tuple(participants),
        _wishes(rng, size, n_sellers, round(size * regime.wishes)),
        tuple(Table(f"T{t}", frozenset(range(len(slots)))) for t in range(max(1, round(size * regime.tables)))),
        _interpreters(rng, max(1, round(size * regime.interpreters)), present),
    )


def _wishes(rng: random.Random, size: int, n_sellers: int, n_wishes: int) -> tuple[Wish, ...]:
    draw = [rng.paretovariate(2.5) for _ in range(size)]
    pairs: dict[tuple[int, int], None] = {}
    sellers, buyers = range(n_sellers), range(n_sellers, size)
    n_wishes = min(n_wishes, len(sellers) * len(buyers) // 2)
    while len(pairs) < n_wishes:
        a = rng.choices(sellers, draw[:n_sellers])[0]
        b = rng.choices(buyers, draw[n_sellers:])[0]
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


def missed(problem: Problem, result: Schedule) -> int:
    """Participants left without a meeting though one of their wishes could be held in an empty event."""
    frame = build_frame(problem)
    capacity = frame.capacity
    return sum(
        any(
            frame.open_to[u.wish] and capacity[problem.wishes[u.wish].first] and capacity[problem.wishes[u.wish].second]
            for u in one.blocked
        )
        for one in idle(problem, result)
    )


def main() -> None:
    """Run the sizes and regimes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[72, 132, 400])
    parser.add_argument("--regimes", nargs="+", default=list(REGIMES), choices=list(REGIMES))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--log", action="store_true")
    asked = parser.parse_args()
    head = (
        "regime",
        "participants",
        "wishes",
        "meetings",
        "score",
        "bound",
        "gap %",
        "breaks each",
        "missed",
        "seconds",
        "greedy score",
        "greedy gap %",
        "greedy breaks each",
    )
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for size in asked.sizes:
        for name in asked.regimes:
            for seed in range(asked.seeds):
                report(name, size, seed, asked.time_limit, asked.log)


def report(name: str, size: int, seed: int, time_limit: float, log: bool) -> None:
    """Print one row of the table."""
    problem = make_event(size, REGIMES[name], seed)
    started = time.perf_counter()
    result = schedule(problem, time_limit=time_limit, seed=seed)
    seconds = time.perf_counter() - started
    faults = verify(problem, result)
    greedy = place_greedily(build_frame(problem))
    value, bound = result.value or 0, result.bound or 0
    plain = greedy.score()
    row = (
        name,
        size,
        len(problem.wishes),
        len(result.meetings),
        value,
        f"{bound}{' proven' if value == bound else ''}",
        f"{100 * (bound - value) / max(bound, 1):.2f}",
        f"{result.breaks / size:.2f}",
        missed(problem, result),
        f"{seconds:.1f}",
        plain,
        f"{100 * (bound - plain) / max(bound, 1):.2f}",
        f"{greedy.breaks() / size:.2f}",
    )
    print("| " + " | ".join(map(str, row)) + " |", flush=True)
    for fault in faults:
        print("REJECTED:", fault)
    if log:
        print("\n".join(result.log))


if __name__ == "__main__":
    main()
