"""How long do reading, writing and verifying the largest event take? Prints a markdown table.

python -m bench.scheduling_json [--limit 12]
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

from bench.events import CASES, REGIMES, make_event
from kakehashi.engines.scheduling import schedule, verify
from kakehashi.engines.scheduling.jsonform import problem_from_json, problem_to_json
from kakehashi.engines.scheduling.jsonresult import schedule_from_json, schedule_to_json

Made = TypeVar("Made")


def timed(step: str, action: Callable[[], Made]) -> Made:
    """What the action gives; its seconds are a row of the table."""
    started = time.perf_counter()
    made = action()
    print(f"| {step} | {time.perf_counter() - started:.2f} |", flush=True)
    return made


def main() -> None:
    """One row for each step; stops where what was read is not what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=12.0, help="seconds for the schedule that is written")
    asked = parser.parse_args()
    problem = make_event(CASES["15000"], REGIMES["tight"], 0)
    result = schedule(problem, time_limit=asked.limit)
    print(f"{len(problem.wishes):,} wishes, {len(result.meetings):,} meetings, {len(result.unmet):,} unmet\n")
    print("| step | seconds |\n|---|---|")
    text = timed("write the problem", lambda: problem_to_json(problem))
    same = timed("read the problem, its own checks included", lambda: problem_from_json(text))
    written = timed("write the schedule", lambda: schedule_to_json(problem, result))
    read = timed("read the schedule", lambda: schedule_from_json(written, problem))
    if same != problem or read.meetings != result.meetings or read.unmet != result.unmet:
        raise SystemExit("what was read is not what was written")
    if faults := timed("verify", lambda: verify(problem, read)):
        raise SystemExit(f"the verifier rejects the schedule: {faults[:5]}")


if __name__ == "__main__":
    main()
