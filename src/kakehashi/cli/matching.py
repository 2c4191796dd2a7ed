"""What do the commands need to match: the chosen encoder and the file of vectors embedded before?"""

import sqlite3

import click
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Week
from kakehashi.apps.market.encoders import open_encoder, open_space
from kakehashi.apps.market.models import WeightSet
from kakehashi.apps.market.queries import weights_in_use
from kakehashi.apps.market.vectors import VectorFile
from kakehashi.apps.meetings.planning import match_week
from kakehashi.cli.output import unwritable, writing
from kakehashi.cli.progress import Steps
from kakehashi.engines.matching import Encoder, Matches
from kakehashi.engines.matching.encoders import EmbeddingFault
from kakehashi.engines.matching.judgements import make_weights
from kakehashi.engines.matching.scoring import Weights


def vector_store() -> VectorFile:
    """The vectors of texts embedded before, in the data folder."""
    folder = settings.ENVIRONMENT.data
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return VectorFile(folder / "vectors.sqlite3")


def learned_weights(encoder: Encoder) -> tuple[Weights | None, str]:
    """Weights that were applied for this encoder, and a note on them; None and "" where the shipped ones are in use.

    A machine that has no database yet is not given one for this.
    """
    environment = settings.ENVIRONMENT
    if not environment.database_url and not (environment.data / "kakehashi.sqlite3").is_file():
        return None, ""
    if WeightSet._meta.db_table not in connection.introspection.table_names():
        return None, ""
    kept = weights_in_use(encoder.name)
    if kept is None:
        return None, ""
    day = {"date": f"{kept.applied_at:%Y-%m-%d}"}
    try:
        return make_weights(kept.weights), _("weights of %(date)s") % day
    except ValueError:
        return None, _("shipped weights: those of %(date)s belong to another version of the score") % day


def match_with_progress(week: Week, steps: Steps) -> Matches:
    """Matches a week as one step of a command."""
    with steps.step(_("Matching")) as step:
        store = vector_store()
        try:
            encoder = open_encoder(settings.ENVIRONMENT.encoder)
            space = open_space(encoder, store, settings.ENVIRONMENT.data / "spaces", step.advance)
            weights, about = learned_weights(encoder)
            matches = match_week(
                week, encoder=encoder, store=store, space=space, weights=weights, progress=step.advance
            )
        except sqlite3.OperationalError as error:
            raise unwritable(store.path, error) from error
        except EmbeddingFault as fault:
            raise click.ClickException(_("Texts could not be embedded: %(fault)s") % {"fault": fault}) from fault
        note = _("%(pairs)s pairs of organisations, %(encoded)s new texts embedded")
        note %= {"pairs": len(matches.pairs), "encoded": matches.encoded}
        step.conclude(f"{note}; {about}" if about else note)
    return matches
