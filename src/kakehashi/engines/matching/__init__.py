"""Which offers meet which needs, across languages? `match` for organisations, `rank` for texts."""

from kakehashi.engines.matching.encoding import Encoder, MemoryStore, VectorStore
from kakehashi.engines.matching.evidence import (
    CertificateHeld,
    CertificateNotStated,
    CloseMeaning,
    DealFit,
    Evidence,
    FactClash,
    Matches,
    Pair,
    Reason,
    SameChapter,
    SameHeading,
    SharedConcept,
)
from kakehashi.engines.matching.listing import DEALS, Deal, Kind, Listing
from kakehashi.engines.matching.pairing import match
from kakehashi.engines.matching.ranking import rank
from kakehashi.engines.matching.rules import Rule
from kakehashi.engines.matching.space import Sample, Space, fit_space
from kakehashi.engines.matching.terms import Concept, Mention, TermBase

__all__ = [
    "DEALS",
    "CertificateHeld",
    "CertificateNotStated",
    "CloseMeaning",
    "Concept",
    "Deal",
    "DealFit",
    "Encoder",
    "Evidence",
    "FactClash",
    "Kind",
    "Listing",
    "Matches",
    "MemoryStore",
    "Mention",
    "Pair",
    "Reason",
    "Rule",
    "SameChapter",
    "SameHeading",
    "Sample",
    "SharedConcept",
    "Space",
    "TermBase",
    "VectorStore",
    "fit_space",
    "match",
    "rank",
]
