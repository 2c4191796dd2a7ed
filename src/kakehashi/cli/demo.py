"""`kakehashi demo`: builds the demo world, shows what came of it and where to look, and serves it."""

import json
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console

from kakehashi.apps.core.actions import OPERATOR
from kakehashi.apps.events.actions import import_week
from kakehashi.apps.meetings.actions import publish_programme
from kakehashi.apps.meetings.planning import SECONDS, Plan
from kakehashi.cli.main import language_option
from kakehashi.cli.match import show_pair
from kakehashi.cli.output import new_file
from kakehashi.cli.plan import make_programme, plan_record
from kakehashi.cli.progress import Steps
from kakehashi.cli.serve import serve_pages
from kakehashi.cli.showing import show_agenda, show_quality
from kakehashi.demo.build import WEEKS, DemoWeek
from kakehashi.engines.matching import Pair


@click.command(
    "demo",
    help=_("Build the demo world and serve its pages.")
    + "\n\n"
    + _("Two invented events, from workbook to programme."),
)
@click.option("--no-serve", is_flag=True, help=_("Build and print only."))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port to serve on."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
@language_option
def command(*, no_serve: bool, port: int, as_json: bool) -> None:
    """Runs `kakehashi demo`."""
    steps = Steps(quiet=as_json)
    folder = settings.ENVIRONMENT.data / "demo"
    call_command("migrate", verbosity=0, interactive=False)
    plans = {week: _build(week, folder / week.name, steps) for week in WEEKS}
    if as_json:
        events = [plan_record(plan, folder / week.name / "programme") for week, plan in plans.items()]
        click.echo(json.dumps({"events": events}, ensure_ascii=False))
    else:
        _show(list(plans.values()), folder)
    if not no_serve:
        serve_pages("127.0.0.1", port)


def _show(plans: list[Plan], folder: Path) -> None:
    console = Console(highlight=False)
    console.print("\n" + _("All firms and people of the demo world are fictitious."), style="bold", markup=False)
    show_quality(console, plans)
    _show_samples(console, plans[0])
    _show_places(console, folder)


def _build(week: DemoWeek, folder: Path, steps: Steps) -> Plan:
    """Workbook, programme and pages of one invented event."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / "week.xlsx"
    with new_file(workbook) as partial:
        week.build_workbook(partial)
    plan = make_programme(workbook, folder / "programme", week.language, steps, seed=0, seconds=SECONDS, as_json=False)
    with steps.step(_("Publishing")) as step:
        event = import_week(plan.week, OPERATOR)
        publish_programme(event, plan, OPERATOR)
        step.conclude(plan.week.name_in(get_language() or "en"))
    return plan


def _show_samples(console: Console, plan: Plan) -> None:
    show_agenda(console, plan, _busiest_with_interpreter(plan))
    console.print("\n" + _("Five matches of different firms"), style="bold", markup=False)
    for pair in _different_firms(plan.matches.pairs, 5):
        show_pair(console, plan.week, pair)


def _busiest_with_interpreter(plan: Plan) -> int:
    """The firm with most interpreted meetings: its agenda shows all there is to see."""
    interpreted = [firm for m in plan.schedule.meetings if m.interpreter is not None for firm in plan.pair_of(m)]
    return max(range(len(plan.week.firms)), key=lambda firm: (interpreted.count(firm), -firm))


def _different_firms(pairs: tuple[Pair, ...], count: int) -> list[Pair]:
    """The best pairs in which no firm comes twice."""
    seen: set[str] = set()
    chosen: list[Pair] = []
    for pair in pairs:
        if len(chosen) < count and not seen & {pair.first_owner, pair.second_owner}:
            chosen.append(pair)
            seen |= {pair.first_owner, pair.second_owner}
    return chosen


def _show_places(console: Console, folder: Path) -> None:
    console.print("\n" + _("Where to look"), style="bold", markup=False)
    for week in WEEKS:
        for place in ("week.xlsx", "programme/programme.xlsx", "programme/index.html"):
            console.print(f"  {_short(folder / week.name / place)}", markup=False, soft_wrap=True)


def _short(path: Path) -> Path:
    """The path from here, where it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
