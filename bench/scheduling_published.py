"""How many of the published meeting instances are proven optimal, and how fast?

Reads ../shared/data/b2bsp beside the repository (see its README for where the instances come from):
`python -m bench.scheduling_published [--family original] [--fairness 2] [--limit 60]`
"""

import argparse
import csv
import sys
from pathlib import Path

from kakehashi.engines.scheduling.dzn import read_dzn
from kakehashi.engines.scheduling.exact import place_all
from kakehashi.engines.scheduling.result import Status
from kakehashi.engines.scheduling.verify import verify

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "b2bsp"
HEAD = (
    "instance",
    "family",
    "d",
    "published",
    "ours",
    "bound",
    "status",
    "seconds",
    "paper's MaxSAT, seconds",
    "check",
)


def main() -> int:
    """Print a table of all instances chosen; 1 when a result contradicts the published one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", default="original", help="a family of published.csv, or all")
    parser.add_argument("--fairness", default="2", help="the fairness d of the rows, or all")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each instance")
    chosen = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"The published instances are not there: {FOLDER}")
        return 0
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            row
            for row in csv.DictReader(lines)
            if chosen.family in (row["family"], "all") and chosen.fairness in (row["fairness_d"], "all")
        ]
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD))
    proven, wrong, total, slowest = 0, 0, 0.0, 0.0
    for row in rows:
        agrees, settled, seconds = _measure(row, chosen.limit)
        proven, wrong, total = proven + settled, wrong + (not agrees), total + seconds
        slowest = max(slowest, seconds)
    print(
        f"\n{proven} of {len(rows)} settled, {wrong} against the published result; {total:.1f} s in all, "
        f"{slowest:.1f} s at most; paper's MaxSAT {sum(float(row['maxsat_s']) for row in rows):.1f} s in all"
    )
    return int(wrong > 0)


def _measure(row: dict[str, str], limit: float) -> tuple[bool, bool, float]:
    """Print the line of one instance; whether it agrees, whether it is settled, and the seconds."""
    problem = read_dzn((FOLDER / row["file"]).read_text(encoding="utf-8"), int(row["fairness_d"]))
    found = place_all(problem, time_limit=limit)
    published = row["optimum_breaks"]
    faults = verify(problem, found) if found.status is not Status.UNKNOWN else ()
    settled = found.status in (Status.OPTIMAL, Status.INFEASIBLE)
    ours = "unsatisfiable" if found.status is Status.INFEASIBLE else str(found.value)
    agrees = not faults and (not settled or ours == published)
    check = "; ".join(faults) or ("agrees" if agrees and settled else "open" if agrees else "DIFFERS")
    cells = (
        *(row["instance"], row["family"], row["fairness_d"], published, ours, str(found.bound), found.status.value),
        *(f"{found.seconds:.1f}", row["maxsat_s"], check),
    )
    print("| " + " | ".join(cells) + " |", flush=True)
    return agrees, settled, found.seconds


if __name__ == "__main__":
    sys.exit(main())
