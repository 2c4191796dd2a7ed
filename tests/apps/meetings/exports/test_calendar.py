import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kakehashi.apps.meetings.exports.calendar import event_uid, write_calendar
from kakehashi.apps.meetings.planning import Plan


def _calendar(plan: Plan, firm: int) -> icalendar.Calendar:
    content = write_calendar(plan, firm)
    assert content is not None
    return icalendar.Calendar.from_ical(content)


def test_times_hold_in_both_zones(handmade_plan: Plan) -> None:
    event = _calendar(handmade_plan, 2).walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event.start == datetime(2027, 3, 16, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert event.start.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "10:00"
    assert event.end - event.start == timedelta(minutes=30)
    assert re.search(r"08:00.08:30", event["DESCRIPTION"])
    assert re.search(r"10:00.10:30", event["DESCRIPTION"])


def test_another_day_elsewhere_is_named(handmade_plan: Plan) -> None:
    event = _calendar(handmade_plan, 4).walk("VEVENT")[0]
    assert "13:35–14:05, Vietnam Time (UTC+7)" in event["DESCRIPTION"]
    assert "Mon 15 Mar, 23:35–00:05, United States (Los Angeles) Time (UTC−7)" in event["DESCRIPTION"]


def test_the_same_clock_is_told_once(handmade_plan: Plan) -> None:
    event = _calendar(handmade_plan, 0).walk("VEVENT")[0]
    assert event["DESCRIPTION"].count("UTC") == 1


def test_an_event_says_whom_where_and_why(handmade_plan: Plan) -> None:
    events = _calendar(handmade_plan, 0).walk("VEVENT")
    assert len(events) == 3
    assert "鵜籠工業株式会社" in events[0]["SUMMARY"]
    assert "A1" in events[0]["LOCATION"]
    for words in ("Ukago Kogyo", "鵜沼 克彦", "Unuma Katsuhiko", "購買部長", "Lục Minh Hoài", "8480", "射出成形金型"):
        assert words in events[0]["DESCRIPTION"]


@pytest.mark.parametrize("firm", [0, 1, 2, 3, 4])
def test_lines_follow_the_standard(handmade_plan: Plan, firm: int) -> None:
    content = write_calendar(handmade_plan, firm)
    assert content is not None
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")  # raises where a fold cuts a character
    assert b"METHOD:PUBLISH" in lines
    assert b"BEGIN:VTIMEZONE" in lines


def test_texts_survive_escaping(handmade_plan: Plan) -> None:
    calendar = _calendar(handmade_plan, 1)
    assert calendar["X-WR-CALNAME"].startswith("Hội nghị giao thương; 2027")
    assert "<script>alert(1)</script> & Co" in _calendar(handmade_plan, 2).walk("VEVENT")[1]["SUMMARY"]


def test_control_characters_never_arrive(handmade_plan: Plan) -> None:
    firms = list(handmade_plan.week.firms)
    firms[0] = replace(firms[0], name="Bell\x07 & Co\x00")
    content = write_calendar(replace(handmade_plan, week=replace(handmade_plan.week, firms=tuple(firms))), 2)
    assert content is not None
    assert b"\x07" not in content
    assert b"\x00" not in content


def test_identity_is_stable_and_unique(handmade_plan: Plan) -> None:
    week = handmade_plan.week
    uids = [str(e["UID"]) for firm in range(5) for e in _calendar(handmade_plan, firm).walk("VEVENT")]
    assert len(uids) == len(set(uids)) == 8
    assert event_uid(week, week.firms[0], week.firms[2]) in uids
    moved = tuple(replace(m, slot=m.slot + 1) for m in handmade_plan.schedule.meetings)
    later = replace(handmade_plan, schedule=replace(handmade_plan.schedule, meetings=moved))
    assert uids[0] in [str(e["UID"]) for e in _calendar(later, 0).walk("VEVENT")]


def test_a_firm_without_a_meeting_gets_no_calendar(handmade_plan: Plan) -> None:
    assert write_calendar(handmade_plan, 6) is None


def test_the_clock_of_the_day_leaves_no_trace(handmade_plan: Plan) -> None:
    assert write_calendar(handmade_plan, 0) == write_calendar(handmade_plan, 0)
    assert {e["DTSTAMP"].dt for e in _calendar(handmade_plan, 0).walk("VEVENT")} == {datetime(2027, 3, 16, tzinfo=UTC)}


def test_rules_of_a_zone_with_summer_time(berlin_plan: Plan) -> None:
    (zone,) = _calendar(berlin_plan, 0).walk("VTIMEZONE")
    rules = {
        (rule.name, rule["DTSTART"].dt, rule["TZOFFSETFROM"].td, rule["TZOFFSETTO"].td) for rule in zone.subcomponents
    }
    one, two = timedelta(hours=1), timedelta(hours=2)
    assert ("DAYLIGHT", datetime(2027, 3, 28, 2, 0), one, two) in rules
    assert ("STANDARD", datetime(2027, 10, 31, 3, 0), two, one) in rules
    assert all(abs((start - datetime(2027, 3, 16)).days) <= 367 for _name, start, _from, _to in rules)
