"""How does a programme under way go on when somebody is missing? Repair that moves nothing it need not."""

from .changes import (
    ArrivesLate,
    Change,
    HallCloses,
    InterpreterIll,
    LeavesEarly,
    Locks,
    NoShow,
    TableBlocked,
)
from .front import front
from .mending import Repaired, repair

__all__ = [
    "ArrivesLate",
    "Change",
    "HallCloses",
    "InterpreterIll",
    "LeavesEarly",
    "Locks",
    "NoShow",
    "Repaired",
    "TableBlocked",
    "front",
    "repair",
]
