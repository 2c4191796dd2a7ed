"""`kakehashi plan`: from a week's workbook to a printed meeting programme."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console

from kakehashi.apps.meetings.exports import is_result, write_programme
from kakehashi.apps.meetings.planning import SECONDS, Plan
from kakehashi.apps.meetings.summary import summarise
from kakehashi.cli.main import Seconds, language_option
from kakehashi.cli.matching import match_with_progress
from kakehashi.cli.output import check_folder, new_folder
from kakehashi.cli.progress import Steps
from kakehashi.cli.reading import open_week
from kakehashi.cli.schedule import plan_with_progress, schedule_record, week_names
from kakehashi.cli.showing import show_programme


@click.command(
    "plan",
    help=_("Make a meeting programme of the workbook at PATH.")
    + "\n\n"
    + _("PATH is an .xlsx file or a folder of CSV files. Writes programme.xlsx, and for each participant an agenda."),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("programme"),
    show_default=True,
    help=_("Folder for the results; earlier results in it are replaced."),
)
@click.option(
    "--time-limit",
    "seconds",
    type=Seconds(),
    default=SECONDS,
    show_default=True,
    help=_("Seconds for scheduling."),
)
@click.option("--seed", type=int, default=0, show_default=True, help=_("Same input and seed, same output."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the summary and the meetings as JSON."))
@language_option
def command(path: Path, *, out: Path, seconds: float, seed: int, as_json: bool) -> None:
    """Runs `kakehashi plan`."""
    steps = Steps(quiet=as_json)
    plan = make_programme(path, out, get_language() or "en", steps, seed=seed, seconds=seconds, as_json=as_json)
    if as_json:
        click.echo(json.dumps(plan_record(plan, out), ensure_ascii=False))
        return
    console = Console(highlight=False)
    show_programme(console, plan)
    console.print("\n" + _("Wrote the programme and the agendas to %(path)s") % {"path": out}, markup=False)


def make_programme(
    path: Path, out: Path, language: str, steps: Steps, *, seed: int, seconds: float, as_json: bool
) -> Plan:
    """Reads, matches, schedules and writes, each as a step; files are in `language`. All files or none."""
    check_folder(out, is_result)  # before the work, which would be in vain
    week = open_week(path, steps, as_json=as_json)
    plan = plan_with_progress(week, match_with_progress(week, steps), steps, seed=seed, seconds=seconds)
    with steps.step(_("Writing")) as step:
        with translation.override(language), new_folder(out, is_result) as folder:
            files = write_programme(plan, folder, language, progress=step.advance)
        step.conclude(_("%(count)s files") % {"count": len(files)})
    return plan


def plan_record(plan: Plan, out: Path) -> dict[str, Any]:
    """The programme as JSON: where it lies, its schedule, and its summary by firm names."""
    record = schedule_record(plan.schedule, week_names(plan))
    summary = asdict(summarise(plan))
    for one in summary["participants_without"]:
        one["firm"] = plan.week.firms[one["firm"]].name
        one["other"] = None if one["other"] is None else plan.week.firms[one["other"]].name
    summary["breaks"] = {firm.name: count for firm, count in zip(plan.week.firms, summary["breaks"], strict=True)}
    return {"out": str(out), **record, "summary": summary}
