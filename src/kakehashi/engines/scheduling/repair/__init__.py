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
from .front import Point, front, price_moves
from .mending import DayInProgress, repair
from .repaired import Repaired

__all__ = [
    "ArrivesLate",
    "Change",
    "DayInProgress",
    "HallCloses",
    "InterpreterIll",
    "LeavesEarly",
    "Locks",
    "NoShow",
    "Point",
    "Repaired",
    "TableBlocked",
    "front",
    "price_moves",
    "repair",
]
