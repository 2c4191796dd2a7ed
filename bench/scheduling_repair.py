"""How fast, and how well, does a programme go on when 3% do not come? Prints a markdown table.

python -m bench.scheduling_repair [--cases 2000 13000] [--regimes tight] [--limit 30] [--price 20] [--no-replan]

Beside it: planning the whole event anew without those who are missing, and how many meetings that moves.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bench.events import CASES, REGIMES, make_event
from kakehashi.engines.scheduling import Problem, Schedule, schedule, verify
from kakehashi.engines.scheduling.repair import (
    ArrivesLate,
    Change,
    DayInProgress,
    HallCloses,
    InterpreterIll,
    LeavesEarly,
    NoShow,
    Repaired,
    TableBlocked,
    price_moves,
)

Found = TypeVar("Found")

HEAD = (
    "event",
    "regime",
    "meetings",
    "prepared s",
    "repaired s",
    "with all reasons s",
    "fell away",
    "added",
    "moved",
    "value / bound %",
    "refilled part / its bound %",
    "bound s",
    "slowest single change s",
    "best of the front",
    "front s",
    "planned anew: score to ours %",
    "planned anew: moved or dropped",
    "planned anew s",
)


def run(name: str, regime: str, seed: int, seconds: float, price: float, *, replan: bool) -> None:
    """Print one row of the table."""
    problem = make_event(CASES[name], REGIMES[regime], seed)
    before = schedule(problem, time_limit=seconds, seed=seed)
    rng = random.Random(seed)
    size = len(problem.participants)
    missing: list[Change] = [NoShow(p) for p in rng.sample(range(size), round(0.03 * size))]
    today, prepared = timed(lambda: DayInProgress(problem, before))
    found, repaired = timed(lambda: today.repair(missing))
    programme, explained = timed(lambda: found.schedule)
    bound, bounded = timed(lambda: found.bound(60.0))
    points, priced = timed(lambda: price_moves(found, time_limit=price))
    faults = verify(found.problem, programme) + verify(points[-1].repaired.problem, points[-1].repaired.schedule)
    best = points[-1]
    refilled, room = found.value - found.standing, max(bound - found.standing, 1)
    row = (
        name,
        regime,
        f"{len(before.meetings):,}",
        f"{prepared:.2f}",
        f"{repaired:.2f}",
        f"{repaired + explained:.2f}",
        f"{len(found.cancelled):,}",
        f"{len(found.added):,}",
        len(found.moved),
        f"{100 * found.value / max(bound, 1):.3f}",
        f"{100 * refilled / room:.2f}",
        f"{bounded:.1f}",
        f"{slowest(today, problem, rng):.2f}",
        f"{best.moves} moves, +{best.value - found.value}",
        f"{priced:.1f}",
        *(plan_anew(before, found, seconds, seed) if replan else ("", "", "")),
    )
    print("| " + " | ".join(map(str, row)) + " |", flush=True)
    for fault in faults[:5]:
        print("REJECTED:", fault)


def timed(action: Callable[[], Found]) -> tuple[Found, float]:
    """What the action gives, and how many seconds it took."""
    started = time.perf_counter()
    found = action()
    return found, time.perf_counter() - started


def slowest(today: DayInProgress, problem: Problem, rng: random.Random) -> float:
    """Seconds of the slowest repair after one single change, each built on those before."""
    size, n_slots = len(problem.participants), len(problem.slots)
    changes: Sequence[Change] = (
        NoShow(rng.randrange(size)),
        LeavesEarly(rng.randrange(size), n_slots // 2),
        ArrivesLate(rng.randrange(size), n_slots // 3),
        InterpreterIll(rng.randrange(len(problem.interpreters))),
        TableBlocked(rng.randrange(len(problem.tables))),
        HallCloses(problem.tables[0].hall, frozenset({1, 2})),
    )
    return max(timed(lambda change=change: today.repair([change]))[1] for change in changes)  # type: ignore[misc]


def plan_anew(before: Schedule, found: Repaired, seconds: float, seed: int) -> tuple[str, str, str]:
    """Planning the event after the changes from scratch: its score, what it moves, its time."""
    anew, took = timed(lambda: schedule(found.problem, time_limit=seconds, seed=seed))
    slot_of = {m.wish: m.slot for m in anew.meetings}
    gone = set(found.cancelled)
    moved = sum(slot_of.get(m.wish) != m.slot for m in before.meetings if m.wish not in gone)
    return f"{100 * (anew.value or 0) / max(found.value, 1):.3f}", f"{moved:,}", f"{took:.1f}"


def main() -> None:
    """Run the cases and regimes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="+", default=["400", "2000", "13000"], choices=list(CASES))
    parser.add_argument("--regimes", nargs="+", default=["tight", "very tight"], choices=list(REGIMES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, help="seconds for each plan of the whole event")
    parser.add_argument("--price", type=float, default=20.0, help="seconds for pricing moves")
    parser.add_argument("--no-replan", action="store_true")
    asked = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD), flush=True)
    for name in asked.cases:
        for regime in asked.regimes:
            seconds = asked.limit or CASES[name].seconds
            run(name, regime, asked.seed, seconds, asked.price, replan=not asked.no_replan)


if __name__ == "__main__":
    main()
