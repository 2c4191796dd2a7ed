"""Terms are found where a person would find them, and spans are true."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.matching import Concept, TermBase

TERMS = TermBase(
    (
        Concept("mould", "components", {"en": ("mould",), "vi": ("khuôn",), "ja": ("金型",), "ko": ("금형",)}),
        Concept(
            "plastic-mould",
            "components",
            {"en": ("injection mould",), "vi": ("khuôn ép nhựa",), "ja": ("射出成形金型",), "ko": ("사출금형",)},
            broader="mould",
        ),
        Concept("screw", "components", {"en": ("screw",), "vi": ("vít",), "ja": ("ネジ",), "ko": ("나사",)}),
        Concept("iso", "certificates", {"en": ("ISO 9001",), "vi": ("ISO 9001",)}),
        Concept("abs", "materials", {"en": ("ABS",), "vi": ("nhựa ABS",)}),
        Concept("battery", "energy", {"en": ("battery",), "vi": ("pin",), "ja": ("電池",), "ko": ("배터리",)}),
        Concept("solar", "energy", {"en": ("solar panel",), "ja": ("太陽電池",)}),
        Concept("tea", "food", {"en": ("tea",), "vi": ("chè",), "ja": ("茶",), "ko": ("녹차",)}),
        Concept("oil", "food", {"en": ("cooking oil",), "vi": ("dầu ăn",)}),
        Concept("iron", "materials", {"en": ("iron",), "vi": ("sắt thép",), "ko": ("사출 성형",)}),
        Concept("flowerpot", "goods", {"en": ("flower pot",), "vi": ("hòa bình",)}),
    )
)


def names(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [(mention.concept, mention.phrase) for mention in TERMS.find(text, language)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We make Injection Moulds and screws", [("plastic-mould", "Injection Moulds"), ("screw", "screws")]),
        ("injection mold", [("plastic-mould", "injection mold")]),
        ("射出成形金型と金型", [("plastic-mould", "射出成形金型"), ("mould", "金型")]),
        ("太陽電池", [("solar", "太陽電池")]),  # no battery in it
        ("マネジメント", []),
        ("ネジの製造", [("screw", "ネジ")]),
        ("하나사랑", []),
        ("스테인리스 나사를 구합니다", [("screw", "나사")]),
        ("정밀 금형을 제작", [("mould", "금형")]),
        ("사출성형 업체", [("iron", "사출성형")]),
        ("ISO9001:2015取得", [("iso", "ISO9001")]),
        ("abs and screwdriver", []),
        ("ABS/PC", [("abs", "ABS")]),
        ("茶を輸入", [("tea", "茶")]),
        ("茶色の箱", []),
        ("batteries", [("battery", "batteries")]),
        ("dried flower, pot plant", []),
        ("flower-pot", [("flowerpot", "flower-pot")]),
        ("hòa: bình đẳng", []),
        ("", []),
        ("\ud800😀\u200f", []),
    ],
)
def test_find(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cần khuôn ép nhựa", [("plastic-mould", "khuôn ép nhựa")]),
        ("can khuon ep nhua", [("plastic-mould", "khuon ep nhua")]),
        ("hoà bình", [("flowerpot", "hoà bình")]),
        ("Chúng tôi cần pin", [("battery", "pin")]),
        ("can mua pin", []),  # one bare syllable may be anything
        ("Tỉnh Vít Sơn", []),  # a name
        ("Vít thép", [("screw", "Vít")]),
        ("Đài Mould", []),  # a name: Đài Loan (Taiwan) is no loan
        ("Làm mould", [("mould", "mould")]),
        ("đậu ăn liền", []),  # "dau an" with other marks is another word
    ],
)
def test_vietnamese_with_and_without_marks(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text, "vi") == found


def test_vietnamese_syllables_are_not_looked_for_in_english() -> None:
    assert names("a pin of steel", "en") == []


@given(
    st.lists(st.sampled_from(["金型", "射出 成形金型", "khuôn", " ", "x", "Moulds", "\u0301", "ｶﾞ", "나사", "\u200b"]))
)
def test_spans_hold_the_phrase_and_do_not_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    mentions = TERMS.find(text)
    assert all(text[m.start : m.end] == m.phrase and m.phrase for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_lineage_and_faults() -> None:
    assert TERMS.lineage("plastic-mould") == ("plastic-mould", "mould")
    with pytest.raises(ValueError, match="share a key"):
        TermBase((Concept("a", "x", {}), Concept("a", "x", {})))
    with pytest.raises(ValueError, match="no concept b"):
        TermBase((Concept("a", "x", {}, broader="b"),))
