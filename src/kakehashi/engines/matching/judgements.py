"""What do people's answers say about the weights of the score? Refits them, and shows what that would change.

The score is a logistic model, so each weight's part in its sum is found by asking the score itself with that
weight alone: the refit can never see other features than the score does. Weights are drawn towards those in
use, the more strongly the fewer answers there are; how strongly is chosen by cross-validation, and what is
reported of the refitted weights is measured on answers that took no part in their fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from kakehashi.engines.matching.encoding import Encoder, Progress, VectorStore, encode_texts
from kakehashi.engines.matching.facts import Patterns
from kakehashi.engines.matching.listing import Listing
from kakehashi.engines.matching.scoring import Features, Floats, Weights, describe, score
from kakehashi.engines.matching.space import Space
from kakehashi.engines.matching.terms import TermBase

Filled = TypeVar("Filled")

FEWEST = 30
"""Judgements that a refit needs, and a fifth of them of either kind: from fewer, chance would be learned."""

PULLS = (0.3, 1.0, 3.0, 10.0, 30.0)
FOLDS = 5
_BLOCK = 64
_PROBE = 0.1
_BINS = 5
_LEAST_SCALE = 0.5  # what a weight near 0 may move as easily as one of this size


class TooFewJudgements(ValueError):
    """There are not enough judgements of either kind to learn from; `fitting` and `not_fitting` say how many."""

    def __init__(self, fitting: int, not_fitting: int) -> None:
        super().__init__(f"{fitting} fitting and {not_fitting} not fitting judgements are too few to learn from")
        self.fitting, self.not_fitting = fitting, not_fitting


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict on an offer for a need. Judgements of one `group` (two firms) are never told apart:
    they are all fitted on, or all held out."""

    need: Listing
    offer: Listing
    fits: bool
    group: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """Judgements whose score lies in one range: how many, their mean score, and the share that fit (both 0 to 1)."""

    count: int
    stated: float
    found: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well scores foretell judgements.

    `area`: the chance that one that fits scores above one that does not. `log_loss`: mean surprise in nats,
    lower is better. `calibration`: five groups of equal size from the lowest score to the highest.
    """

    area: float
    log_loss: float
    calibration: tuple[Calibration, ...]

    @property
    def calibration_error(self) -> float:
        """Mean distance of stated and found shares, weighed by count; 0 is best."""
        total = sum(part.count for part in self.calibration)
        return sum(part.count * abs(part.stated - part.found) for part in self.calibration) / total


@dataclass(frozen=True, slots=True)
class Refit:
    """New weights beside those in use; `after` is measured on held-out judgements, `before` on the same ones."""

    weights: Weights
    before: Quality
    after: Quality
    fitting: int
    not_fitting: int
    pull: float

    @property
    def better(self) -> bool:
        """Whether the new weights foretell held-out judgements better by their log loss."""
        return self.after.log_loss < self.before.log_loss


def list_weights(weights: Any, group: str = "") -> dict[str, float]:
    """Return the name and value of each weight; one within a group of weights is named "group.weight"."""
    listed: dict[str, float] = {}
    for field in fields(weights):
        value = getattr(weights, field.name)
        listed |= list_weights(value, f"{group}{field.name}.") if is_dataclass(value) else {group + field.name: value}
    return listed


def make_weights(values: Mapping[str, float]) -> Weights:
    """Return weights from their names and values; raises ValueError for one that is missing, unknown or not finite."""
    shipped = Weights()
    if differing := set(values) ^ set(list_weights(shipped)):
        raise ValueError(f"these are not the weights of this score: {sorted(differing)}")
    if not all(np.isfinite(value) for value in values.values()):
        raise ValueError("a weight is not a finite number")
    return fill_weights(shipped, values)


def fill_weights(weights: Filled, values: Mapping[str, float], group: str = "") -> Filled:
    """Return `weights` with the values named as `list_weights` names them."""
    changes: dict[str, Any] = {}
    for field in fields(weights):  # type: ignore[arg-type]
        value = getattr(weights, field.name)
        name = group + field.name
        changes[field.name] = fill_weights(value, values, f"{name}.") if is_dataclass(value) else float(values[name])
    return replace(weights, **changes)  # type: ignore[type-var]


def refit_weights(
    judgements: Sequence[Judgement],
    *,
    encoder: Encoder,
    store: VectorStore,
    terms: TermBase,
    space: Space,
    weights: Weights | None = None,
    patterns: Patterns | None = None,
    progress: Progress | None = None,
) -> Refit:
    """Return weights refitted on judgements, with their quality before and after.

    `weights` are those in use (by default the shipped ones), towards which the new ones are drawn. A weight
    keeps its sign, so that evidence that is named never lowers a score, and at most halves or doubles. With
    `patterns` the texts are read for facts, as `match` reads them; without, the weights of facts stay as they are.
    Equal inputs give equal results.
    Raises TooFewJudgements.
    """
    fits = np.array([judgement.fits for judgement in judgements], dtype=bool)
    fitting = int(fits.sum())
    if len(fits) < FEWEST or min(fitting, len(fits) - fitting) < FEWEST // 5:
        raise TooFewJudgements(fitting, len(fits) - fitting)
    listings = [listing for judgement in judgements for listing in (judgement.need, judgement.offer)]
    vectors, _ = encode_texts([listing.text for listing in listings], encoder, store, progress)
    parts = find_parts(describe(listings, vectors, terms, space, patterns))
    names = tuple(list_weights(Weights()))
    used = np.array(list(list_weights(weights or Weights()).values()))
    folds = split_folds([judgement.group for judgement in judgements])
    held_out = {pull: _hold_out(parts, fits, used, folds, pull) for pull in PULLS}
    pull = min(PULLS, key=lambda one: (measure(held_out[one], fits).log_loss, -one))
    new = _fit(parts, fits, used, pull)
    return Refit(
        weights=make_weights(dict(zip(names, new.tolist(), strict=True))),
        before=measure(_chances(parts @ used), fits),
        after=measure(held_out[pull], fits),
        fitting=fitting,
        not_fitting=len(fits) - fitting,
        pull=pull,
    )


def find_parts(features: Features) -> Floats:
    """Return what each weight is multiplied with, shape (n, weights), of listings that stand as need, offer, need, …

    A weight alone, and small so that no limit of the score is touched, gives the logistic of it times its part.
    """
    count = len(features.listings) // 2
    nothing = dict.fromkeys(list_weights(Weights()), 0.0)
    parts = np.empty((count, len(nothing)))
    for start in range(0, count, _BLOCK):
        places = np.arange(start, min(start + _BLOCK, count))
        for column, name in enumerate(nothing):
            alone = make_weights({**nothing, name: _PROBE})
            chances = np.diagonal(score(features, 2 * places, 2 * places + 1, alone))
            parts[places, column] = (np.log(chances) - np.log1p(-chances)) / _PROBE
    return parts


def split_folds(groups: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the fold of each group's judgements: in an order that means nothing, and is the same every time."""
    order = sorted(set(groups), key=lambda group: sha256(group.encode("utf-8", "surrogatepass")).digest())
    fold = {group: place % FOLDS for place, group in enumerate(order)}
    return np.array([fold[group] for group in groups], dtype=np.intp)


def _chances(sums: Floats) -> Floats:
    chances: Floats = np.clip(1 / (1 + np.exp(-np.clip(sums, -30, 30))), 1e-6, 0.999)  # as the score has them
    return chances


def _fit(parts: Floats, fits: npt.NDArray[np.bool_], used: Floats, pull: float) -> Floats:
    """Return the weights of least log loss plus `pull` times their squared distance, in shares, from those in use."""
    scale = np.maximum(np.abs(used), _LEAST_SCALE)
    names = list_weights(Weights())
    bounds = [_range(value) if name != "constant" else (None, None) for name, value in zip(names, used, strict=True)]

    def loss(values: Floats) -> tuple[float, Floats]:
        sums, distance = parts @ values, (values - used) / scale
        residual = 1 / (1 + np.exp(-np.clip(sums, -30, 30))) - fits
        value = float(np.sum(np.logaddexp(0, sums) - fits * sums) + pull * distance @ distance)
        return value, parts.T @ residual + 2 * pull * distance / scale

    found: Floats = minimize(loss, used, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def _range(value: float) -> tuple[float, float]:
    """Return how far a weight may move at once: to half and to twice its size, with its sign.

    People judge what the score showed them. Of the pairs it did not show they say nothing, and there a weight
    that is lost would be missed.
    """
    least, most = abs(value) / 2, max(2 * abs(value), abs(value) + _LEAST_SCALE)
    return (least, most) if value >= 0 else (-most, -least)


def _hold_out(
    parts: Floats, fits: npt.NDArray[np.bool_], used: Floats, folds: npt.NDArray[np.intp], pull: float
) -> Floats:
    """Return the chance of each judgement by weights that were fitted without its fold."""
    chances = np.empty(len(fits))
    for fold in range(FOLDS):
        out = folds == fold
        chances[out] = _chances(parts[out] @ _fit(parts[~out], fits[~out], used, pull))
    return chances


def measure(chances: Floats, fits: npt.NDArray[np.bool_]) -> Quality:
    """Return how well chances foretell judgements, of which there are some of either kind."""
    good, bad = np.sort(chances[fits]), np.sort(chances[~fits])
    below = np.searchsorted(bad, good, side="left") + np.searchsorted(bad, good, side="right")
    area = float(below.mean()) / (2 * len(bad))
    log_loss = -float(np.mean(np.where(fits, np.log(chances), np.log1p(-chances))))
    order = np.argsort(chances, kind="stable")
    calibration = tuple(
        Calibration(len(part), float(chances[part].mean()), float(fits[part].mean()))
        for part in np.array_split(order, min(_BINS, len(order)))
    )
    return Quality(area, log_loss, calibration)
