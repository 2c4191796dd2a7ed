"""Do shared-out lists keep their limits, and does the bound hold against lists that a solver proves best?"""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from kakehashi.engines.matching import gini_of, share_out


def make_scores(seed: int) -> np.ndarray:
    """A small market: popularity of every strength, ties, forbidden places, a row or column with nothing."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 7), rng.integers(1, 7)
    scores = rng.random((rows, columns)) + rng.random() * 2 * rng.random(columns)[None]
    if rng.random() < 0.4:
        scores = np.round(3 * scores)
    scores[rng.random(scores.shape) < rng.choice((0, 0.2, 0.6))] = -np.inf
    if rng.random() < 0.2:
        scores[rng.integers(rows)] = np.nan
    return scores


def prove_best(scores: np.ndarray, places: int, gini: float) -> float | None:
    """The best total of full lists whose Gini coefficient is at most `gini`, by integer programming; None for none."""
    shown = np.argwhere(scores > 0)
    rows, columns = scores.shape
    lengths = np.minimum((scores > 0).sum(axis=1), min(places, columns))
    pairs = [(j, k) for j in range(columns) for k in range(j)]
    table = lil_array((rows + 2 * len(pairs) + 1, len(shown) + len(pairs)))
    low, high = np.full(table.shape[0], -np.inf), np.zeros(table.shape[0])
    for x, (i, j) in enumerate(shown):
        table[int(i), x] = 1
        for p, pair in enumerate(pairs):
            if j in pair:  # difference >= a_j - a_k, and the other way round
                sign = 1 if pair[0] == j else -1
                table[rows + 2 * p, x], table[rows + 2 * p + 1, x] = sign, -sign
    for p in range(len(pairs)):
        table[rows + 2 * p, len(shown) + p] = table[rows + 2 * p + 1, len(shown) + p] = -1
        table[rows + 2 * len(pairs), len(shown) + p] = 1
    low[:rows] = high[:rows] = lengths
    high[-1] = gini * columns * lengths.sum() + 1e-9
    value = np.r_[[-scores[i, j] for i, j in shown], np.zeros(len(pairs))]
    kind = np.r_[np.ones(len(shown)), np.zeros(len(pairs))]
    upper = np.r_[np.ones(len(shown)), np.full(len(pairs), np.inf)]
    found = milp(
        value, integrality=kind, bounds=Bounds(0, upper), constraints=LinearConstraint(table.tocsr(), low, high)
    )
    return None if found.x is None else -float(found.fun)


@pytest.mark.parametrize("seed", range(60))
def test_limits_are_kept_and_the_bound_holds_against_the_proven_best(seed: int) -> None:
    scores = make_scores(seed)
    places = 1 + seed % 3
    free = share_out(scores, lists=places, gini=0.3, keep=0.0, least=0)
    limited = share_out(scores, lists=places, gini=0.3, keep=0.9, least=1)
    for found in (free, limited):
        chosen = [(i, int(j)) for i, row in enumerate(found.lists) for j in row if j >= 0]
        assert len(set(chosen)) == len(chosen)
        assert all(scores[place] > 0 for place in chosen)
        assert [int((row >= 0).sum()) for row in found.lists] == np.minimum((scores > 0).sum(axis=1), places).tolist()
        assert np.array_equal(found.appearances, np.bincount([j for _, j in chosen], minlength=scores.shape[1]))
        assert found.total == pytest.approx(sum(scores[place] for place in chosen))
        assert found.gini == pytest.approx(gini_of(found.appearances))
        assert found.total <= found.best_total + 1e-9
    if not np.any(scores > 0):
        return
    best = prove_best(scores, places, 0.3)
    if best is not None:
        assert free.bound >= best - 1e-6
        assert free.gini > 0.3 + 1e-9 or free.total <= best + 1e-6
    if limited.total >= 0.9 * limited.best_total - 1e-9:
        assert limited.gini >= limited.gini_bound - 1e-9


def test_a_market_of_firms_that_everyone_likes_is_shared_near_the_bound() -> None:
    rng = np.random.default_rng(3)
    near = rng.standard_normal((300, 6)) @ rng.standard_normal((6, 300)) / 3
    scores = 1 / (1 + np.exp(-(near + 0.7 * rng.standard_normal(300)[None] - 2)))
    found = share_out(scores, lists=10, gini=0.35, keep=0.0, least=2)
    assert found.gini_before > 0.5
    assert found.gini <= 0.35
    assert found.appearances.min() >= 2
    assert found.share_of_bound >= 0.98
    assert found.bound < found.best_total


def test_what_cannot_be_fair_is_not_paid_for() -> None:
    """One firm scores far above all others: fairness would cost more than may be given up."""
    scores = np.full((40, 40), 0.01)
    scores[:, 7] = 1.0
    found = share_out(scores, lists=1, gini=0.35, keep=0.95, least=0)
    assert found.share_of_best >= 0.95
    assert found.bound < 0.95 * found.best_total
    assert found.gini >= found.gini_bound > 0.35
