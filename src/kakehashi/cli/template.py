"""`kakehashi template`: an empty workbook for an event, in the language asked for."""

import json
from datetime import date
from pathlib import Path

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kakehashi.apps.events.workbook import write_template
from kakehashi.cli.main import language_option
from kakehashi.cli.output import OutputFault, new_file


@click.command(
    "template",
    help=_("Write an empty workbook for an event to PATH.")
    + "\n\n"
    + _("Six sheets with headings, drop-downs and one example row each, and a sheet of notes."),
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help=_("Replace a file of that name."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
@language_option
def command(path: Path, *, force: bool, as_json: bool) -> None:
    """Runs `kakehashi template`."""
    if path.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("give the file a name that ends in .xlsx"), param_hint="PATH")
    if path.exists() and not force:
        raise OutputFault(
            _("%(path)s exists already and was left untouched: choose another name, or add --force.") % {"path": path}
        )
    if not path.resolve().parent.is_dir():
        raise OutputFault(_("The folder %(path)s does not exist.") % {"path": path.resolve().parent})
    with new_file(path) as partial:
        write_template(partial, get_language() or "en", today=date.today())
    if as_json:
        click.echo(json.dumps({"path": str(path)}, ensure_ascii=False))
    else:
        click.echo(
            _("Wrote %(path)s. Fill in its sheets, then run: kakehashi plan %(path)s --out programme/") % {"path": path}
        )
