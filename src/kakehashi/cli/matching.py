"""What do the commands need to match: the chosen encoder and the file of vectors embedded before?"""

import sqlite3

import click
from django.conf import settings
from django.utils.translation import gettext as _

from kakehashi.apps.events.week import Week
from kakehashi.apps.market.encoders import open_encoder, open_space
from kakehashi.apps.market.vectors import VectorFile
from kakehashi.apps.meetings.planning import match_week
from kakehashi.cli.output import unwritable, writing
from kakehashi.cli.progress import Steps
from kakehashi.engines.matching import Matches
from kakehashi.engines.matching.encoders import EmbeddingFault


def vector_store() -> VectorFile:
    """The vectors of texts embedded before, in the data folder."""
    folder = settings.ENVIRONMENT.data
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return VectorFile(folder / "vectors.sqlite3")


def match_with_progress(week: Week, steps: Steps) -> Matches:
    """Matches a week as one step of a command."""
    with steps.step(_("Matching")) as step:
        store = vector_store()
        try:
            encoder = open_encoder(settings.ENVIRONMENT.encoder)
            space = open_space(encoder, store, settings.ENVIRONMENT.data / "spaces", step.advance)
            matches = match_week(week, encoder=encoder, store=store, space=space, progress=step.advance)
        except sqlite3.OperationalError as error:
            raise unwritable(store.path, error) from error
        except EmbeddingFault as fault:
            raise click.ClickException(_("Texts could not be embedded: %(fault)s") % {"fault": fault}) from fault
        step.conclude(
            _("%(pairs)s pairs of organisations, %(encoded)s new texts embedded")
            % {"pairs": len(matches.pairs), "encoded": matches.encoded}
        )
    return matches
