"""`kakehashi match`: which firms of a week suit each other, or which texts of two files, and why."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from rich.console import Console

from kakehashi.apps.events.week import Week
from kakehashi.apps.events.wording import reason_text, score_text
from kakehashi.cli.main import LANGUAGES, language_option
from kakehashi.cli.matching import match_with_progress
from kakehashi.cli.progress import Steps
from kakehashi.cli.reading import open_week
from kakehashi.cli.texts import print_ranking, rank_files
from kakehashi.engines.matching import Pair


@click.command(
    "match",
    help=_("Match offers and needs, with the reasons.")
    + "\n\n"
    + _("PATH is the workbook of a week: an .xlsx file or a folder of CSV files.")
    + "\n\n"
    + _(
        "With two files, NEEDS.tsv and OFFERS.tsv (columns id, language or empty, text), the texts of the second are "
        "ranked for each text of the first."
    ),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("offers", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help=_("Pairs shown, best first."))
@click.option("--firm", default="", help=_("Only the pairs of this organisation."))
@click.option("--json", "as_json", is_flag=True, help=_("Print all pairs as JSON."))
@click.option("--reasons", type=click.Choice(LANGUAGES), help=_("Two files: add the reasons, so spoken."))
@language_option
def command(path: Path, offers: Path | None, *, top: int, firm: str, as_json: bool, reasons: str | None) -> None:
    """Runs `kakehashi match`."""
    if offers is not None:
        print_ranking(rank_files(path, offers, top=top, steps=Steps()), reasons=reasons, as_json=as_json)
        return
    steps = Steps(quiet=as_json)
    week = open_week(path, steps, as_json=as_json)
    place = week.find_firm(firm) if firm else None
    if firm and place is None:
        raise click.BadParameter(_("no organisation of the week has this name"), param_hint="--firm")
    matches = match_with_progress(week, steps)
    pairs = [p for p in matches.pairs if place is None or place in (int(p.first_owner), int(p.second_owner))]
    if as_json:
        click.echo(json.dumps({"pairs": [pair_record(week, pair) for pair in pairs]}, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for pair in pairs[:top]:
        show_pair(console, week, pair)
    if not pairs:
        console.print(_("No offer and need come close enough to suggest a meeting."), markup=False)


def pair_record(week: Week, pair: Pair) -> dict[str, Any]:
    """A pair as JSON: names, score of 1000, evidence with both texts and the reasons as codes and sentences."""
    return {
        "first": week.firms[int(pair.first_owner)].name,
        "second": week.firms[int(pair.second_owner)].name,
        "score": pair.score,
        "evidence": [
            {
                "offer": week.listings[int(item.offer)].text,
                "need": week.listings[int(item.need)].text,
                "score": item.score,
                "reasons": [asdict(reason) | {"text": reason_text(asdict(reason))} for reason in item.reasons],
            }
            for item in pair.evidence
        ],
    }


def show_pair(console: Console, week: Week, pair: Pair) -> None:
    """Prints a pair with its best evidence: both originals and the reasons."""
    first, second = week.firms[int(pair.first_owner)], week.firms[int(pair.second_owner)]
    console.print()
    console.print(
        f"{first.name} × {second.name}  ({score_text(pair.score)})", style="bold", markup=False, soft_wrap=True
    )
    best = pair.evidence[0]
    for label, key in ((_("Offer"), best.offer), (_("Need"), best.need)):
        listing = week.listings[int(key)]
        owner = week.firms[listing.firm].name
        console.print(f"  {label} – {owner}: {listing.text}", markup=False, soft_wrap=True)
    for reason in best.reasons:
        console.print(f"    • {reason_text(asdict(reason))}", markup=False, soft_wrap=True)
