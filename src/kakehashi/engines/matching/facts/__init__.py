"""What does a text ask and give? Facts of a trade text, and how those of a need and an offer compare."""

from kakehashi.engines.matching.facts.fact import Amount, Fact
from kakehashi.engines.matching.facts.patterns import Branch, Patterns
from kakehashi.engines.matching.facts.reading import read_facts

__all__ = ["Amount", "Branch", "Fact", "Patterns", "read_facts"]
