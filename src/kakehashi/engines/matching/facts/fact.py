"""What is a fact of a trade text? A value of an aspect, with the exact place where the text says it."""

from dataclasses import dataclass
from typing import Literal, get_args

Aspect = Literal[
    "role",
    "kind",
    "object",
    "process",
    "material",
    "condition",
    "form",
    "head",
    "certificate",
    "code",
    "scale",
    "amount",
    "place",
    "denial",
]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
Stance = Literal["is", "not", "only"]
"""Whether the text affirms the value, denies it, or affirms nothing else."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of one class of units ("count", "mass", ...) in its smallest unit, `low` to `high`.

    `bound` tells what the text makes of it: it takes no less ("least"), no more ("most"), or just names it ("").
    """

    low: float
    high: float
    bound: Literal["", "least", "most"] = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of an aspect as a text states it: `text[start:end] == phrase`."""

    aspect: Aspect
    value: str
    start: int
    end: int
    phrase: str
    stance: Stance = "is"
    amount: Amount | None = None
