"""How do gap and time grow with the event? The rows of bench.scheduling_scale as a chart."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

CHART = Path(__file__).resolve().parents[1] / "docs" / "images" / "scheduling-scale.svg"

COLOURS = {"loose": "#0017c1", "tight": "#197a4b", "interpreter-bound": "#c16800", "very tight": "#a90000"}
MARKS = {"loose": "o", "tight": "s", "interpreter-bound": "^", "very tight": "D"}
SMALLEST_GAP = 0.001
"""Percent; smaller gaps, and none at all, stand on this line of the logarithmic scale."""


def draw_scale(rows: list[dict[str, Any]], path: str) -> None:
    """Write an SVG: above the gap to the proven bound, below the seconds, against the meetings held."""
    mpl.rcParams["svg.hashsalt"] = "kakehashi"  # the same rows give the same file
    figure = Figure(figsize=(8, 8), layout="constrained")
    gap, seconds = figure.subplots(2, 1, sharex=True)
    rows = [row for row in rows if "whole" not in row["event"]]
    for regime, colour in COLOURS.items():
        mine = sorted((row for row in rows if row["regime"] == regime), key=lambda row: row["meetings"])
        if not mine:
            continue
        meetings = [row["meetings"] for row in mine]
        look = {"color": colour, "marker": MARKS[regime], "markersize": 5}
        gap.plot(meetings, [_gap(row["share"]) for row in mine], label=regime, **look)
        gap.plot(meetings, [_gap(row["greedy_share"]) for row in mine], linestyle=":", alpha=0.6, **look)
        solved = [row for row in mine if row.get("cp_value") is not None]
        if solved:
            shares = [_gap(100 * row["cp_value"] / row["bound"]) for row in solved]
            gap.plot([row["meetings"] for row in solved], shares, linestyle="--", alpha=0.6, **look)
        seconds.plot(meetings, [row["seconds"] for row in mine], **look)
    _dress(gap, "below the proven bound, %")
    gap.plot([], [], color="grey", linestyle=":", label="plain greedy")
    gap.plot([], [], color="grey", linestyle="--", label="CP-SAT, same time")
    figure.legend(loc="outside upper center", fontsize=8, ncols=6)
    _dress(seconds, "seconds")
    seconds.set_xlabel("meetings held")
    figure.savefig(path, format="svg", metadata={"Date": None})


def _gap(share: float) -> float:
    return max(100 - share, SMALLEST_GAP)


def _dress(axes: Axes, label: str) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylabel(label)
    axes.grid(visible=True, which="major", linewidth=0.4)
