"""How does a command open a workbook, and what does it say when the workbook has faults?"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.workbook import Fault, WorkbookFaults, read_week
from kakehashi.cli.progress import Steps


def open_week(path: Path, steps: Steps, *, as_json: bool) -> Week:
    """Reads the week at `path`; on faults prints them all and ends with exit status 2."""
    try:
        with steps.step(_("Reading")) as step:
            week = read_week(path)
            step.conclude(
                _("%(firms)s organisations, %(listings)s offers and needs, %(wishes)s wishes")
                % {"firms": len(week.firms), "listings": len(week.listings), "wishes": len(week.wishes)}
            )
    except WorkbookFaults as found:
        _explain(path, found.faults, as_json=as_json)
    if not as_json:
        for notice in week.notices:
            steps.console.print("  " + _("Note: %(notice)s") % {"notice": notice}, markup=False)
    return week


def _explain(path: Path, faults: tuple[Fault, ...], *, as_json: bool) -> NoReturn:
    if as_json:
        rows = [asdict(fault) for fault in faults]
        click.echo(json.dumps({"faults": rows}, ensure_ascii=False, indent=2))
        sys.exit(2)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    count = ngettext(
        "%(path)s has %(count)s fault; nothing was written.",
        "%(path)s has %(count)s faults; nothing was written.",
        len(faults),
    )
    console.print(count % {"path": path, "count": len(faults)}, style="bold", markup=False)
    for fault in faults:
        console.print(f"\n  {fault.place or path}", style="bold", markup=False)
        console.print(f"    {fault.problem}", markup=False)
        console.print(f"    → {fault.cure}", markup=False)
    sys.exit(2)
