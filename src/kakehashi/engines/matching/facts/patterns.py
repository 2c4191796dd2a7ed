"""By which words does a text tell its role, its conditions and its limits? The patterns that reading looks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kakehashi.engines.matching.facts.fact import Aspect
from kakehashi.engines.matching.terms import TermBase


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept of the term base whose kinds are all values of one aspect; `implies` is the value where it differs."""

    concept: str
    aspect: Aspect
    implies: str = ""


@dataclass(frozen=True, eq=False)
class Patterns:
    """The words that tell facts, in four languages.

    `cues` holds term bases by the question they answer (roles, stances, limits, conditions, forms, scales); the
    keys of their concepts are "aspect:value". `regions` names places, each within its broader ones. `branches`
    tell which concepts of the term base are processes, materials or machines.
    """

    cues: Mapping[str, TermBase]
    regions: TermBase
    branches: tuple[Branch, ...]
    by_concept: dict[str, Branch] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the branches by concept."""
        self.by_concept.update((branch.concept, branch) for branch in self.branches)

    def branch_of(self, key: str, terms: TermBase) -> Branch | None:
        """Return the branch of a concept: its own, else that of its nearest broader concept."""
        return next((self.by_concept[line] for line in terms.lineage(key) if line in self.by_concept), None)
