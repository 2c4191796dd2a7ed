"""Which offers and needs did organisations bring, and what did they say of those they were shown?"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from kakehashi.apps.market.models import Judgement, Listing, WeightSet
from kakehashi.engines.language import Language
from kakehashi.engines.matching import DEALS
from kakehashi.engines.matching import Listing as Compared
from kakehashi.engines.matching.judgements import Judgement as Judged

_FITS = {"accepted": True, "declined": False, "agreed": True, "followed": True, "ended": False}
_LATEST = ("answer", "outcome")
_NOT_ABOUT_FIT = frozenset({Judgement.Reason.KNOWN, Judgement.Reason.TIME})


def listings_by_id(ids: Iterable[int]) -> dict[int, Listing]:
    """The listings with these ids and their organisations, in one query; unknown ids are left out."""
    found = Listing.objects.filter(id__in=set(ids)).select_related("organisation")
    return {listing.id: listing for listing in found}


def sort_listings(listings: Iterable[Listing]) -> tuple[list[Listing], list[Listing]]:
    """The offers and the needs among `listings`, each in the order they were entered."""
    ordered = sorted(listings, key=lambda listing: listing.id)
    offers = [listing for listing in ordered if listing.kind == Listing.Kind.OFFER]
    return offers, [listing for listing in ordered if listing.kind == Listing.Kind.NEED]


def judged_matches() -> list[Judged]:
    """What is known of each match for learning, in one query.

    Of each organisation, match and event the verdict of the latest stage counts: an outcome says more than an
    answer. Whether a meeting was held, no time, and being in contact already say nothing about how well two fit.
    """
    latest: dict[tuple[int, int, str], Judgement] = {}
    for row in Judgement.objects.order_by("id"):
        if row.verdict not in _FITS or row.reason in _NOT_ABOUT_FIT:
            continue
        key = (row.organisation_id, row.other_id, row.event)
        if key not in latest or _LATEST.index(row.stage) > _LATEST.index(latest[key].stage):
            latest[key] = row
    return [
        Judged(
            need=_compared(row.need, f"{row.id} need"),
            offer=_compared(row.offer, f"{row.id} offer"),
            fits=_FITS[row.verdict],
            group=f"{min(row.organisation_id, row.other_id)} {max(row.organisation_id, row.other_id)}",
        )
        for row in latest.values()
    ]


def _compared(kept: Mapping[str, Any], key: str) -> Compared:
    """A listing as it was judged; a kind of deal that there is no longer counts as unknown."""
    return Compared(
        key=key,
        owner=key,
        kind=kept["kind"],
        deal=kept["deal"] if kept["deal"] in DEALS else "",
        text=kept["text"],
        language=next((code for code in get_args(Language) if code == kept["language"]), None),
        hs=kept["hs"] or None,
        certificates=tuple(kept["certificates"]),
        volume=kept["volume"],
    )


def weights_in_use(encoder: str) -> WeightSet | None:
    """The weights applied last for an encoder; None where the shipped ones are in use."""
    return WeightSet.objects.filter(encoder=encoder).first()
