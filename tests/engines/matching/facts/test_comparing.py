"""Offers that share the need's words and do not fit score less, and their reasons name what clashes."""

from dataclasses import replace

import numpy as np
import pytest

from kakehashi.engines.matching import FactClash, Listing, MemoryStore, Space, TermBase, rank
from kakehashi.engines.matching.facts import COMPARISONS, FactWeights, compare_facts, read_facts, tabulate
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_terms
from tests.engines.matching.conftest import HashEncoder

CLASHES = [
    ("Need EPDM gaskets", "We want to buy EPDM gaskets", "same_role", "want"),
    ("Need cast parts", "We supply forged parts", "process_clash", "forged parts"),
    ("Need stamped SUS304 parts", "Stamped aluminium parts supplied", "material_clash", "aluminium"),
    ("Need frozen shrimp", "Fresh shrimp for sale", "condition_clash", "Fresh"),
    ("Need press dies", "Used press dies for sale", "not_new", "Used"),
    ("Need parts, IATF 16949", "We supply parts, ISO 9001", "certificate_other", "ISO 9001"),
    ("Need 50 pcs of gears", "We supply gears, minimum 5,000 pcs", "least_too_large", "5,000 pcs"),
    ("Need 20,000 pcs of gears", "We supply gears, up to 30 pcs", "most_too_small", "30 pcs"),
    ("Need gears in Hai Phong", "We supply gears, sales within Korea only", "place_limited", "Korea"),
    ("Need gears in northern Viet Nam", "Gears made in Binh Duong", "place_elsewhere", "Binh Duong"),
    ("Need gears", "We supply gears, no export", "domestic_only", "no export"),
    ("Need anodised aluminium parts", "We supply parts, no aluminium", "denied", "aluminium"),
    ("Need syringe barrels", "PP resin pellets sold by the tonne", "raw_for_goods", "resin pellets"),
    ("Need forklifts for rental", "Forklifts for sale", "rental_or_sale", "Forklifts"),
    ("Need stamped parts", "We sell press machines for stamped parts", "machine_for_goods", "press machines"),
]


def compare(need: str, offer: str) -> set[str]:
    terms, patterns = load_terms(), load_patterns()
    rows = [read_facts(text, "en", terms.find(text, "en"), terms, patterns) for text in (need, offer)]
    flags = compare_facts(tabulate(rows, terms, patterns), np.array([0]), np.array([1]))
    assert set(flags) == set(COMPARISONS)
    return {name for name, table in flags.items() if table[0, 0]}


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("Need injection moulds", "We do mould making"),
        ("Need injection moulds", "Mould making and mould repair"),
        ("Need frozen shrimp", "Frozen fish exporter"),
    ],
)
def test_work_on_a_thing_is_no_other_kind_of_it(need: str, offer: str) -> None:
    assert "kind_clash" not in compare(need, offer)
    assert "kind_clash" in compare("Need injection moulds", "We make press dies, mould making")


@pytest.mark.parametrize(("need", "offer", "comparison", "phrase"), CLASHES)
def test_what_clashes_is_found(need: str, offer: str, comparison: str, phrase: str) -> None:
    assert comparison in compare(need, offer)


@pytest.mark.parametrize(("need", "offer", "comparison", "phrase"), CLASHES)
def test_a_clash_is_named_and_without_it_the_score_is_higher(
    need: str, offer: str, comparison: str, phrase: str, space: Space
) -> None:
    wanted = Listing("n", "", "need", "", need, "en")
    given = Listing("o", "", "offer", "", offer, "en")

    def ask(patterns: bool) -> tuple[int, list[FactClash]]:
        [[found]] = rank(
            [wanted],
            [given],
            encoder=HashEncoder(),
            store=MemoryStore(),
            terms=load_terms(),
            space=space,
            patterns=load_patterns() if patterns else None,
        )
        return found.score, [reason for reason in found.reasons if isinstance(reason, FactClash)]

    score, clashes = ask(True)
    clash = next(clash for clash in clashes if clash.comparison == comparison)
    assert offer[slice(*clash.offer_span)] == clash.offer_phrase == phrase
    assert need[slice(*clash.need_span)] == clash.need_phrase
    without, none = ask(False)
    assert score < without
    assert not none


def test_facts_that_say_nothing_change_nothing() -> None:
    assert compare("gears", "gears, hobbed and ground in our own shop") == set()


def test_stated_deals_outweigh_the_wording(space: Space, terms: TermBase) -> None:
    need = Listing("n", "", "need", "goods", "Need gears", "en")
    offer = Listing("o", "", "offer", "goods", "We want to buy steel and make gears", "en")
    options = {"encoder": HashEncoder(), "terms": terms, "space": space, "patterns": load_patterns()}
    [[stated]] = rank([need], [offer], store=MemoryStore(), **options)  # type: ignore[arg-type]
    [[open_]] = rank([replace(need, deal="")], [replace(offer, deal="")], store=MemoryStore(), **options)  # type: ignore[arg-type]
    assert any(isinstance(r, FactClash) for r in open_.reasons)
    assert not any(isinstance(r, FactClash) for r in stated.reasons)


def test_every_clash_takes_away() -> None:
    assert all(getattr(FactWeights(), name) < 0 for name in COMPARISONS)
