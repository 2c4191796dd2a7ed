"""Sharing out places on lists: fair, near the best total, the same every time, whatever the table."""

import numpy as np
import pytest

from kakehashi.engines.matching import gini_of, share_out


def test_gini_of_counts() -> None:
    assert gini_of(np.array([3, 3, 3])) == 0
    assert gini_of(np.array([0, 0, 0])) == 0
    assert gini_of(np.array([0, 0, 0, 8])) == pytest.approx(0.75)
    assert gini_of(np.array([1, 3])) == pytest.approx(0.25)


def test_fair_lists_are_left_as_they_are() -> None:
    found = share_out(np.eye(4) + 0.1, lists=1, gini=0.2)
    assert found.lists.tolist() == [[0], [1], [2], [3]]
    assert (found.total, found.bound, found.gini) == (found.best_total, found.best_total, 0)


def test_a_favourite_of_all_is_shared_where_others_are_nearly_as_good() -> None:
    scores = np.full((6, 6), 0.8)
    scores[:, 0] = 0.81
    found = share_out(scores, lists=2)
    assert found.gini <= 0.35
    assert found.appearances.min() >= 1
    assert found.share_of_best >= 0.95


def test_a_firm_that_nobody_prefers_is_still_shown() -> None:
    scores = np.tile(np.linspace(0.9, 0.5, 8), (8, 1))
    assert share_out(scores, lists=2, gini=1.0, least=0).appearances[-1] == 0
    found = share_out(scores, lists=2, gini=1.0, least=1)
    assert found.appearances.min() == 1
    assert found.lacking == 0


def test_below_the_floor_nothing_is_shown_and_nothing_is_owed() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.1]])
    found = share_out(scores, lists=2, floor=0.1, least=1)
    assert found.lists.tolist() == [[0, -1], [0, -1]]
    assert (found.appearances.tolist(), found.lacking) == ([2, 0], 0)


def test_lists_stand_in_order_of_score_and_are_the_same_every_time() -> None:
    rng = np.random.default_rng(1)
    scores = rng.random((50, 40)) + rng.random(40)[None]
    first, second = (share_out(scores, lists=5) for _ in range(2))
    assert np.array_equal(first.lists, second.lists)
    assert all(np.all(np.diff(scores[i, row]) <= 0) for i, row in enumerate(first.lists))


@pytest.mark.parametrize("scale", [1e-3, 1000.0])
def test_the_unit_of_scores_changes_nothing(scale: float) -> None:
    rng = np.random.default_rng(2)
    scores = rng.random((60, 60)) * (0.6 + rng.random(60)[None])
    plain, scaled = share_out(scores, lists=5, keep=0.0), share_out(scale * scores, lists=5, keep=0.0)
    assert scaled.gini <= 0.35
    assert scaled.share_of_best == pytest.approx(plain.share_of_best, abs=0.005)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (3, 3)])
def test_a_market_with_nothing_to_show(shape: tuple[int, int]) -> None:
    found = share_out(np.full(shape, -np.inf), lists=2)
    assert (found.total, found.bound, found.share_of_best, found.share_of_bound) == (0, 0, 1, 1)
    assert found.lists.shape == (shape[0], min(2, shape[1]))


@pytest.mark.parametrize("given", [{"lists": -1}, {"gini": 2.0}, {"keep": -0.1}, {"floor": -1.0}, {"least": -1}])
def test_limits_out_of_range_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        share_out(np.ones((2, 2)), **{"lists": 1, **given})  # type: ignore[arg-type]


def test_an_infinite_score_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        share_out(np.array([[np.inf]]), lists=1)
