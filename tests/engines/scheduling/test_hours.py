"""Are the slots of one zone that lie within somebody's hours in another found, over midnight and when clocks change?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.engines.scheduling.hours import Hours, clock_of, find_zone, minutes_of, slots_within, span_of

HANOI, TOKYO, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Ho_Chi_Minh", "Asia/Tokyo", "Europe/Berlin", "America/New_York"))


def half_hours(zone: ZoneInfo, day: date, first: str, count: int) -> list[tuple[datetime, datetime]]:
    start = minutes_of(first)
    assert start is not None
    return [span_of(day, start + 30 * i, start + 30 * i + 30, zone) for i in range(count)]


def hours(*texts: str) -> list[Hours]:
    """Hours written as `09:00-17:30`."""
    found = []
    for text in texts:
        start, end = map(minutes_of, text.split("-"))
        assert start is not None
        assert end is not None
        found.append((start, end))
    return found


def test_a_clock_is_read_and_written() -> None:
    assert [minutes_of(text) for text in ("00:00", "09:30", "47:59")] == [0, 570, 2879]
    assert [clock_of(minutes) for minutes in (0, 570, 2879)] == ["00:00", "09:30", "47:59"]
    assert [minutes_of(text) for text in ("", "9:30", "48:00", "09:60", "09:30 ", "0٩:30")] == [None] * 6


def test_a_zone_is_found_by_its_name_alone() -> None:
    assert find_zone("Asia/Tokyo") == TOKYO
    assert [find_zone(name) for name in ("", "Asia", "Tokyo", "../../etc/passwd", "/etc/localtime", "a\0b")] == [
        None
    ] * 6


def test_two_hours_lie_between_hanoi_and_tokyo() -> None:
    spans = half_hours(HANOI, date(2026, 12, 3), "06:30", 4)  # 08:30 to 10:30 in Tokyo
    assert slots_within(spans, hours("09:00-10:00"), TOKYO) == {1, 2}
    assert slots_within(spans, hours("09:00-09:29"), TOKYO) == set()
    assert slots_within(spans, [], TOKYO) == set()


def test_summer_time_ends_between_two_days() -> None:
    saturday, sunday = date(2026, 10, 24), date(2026, 10, 25)
    spans = [*half_hours(HANOI, saturday, "14:00", 1), *half_hours(HANOI, sunday, "14:00", 1)]
    assert slots_within(spans, hours("09:00-17:00"), BERLIN) == {0}  # 09:00, then 08:00
    assert slots_within(spans, hours("08:00-09:00"), BERLIN) == {1}


def test_the_event_itself_changes_its_clock() -> None:
    spans = [*half_hours(NEW_YORK, date(2026, 3, 7), "09:00", 1), *half_hours(NEW_YORK, date(2026, 3, 8), "09:00", 1)]
    assert slots_within(spans, hours("21:00-21:30"), HANOI) == {0}
    assert slots_within(spans, hours("20:00-20:30"), HANOI) == {1}


def test_hours_over_midnight() -> None:
    spans = half_hours(HANOI, date(2026, 12, 3), "09:00", 12)  # 21:00 the day before to 03:00 in New York
    assert slots_within(spans, hours("22:00-01:00"), NEW_YORK) == set(range(2, 8))
    assert slots_within(spans, hours("22:00-25:00"), NEW_YORK) == set(range(2, 8))
    assert slots_within(spans, hours("22:00-24:00", "00:00-01:00"), NEW_YORK) == set(range(2, 8))
    assert slots_within(spans, hours("22:15-00:45"), NEW_YORK) == set(range(3, 7))


def test_slots_after_midnight_belong_to_the_evening_before() -> None:
    spans = half_hours(HANOI, date(2026, 12, 3), "23:30", 4)  # to 01:30 of the fourth
    assert slots_within(spans, hours("23:00-24:30"), HANOI) == {0, 1}
    assert slots_within(spans, hours("01:30-03:00"), TOKYO) == {0, 1, 2}


@given(
    st.integers(0, 400),
    st.integers(0, 47 * 60),
    st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda h: h[0] != h[1]), max_size=3),
    st.sampled_from([HANOI, TOKYO, BERLIN, NEW_YORK]),
    st.sampled_from([HANOI, TOKYO, BERLIN, NEW_YORK]),
)
def test_a_slot_is_open_exactly_when_each_of_its_minutes_is(
    ahead: int, start: int, own: list[Hours], here: ZoneInfo, there: ZoneInfo
) -> None:
    begin, end = span_of(date(2026, 1, 1) + timedelta(days=ahead), start, start + 30, here)
    if len({moment.astimezone(there).utcoffset() for moment in (begin - DAY, begin, end + DAY)}) > 1:
        return  # at the hour in which the clock changes, minutes of the day come twice or not at all

    def is_open(moment: datetime) -> bool:
        clock = moment.astimezone(there)
        minute = clock.hour * 60 + clock.minute
        return any(a <= minute < b if a < b else minute >= a or minute < b for a, b in own)

    length = int((end - begin).total_seconds()) // 60
    minutes = [begin + timedelta(minutes=i) for i in range(length)]
    assert begin.tzinfo is UTC
    assert (slots_within([(begin, end)], own, there) == {0}) == all(map(is_open, minutes))


DAY = timedelta(days=2)
