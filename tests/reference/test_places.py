"""Is the list of places whole, and does it know what followed what?"""

from collections import Counter
from datetime import date

import pytest

from kakehashi.engines.language.scripts import CJK, HANGUL, KANA, LATIN
from kakehashi.reference.places import UnknownPlace, load_places, place_as_of, place_name

TODAY = date(2026, 1, 1)


def standing(country: str, day: date) -> list[str]:
    places = load_places().items()
    return [code for code, rows in places if code.startswith(country) and any(p.stood_on(day) for p in rows)]


def test_as_many_places_as_there_are() -> None:
    assert len(standing("JP", TODAY)) == 47
    assert len(standing("KR", TODAY)) == 17
    assert len(standing("VN", TODAY)) == 34
    assert len(standing("VN", date(2025, 6, 30))) == 63
    assert len(standing("KR", date(2012, 6, 30))) == 16


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("JP-13", ("Tokyo", "東京都", "도쿄도", "Tokyo")),
        ("KR-42", ("Gangwon", "江原特別自治道", "강원특별자치도", "Gangwon")),
        ("VN-SG", ("Thành phố Hồ Chí Minh", "ホーチミン", "호찌민", "Ho Chi Minh City")),
        ("VN-57", ("Bình Dương", "ビンズオン", "빈즈엉", "Binh Duong")),
    ],
)
def test_names(code: str, names: tuple[str, ...]) -> None:
    assert tuple(place_name(code, language) for language in ("vi", "ja", "ko", "en")) == names


def test_unknown_codes_have_no_name() -> None:
    assert place_name("XX-1", "ja") == ""
    assert place_name("", "ja") == ""
    assert place_name("JP-13", "de") == ""


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("VN-57", date(2014, 12, 1), "Binh Duong"),
        ("VN-57", date(2025, 6, 30), "Binh Duong"),
        ("VN-57", date(2025, 7, 1), "Ho Chi Minh City"),
        ("VN-41", TODAY, "Tay Ninh"),
        ("VN-26", date(2014, 1, 1), "Thua Thien Hue"),
        ("VN-26", TODAY, "Hue"),
        ("KR-45", date(2023, 1, 1), "North Jeolla"),
        ("KR-45", date(2024, 1, 18), "Jeonbuk"),
    ],
)
def test_what_a_code_stood_for(code: str, day: date, name: str) -> None:
    assert place_as_of(code, day).names["en"] == name


@pytest.mark.parametrize(("code", "day"), [("XX-1", TODAY), ("KR-50", date(2000, 1, 1))])
def test_what_never_was_raises(code: str, day: date) -> None:
    with pytest.raises(UnknownPlace):
        place_as_of(code, day)


def test_each_row_is_whole_and_in_its_script() -> None:
    for rows in load_places().values():
        for place in rows:
            assert place.source
            assert HANGUL.search(place.names["ko"])
            assert CJK.search(place.names["ja"])
            assert not HANGUL.search(place.names["ja"])
            for language in ("vi", "en"):
                assert LATIN.search(place.names[language])
                assert not CJK.search(place.names[language])
            assert place.names["en"].isascii() or "–" in place.names["en"]
            if place.code.startswith("VN"):
                assert KANA.search(place.names["ja"])


def test_names_are_those_of_one_place_only() -> None:
    for language in ("vi", "ja", "ko", "en"):
        counted = Counter(rows[-1].names[language] for rows in load_places().values())
        assert [name for name, n in counted.items() if n > 1] == []


def test_successors_stand_today_and_follow_at_once() -> None:
    gone = [rows[-1] for rows in load_places().values() if rows[-1].valid_to]
    assert len(gone) == 29
    for place in gone:
        assert place.valid_to == date(2025, 6, 30)
        assert place_as_of(place.successor, TODAY).code == place.successor
        assert place.successor[:2] == place.code[:2]
