"""`kakehashi repair`: a programme is carried on after what happened on the day, and whoever it concerns is named."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from kakehashi.apps.meetings.planning import ProgrammeFault
from kakehashi.cli.changefaults import change_fault_texts
from kakehashi.cli.main import Seconds, language_option
from kakehashi.cli.output import new_file
from kakehashi.cli.problems import open_problem
from kakehashi.cli.progress import Steps
from kakehashi.cli.repaired import repair_record, show_front, show_repair
from kakehashi.engines.scheduling import Problem, Schedule, verify
from kakehashi.engines.scheduling.jsonform import JsonFormError
from kakehashi.engines.scheduling.jsonresult import schedule_from_json, schedule_to_json
from kakehashi.engines.scheduling.repair import DayInProgress, Point, Repaired, price_moves
from kakehashi.engines.scheduling.repair.jsonchanges import ChangesError, Day, changes_from_json

Read = TypeVar("Read")


@click.command(
    "repair",
    help=_("Carry the programme RESULT of the event PROBLEM on after the CHANGES of the day.")
    + "\n\n"
    + _(
        "All three are files in .json: the problem, its schedule as `kakehashi schedule --json` prints it, and what "
        "happened. No meeting that is still possible is moved, unless you ask for it with --moves."
    ),
)
@click.argument("problem_path", metavar="PROBLEM", type=click.Path(path_type=Path))
@click.argument("result_path", metavar="RESULT", type=click.Path(path_type=Path))
@click.argument("changes_path", metavar="CHANGES", type=click.Path(path_type=Path))
@click.option(
    "--now",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help=_("The first slot that is still to come; in those before it nothing changes any more."),
)
@click.option("--front", "priced", is_flag=True, help=_("Say also what it would gain to move meetings."))
@click.option("--moves", type=click.IntRange(min=0), default=0, help=_("Move so many meetings at most where it gains."))
@click.option(
    "--time-limit", "seconds", type=Seconds(), default=20.0, show_default=True, help=_("Seconds for pricing moves.")
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help=_("Write the new schedule to this file."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the repair as JSON."))
@language_option
def command(
    problem_path: Path,
    result_path: Path,
    changes_path: Path,
    *,
    now: int,
    priced: bool,
    moves: int,
    seconds: float,
    out: Path | None,
    as_json: bool,
) -> None:
    """Runs `kakehashi repair`."""
    problem = open_problem(problem_path, None, None, as_json=as_json)
    before = _open_schedule(result_path, problem, as_json=as_json)
    day = _open_changes(changes_path, problem, as_json=as_json)
    if now > len(problem.slots) + 1:
        beyond = _("The event has %(count)s slots; --now is beyond them.")
        raise click.UsageError(beyond % {"count": len(problem.slots)})
    steps = Steps(quiet=as_json)
    today = DayInProgress(problem, before, now=now - 1, locks=day.locks)
    with steps.step(_("Repairing")):
        found = today.repair(day.changes)
    points: tuple[Point, ...] = ()
    if priced or moves:
        with steps.step(_("Pricing moves")):
            points = price_moves(found, time_limit=seconds)
    chosen = max((p for p in points if p.moves <= moves), key=lambda p: p.value, default=None)
    repaired = chosen.repaired if chosen else found
    if faults := verify(repaired.problem, repaired.schedule):
        raise ProgrammeFault(faults)
    if out:
        with new_file(out) as path:
            path.write_text(schedule_to_json(problem, repaired.schedule), encoding="utf-8")
    _tell(problem, before, repaired, points, found.bound(), as_json=as_json)


def _tell(
    problem: Problem, before: Schedule, repaired: Repaired, points: tuple[Point, ...], bound: int, *, as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(repair_record(problem, before, repaired, points, bound), ensure_ascii=False))
        return
    show_repair(problem, before, repaired, bound)
    if points:
        show_front(points, bound)


def _open_schedule(path: Path, problem: Problem, *, as_json: bool) -> Schedule:
    def read(text: bytes) -> Schedule:
        return schedule_from_json(text, problem)

    try:
        found = _read(path, read, as_json=as_json)
    except JsonFormError as wrong:
        cure = _("Give the schedule of this very event, as `kakehashi schedule --json` printed it.")
        _refuse(path, [(fault.path, fault.text, cure) for fault in wrong.faults], as_json=as_json)
    if found.value is None:
        cure = _("Schedule the event first.")
        _refuse(path, [("status", _("This schedule holds no meetings to carry on."), cure)], as_json=as_json)
    broken = [fault for fault in verify(problem, found) if not fault.startswith("reason_untrue")]
    if broken:  # reasons may be those of an earlier repair, when more was missing than the problem says
        cure = _("Give the schedule of this very event, as `kakehashi schedule --json` printed it.")
        _refuse(path, [("", _("This schedule breaks a rule: %(fault)s") % {"fault": broken[0]}, cure)], as_json=as_json)
    return found


def _open_changes(path: Path, problem: Problem, *, as_json: bool) -> Day:
    try:
        return _read(path, lambda text: changes_from_json(text, problem), as_json=as_json)
    except ChangesError as wrong:
        faults = [(fault.path, *change_fault_texts(fault)) for fault in wrong.faults]
        _refuse(path, faults, as_json=as_json)


def _read(path: Path, read: Callable[[bytes], Read], *, as_json: bool) -> Read:
    try:
        text = path.read_bytes()
    except OSError as fault:
        problem = _("%(path)s cannot be read: %(fault)s") % {"path": path, "fault": fault.strerror or fault}
        _refuse(path, [("", problem, _("Check the name of the file."))], as_json=as_json)
    return read(text)


def _refuse(path: Path, faults: list[tuple[str, str, str]], *, as_json: bool) -> NoReturn:
    """All faults with their place and cure; exit status 2."""
    if as_json:
        rows = [{"file": str(path), "place": place, "problem": text, "cure": cure} for place, text, cure in faults]
        click.echo(json.dumps({"faults": rows}, ensure_ascii=False, indent=2))
        sys.exit(2)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    count = ngettext(
        "%(path)s has %(count)s fault; nothing was changed.",
        "%(path)s has %(count)s faults; nothing was changed.",
        len(faults),
    )
    console.print(count % {"path": path, "count": len(faults)}, style="bold", markup=False)
    for place, text, cure in faults:
        console.print(f"\n  {place}" if place else "", style="bold", markup=False)
        console.print(f"    {text}", markup=False)
        console.print(f"    → {cure}", markup=False)
    sys.exit(2)
