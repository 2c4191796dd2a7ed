"""What does a text ask and give? Facts of a trade text, and how those of a need and an offer compare."""

from kakehashi.engines.matching.facts.comparing import COMPARISONS, FactWeights, compare_facts, weigh_facts
from kakehashi.engines.matching.facts.explaining import find_evidence
from kakehashi.engines.matching.facts.fact import Amount, Fact
from kakehashi.engines.matching.facts.patterns import Branch, Patterns
from kakehashi.engines.matching.facts.reading import read_facts
from kakehashi.engines.matching.facts.table import FactTable, tabulate

__all__ = [
    "COMPARISONS",
    "Amount",
    "Branch",
    "Fact",
    "FactTable",
    "FactWeights",
    "Patterns",
    "compare_facts",
    "find_evidence",
    "read_facts",
    "tabulate",
    "weigh_facts",
]
