"""How does a command open a problem in JSON, and what does it say when the problem has faults?"""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from kakehashi.apps.meetings.wording import contradiction_text
from kakehashi.engines.scheduling import Aim, Fault, Problem, ProblemError, find_notices
from kakehashi.engines.scheduling.jsonform import JsonFormError, problem_from_json


def open_problem(path: Path, fairness: int | None, order: tuple[Aim, ...] | None, *, as_json: bool) -> Problem:
    """Reads the problem at `path`, with `fairness` and `order` in place of its own where they are stated.

    On faults prints all of them and ends with status 2.
    """
    try:
        text = path.read_bytes()
    except OSError as fault:
        click.echo(_("%(path)s cannot be read: %(fault)s") % {"path": path, "fault": fault}, err=True)
        sys.exit(2)
    try:
        problem = problem_from_json(text)
        instead: dict[str, Any] = {
            name: value for name, value in (("fairness", fairness), ("order", order)) if value is not None
        }
        problem = dataclasses.replace(problem, **instead) if instead else problem
    except JsonFormError as wrong:
        _refuse(path, [(fault.path, fault.text) for fault in wrong.faults], as_json=as_json)
    except ProblemError as wrong:
        names = _keys_in(text)
        _refuse(path, [(fault.code.value, _sentence(fault, names)) for fault in wrong.faults], as_json=as_json)
    if not as_json:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        names = [p.key for p in problem.participants]
        for notice in find_notices(problem):
            console.print(_("Note: %(notice)s") % {"notice": _sentence(notice, names)}, markup=False)
    return problem


def _keys_in(text: bytes) -> list[str]:
    """The keys of the participants of a text that is of the form."""
    return [participant["key"] for participant in json.loads(text)["participants"]]


def _sentence(fault: Fault, names: list[str]) -> str:
    return contradiction_text(fault, names.__getitem__, lambda slot: str(slot + 1))


def _refuse(path: Path, faults: list[tuple[str, str]], *, as_json: bool) -> NoReturn:
    if as_json:
        rows = [{"place": place, "problem": problem} for place, problem in faults]
        click.echo(json.dumps({"faults": rows}, ensure_ascii=False, indent=2))
        sys.exit(2)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    count = ngettext(
        "%(path)s has %(count)s fault; nothing was scheduled.",
        "%(path)s has %(count)s faults; nothing was scheduled.",
        len(faults),
    )
    console.print(count % {"path": path, "count": len(faults)}, style="bold", markup=False)
    for place, problem in faults:
        console.print(f"  {place}: {problem}" if place else f"  {problem}", markup=False)
    sys.exit(2)
