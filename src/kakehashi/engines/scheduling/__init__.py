"""Which wishes are held, when, where and with whose help: programmes of meetings with a proven bound."""

from .contradiction import Clash, Contradiction
from .fault import Fault, FaultCode
from .faults import find_notices
from .problem import (
    DEFAULT_ORDER,
    Aim,
    Interpreter,
    Language,
    Participant,
    Problem,
    ProblemError,
    Slot,
    Table,
    Walk,
    Wish,
)
from .reasons import Idle, idle
from .result import Aims, Meeting, Objective, Reason, Schedule, Status, Step, Unmet
from .solve import schedule
from .verify import verify
from .verify_contradiction import contradiction_holds

__all__ = [
    "DEFAULT_ORDER",
    "Aim",
    "Aims",
    "Clash",
    "Contradiction",
    "Fault",
    "FaultCode",
    "Idle",
    "Interpreter",
    "Language",
    "Meeting",
    "Objective",
    "Participant",
    "Problem",
    "ProblemError",
    "Reason",
    "Schedule",
    "Slot",
    "Status",
    "Step",
    "Table",
    "Unmet",
    "Walk",
    "Wish",
    "contradiction_holds",
    "find_notices",
    "idle",
    "schedule",
    "verify",
]
