"""Are days, times, shares and zones written as the reader writes them?"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kakehashi.web import localised

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2027, 3, 9, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "period"),
    [
        ("vi", "Thứ Ba, ngày 9 tháng 3 năm 2027", "Thứ Ba, 9/3 – Thứ Năm, 11/3/2027"),
        ("ja", "2027年3月9日火曜日", "2027年3月9日(火)～11日(木)"),
        ("ko", "2027년 3월 9일 화요일", "2027년 3월 9일 화요일 ~ 11일 목요일"),
        ("en", "Tuesday 9 March 2027", "Tuesday 9 March – Thursday 11 March 2027"),
    ],
)
def test_days(language: str, day: str, period: str) -> None:
    with translation.override(language):
        assert localised.day(AT, TOKYO).replace(",", "") == day.replace(",", "")
        shown = localised.days(AT, datetime(2027, 3, 11, 6, tzinfo=UTC), TOKYO)
        assert "".join(shown.replace(",", "").split()) == "".join(period.replace(",", "").split())
        assert localised.days(AT, AT, TOKYO) == localised.day(AT, TOKYO)
        assert localised.clock(AT, TOKYO) == "09:30"


def test_the_day_is_the_one_at_the_place() -> None:
    late = datetime(2027, 3, 9, 20, 0, tzinfo=UTC)
    with translation.override("ja"):
        assert localised.day(late, TOKYO) == "2027年3月10日水曜日"


@pytest.mark.parametrize(
    ("zone", "distance"),
    [("Asia/Tokyo", "UTC+9"), ("Asia/Ho_Chi_Minh", "UTC+7"), ("Asia/Kolkata", "UTC+5:30"), ("UTC", "UTC+0"),
     ("America/St_Johns", "UTC−3:30")],
)  # fmt: skip
def test_distance_from_utc(zone: str, distance: str) -> None:
    assert localised.utc_distance(ZoneInfo(zone), datetime(2027, 1, 9, tzinfo=UTC)) == distance


def test_a_share_is_never_rounded_up_to_the_whole() -> None:
    with translation.override("en"):
        assert localised.share(9999, 10000) == "99.9%"
        assert localised.share(10000, 10000) == "100%"
        assert localised.share(1, 0) == ""
    with translation.override("vi"):
        assert localised.share(1, 8) == "12,5%"


def test_names_of_countries_and_languages() -> None:
    with translation.override("ko"):
        assert localised.country_name("VN") == "베트남"
        assert localised.country_name("XQ") == "XQ"
    assert [localised.own_language_name(code) for code in ("vi", "ja", "ko", "en")] == [
        "Tiếng Việt",
        "日本語",
        "한국어",
        "English",
    ]
