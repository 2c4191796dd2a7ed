"""What people say of matches is kept with what it was about, and read for learning."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from kakehashi.apps.core.actions import OPERATOR, Actor, NotPermitted
from kakehashi.apps.core.models import AuditEntry
from kakehashi.apps.market.actions import STAGES, JudgementFault, apply_weights, judge_match
from kakehashi.apps.market.models import Judgement, WeightSet
from kakehashi.apps.market.queries import judged_matches, weights_in_use
from kakehashi.engines.matching.judgements import Calibration, Quality, Refit, list_weights
from kakehashi.engines.matching.scoring import Weights

VISITOR = Actor("visitor")
QUALITY = Quality(0.7, 0.5, (Calibration(10, 0.4, 0.5),))


@pytest.fixture
def pair(world):
    """A seller with an offer and a buyer with a need."""
    world.seller, world.buyer = world.join("s", "S"), world.join("b", "B", side="Japan")
    offer = world.state(
        world.seller, "offer", "goods", "볼트 판매", "ko", hs_heading="7318", certificates=["ISO 9001"], volume="1 t"
    )
    return world, offer, world.state(world.buyer, "need", "goods", "ボルトが欲しい", "ja")


def test_a_judgement_outlives_its_listings(pair) -> None:
    world, offer, need = pair
    judge_match(world.buyer.organisation, offer, need, "declined", OPERATOR, reason="scale", note="too few")
    offer.delete()
    need.delete()
    (found,) = judged_matches()
    assert (found.fits, found.offer.text, found.offer.hs, found.offer.language) == (False, "볼트 판매", "7318", "ko")
    assert (found.offer.certificates, found.offer.kind, found.need.text) == (("ISO 9001",), "offer", "ボルトが欲しい")


def test_the_latest_stage_counts_and_both_firms_are_one_group(pair) -> None:
    world, offer, need = pair
    seller, buyer = world.seller.organisation, world.buyer.organisation
    judge_match(buyer, offer, need, "accepted", OPERATOR, event="e")
    judge_match(seller, offer, need, "accepted", OPERATOR, event="e")
    judge_match(buyer, offer, need, "held", OPERATOR, event="e")
    assert [j.fits for j in judged_matches()] == [True, True]
    judge_match(buyer, offer, need, "ended", OPERATOR, event="e", reason="product")
    found = judged_matches()
    assert sorted(j.fits for j in found) == [False, True]
    assert len({j.group for j in found}) == 1
    judge_match(buyer, offer, need, "agreed", OPERATOR, event="e")  # in place of the ended talks
    assert [j.fits for j in judged_matches()] == [True, True]
    assert Judgement.objects.get(verdict="agreed").reason == ""
    assert Judgement.objects.count() == 4


@pytest.mark.parametrize(
    ("verdict", "reason"), [("held", ""), ("not held", ""), ("declined", "time"), ("declined", "known")]
)
def test_what_says_nothing_about_the_fit_is_kept_but_not_learned(pair, verdict: str, reason: str) -> None:
    world, offer, need = pair
    judge_match(world.buyer.organisation, offer, need, verdict, OPERATOR, reason=reason)
    assert judged_matches() == []
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_judgements_are_read_in_one_query(pair, count: int, django_assert_num_queries) -> None:
    world, offer, need = pair
    for n in range(count):
        judge_match(world.buyer.organisation, offer, need, "accepted", OPERATOR, event=f"e{n}")
    with django_assert_num_queries(1):
        assert len(judged_matches()) == count


def test_each_judgement_leaves_an_audit_entry_without_the_note(pair) -> None:
    world, offer, need = pair
    judge_match(world.buyer.organisation, offer, need, "declined", OPERATOR, reason="other", note="private")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.details["verdict"], entry.subject) == ("judge match", "declined", "B × S")
    assert "private" not in str(entry.details)
    with pytest.raises(NotPermitted):
        judge_match(world.buyer.organisation, offer, need, "accepted", VISITOR)
    assert Judgement.objects.get().verdict == "declined"


def test_what_cannot_be_judged(pair) -> None:
    world, offer, need = pair
    stranger = world.join("x", "X").organisation
    own = world.state(world.buyer, "offer", "goods", "ナット", "ja")
    buyer = world.buyer.organisation
    for organisation, first, second, verdict, reason in (
        (buyer, offer, need, "perhaps", ""),
        (buyer, offer, need, "declined", "mood"),
        (buyer, offer, need, "accepted", "scale"),
        (stranger, offer, need, "accepted", ""),
        (buyer, own, need, "accepted", ""),
        (buyer, offer, own, "accepted", ""),
    ):
        with pytest.raises(JudgementFault):
            judge_match(organisation, first, second, verdict, OPERATOR, reason=reason)
    assert not Judgement.objects.exists()


def test_the_database_refuses_what_makes_no_sense(pair) -> None:
    world, offer, need = pair
    good = judge_match(world.buyer.organisation, offer, need, "accepted", OPERATOR)
    fields = {
        name: getattr(good, name) for name in ("organisation", "other", "event", "stage", "verdict", "offer", "need")
    }
    for wrong in (
        {},  # a second answer
        {"stage": "outcome"},
        {"other": good.organisation, "event": "e"},
        {"reason": "scale", "event": "e"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.create(**{**fields, **wrong})
    Judgement.objects.create(**{**fields, "event": "e"})


def test_every_verdict_has_its_stage() -> None:
    assert set(STAGES) == set(Judgement.Verdict.values)


def test_weights_are_used_from_the_day_they_are_applied(db) -> None:
    refit = Refit(Weights(meaning=12.0), QUALITY, QUALITY, 20, 20, 1.0)
    assert weights_in_use("a") is None
    with pytest.raises(NotPermitted):
        apply_weights("a", refit, VISITOR)
    apply_weights("a", refit, OPERATOR)
    apply_weights("a", replace(refit, weights=Weights(meaning=11.0)), OPERATOR)
    assert weights_in_use("a").weights == list_weights(Weights(meaning=11.0))
    assert weights_in_use("b") is None
    assert WeightSet.objects.count() == AuditEntry.objects.count() == 2
