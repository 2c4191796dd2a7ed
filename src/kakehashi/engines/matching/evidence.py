"""Why are two organisations proposed to each other? Ranked pairs, with reasons that a person can check."""

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""[start, end) in characters of the listing's text as it was given."""


@dataclass(frozen=True, slots=True)
class SharedConcept:
    """Both texts name the concept: `offer_text[slice(*offer_span)] == offer_phrase`, likewise the need.

    With `kin`, one of them or both name what the concept includes, as "gear" and "shaft" are mechanical parts.
    """

    concept: str
    offer_phrase: str
    offer_span: Span
    need_phrase: str
    need_span: Span
    code: Literal["SHARED_CONCEPT"] = "SHARED_CONCEPT"
    kin: bool = False


@dataclass(frozen=True, slots=True)
class DealFit:
    """The kinds of deal fit: the same kind, a compatible one, or open because one is unknown."""

    need_deal: str
    offer_deal: str
    code: Literal["SAME_DEAL", "COMPATIBLE_DEAL", "OPEN_DEAL"]


@dataclass(frozen=True, slots=True)
class SameHeading:
    """Both listings carry the same heading (four digits) of the Harmonised System."""

    heading: str
    code: Literal["SAME_HS_HEADING"] = "SAME_HS_HEADING"


@dataclass(frozen=True, slots=True)
class SameChapter:
    """The headings differ, within the same chapter (two digits)."""

    chapter: str
    need_heading: str
    offer_heading: str
    code: Literal["SAME_HS_CHAPTER"] = "SAME_HS_CHAPTER"


@dataclass(frozen=True, slots=True)
class CertificateHeld:
    """The need demands a certificate and the offer states it."""

    certificate: str
    code: Literal["CERTIFICATE_HELD"] = "CERTIFICATE_HELD"


@dataclass(frozen=True, slots=True)
class CertificateNotStated:
    """The need demands a certificate and the offer does not state it: a question to ask, not a fault."""

    certificate: str
    code: Literal["CERTIFICATE_NOT_STATED"] = "CERTIFICATE_NOT_STATED"


@dataclass(frozen=True, slots=True)
class FactClash:
    """What the offer gives differs from what the need asks; `comparison` tells in which way ("process_clash").

    Values are named as `aspect:value`. A phrase is "" and its span (0, 0) where that text says nothing of it.
    """

    comparison: str
    need_value: str
    need_phrase: str
    need_span: Span
    offer_value: str
    offer_phrase: str
    offer_span: Span
    code: Literal["FACT_CLASH"] = "FACT_CLASH"


@dataclass(frozen=True, slots=True)
class CloseMeaning:
    """By the language model the texts are closer than `percentile` % of the `compared` offers for this need.

    This is a measurement and no fact about the firms. It is given from 20 compared offers on.
    """

    percentile: int
    compared: int
    code: Literal["CLOSE_MEANING"] = "CLOSE_MEANING"


Reason = (
    SharedConcept
    | DealFit
    | SameHeading
    | SameChapter
    | CertificateHeld
    | CertificateNotStated
    | FactClash
    | CloseMeaning
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One offer that may meet one need: keys of the listings, score 0..1000, reasons with the strongest first."""

    offer: str
    need: str
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations worth a meeting, `first_owner < second_owner`; evidence of both directions, best first."""

    first_owner: str
    second_owner: str
    score: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The pairs kept, best first (score, then names), and what the run took.

    `compared` counts the combinations of a need and an offer that the rules admitted, `encoded` the texts
    that the store lacked.
    """

    pairs: tuple[Pair, ...]
    compared: int
    encoded: int

    def of(self, owner: str) -> tuple[Pair, ...]:
        """Return the pairs of one organisation, best first."""
        return tuple(pair for pair in self.pairs if owner in (pair.first_owner, pair.second_owner))
