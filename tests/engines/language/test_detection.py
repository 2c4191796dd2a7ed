"""The language of short, mixed and broken texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cần gia công chi tiết nhôm", "vi"),
        ("can tim nha cung cap khuon ep nhua", "vi"),
        ("cà phê", "vi"),
        ("射出成形の委託先を募集", "ja"),
        ("株式会社", "ja"),
        ("ｶﾞﾗｽ", "ja"),
        ("사출성형 업체를 구합니다", "ko"),
        ("Looking for a maker of plastic parts", "en"),
        ("CNC", None),
        ("ISO 9001", None),
        ("", None),
        ("😀🎌", None),
        ("\ud800", None),
        ("\u200f\u200e", None),
        ("12,500", None),
        ("Привет", None),
    ],
)
def test_detect(text: str, language: str | None) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("SMT実装、IATF 16949、ISO 9001取得", "ja"),
        ("SMT PCB EMS 실장", "ko"),
        ("Đà Nẵng software house with 120 engineers", "en"),
        ("Công ty Toyota Boshoku tìm linh kiện nhựa", "vi"),
        ("삼성전자(三星電子) 협력사", "ko"),
        ("サムスン(삼성)向けの部品を製造しています", "ja"),
        ("café au lait machine supplier", "en"),
    ],
)
def test_the_larger_part_of_a_mixed_text_counts(text: str, language: str) -> None:
    assert detect(text) == language


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    assert detect(text) in {"vi", "ja", "ko", "en", None}
