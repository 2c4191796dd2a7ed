"""Answers of people move the weights: towards what the answers say, not further than they can carry."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from kakehashi.engines.matching import Encoder, Listing, MemoryStore, Space, TermBase
from kakehashi.engines.matching.encoding import encode_texts
from kakehashi.engines.matching.judgements import (
    FEWEST,
    Judgement,
    Refit,
    TooFewJudgements,
    fill_weights,
    find_parts,
    list_weights,
    make_weights,
    measure,
    refit_weights,
    split_folds,
)
from kakehashi.engines.matching.scoring import Weights, describe, score
from kakehashi.reference.trade_facts import load_patterns

OFFERS = {
    "coffee": "Chúng tôi bán cà phê",
    "mould": "金型を製造しています",
    "battery": "배터리를 만듭니다",
    "garment": "We make garment",
}
NEEDS = {"coffee": "coffee wanted", "mould": "tìm khuôn", "battery": "電池を探しています", "garment": "의류 구매"}


def make_judgements(count: int, rule: str, seed: int = 0) -> list[Judgement]:
    """Needs and offers at random; people accept by the `heading`, by nothing (`chance`), or by the `concept`."""
    rng = np.random.default_rng(seed)
    keys = list(OFFERS)
    found = []
    for i in range(count):
        need, offer = (keys[k] for k in rng.integers(0, 4, 2))
        wanted, offered = (("8480", "0901")[k] for k in rng.integers(0, 2, 2))
        fits = {"heading": wanted == offered, "concept": need == offer, "chance": rng.random() < 0.5}[rule]
        fits = fits if rng.random() < 0.9 else not fits
        found.append(
            Judgement(
                Listing(f"n{i}", f"a{i}", "need", "goods", NEEDS[need], hs=wanted),
                Listing(f"o{i}", f"b{i}", "offer", "goods", OFFERS[offer], hs=offered),
                bool(fits),
                f"pair {i}",
            )
        )
    return found


@pytest.fixture
def bench(encoder: Encoder, terms: TermBase, space: Space) -> dict[str, object]:
    return {"encoder": encoder, "store": MemoryStore(), "terms": terms, "space": space}


def refit(bench: dict[str, object], judgements: list[Judgement], weights: Weights | None = None) -> Refit:
    return refit_weights(judgements, weights=weights, **bench)  # type: ignore[arg-type]


def test_parts_add_up_to_the_score(encoder: Encoder, terms: TermBase, space: Space) -> None:
    """Holds as long as the score is a logistic model of its weights; refitting rests on it."""
    judged = make_judgements(40, "chance")
    listings = [
        replace(listing, deal=deal, certificates=certificates)
        for i, j in enumerate(judged)
        for listing, deal, certificates in (
            (j.need, ("goods", "", "manufacturing")[i % 3], (("ISO 9001", "HACCP"), ())[i % 2]),
            (j.offer, "goods", (("ISO 9001",), ())[i // 2 % 2]),
        )
    ]
    vectors, _ = encode_texts([listing.text for listing in listings], encoder, MemoryStore())
    features = describe(listings, vectors, terms, space)
    places = np.arange(40)
    weights = Weights(constant=-2, meaning=1.5, concepts=0.7, same_heading=0.6, certificate_held=0.3)
    chances = np.diagonal(score(features, 2 * places, 2 * places + 1, weights))
    parts = find_parts(features)
    assert np.ptp(parts, axis=0)[1:].min() >= 0
    assert parts @ np.array(list(list_weights(weights).values())) == pytest.approx(
        np.log(chances / (1 - chances)), abs=1e-6
    )


def make_used(count: int, *, minded: bool) -> list[Judgement]:
    """New and used moulds for needs of moulds; people take no used ones, or nothing else where they do not mind."""
    offers = ("Used moulds for sale", "New moulds for sale", "We need moulds")
    return [
        Judgement(
            Listing(f"n{i}", f"a{i}", "need", "", "We want to buy new moulds", "en"),
            Listing(f"o{i}", f"b{i}", "offer", "", offers[i % 3], "en"),
            (i % 3 == 0) != minded if i % 3 < 2 else False,
            f"pair {i}",
        )
        for i in range(count)
    ]


def test_facts_have_their_parts_in_the_score(encoder: Encoder, terms: TermBase, space: Space) -> None:
    listings = [listing for j in make_used(6, minded=True) for listing in (j.need, j.offer)]
    vectors, _ = encode_texts([listing.text for listing in listings], encoder, MemoryStore())
    features = describe(listings, vectors, terms, space, load_patterns())
    weights = Weights()
    parts, names = find_parts(features), list(list_weights(weights))
    assert parts[:, names.index("facts.not_new")] == pytest.approx([1, 0, 0] * 2, abs=1e-6)
    assert parts[:, names.index("facts.same_role")] == pytest.approx([0, 0, 1] * 2, abs=1e-6)
    chances = np.diagonal(score(features, np.arange(0, 12, 2), np.arange(1, 12, 2), weights))
    sums = parts @ np.array(list(list_weights(weights).values()))
    assert sums == pytest.approx(np.log(chances / (1 - chances)), abs=1e-6)


def test_people_who_take_used_goods_lessen_what_that_costs(bench: dict[str, object]) -> None:
    bench["patterns"] = load_patterns()
    minding, not_minding = (refit(bench, make_used(90, minded=m)).weights.facts.not_new for m in (True, False))
    assert minding <= Weights().facts.not_new
    assert not_minding > 0.7 * Weights().facts.not_new


def test_facts_that_are_not_read_keep_their_weights(bench: dict[str, object]) -> None:
    assert refit(bench, make_used(90, minded=False)).weights.facts == Weights().facts


def test_what_people_go_by_gains_weight(bench: dict[str, object]) -> None:
    found = refit(bench, make_judgements(300, "heading"))
    shipped = Weights()
    assert found.weights.same_heading > shipped.same_heading + 0.5
    assert found.weights.concepts < shipped.concepts
    assert found.better
    assert found.after.area > found.before.area + 0.1
    assert found.after.calibration_error < found.before.calibration_error
    assert (found.fitting + found.not_fitting, len(found.after.calibration)) == (300, 5)


def test_answers_by_chance_are_not_taken_for_knowledge(bench: dict[str, object]) -> None:
    found = refit(bench, make_judgements(200, "chance"))
    assert 0.38 < found.after.area < 0.62
    assert found.after.log_loss > 0.65  # of which log 2 is what a coin gets


def test_no_weight_changes_its_sign(bench: dict[str, object]) -> None:
    perverse = [replace(j, fits=not j.fits) for j in make_judgements(300, "concept")]
    found = list_weights(refit(bench, perverse).weights)
    for name, value in list_weights(Weights()).items():
        assert name == "constant" or found[name] * value > 0


def test_no_evidence_is_lost_to_one_refit(bench: dict[str, object]) -> None:
    """People who go by the heading alone say nothing of the pairs that they were never shown."""
    found = refit(bench, make_judgements(600, "heading")).weights
    assert found.concepts == pytest.approx(Weights().concepts / 2, rel=1e-6)
    assert found.meaning >= Weights().meaning / 2


def test_few_answers_move_less_than_many(bench: dict[str, object]) -> None:
    few, many = (refit(bench, make_judgements(count, "heading")) for count in (FEWEST + 5, 600))
    assert abs(few.weights.same_heading - 1.5) < abs(many.weights.same_heading - 1.5)


def test_equal_answers_give_equal_weights(bench: dict[str, object]) -> None:
    judgements = make_judgements(60, "concept")
    assert refit(bench, judgements) == refit(bench, judgements)


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1])
def test_too_few_answers_are_refused(bench: dict[str, object], count: int) -> None:
    with pytest.raises(TooFewJudgements):
        refit(bench, make_judgements(count, "chance"))


def test_answers_of_one_kind_are_refused(bench: dict[str, object]) -> None:
    agreeing = [replace(j, fits=True) for j in make_judgements(100, "chance")]
    with pytest.raises(TooFewJudgements) as fault:
        refit(bench, agreeing)
    assert (fault.value.fitting, fault.value.not_fitting) == (100, 0)


def test_judgements_of_two_firms_stay_together() -> None:
    folds = split_folds(["a", "b", "a", "c", "b", "d", "e", "f"])
    assert folds[0] == folds[2]
    assert folds[1] == folds[4]
    assert len(set(folds.tolist())) == 5


def test_measures_of_known_scores() -> None:
    chances, fits = np.array([0.9, 0.8, 0.3, 0.8]), np.array([True, True, False, False])
    found = measure(chances, fits)
    assert found.area == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert found.log_loss == pytest.approx(-np.mean(np.log([0.9, 0.8, 0.7, 0.2])))
    assert measure(np.full(10, 0.5), np.arange(10) < 5).calibration_error == pytest.approx(0.4)


def test_weights_of_another_score_are_refused() -> None:
    values = list_weights(Weights())
    assert make_weights(values) == Weights()
    for wrong in ({}, {**values, "charm": 1.0}, {**values, "meaning": float("nan")}):
        with pytest.raises(ValueError, match="weight"):
            make_weights(wrong)


@dataclass(frozen=True)
class _Inner:
    a: float = 1.0


@dataclass(frozen=True)
class _Outer:
    b: float = 2.0
    inner: _Inner = field(default_factory=_Inner)


def test_weights_in_groups_are_named_by_their_group() -> None:
    assert list_weights(_Outer()) == {"b": 2.0, "inner.a": 1.0}
    assert fill_weights(_Outer(), {"b": 3.0, "inner.a": 4.0}) == _Outer(3.0, _Inner(4.0))
