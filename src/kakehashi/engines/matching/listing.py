"""What does an organisation offer or need? The listings that matching compares."""

from dataclasses import dataclass
from typing import Literal, get_args

from kakehashi.engines.language import Language

Kind = Literal["offer", "need"]
Deal = Literal[
    "", "goods", "manufacturing", "distribution", "services", "technology", "research", "investment", "training"
]
DEALS: tuple[Deal, ...] = get_args(Deal)
"""The kinds of deal; the empty one is unknown."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One offer or need of one organisation.

    `key` is unique among listings; `owner` is the organisation. `hs` is a Harmonised System heading (four
    digits) or None. `certificates` are held by an offer and demanded by a need. `language` None is unknown:
    it is then detected from the text. `side` is who may meet whom ("" where anyone may).
    """

    key: str
    owner: str
    kind: Kind
    deal: Deal
    text: str
    language: Language | None = None
    hs: str | None = None
    certificates: tuple[str, ...] = ()
    volume: str = ""
    side: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a kind, a deal or a heading that does not exist."""
        if self.kind not in get_args(Kind):
            raise ValueError(f"{self.key}: kind is offer or need, not {self.kind!r}")
        if self.deal not in DEALS:
            raise ValueError(f"{self.key}: there is no kind of deal {self.deal!r}")
        if self.hs is not None and not (len(self.hs) == 4 and self.hs.isascii() and self.hs.isdigit()):
            raise ValueError(f"{self.key}: a heading has four digits, not {self.hs!r}")
