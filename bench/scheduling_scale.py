"""How near to the proven bound are programmes of events from 72 to 86,000 meetings, and how fast? Tables and a chart.

python -m bench.scheduling_scale [--cases 72 13000 "13000 whole"] [--regimes loose tight] [--limit 300] [--log]
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench.chart import CHART, draw_scale
from bench.events import CASES, REGIMES, make_event
from kakehashi.engines.scheduling import Problem, Schedule, schedule, verify
from kakehashi.engines.scheduling.frame import build_frame
from kakehashi.engines.scheduling.greedy import place_greedily

Row = dict[str, Any]

HEAD = {
    "event": "{event}",
    "regime": "{regime}",
    "participants": "{participants:,}",
    "wishes": "{wishes:,}",
    "meetings": "{meetings:,}",
    "score / bound %": "{share:.3f}",
    "same with its aims %": "{share_of_aims:.3f}",
    "breaks each": "{breaks:.2f}",
    "breaks at least": "{breaks_at_least:.3f}",
    "below least": "{below_least}",
    "proven below least": "{proven_below_least}",
    "without meeting": "{without}",
    "seconds": "{seconds:.1f}",
    "peak GiB": "{peak:.2f}",
}

BESIDE = {
    "event": "{event}",
    "regime": "{regime}",
    "ours %": "{share:.2f}",
    "greedy %": "{greedy_share:.2f}",
    "greedy breaks each": "{greedy_breaks:.2f}",
    "greedy without meeting": "{greedy_without}",
    "CP-SAT %": "{cp_share}",
    "CP-SAT's own gap %": "{cp_gap}",
    "CP-SAT seconds": "{cp_seconds}",
    "CP-SAT peak GiB": "{cp_peak}",
}

SOLVED_BESIDE = ("72", "400", "2000")
"""Cases that CP-SAT is given too: beyond, it spends the time on reading its model."""


def run(name: str, regime: str, seed: int, limit: float | None, log: bool) -> Row:
    """One row: the schedule, checked, and plain greedy by score on the same event."""
    case = CASES[name]
    problem = make_event(case, REGIMES[regime], seed)
    started = time.perf_counter()
    result = schedule(problem, time_limit=limit or case.seconds, seed=seed)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    faults = verify(problem, result)
    if faults:
        raise SystemExit(f"{name} {regime}: the verifier rejects the schedule: {faults[:5]}")
    if log:
        print("\n".join(result.log), file=sys.stderr)
    greedy = place_greedily(build_frame(problem))
    wished = [0] * case.participants
    for w, mask in zip(problem.wishes, greedy.frame.open_to, strict=True):
        wished[w.first] += mask > 0
        wished[w.second] += mask > 0
    by_greedy = sum(w.score for w, s in zip(problem.wishes, greedy.slot_of, strict=True) if s >= 0)
    held = count_met(problem, result)
    bound, aims = max(result.bound or 0, 1), result.aims
    return {
        "event": name,
        "regime": regime,
        "participants": case.participants,
        "wishes": len(problem.wishes),
        "meetings": len(result.meetings),
        "value": result.value,
        "bound": bound,
        "share": 100 * (result.value or 0) / bound,
        "share_of_aims": 100 * (result.value or 0) / max(aims.score_at_most if aims else bound, 1),
        "breaks": result.breaks / case.participants,
        "breaks_at_least": result.breaks_at_least / case.participants,
        "below_least": sum(max(min(case.least, n) - h, 0) for h, n in zip(held, wished, strict=True)),
        "proven_below_least": sum(min(case.least, n) for n in wished) - (aims.least[1] if aims else 0)
        if case.least
        else 0,
        "without": sum(h == 0 < n for h, n in zip(held, wished, strict=True)),
        "seconds": seconds,
        "peak": peak,
        "greedy_share": 100 * by_greedy / bound,
        "greedy_breaks": greedy.breaks() / case.participants,
        "greedy_without": sum(h == 0 < n for h, n in zip(greedy.held, wished, strict=True)),
    }


def count_met(problem: Problem, result: Schedule) -> list[int]:
    """Meetings of each participant."""
    held = [0] * len(problem.participants)
    for m in result.meetings:
        held[problem.wishes[m.wish].first] += 1
        held[problem.wishes[m.wish].second] += 1
    return held


def beside(row: Row, seed: int, limit: float | None) -> Row:
    """What CP-SAT makes of the same event in the same time, in its own process; dashes where it is not asked."""
    if row["event"] not in SOLVED_BESIDE:
        return {"cp_share": "–", "cp_gap": "–", "cp_seconds": "–", "cp_peak": "–"}
    options = ["--seed", str(seed), *(["--limit", str(limit)] if limit else [])]
    command = [sys.executable, "-m", "bench.cp_sat", row["event"], row["regime"], *options]
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    value, bound = found["value"], found["bound"]
    return {
        "cp_value": value,
        "cp_share": "none found" if value is None else f"{100 * value / row['bound']:.2f}",
        "cp_gap": "–" if value is None else f"{100 * (bound - value) / max(bound, 1):.2f}",
        "cp_seconds": f"{found['seconds']:.1f}",
        "cp_peak": f"{found['peak']:.2f}",
    }


def print_row(cells: Iterable[str]) -> None:
    """One row of a markdown table."""
    print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Run the cases and regimes asked for, each in its own process so that its peak memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=list(CASES))
    parser.add_argument("--regimes", nargs="+", default=list(REGIMES), choices=list(REGIMES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--log", action="store_true", help="the steps of the search, to stderr")
    parser.add_argument("--alone", action="store_true", help="without CP-SAT beside")
    parser.add_argument("--chart", default=str(CHART), help="where to write the chart, an SVG file")
    parser.add_argument("--here", action="store_true", help="one row as JSON, in this process")
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(run(asked.cases[0], asked.regimes[0], asked.seed, asked.limit, asked.log)))
        return
    print_row(HEAD)
    print("|" + "---|" * len(HEAD), flush=True)
    options = [*(["--log"] if asked.log else []), *(["--limit", str(asked.limit)] if asked.limit else [])]
    rows = []
    for name in asked.cases:
        for regime in asked.regimes:
            one = ["--here", "--cases", name, "--regimes", regime, "--seed", str(asked.seed), *options]
            command = [sys.executable, "-m", "bench.scheduling_scale", *one]
            row = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
            row |= {"cp_share": "–", "cp_gap": "–", "cp_seconds": "–", "cp_peak": "–"}
            if not asked.alone:
                row |= beside(row, asked.seed, asked.limit)
            print_row(form.format(**row) for form in HEAD.values())
            rows.append(row)
    print("\nBeside, on the same events and in the same time, as shares of the same bound:\n")
    print_row(BESIDE)
    print("|" + "---|" * len(BESIDE))
    for row in rows:
        print_row(form.format(**row) for form in BESIDE.values())
    draw_scale(rows, asked.chart)


if __name__ == "__main__":
    main()
