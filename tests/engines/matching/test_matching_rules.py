"""Certificates, deals and sides, one by one."""

import pytest

from kakehashi.engines.matching import DEALS, Listing
from kakehashi.engines.matching.rules import COMPATIBLE, Rule, grade_deals, normalize_certificate


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("ISO 9001:2015", "iso9001"),
        ("iso-9001", "iso9001"),
        ("IATF 16949", "iatf16949"),
        ("ＪＩＳ Ｑ 9100", "jisq9100"),
        ("有機JAS", "有機jas"),
        ("ISO 14001 : 2015", "iso14001"),
    ],
)
def test_certificates_are_compared_without_spelling_and_year(name: str, normal: str) -> None:
    assert normalize_certificate(name) == normal


def test_every_deal_fits_itself_and_an_unknown_one() -> None:
    assert all(grade_deals(deal, deal) == ("same" if deal else "open") for deal in DEALS)
    assert all(grade_deals("", deal) == grade_deals(deal, "") == "open" for deal in DEALS)
    assert all(grade_deals(*deals) == "compatible" for deals in COMPATIBLE)
    assert grade_deals("training", "investment") is None


def test_rule_admits() -> None:
    first = Listing("a", "A", "need", "goods", "x", side="vn")
    second = Listing("b", "B", "offer", "goods", "x", side="jp")
    assert Rule(between_sides=True).admits(first, second)
    assert not Rule().admits(first, first)
