"""Concepts of one family are kin: they count, nearly as much as the same one, and the reason says that they are kin."""

import pytest

from kakehashi.engines.matching import Concept, TermBase
from kakehashi.engines.matching.reasons import share_concepts
from kakehashi.engines.matching.scoring import weigh_concepts

TERMS = TermBase(
    (
        Concept("part", "components", {"en": ("mechanical part",)}),
        Concept("gear", "components", {"en": ("gear",)}, broader="part"),
        Concept("shaft", "components", {"en": ("shaft",)}, broader="part"),
        Concept("tea", "food", {"en": ("tea",)}),
        Concept("importer", "general", {"en": ("importer",)}),
    )
)


def shared(need: str, offer: str) -> list[tuple[str, str, str, bool]]:
    found = share_concepts(TERMS.find(need, "en"), TERMS.find(offer, "en"), TERMS)
    return [(reason.concept, reason.need_phrase, reason.offer_phrase, reason.kin) for reason in found]


@pytest.mark.parametrize(
    ("need", "offer", "reasons"),
    [
        ("we need gears", "a gear maker", [("gear", "gears", "gear", False)]),
        ("we need gears", "a shaft maker", [("part", "gears", "shaft", True)]),
        ("we need gears", "mechanical parts", [("part", "gears", "mechanical parts", True)]),
        ("we need gears", "tea", []),
    ],
)
def test_a_reason_tells_kin_from_the_same(need: str, offer: str, reasons: list[tuple[str, str, str, bool]]) -> None:
    assert shared(need, offer) == reasons


def test_the_family_weighs_less_than_the_concept_and_general_words_hardly() -> None:
    weights = weigh_concepts(TERMS.find("importer of gears", "en"), TERMS)
    assert weights["importer"] < 0.5 * weights["part"] < 0.5 * weights["gear"]
