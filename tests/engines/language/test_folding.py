"""Folding makes texts equal that a person who searches takes as equal, and breaks on nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.language import fold, fold_with_offsets, tokens

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Tháp", "dong thap"),
        ("ĐỒNG THÁP", "dong thap"),
        ("Đo\u0302\u0300ng", "dong"),  # marks typed apart
        ("ＣＮＣ加工", "cnc加工"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("ガラス", "ガラス"),
        ("カ\u3099ラス", "ガラス"),
        ("금형", "금형"),
        ("\u1100\u1173\u11b7형", "금형"),  # conjoining jamo
        ("Straße", "strasse"),
        ("й", "й"),  # only Latin loses its marks
        ("a\u200f\u200bb", "ab"),
        ("a\ud800b", "a b"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_kana_and_hangul_keep_their_voicing_and_syllables() -> None:
    assert fold("ハ") != fold("バ")
    assert fold("간") != fold("가")


@given(ANY_TEXT)
def test_offsets_lie_in_the_source_and_never_go_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text(st.sampled_from("aAđĐồớạ가금ガハ゛ｶﾞ金型Ｃ \u0301\u3099"), max_size=20))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khuôn ép nhựa", ("khuon", "ep", "nhua")),
        ("射出成形", ("射出", "出成", "成形")),
        ("사출성형 금형", ("사출", "출성", "성형", "금형")),
        ("CNC加工", ("cnc", "加工")),
        ("茶", ("茶",)),
        ("ISO 9001, 20,000 pcs", ("iso", "9001", "20", "000", "pcs")),
        ("😀 \ud800", ()),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


def test_two_character_query_finds_its_text() -> None:
    assert set(tokens("金型")) <= set(tokens("精密金型の製作"))
    assert set(tokens("dong")) <= set(tokens("Đồng Tháp"))
