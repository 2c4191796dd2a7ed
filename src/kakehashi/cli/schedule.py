"""`kakehashi schedule`: a schedule alone, from a workbook, a problem in JSON or a published instance."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table as TextTable

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.workbook import Fault
from kakehashi.apps.meetings.planning import SECONDS, Plan, ProgrammeFault, plan_week
from kakehashi.apps.meetings.refusals import refusal_text
from kakehashi.apps.meetings.wording import status_text
from kakehashi.cli.main import Seconds, language_option
from kakehashi.cli.matching import match_with_progress
from kakehashi.cli.problems import open_problem
from kakehashi.cli.progress import Steps
from kakehashi.cli.reading import open_week
from kakehashi.engines.matching import Matches
from kakehashi.engines.scheduling import Problem, ProblemError, Schedule, Status, Step, schedule, verify
from kakehashi.engines.scheduling.dzn import DznError, read_dzn
from kakehashi.engines.scheduling.jsonresult import schedule_to_json


@click.command(
    "schedule",
    help=_("Schedule the meetings of PATH.")
    + "\n\n"
    + _("PATH is the workbook of a week, a folder of CSV files, a problem in .json, or a published .dzn instance."),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--objective",
    type=click.Choice(["score", "breaks"]),
    default=None,
    help=_("Most score (the default), or every meeting held with the fewest breaks (the default for a .dzn file)."),
)
@click.option(
    "--fairness",
    type=click.IntRange(min=0),
    default=None,
    help=_("The breaks of any two participants differ by at most this."),
)
@click.option("--time-limit", "seconds", type=Seconds(), default=SECONDS, show_default=True, help=_("Seconds."))
@click.option("--seed", type=int, default=0, show_default=True, help=_("Same input and seed, same output."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the schedule as JSON."))
@language_option
def command(
    path: Path, *, objective: str | None, fairness: int | None, seconds: float, seed: int, as_json: bool
) -> None:
    """Runs `kakehashi schedule`."""
    steps, problem = Steps(quiet=as_json), None
    if path.suffix.lower() == ".json":
        problem = open_problem(path, fairness, as_json=as_json)
        result = _schedule_problem(problem, objective or "score", seconds, seed, steps)
        if as_json:
            click.echo(schedule_to_json(problem, result), nl=False)
            sys.exit(0 if result.value is not None else 1)
        names = _names_of_keys(problem, result)
    elif path.suffix.lower() == ".dzn":
        problem = _read_instance(path, fairness, as_json=as_json)
        result = _schedule_problem(problem, objective or "breaks", seconds, seed, steps)
        names = _instance_names(problem, result)
    else:
        if objective == "breaks" or fairness is not None:
            raise click.UsageError(
                _("A week is scheduled by score; --objective breaks and --fairness are for .json and .dzn files.")
            )
        result, names = _schedule_week(path, seconds, seed, steps, as_json=as_json)
    if as_json:
        click.echo(json.dumps(schedule_record(result, names), ensure_ascii=False))
    else:
        _show(result, names, problem)
    sys.exit(0 if result.value is not None else 1)


Names = list[dict[str, Any]]
"""For each meeting, in the schedule's order: first, second and table as people name them."""


def _read_instance(path: Path, fairness: int | None, *, as_json: bool) -> Problem:
    try:
        return read_dzn(path.read_text(encoding="utf-8"), fairness)
    except (DznError, ProblemError, UnicodeDecodeError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        problem = _("%(path)s cannot be read: %(fault)s") % {"path": path, "fault": reason}
    if as_json:
        click.echo(json.dumps({"faults": [asdict(Fault("", None, "", problem, ""))]}, ensure_ascii=False, indent=2))
    else:
        click.echo(problem, err=True)
    sys.exit(2)


def _schedule_problem(problem: Problem, objective: str, seconds: float, seed: int, steps: Steps) -> Schedule:
    with steps.step(_("Scheduling")) as step:

        def tell(now: Step) -> None:
            best = _("best %(value)s, bound %(bound)s") % {"value": _figure(now.value), "bound": _figure(now.bound)}
            step.advance(min(int(now.seconds), int(seconds)), int(seconds), best)

        result = schedule(problem, objective=objective, time_limit=seconds, seed=seed, progress=tell)
        step.conclude(status_text(result.status))
    if faults := verify(problem, result):
        raise ProgrammeFault(faults)
    return result


def _names_of_keys(problem: Problem, result: Schedule) -> Names:
    people = problem.participants
    wishes = (problem.wishes[m.wish] for m in result.meetings)
    return [
        {"first": people[w.first].key, "second": people[w.second].key, "table": problem.tables[m.table].key}
        for w, m in zip(wishes, result.meetings, strict=True)
    ]


def _instance_names(problem: Problem, result: Schedule) -> Names:
    wishes = (problem.wishes[m.wish] for m in result.meetings)
    return [
        {"first": w.first + 1, "second": w.second + 1, "table": m.table + 1}
        for w, m in zip(wishes, result.meetings, strict=True)
    ]


def _schedule_week(path: Path, seconds: float, seed: int, steps: Steps, *, as_json: bool) -> tuple[Schedule, Names]:
    week = open_week(path, steps, as_json=as_json)
    plan = plan_with_progress(week, match_with_progress(week, steps), steps, seed=seed, seconds=seconds)
    return plan.schedule, week_names(plan)


def week_names(plan: Plan) -> Names:
    """The names of each meeting's firms and table, in the schedule's order."""
    names = []
    for meeting in plan.schedule.meetings:
        first, second = (plan.week.firms[place].name for place in plan.pair_of(meeting))
        names.append({"first": first, "second": second, "table": plan.week.tables[meeting.table].key})
    return names


def plan_with_progress(week: Week, matches: Matches, steps: Steps, *, seed: int, seconds: float) -> Plan:
    """Schedules a week as one step of a command."""
    with steps.step(_("Scheduling")) as step:

        def tell(now: Step) -> None:
            best = _("score %(value)s, bound %(bound)s") % {"value": _figure(now.value), "bound": _figure(now.bound)}
            step.advance(min(int(now.seconds), int(seconds)), int(seconds), best)

        plan = plan_week(week, matches, seed=seed, seconds=seconds, progress=tell)
        step.conclude(status_text(plan.schedule.status))
    return plan


def _figure(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def schedule_record(result: Schedule, names: Names) -> dict[str, Any]:
    """A schedule as JSON: slots counted from 1; `objective` is the value reached, `bound` the proven one."""
    record: dict[str, Any] = {
        "status": str(result.status),
        "objective": result.value,
        "bound": result.bound,
        "seconds": round(result.seconds, 3),
        "breaks": result.breaks if result.value is not None else None,
        "meetings": [
            {"first": name["first"], "second": name["second"], "slot": m.slot + 1, "table": name["table"]}
            for m, name in zip(result.meetings, names, strict=True)
        ],
    }
    if result.status is Status.INFEASIBLE:
        record["reason"] = result.infeasible_because
    return record


def _show(result: Schedule, names: Names, problem: Problem | None) -> None:
    console = Console(highlight=False)
    if result.value is None:
        why = result.infeasible_because
        if problem is not None and result.contradiction is not None:
            why = refusal_text(problem, result.contradiction)
        console.print(status_text(result.status) + (f": {why}" if why else ""), markup=False)
        return
    rows = TextTable(box=None, pad_edge=False)
    for heading in (_("Slot"), _("Table"), _("First"), _("Second")):
        rows.add_column(heading)
    order = sorted(zip(result.meetings, names, strict=True), key=lambda row: (row[0].slot, row[0].table))
    for meeting, name in order:
        rows.add_row(str(meeting.slot + 1), str(name["table"]), str(name["first"]), str(name["second"]))
    console.print(rows)
    figures = {
        "status": status_text(result.status),
        "meetings": len(result.meetings),
        "value": _figure(result.value),
        "bound": _figure(result.bound),
        "breaks": result.breaks,
        "seconds": f"{result.seconds:.1f}",
    }
    text = (
        _("%(meetings)s meetings; %(breaks)s breaks, proven lower bound %(bound)s; %(status)s; %(seconds)s s")
        if result.objective == "breaks"
        else _(
            "%(meetings)s meetings; score %(value)s, proven upper bound %(bound)s; %(breaks)s breaks; "
            "%(status)s; %(seconds)s s"
        )
    )
    console.print("\n" + text % figures, markup=False)
