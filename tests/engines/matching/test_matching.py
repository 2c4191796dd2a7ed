"""Pairs, rules, evidence and determinism, with a made-up encoder."""

from dataclasses import replace

import numpy as np
import pytest

from kakehashi.engines.matching import (
    CertificateHeld,
    CertificateNotStated,
    CloseMeaning,
    DealFit,
    Listing,
    Matches,
    MemoryStore,
    Rule,
    SameChapter,
    SameHeading,
    SharedConcept,
    Space,
    TermBase,
    match,
    rank,
)
from kakehashi.engines.matching.scoring import Weights
from tests.engines.matching.conftest import HashEncoder

NEED = Listing("n", "Buyer", "need", "goods", "金型を探しています", "ja", side="jp")
OFFER = Listing("o", "Maker", "offer", "goods", "Chúng tôi làm khuôn", "vi", side="vn")
OTHER = Listing("x", "Roaster", "offer", "goods", "Xuất khẩu cà phê", "vi", side="vn")
WEAK = Weights(constant=-3.0, meaning=3.0, concepts=3.0)


class Bench:
    def __init__(self, terms: TermBase, space: Space) -> None:
        self.terms, self.space = terms, space

    def run(self, *listings: Listing, **options: object) -> Matches:
        # Lower weights than usual: the made-up encoder is surer than a real one, and scores would all be 999.
        settings: dict[str, object] = {"encoder": HashEncoder(), "store": MemoryStore(), "weights": WEAK, **options}
        return match(listings, terms=self.terms, space=self.space, **settings)  # type: ignore[arg-type]


@pytest.fixture
def bench(terms: TermBase, space: Space) -> Bench:
    return Bench(terms, space)


def owners(matches: Matches) -> list[tuple[str, str]]:
    return [(pair.first_owner, pair.second_owner) for pair in matches.pairs]


def test_the_pair_that_shares_a_concept_comes_first_with_true_spans(bench: Bench) -> None:
    pair = bench.run(NEED, OFFER, OTHER).pairs[0]
    assert (pair.first_owner, pair.second_owner) == ("Buyer", "Maker")
    evidence = pair.evidence[0]
    assert (evidence.offer, evidence.need) == ("o", "n")
    [shared] = [reason for reason in evidence.reasons if isinstance(reason, SharedConcept)]
    assert shared.concept == "mould"
    assert OFFER.text[slice(*shared.offer_span)] == shared.offer_phrase == "khuôn"
    assert NEED.text[slice(*shared.need_span)] == shared.need_phrase == "金型"
    assert DealFit("goods", "goods", "SAME_DEAL") in evidence.reasons


def test_an_organisation_never_meets_itself(bench: Bench) -> None:
    assert not bench.run(NEED, replace(OFFER, owner="Buyer")).pairs


@pytest.mark.parametrize("sides", [("vn", "vn"), ("vn", ""), ("", "")])
def test_sides_keep_to_themselves_unless_anyone_may_meet(bench: Bench, sides: tuple[str, str]) -> None:
    need, offer = replace(NEED, side=sides[0]), replace(OFFER, side=sides[1])
    assert not bench.run(need, offer, rule=Rule(between_sides=True)).pairs
    assert bench.run(need, offer, rule=Rule()).pairs
    assert bench.run(NEED, OFFER, rule=Rule(between_sides=True)).pairs


@pytest.mark.parametrize("veto", [("Buyer", "Maker"), ("Maker", "Buyer")])
def test_vetoed_pairs_are_never_proposed(bench: Bench, veto: tuple[str, str]) -> None:
    assert owners(bench.run(NEED, OFFER, OTHER, vetoes=[veto, ("Nobody", "Maker")])) == [("Buyer", "Roaster")]


@pytest.mark.parametrize(
    ("need", "offer", "code"),
    [
        ("goods", "goods", "SAME_DEAL"),
        ("manufacturing", "goods", "COMPATIBLE_DEAL"),
        ("goods", "manufacturing", "COMPATIBLE_DEAL"),
        ("", "goods", "OPEN_DEAL"),
        ("training", "goods", None),
        ("investment", "technology", None),
    ],
)
def test_deals_must_fit(bench: Bench, need: str, offer: str, code: str | None) -> None:
    found = bench.run(replace(NEED, deal=need), replace(OFFER, deal=offer)).pairs
    assert bool(found) == (code is not None)
    if code:
        assert DealFit(need, offer, code) in found[0].evidence[0].reasons  # type: ignore[arg-type]


def test_a_compatible_deal_scores_less_than_the_same(bench: Bench) -> None:
    same = bench.run(NEED, OFFER).pairs[0].score
    assert bench.run(replace(NEED, deal="manufacturing"), OFFER).pairs[0].score < same


@pytest.mark.parametrize("kinds", [("offer", "offer"), ("need", "need"), ("need", "offer"), ("offer", "need")])
def test_research_is_alike_on_both_sides_and_counts_once(bench: Bench, kinds: tuple[str, str]) -> None:
    first = replace(NEED, deal="research", kind=kinds[0])
    second = replace(OFFER, deal="research", kind=kinds[1])
    [pair] = bench.run(first, second).pairs
    assert len(pair.evidence) == 1


def test_headings_and_certificates_are_evidence(bench: Bench) -> None:
    need = replace(NEED, hs="8480", certificates=("ISO 9001:2015", "IATF 16949"))
    plain = bench.run(NEED, OFFER).pairs[0].score
    held = bench.run(need, replace(OFFER, hs="8480", certificates=("iso9001",))).pairs[0]
    reasons = held.evidence[0].reasons
    assert SameHeading("8480") in reasons
    assert CertificateHeld("ISO 9001:2015") in reasons
    assert CertificateNotStated("IATF 16949") in reasons
    assert held.score > plain
    near = bench.run(replace(NEED, hs="8480"), replace(OFFER, hs="8481")).pairs[0].evidence[0].reasons
    assert SameChapter("84", "8480", "8481") in near
    open_ = bench.run(replace(NEED, certificates=("ISO 9001",)), OFFER).pairs
    assert open_, "a certificate that is not stated never hides an offer"
    assert 0 < open_[0].score < plain


def test_both_directions_add_up(bench: Bench) -> None:
    back = (replace(NEED, key="n2", owner="Maker"), replace(OFFER, key="o2", owner="Buyer"))
    one, two = bench.run(NEED, OFFER).pairs[0], bench.run(NEED, OFFER, *back).pairs[0]
    assert two.score > one.score
    assert {(e.need, e.offer) for e in two.evidence} == {("n", "o"), ("n2", "o2")}
    chance = 1 - np.prod([1 - e.score / 1000 for e in two.evidence])
    assert abs(two.score - 1000 * chance) <= 2


def test_closeness_is_given_only_among_many(bench: Bench) -> None:
    crowd = [replace(OTHER, key=f"x{i}", owner=f"R{i}", text=f"Xuất khẩu cà phê {i}") for i in range(30)]
    few = bench.run(NEED, OFFER, *crowd[:5], top=None)
    assert not [r for p in few.pairs for e in p.evidence for r in e.reasons if isinstance(r, CloseMeaning)]
    many = bench.run(NEED, OFFER, *crowd, top=None)
    close = [r for p in many.pairs for e in p.evidence for r in e.reasons if isinstance(r, CloseMeaning)]
    assert close
    assert all(90 <= reason.percentile <= 99 and reason.compared == 31 for reason in close)
    assert len(close) <= 4, "no more than a tenth can be closer than nine tenths"


def test_order_of_listings_does_not_matter_and_top_limits(bench: Bench) -> None:
    crowd = [replace(OTHER, key=f"x{i}", owner=f"R{i:02}", text=f"khuôn cà phê {i}") for i in range(12)]
    forward, backward = bench.run(NEED, OFFER, *crowd, top=3), bench.run(*reversed(crowd), OFFER, NEED, top=3)
    assert forward == backward
    assert len(forward.of("Buyer")) == 13, "each of the others has the buyer among its own best three"
    assert owners(bench.run(NEED, *crowd, top=None)) == owners(bench.run(NEED, *crowd, top=20))


def test_second_run_encodes_nothing_and_progress_is_told(bench: Bench) -> None:
    store, encoder, told = MemoryStore(), HashEncoder(), []
    first = bench.run(NEED, OFFER, OTHER, store=store, encoder=encoder, progress=lambda *s: told.append(s))
    second = bench.run(NEED, OFFER, OTHER, store=store, encoder=encoder)
    assert (first.encoded, second.encoded, len(encoder.encoded)) == (3, 0, 3)
    assert told == [(3, 3)]
    assert first.pairs == second.pairs


def test_a_score_does_not_change_when_others_come(bench: Bench) -> None:
    assert bench.run(NEED, OFFER).pairs[0].score == bench.run(NEED, OFFER, OTHER).pairs[0].score


def test_no_listings_and_lonely_listings(bench: Bench) -> None:
    assert bench.run().pairs == ()
    assert bench.run(NEED).pairs == ()
    assert bench.run(OFFER, OTHER).pairs == ()


def test_weird_texts_break_nothing(bench: Bench) -> None:
    texts = ["", " ", "😀", "\x00", "\u200f", "ISO", "khuôn" * 3000]
    odd = [replace(OFFER, key=f"w{i}", owner=f"W{i}", text=text, language=None) for i, text in enumerate(texts)]
    assert all(0 <= pair.score <= 1000 for pair in bench.run(NEED, *odd, top=None).pairs)


def test_faults_are_named(bench: Bench) -> None:
    with pytest.raises(ValueError, match="share a key"):
        bench.run(NEED, NEED)
    with pytest.raises(ValueError, match="no owner"):
        bench.run(replace(NEED, owner=""))
    with pytest.raises(ValueError, match="four digits"):
        replace(NEED, hs="84")
    with pytest.raises(ValueError, match="kind of deal"):
        replace(NEED, deal="barter")
    bench.space = replace(bench.space, encoder="another")
    with pytest.raises(ValueError, match="learned with another"):
        bench.run(NEED, OFFER)


def test_rank_orders_offers_for_a_typed_text(terms: TermBase, space: Space) -> None:
    typed = Listing("typed", "", "need", "", "mould")
    [best, none] = rank(
        [typed, replace(typed, key="t2", deal="training")],
        [OTHER, OFFER],
        encoder=HashEncoder(),
        store=MemoryStore(),
        terms=terms,
        space=space,
    )
    assert [evidence.offer for evidence in best] == ["o", "x"]
    assert none == ()
