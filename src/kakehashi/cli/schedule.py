"""`kakehashi schedule`: a schedule alone, from a workbook, a problem in JSON or a published instance."""

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.workbook import Fault
from kakehashi.apps.meetings.planning import SECONDS, Plan, ProgrammeFault, plan_week
from kakehashi.apps.meetings.wording import status_text
from kakehashi.cli.main import Seconds, language_option
from kakehashi.cli.matching import match_with_progress
from kakehashi.cli.problems import open_problem
from kakehashi.cli.progress import Steps
from kakehashi.cli.reading import open_week
from kakehashi.cli.scheduled import Names, figure, show_schedule
from kakehashi.cli.stopping import stop_keeps_the_best
from kakehashi.engines.matching import Matches
from kakehashi.engines.scheduling import Aim, Problem, ProblemError, Schedule, Status, Step, schedule, verify
from kakehashi.engines.scheduling.dzn import DznError, read_dzn
from kakehashi.engines.scheduling.jsonresult import schedule_to_json


class Order(click.ParamType[tuple[Aim, ...]]):
    """Aims with commas between them."""

    name = "aims"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Aim, ...]:
        """The aims; an unknown one is a fault of usage."""
        names = [name.strip() for name in str(value).split(",")]
        known = {aim.value: aim for aim in Aim}
        unknown = [name for name in names if name not in known]
        if unknown:
            text = _("%(unknown)s is no aim. Known aims: %(aims)s")
            self.fail(text % {"unknown": ", ".join(map(repr, unknown)), "aims": ", ".join(known)}, param, ctx)
        return tuple(known[name] for name in names)


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
@click.option(
    "--order",
    type=Order(),
    default=None,
    help=_("The aims, the most important first, with commas between them; those left out do not count.")
    + " "
    + _("Known aims: %(aims)s") % {"aims": ", ".join(aim.value for aim in Aim)},
)
@click.option("--time-limit", "seconds", type=Seconds(), default=SECONDS, show_default=True, help=_("Seconds."))
@click.option("--seed", type=int, default=0, show_default=True, help=_("Same input and seed, same output."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the schedule as JSON."))
@language_option
def command(
    path: Path,
    *,
    objective: str | None,
    fairness: int | None,
    order: tuple[Aim, ...] | None,
    seconds: float,
    seed: int,
    as_json: bool,
) -> None:
    """Runs `kakehashi schedule`."""
    steps = Steps(quiet=as_json)
    is_problem = path.suffix.lower() == ".json"
    if is_problem:
        problem = open_problem(path, fairness, order, as_json=as_json)
        result = _schedule_problem(problem, objective or "score", seconds, seed, steps)
        if as_json:
            click.echo(schedule_to_json(problem, result), nl=False)
            sys.exit(0 if result.value is not None else 1)
        names = _names_of_keys(problem, result)
    elif path.suffix.lower() == ".dzn":
        if order is not None:
            raise click.UsageError(_("--order is for .json files."))
        problem = _read_instance(path, fairness, as_json=as_json)
        result = _schedule_problem(problem, objective or "breaks", seconds, seed, steps)
        names = _instance_names(problem, result)
    else:
        if objective == "breaks" or fairness is not None or order is not None:
            raise click.UsageError(
                _("A week is scheduled by score; --objective breaks, --fairness and --order are for other files.")
            )
        plan = _schedule_week(path, seconds, seed, steps, as_json=as_json)
        problem, result, names = plan.problem, plan.schedule, week_names(plan)
    if as_json:
        click.echo(json.dumps(schedule_record(result, names), ensure_ascii=False))
    else:
        show_schedule(problem, result, names, reasons=is_problem)
    sys.exit(0 if result.value is not None else 1)


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
    stopping = stop_keeps_the_best(steps) if objective == "score" else nullcontext()  # holding all has no "so far"
    with steps.step(_("Scheduling")) as step, stopping as stopped:

        def tell(now: Step) -> None:
            best = _("best %(value)s, bound %(bound)s") % {"value": figure(now.value), "bound": figure(now.bound)}
            step.advance(min(int(now.seconds), int(seconds)), int(seconds), best)

        result = schedule(problem, objective=objective, time_limit=seconds, seed=seed, progress=tell, cancel=stopped)
        step.conclude(status_text(result.status))
    if faults := verify(problem, result):
        raise ProgrammeFault(faults)
    return result


def _names_of_keys(problem: Problem, result: Schedule) -> Names:
    people, voices = problem.participants, problem.interpreters
    wishes = (problem.wishes[m.wish] for m in result.meetings)
    return [
        {
            "first": people[w.first].key,
            "second": people[w.second].key,
            "table": problem.tables[m.table].key,
            "interpreter": None if m.interpreter is None else voices[m.interpreter].key,
        }
        for w, m in zip(wishes, result.meetings, strict=True)
    ]


def _instance_names(problem: Problem, result: Schedule) -> Names:
    wishes = (problem.wishes[m.wish] for m in result.meetings)
    return [
        {"first": w.first + 1, "second": w.second + 1, "table": m.table + 1, "interpreter": None}
        for w, m in zip(wishes, result.meetings, strict=True)
    ]


def _schedule_week(path: Path, seconds: float, seed: int, steps: Steps, *, as_json: bool) -> Plan:
    week = open_week(path, steps, as_json=as_json)
    return plan_with_progress(week, match_with_progress(week, steps), steps, seed=seed, seconds=seconds)


def week_names(plan: Plan) -> Names:
    """The names of each meeting's firms, table and interpreter, in the schedule's order."""
    names: Names = []
    for meeting in plan.schedule.meetings:
        first, second = (plan.week.firms[place].name for place in plan.pair_of(meeting))
        table, voice = plan.week.tables[meeting.table].key, meeting.interpreter
        spoken = None if voice is None else plan.week.interpreters[voice].name
        names.append({"first": first, "second": second, "table": table, "interpreter": spoken})
    return names


def plan_with_progress(week: Week, matches: Matches, steps: Steps, *, seed: int, seconds: float) -> Plan:
    """Schedules a week as one step of a command."""
    with steps.step(_("Scheduling")) as step:

        def tell(now: Step) -> None:
            best = _("score %(value)s, bound %(bound)s") % {"value": figure(now.value), "bound": figure(now.bound)}
            step.advance(min(int(now.seconds), int(seconds)), int(seconds), best)

        plan = plan_week(week, matches, seed=seed, seconds=seconds, progress=tell)
        step.conclude(status_text(plan.schedule.status))
    return plan


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
