"""Is an accepted list of meetings placed whole at exactly ceil(meetings / slots) tables? Prints a markdown table.

python -m bench.scheduling_whole [--limit 30] [--seed 0]

Each list is made by laying out a programme, every table taken in every slot, and forgetting its slots: so it can be
placed, and there is no table to spare.
"""

import argparse
import random
import time

from bench.events import DAYS, PER_DAY
from kakehashi.engines.scheduling import Participant, Problem, Slot, Table, Wish, schedule, verify

EVENTS = ((400, 1_900, 0.0), (400, 1_900, 0.35), (13_000, 25_000, 0.0), (13_000, 25_000, 0.35), (15_000, 86_000, 0.1))
"""Participants, meetings (rounded up to full slots) and the share of slots in which a participant is away."""

HEAD = ("participants", "meetings", "absent %", "tables", "status", "breaks", "at least", "seconds")


def make_list(size: int, meetings: int, absence: float, seed: int) -> Problem:
    """An accepted list between two sides of one size."""
    rng = random.Random(f"{size} {meetings} {absence} {seed}")
    n_slots, half = DAYS * PER_DAY, size // 2
    tables = -(-meetings // n_slots)
    there = [frozenset(s for s in range(n_slots) if rng.random() >= absence) for _ in range(size)]
    pairs: dict[tuple[int, int], None] = {}
    for s in range(n_slots):
        one, other = ([p for p in side if s in there[p]] for side in (range(half), range(half, size)))
        placed, goal = 0, len(pairs) + tables
        while len(pairs) < goal and placed < 50:  # two who have met already are drawn again
            placed += 1
            left = goal - len(pairs)
            busy = {p for pair in list(pairs)[goal - tables :] for p in pair}
            free = [[p for p in side if p not in busy] for side in (one, other)]
            for a, b in zip(*(rng.sample(side, min(left, len(side))) for side in free), strict=False):
                pairs[a, b] = None
    wishes = [Wish(a, b) for a, b in pairs]
    rng.shuffle(wishes)
    return Problem(
        tuple(Slot(s // PER_DAY, s // PER_DAY) for s in range(n_slots)),
        tuple(Participant(f"P{p}", slots) for p, slots in enumerate(there)),
        tuple(wishes),
        tuple(Table(f"T{t}", frozenset(range(n_slots))) for t in range(-(-len(wishes) // n_slots))),
    )


def main() -> None:
    """One row for each event; stops at a schedule that the verifier rejects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for each list")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD), flush=True)
    for size, meetings, absence in EVENTS:
        problem = make_list(size, meetings, absence, asked.seed)
        started = time.perf_counter()
        found = schedule(problem, objective="breaks", time_limit=asked.limit, seed=asked.seed)
        seconds = time.perf_counter() - started
        if faults := verify(problem, found):
            raise SystemExit(f"{size} participants: the verifier rejects the schedule: {faults[:5]}")
        cells = (
            *(f"{size:,}", f"{len(problem.wishes):,}", f"{100 * absence:.0f}", f"{len(problem.tables):,}"),
            *(str(found.status), "–" if found.value is None else f"{found.value:,}", f"{found.bound or 0:,}"),
            f"{seconds:.1f}",
        )
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
