"""The same week comes out of a workbook and of a folder, in every language and encoding."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from kakehashi.apps.events.week import Person, Week
from kakehashi.apps.events.workbook import convert_to_workbook, read_week
from kakehashi.apps.events.workbook.event import cut_slots

Rows = dict[str, list[list[str]]]
Write = Callable[..., Path]


@pytest.fixture
def week(tmp_path: Path, rows: Rows, write_folder: Write) -> Week:
    return read_week(write_folder(tmp_path / "week", rows))


def free_times(week: Week, available: frozenset[int]) -> list[str]:
    return [f"{week.slots[place].start:%d %H:%M}" for place in sorted(available)]


def test_slots_are_cut_around_breaks(week: Week) -> None:
    daily = ["09:30", "10:00", "10:45", "11:15"]
    expected = [*(f"09 {t}" for t in daily), "09 13:30", "09 14:00", "09 14:30", *(f"10 {t}" for t in daily)]
    assert free_times(week, frozenset(range(len(week.slots)))) == expected
    assert [slot.session for slot in week.slots] == [0] * 4 + [1] * 3 + [2] * 4
    assert [slot.day for slot in week.slots] == [0] * 7 + [1] * 4
    assert str(week.slots[0].start.utcoffset()) == "9:00:00"
    assert [period.name for period in week.sessions] == ["Morning", "Afternoon", "Morning"]


def test_summer_time_takes_no_slot_twice(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["event"][3][1] = "Europe/Berlin"
    rows["event"][4][1] = rows["event"][5][1] = "2027-03-28"  # 02:00 becomes 03:00
    rows["event"][9:] = [["Session", "Night", "01:30", "03:30"]]
    rows["participants"][1][12] = ""
    rows["participants"][3][11] = ""
    rows["tables"][2][2] = rows["interpreters"][1][4] = ""
    week = read_week(write_folder(tmp_path / "week", rows))
    assert free_times(week, frozenset(range(len(week.slots)))) == ["28 01:30", "28 03:00"]
    assert next(cut_slots(week.sessions, (), 60, 0)).end.hour == 3


def test_availability(week: Week) -> None:
    hanbit, gaon, misaki, sao_mai = week.firms
    assert free_times(week, hanbit.available) == [
        "09 10:00",
        "09 10:45",
        "09 11:15",
        "09 13:30",
        "09 14:00",
        "09 14:30",
    ]
    assert len(gaon.available) == len(sao_mai.available) == 11
    # A date makes it one moment: not after 14:30 on the ninth is not on the tenth at all.
    assert free_times(week, misaki.available) == [
        "09 09:30",
        "09 10:00",
        "09 10:45",
        "09 11:15",
        "09 13:30",
        "09 14:00",
    ]
    assert 0 not in week.tables[1].available
    assert 1 in week.tables[1].available
    assert free_times(week, week.interpreters[0].available)[-2:] == ["09 14:30", "10 11:15"]


def test_firms(week: Week) -> None:
    hanbit, gaon, misaki, sao_mai = week.firms
    assert hanbit.people == (Person("김하나", "Kim Hana", "대표"), Person("이두리", "", "과장"))
    assert (hanbit.least, hanbit.most, hanbit.priority, hanbit.fictitious) == (1, 4, 3, True)
    assert (gaon.country, gaon.languages, gaon.time_zone, gaon.attendance) == ("KR", ("ko",), "Asia/Seoul", "online")
    assert (misaki.locality, misaki.least, misaki.attendance, misaki.time_zone) == ("JP-13", None, None, "Asia/Tokyo")
    assert (sao_mai.country, sao_mai.languages, sao_mai.agenda_language) == ("VN", ("vi", "en"), "vi")
    assert week.sides == ("Korea", "Japan")  # cohorts do not count
    assert week.may_meet(0, 2)
    assert not week.may_meet(0, 1)
    assert not week.may_meet(2, 3)
    assert week.find_firm("（株）한빛") is None
    assert week.find_firm("(주) 한빛") == 0
    assert week.fictitious


def test_rest_of_the_week(week: Week) -> None:
    assert (week.name, week.name_in("ja"), week.name_in("vi")) == (
        "부품 상담회 (가상)",
        "部品商談会（架空）",
        "부품 상담회 (가상)",
    )
    assert [(w.firm, w.other, w.strength) for w in week.wishes] == [(0, 2, "must"), (1, 3, "want"), (3, 1, "no")]
    assert [listing.heading for listing in week.listings] == ["8480", "8480"]
    assert week.listings[0].certificates == ("ISO 9001", "IATF 16949")
    assert week.listings[0].valid_until == date(2027, 12, 31)
    assert week.interpreters[0].pairs == {frozenset(("ko", "ja")), frozenset(("en", "ja"))}
    assert [table.key for table in week.tables] == ["孔雀 K1", "孔雀 K2", "V1"]
    assert week.notices == ()


def test_workbook_equals_folder(week: Week, rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    assert read_week(write_plain_workbook(tmp_path / "week.xlsx", rows)) == week


@pytest.mark.parametrize("language", ["vi", "ja", "ko", "en"])
def test_converted_workbook_equals_folder(
    week: Week, rows: Rows, tmp_path: Path, language: str, write_folder: Write
) -> None:
    convert_to_workbook(write_folder(tmp_path / "week", rows), tmp_path / "week.xlsx", language)
    with override("en" if language == "ja" else "ja"):
        assert read_week(tmp_path / "week.xlsx") == week


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings(week: Week, rows: Rows, tmp_path: Path, encoding: str, write_folder: Write) -> None:
    assert read_week(write_folder(tmp_path / "other", rows, encoding)) == week


@pytest.mark.parametrize(
    ("encoding", "name", "about"),
    [("cp932", "みさき精機株式会社", "金型を探しています。"), ("cp949", "가온정밀", "정밀 금형을 만듭니다.")],
)
def test_national_encodings_are_recognised(
    tmp_path: Path, rows: Rows, encoding: str, name: str, about: str, write_folder: Write
) -> None:
    rows["wishes"] = rows["wishes"][:1]
    rows["offers_needs"] = rows["offers_needs"][:1]
    for place in (1, 2):
        rows["event"][place][1] = name
    head = rows["participants"][0]
    rows["participants"] = [
        [
            {"Organisation": f"{name}{side}", "Side": side, "Languages spoken": "ja", "About": about}.get(h, "")
            for h in head
        ]
        for side in ("A", "B")
    ]
    rows["participants"].insert(0, head)
    rows["tables"][1][0] = rows["tables"][2][0] = rows["interpreters"][1][0] = name
    week = read_week(write_folder(tmp_path / "week", rows, encoding))
    assert [(firm.name, firm.about) for firm in week.firms] == [(f"{name}A", about), (f"{name}B", about)]
    assert any("not in UTF-8" in notice for notice in week.notices)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_cells(week: Week, rows: Rows, tmp_path: Path, sign: str) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    for key, sheet in rows.items():
        lines = [sign.join(f'"{cell}"' for cell in row) for row in sheet]
        (folder / f"{key}.csv").write_text("\r\n".join(lines), encoding="utf-8")
    assert read_week(folder) == week


def test_cells_typed_by_a_spreadsheet(week: Week, rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    workbook = load_workbook(write_plain_workbook(tmp_path / "week.xlsx", rows))
    event, firms, offers = workbook["event"], workbook["participants"], workbook["offers_needs"]
    event["B5"], event["B6"] = date(2027, 3, 9), datetime(2027, 3, 10)
    event["B7"] = 25
    event["C10"], event["D10"] = time(9, 30), time(12)
    event["C11"], event["D11"] = datetime(2027, 3, 9, 13, 30), datetime(2027, 3, 9, 15)
    firms["M2"], firms["N2"], firms["K2"], firms["Q2"] = date(2027, 3, 10), 1.0, time(10), True
    offers["F2"], offers["F3"], offers["I2"] = 8480, 84.8, date(2027, 12, 31)
    workbook.save(tmp_path / "week.xlsx")
    typed = read_week(tmp_path / "week.xlsx")
    assert typed == week
    assert any("84.8" in notice for notice in typed.notices)


def test_headings_sheets_and_words_in_any_case_and_width(
    week: Week, rows: Rows, tmp_path: Path, write_plain_workbook: Write
) -> None:
    other = {
        f" {key.upper().replace('_', ' and ' if key == 'offers_needs' else ' ')} ": sheet for key, sheet in rows.items()
    }
    for sheet in other.values():
        sheet[0] = [
            " " + "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in head) + "  *" for head in sheet[0]
        ]
    rows["event"][6][1] = "２５"
    rows["wishes"][1][2] = "ＭＵＳＴ"
    assert read_week(write_plain_workbook(tmp_path / "week.xlsx", other)) == week


def test_blank_and_example_rows_and_extra_columns(
    week: Week, rows: Rows, tmp_path: Path, write_plain_workbook: Write
) -> None:
    rows["wishes"][0].append("Remarks")
    rows["wishes"] += [["", "", " ", ""], ["Example: somebody", "nobody", "perhaps", ""], ["example： x", "y", "z", ""]]
    path = write_plain_workbook(tmp_path / "week.xlsx", rows | {"Scratch": [["1"]]})
    read = read_week(path)
    assert read == week
    assert [("Remarks" in notice, "Scratch" in notice) for notice in read.notices] == [(False, True), (True, False)]


def test_title_above_the_headings(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["wishes"][:0] = [["Wishes of our guests"], []]
    assert [wish.row for wish in read_week(write_folder(tmp_path / "week", rows)).wishes] == [4, 5, 6]


def test_text_that_begins_with_a_sign_stays_text(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["participants"][1][17] = "-5 °C to +40 °C"
    rows["wishes"][1][3] = "+84 24 0000 0000"
    rows["wishes"][2][3] = "@hall 2"
    folder = write_folder(tmp_path / "week", rows)
    convert_to_workbook(folder, tmp_path / "week.xlsx", "en")
    assert read_week(tmp_path / "week.xlsx") == read_week(folder)
    assert read_week(folder).wishes[0].note == "+84 24 0000 0000"
