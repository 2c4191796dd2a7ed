"""Which offers and needs did organisations bring?"""

from collections.abc import Iterable

from kakehashi.apps.market.models import Listing


def listings_by_id(ids: Iterable[int]) -> dict[int, Listing]:
    """The listings with these ids and their organisations, in one query; unknown ids are left out."""
    found = Listing.objects.filter(id__in=set(ids)).select_related("organisation")
    return {listing.id: listing for listing in found}


def sort_listings(listings: Iterable[Listing]) -> tuple[list[Listing], list[Listing]]:
    """The offers and the needs among `listings`, each in the order they were entered."""
    ordered = sorted(listings, key=lambda listing: listing.id)
    offers = [listing for listing in ordered if listing.kind == Listing.Kind.OFFER]
    return offers, [listing for listing in ordered if listing.kind == Listing.Kind.NEED]
