"""`kakehashi learn`: what people's answers say about the weights of the match score."""

import json
import sqlite3
from dataclasses import asdict
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from kakehashi.apps.core.actions import OPERATOR
from kakehashi.apps.market.actions import apply_weights
from kakehashi.apps.market.encoders import open_encoder, open_space
from kakehashi.apps.market.queries import judged_matches
from kakehashi.cli.main import language_option
from kakehashi.cli.matching import learned_weights, vector_store
from kakehashi.cli.output import unwritable
from kakehashi.cli.progress import Steps
from kakehashi.engines.matching.encoders import EmbeddingFault
from kakehashi.engines.matching.judgements import FEWEST, Quality, Refit, TooFewJudgements, list_weights, refit_weights
from kakehashi.engines.matching.scoring import Weights
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_terms


@click.command(
    "learn",
    help=_("Refit the weights of the match score on the judgements of people, and report before and after.")
    + "\n\n"
    + _("Changes nothing unless --apply is given."),
)
@click.option("--apply", "apply_them", is_flag=True, help=_("Use the refitted weights from now on."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the report as JSON."))
@language_option
def command(*, apply_them: bool, as_json: bool) -> None:
    """Runs `kakehashi learn`."""
    call_command("migrate", verbosity=0, interactive=False)
    encoder = open_encoder(settings.ENVIRONMENT.encoder)
    used, note = learned_weights(encoder)
    refit = _refit(used, Steps(quiet=as_json))
    applied = apply_them and refit.better
    if applied:
        apply_weights(encoder.name, refit, OPERATOR)
    if as_json:
        click.echo(json.dumps(_record(refit, used or Weights(), applied=applied), ensure_ascii=False))
        return
    console = Console(highlight=False)
    _show(console, refit, used or Weights(), note)
    console.print(_closing(refit, asked=apply_them), markup=False)


def _refit(used: Weights | None, steps: Steps) -> Refit:
    encoder, store = open_encoder(settings.ENVIRONMENT.encoder), vector_store()
    try:
        with steps.step(_("Learning")) as step:
            space = open_space(encoder, store, settings.ENVIRONMENT.data / "spaces", step.advance)
            return refit_weights(
                judged_matches(),
                encoder=encoder,
                store=store,
                terms=load_terms(),
                space=space,
                weights=used,
                patterns=load_patterns(),
                progress=step.advance,
            )
    except TooFewJudgements as fault:
        raise click.ClickException(
            _(
                "There are %(fitting)s fitting and %(not_fitting)s not fitting judgements; learning needs %(all)s in "
                "all, and %(least)s of either kind."
            )
            % {
                "fitting": fault.fitting,
                "not_fitting": fault.not_fitting,
                "all": FEWEST,
                "least": FEWEST // 5,
            }
        ) from fault
    except EmbeddingFault as fault:
        raise click.ClickException(_("Texts could not be embedded: %(fault)s") % {"fault": fault}) from fault
    except sqlite3.OperationalError as error:
        raise unwritable(store.path, error) from error


def _record(refit: Refit, used: Weights, *, applied: bool) -> dict[str, Any]:
    """The report as JSON."""
    record = asdict(refit) | {"better": refit.better, "applied": applied}
    record |= {"weights": list_weights(refit.weights), "weights_before": list_weights(used)}
    for name, quality in (("before", refit.before), ("after", refit.after)):
        record[name]["calibration_error"] = quality.calibration_error
    return record


def _closing(refit: Refit, *, asked: bool) -> str:
    """What was done, in a sentence."""
    if not refit.better:
        return _("The refitted weights are no better on held-out judgements: nothing was changed.")
    if asked:
        return _("The refitted weights are in use from now on.")
    return _("Nothing was changed. --apply puts the refitted weights to use.")


def _show(console: Console, refit: Refit, used: Weights, note: str) -> None:
    """Prints quality, calibration and weights, before and after."""
    total = refit.fitting + refit.not_fitting
    console.print(
        _("%(count)s judgements, of which %(fitting)s fitting. After: measured on judgements held out of the fit.")
        % {"count": total, "fitting": refit.fitting},
        markup=False,
    )
    table = Table(_("measure"), note or _("before"), _("after"))
    before, after = refit.before, refit.after
    for name, earlier, later in (
        (_("area under the curve (1 is best)"), before.area, after.area),
        (_("log loss (0 is best)"), before.log_loss, after.log_loss),
        (_("calibration error (0 is best)"), before.calibration_error, after.calibration_error),
    ):
        table.add_row(name, f"{earlier:.3f}", f"{later:.3f}")
    console.print(table)
    console.print(_calibration(before, after))
    weights = Table(_("weight"), _("before"), _("after"))
    new = list_weights(refit.weights)
    for name, value in list_weights(used).items():
        weights.add_row(name, f"{value:.2f}", f"{new[name]:.2f}")
    console.print(weights)


def _calibration(before: Quality, after: Quality) -> Table:
    """Chance that the score stated, and share that people found fitting, from the lowest scores to the highest."""
    table = Table(_("fifth, by score"), _("before: stated"), _("found"), _("after: stated"), _("found"))
    for place, (old, new) in enumerate(zip(before.calibration, after.calibration, strict=True), start=1):
        table.add_row(str(place), *(f"{100 * share:.0f}%" for share in (old.stated, old.found, new.stated, new.found)))
    return table
