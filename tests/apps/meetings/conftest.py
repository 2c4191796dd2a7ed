"""A small programme made by hand: seven firms in four zones, four meetings, one wish refused, names that bite."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kakehashi.apps.events.week import Firm, InterpreterRow, Listing, Period, Person, Slot, TableRow, Week, WishRow
from kakehashi.apps.meetings.candidates import build_problem, choose_candidates
from kakehashi.apps.meetings.planning import Plan
from kakehashi.engines.matching import (
    CertificateNotStated,
    DealFit,
    Evidence,
    Matches,
    Pair,
    SameHeading,
    SharedConcept,
)
from kakehashi.engines.scheduling import Meeting, Objective, Schedule, Status, verify
from kakehashi.engines.scheduling.halls.counting import with_figures
from kakehashi.engines.scheduling.reasons import explain

ZONE = "Asia/Ho_Chi_Minh"
EVERY = frozenset(range(10))
SCRIPT = "<script>alert(1)</script> & Co"
FORMULA = '=HYPERLINK("http://example.org","x")'


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2027, 3, 16, hour, minute, tzinfo=ZoneInfo(ZONE)) + timedelta(days=day)


def _period(name: str, day: int, start: tuple[int, int], end: tuple[int, int]) -> Period:
    return Period(name, day, _at(day, *start), _at(day, *end))


STARTS = ((0, 8, 0), (0, 8, 35), (0, 9, 20), (1, 13, 0), (1, 13, 35))

SLOTS = tuple(
    Slot(day, 2 * day + session, _at(day, hour, minute), _at(day, hour, minute) + timedelta(minutes=30))
    for day in (0, 1)
    for session, hour, minute in STARTS
)

FIRMS = (
    Firm(1, "Công ty CP Khuôn mẫu Tràng Vĩ", EVERY - {9}, ZONE, latin="Trang Vi Mould JSC", side="Việt Nam",
         country="VN", languages=("vi", "en"), fictitious=True,
         people=(Person("Nguyễn Hữu Thạc", "Nguyen Huu Thac", "Giám đốc"),)),
    Firm(2, SCRIPT, EVERY, ZONE, side="Việt Nam", country="VN", languages=("vi",), people=(Person("<b>Ai</b>"),)),
    Firm(3, "鵜籠工業株式会社", EVERY, "Asia/Tokyo", latin="Ukago Kogyo Co., Ltd.", side="Nhật Bản", country="JP",
         languages=("ja",), people=(Person("鵜沼 克彦", "Unuma Katsuhiko", "購買部長"),)),
    Firm(4, FORMULA, EVERY, "Asia/Seoul", side="Nhật Bản", country="KR", languages=("ko", "en")),
    Firm(5, "Pacific Rim Trading", EVERY, "America/Los_Angeles", side="Nhật Bản", country="US", languages=("en",)),
    Firm(6, "Công ty Đinh Ốc", EVERY, ZONE, side="Việt Nam", country="VN", languages=("vi",)),
    Firm(7, "株式会社一人", EVERY, "Asia/Tokyo", side="Nhật Bản", country="JP", languages=("ja",)),
)  # fmt: skip

LISTINGS = (
    Listing(1, 0, "offer", "manufacturing", "Chế tạo khuôn ép nhựa <b>nhanh</b>.", "vi", "8480"),
    Listing(2, 2, "need", "manufacturing", "射出成形金型を探しています。", "ja", "8480"),
    Listing(3, 3, "need", "manufacturing", "We look for moulds."),
)

EVIDENCE = Evidence(
    "000000",
    "000001",
    800,
    (
        SharedConcept("plastic-mould", "khuôn ép nhựa", (8, 21), "射出成形金型", (0, 6)),
        SameHeading("8480"),
        DealFit("manufacturing", "manufacturing", "SAME_DEAL"),
        CertificateNotStated("ISO 9001"),
    ),
)
HEADING_ALONE = replace(EVIDENCE, reasons=EVIDENCE.reasons[1:2])


def make_week() -> Week:
    return Week(
        name="Hội nghị giao thương; 2027",
        names={"ja": "商談会2027", "en": "Meeting week 2027"},
        organiser="Trung tâm Lam Thành",
        place="Hà Nội",
        time_zone=ZONE,
        first_day=date(2027, 3, 16),
        last_day=date(2027, 3, 17),
        slot_minutes=30,
        gap_minutes=5,
        between_sides=True,
        sessions=tuple(
            _period(name, day, start, end)
            for day in (0, 1)
            for name, start, end in (("Sáng", (8, 0), (9, 50)), ("Chiều", (13, 0), (14, 5)))
        ),
        breaks=(_period("Giải lao", 0, (9, 5), (9, 20)), _period("Giải lao", 1, (9, 5), (9, 20))),
        slots=SLOTS,
        firms=FIRMS,
        listings=LISTINGS,
        wishes=(
            WishRow(1, 2, 0, "must", "Xem khuôn mẫu"),
            WishRow(2, 0, 2, "want"),
            WishRow(3, 1, 2, "want"),
            WishRow(4, 3, 1, "want", "@note"),
            WishRow(5, 5, 2, "want"),
            WishRow(6, 2, 5, "no"),
        ),
        tables=(TableRow(1, "Phòng A", "A1", EVERY), TableRow(2, "Phòng A", "-A2", EVERY - {0})),
        interpreters=(InterpreterRow(1, "Lục Minh Hoài", frozenset({frozenset({"vi", "ja"})}), EVERY - {9}, 3),),
        notices=("Row 3 was left out.",),
    )


def make_plan(week: Week) -> Plan:
    """Meetings 0-2, 0-3 and 0-4 on the first day in slots 0, 2 and 4; 1-2 on the second day in slot 6."""
    matches = Matches(
        (
            Pair("000000", "000002", 800, (EVIDENCE,)),
            Pair("000000", "000003", 600, (replace(HEADING_ALONE, need="000002"),)),
            Pair("000000", "000004", 500, (HEADING_ALONE,)),
            Pair("000001", "000004", 400, (HEADING_ALONE,)),
        ),
        compared=9,
        encoded=0,
    )
    candidates = choose_candidates(week, matches)
    problem = build_problem(week, candidates)
    wish = {(c.first, c.second): place for place, c in enumerate(candidates)}
    meetings = (
        Meeting(wish[0, 2], 0, 0, 0),
        Meeting(wish[0, 3], 2, 0),
        Meeting(wish[0, 4], 4, 1),
        Meeting(wish[1, 2], 6, 1, 0),
    )
    value = sum(candidates[m.wish].worth for m in meetings)
    schedule = Schedule(
        Status.FEASIBLE, Objective.SCORE, value, value + 100, 2, 0.5, meetings, explain(problem, meetings)
    )
    schedule = with_figures(problem, schedule)
    assert verify(problem, schedule) == ()
    return Plan(week, matches, candidates, problem, schedule, seed=7)


@pytest.fixture(scope="session")
def handmade_plan() -> Plan:
    return make_plan(make_week())


@pytest.fixture(scope="session")
def berlin_plan() -> Plan:
    """The same plan held in Berlin, where clocks change twice a year."""
    berlin = ZoneInfo("Europe/Berlin")
    week = make_week()
    slots = tuple(
        replace(s, start=s.start.replace(tzinfo=berlin), end=s.end.replace(tzinfo=berlin)) for s in week.slots
    )
    return make_plan(replace(week, time_zone="Europe/Berlin", slots=slots))
