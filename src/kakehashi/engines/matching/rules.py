"""Which need may an offer meet at all? Kinds of deal, sides, vetoes and certificates, before any score."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kakehashi.engines.language import fold
from kakehashi.engines.matching.listing import Deal, Listing

Grade = Literal["same", "compatible", "open"]
"""How two kinds of deal fit: the same kind, one that can serve the other, or one of them unknown."""

COMPATIBLE: frozenset[tuple[Deal, Deal]] = frozenset(
    {
        ("manufacturing", "goods"),  # a need for made-to-order parts; a seller of goods may adapt a standard part
        ("goods", "manufacturing"),  # a need for goods; a maker to order can produce them
        ("goods", "distribution"),  # a need for goods; a distributor sells what it carries
        ("technology", "research"),  # a technology sought may come out of joint research
        ("research", "technology"),
        ("technology", "services"),  # engineering services may bring the technology
    }
)
"""(deal of the need, deal of the offer) that may meet, at a lower grade than the same kind of deal."""

_YEAR = re.compile(r"[:\-/ ]\s*(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may meet whom: organisations of different sides only, or anyone. Never an organisation with itself.

    Where sides count, an organisation without a side meets nobody: its side must be entered first.
    """

    between_sides: bool = False

    def admits(self, first: Listing, second: Listing) -> bool:
        """Tell whether the owners of two listings may meet."""
        if first.owner == second.owner:
            return False
        return not self.between_sides or bool(first.side and second.side and first.side != second.side)


def grade_deals(need: Deal, offer: Deal) -> Grade | None:
    """Return how the deal of a need and that of an offer fit, or None where they cannot meet."""
    if not need or not offer:
        return "open"
    if need == offer:
        return "same"
    return "compatible" if (need, offer) in COMPATIBLE else None


def plays(listing: Listing, role: Literal["offer", "need"]) -> bool:
    """Tell whether a listing can stand as `role`; joint research is alike on both sides and stands as both."""
    return listing.kind == role or listing.deal == "research"


@lru_cache(maxsize=4096)
def normalize_certificate(name: str) -> str:
    """Return a certificate's name without case, spaces, marks and year: "ISO 9001:2015" is "iso9001"."""
    return re.sub(r"[^a-z0-9\u0100-\uffff]", "", _YEAR.sub("", fold(name).strip()))


def split_certificates(need: Listing, offer: Listing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the certificates demanded by `need` that `offer` holds, and those it does not state.

    One that is not stated is open, not missing: the firm may hold it and not have said so.
    """
    held = {normalize_certificate(name) for name in offer.certificates}
    found = tuple(name for name in need.certificates if normalize_certificate(name) in held)
    return found, tuple(name for name in need.certificates if normalize_certificate(name) not in held)
