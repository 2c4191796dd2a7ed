"""In which order do the aims of a problem count, and what is one of each worth to the search?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .frame import Frame
from .problem import Aim, Problem
from .result import Aims

HOLDING = frozenset({Aim.MUSTS, Aim.LEAST, Aim.SCORE, Aim.FIRST, Aim.STABILITY})
"""The aims that say which meetings are held (stability: and in which slot); the others say how they are placed."""

Figures = dict[Aim, int]
"""How much of each holding aim a schedule reaches, or can reach at most."""


def holding(problem: Problem) -> tuple[Aim, ...]:
    """The holding aims that count, the first first."""
    return tuple(aim for aim in problem.order if aim in HOLDING)


def placing(problem: Problem) -> tuple[Aim, ...]:
    """The placing aims that count, the first first."""
    return tuple(aim for aim in problem.order if aim not in HOLDING)


def before(problem: Problem, aim: Aim) -> tuple[Aim, ...]:
    """The holding aims that come before one of them; all of them for an aim that does not count."""
    order = holding(problem)
    return order[: order.index(aim)] if aim in order else order


def compare(reached: Figures, most: Figures) -> Aims:
    """How much of each aim is reached and at most possible, as a schedule states it."""
    musts, met, least, kept = ((reached[aim], most[aim]) for aim in (Aim.MUSTS, Aim.FIRST, Aim.LEAST, Aim.STABILITY))
    return Aims(musts, met, least, most[Aim.SCORE], kept)


def loosen(problem: Problem, most: Figures, alone: Figures, before: Figures, after: Figures) -> Figures:
    """What is possible of each aim, when a search goes on and reaches less of some: `after` instead of `before`.

    A bound that asked for what was reached of the aims before says nothing any more when less of these is reached;
    `alone` are the bounds that ask for nothing.
    """
    loose, lost = dict(most), False
    for aim in holding(problem):
        if lost:
            loose[aim] = max(most[aim], alone[aim])
        lost |= after[aim] < before[aim]
    return loose


def published_slots(frame: Frame) -> list[int]:
    """The slot in which each wish was published, -1 where it was in none or can be in it no longer."""
    slots = [-1] * frame.n_wishes
    for w, s in frame.problem.published:
        if frame.open_to[w] >> s & 1:
            slots[w] = s
    return slots


@dataclass(frozen=True, slots=True)
class Worth:
    """What one of each aim is worth in the model, so that their order is kept.

    `gain` holds the worth of every wish by its score and as a must; `met` that of the first meeting of every
    participant, for a higher priority more by so little that it only breaks ties; `least` of each meeting up to the
    least number; `kept` of a published meeting in its published slot. Aims that do not count are worth nothing.
    """

    gain: NDArray[np.float64]
    met: NDArray[np.float64]
    least: NDArray[np.float64]
    kept: float


NEXT, STEP = 4.0, 5.0
"""The aim just before the score is worth `NEXT` times more than any score, each aim before that `STEP` times more.

Holding one more meeting can displace a few others, so there is a factor between the aims, kept small for the
solver's precision; what it returns is compared aim by aim before it is kept.
"""

AFTER = 0.4
"""What all of the first aim after the score is worth together; scores are whole numbers, so it only breaks ties."""


def units(frame: Frame) -> dict[Aim, float]:
    """What one of each holding aim that counts is worth, in points of score (in points of the last without it)."""
    order = holding(frame.problem)
    top = float(frame.score.max(initial=0)) + 1.0 if Aim.SCORE in order else 1.0 / NEXT
    at = order.index(Aim.SCORE) if Aim.SCORE in order else len(order)
    worth = {aim: NEXT * top * STEP**i for i, aim in enumerate(reversed(order[:at]))}
    worth |= dict.fromkeys(order[at : at + 1], 1.0)
    most = {
        Aim.MUSTS: int(frame.must.sum()),
        Aim.LEAST: int(frame.least.sum()),
        Aim.FIRST: frame.n_participants,
        Aim.STABILITY: len(frame.problem.published),
    }
    share = AFTER
    for aim in order[at + 1 :]:
        worth[aim] = share / (1 + most[aim])
        share = worth[aim] * AFTER
    return worth


def weigh(frame: Frame) -> Worth:
    """The weights of a problem."""
    unit = units(frame)
    met = unit.get(Aim.FIRST, 0.0)
    priority = np.array([p.priority for p in frame.problem.participants], dtype=np.float64)
    spread = float(np.ptp(priority)) if len(priority) else 0.0
    favour = (priority - priority.min(initial=np.inf)) / (2.0 * spread * len(priority)) if spread else 0.0
    return Worth(
        gain=frame.score * unit.get(Aim.SCORE, 0.0) + frame.must * unit.get(Aim.MUSTS, 0.0),
        met=np.full(frame.n_participants, met) + min(met, 1.0) * favour,
        least=np.full(frame.n_participants, unit.get(Aim.LEAST, 0.0)),
        kept=unit.get(Aim.STABILITY, 0.0),
    )
