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
from kakehashi.engines.matching.exposure import Shared, gini_of, share_out
from kakehashi.engines.matching.glossary import GlossaryEntry, Occurrence, Passage, glossary
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
    "GlossaryEntry",
    "Kind",
    "Listing",
    "Matches",
    "MemoryStore",
    "Mention",
    "Occurrence",
    "Pair",
    "Passage",
    "Reason",
    "Rule",
    "SameChapter",
    "SameHeading",
    "Sample",
    "Shared",
    "SharedConcept",
    "Space",
    "TermBase",
    "VectorStore",
    "fit_space",
    "gini_of",
    "glossary",
    "match",
    "rank",
    "share_out",
]
