"""Each fault of a workbook names sheet, row, column, what is wrong, and what to write instead."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override

from kakehashi.apps.events.workbook import WorkbookFaults, read_week
from kakehashi.apps.events.workbook.faults import Fault

Rows = dict[str, list[list[str]]]
Write = Callable[..., Path]
FaultsOf = Callable[..., tuple[Fault, ...]]

CASES = [
    # sheet, row from 1, heading, what is written; words of the problem and of the cure
    ("wishes", 3, "Wants to meet", "みさき精機株式會社", "is not in the sheet", "みさき精機株式会社"),
    ("wishes", 3, "Wants to meet", "Nobody Ltd", "is not in the sheet", "add the organisation"),
    ("wishes", 3, "Wants to meet", "", "empty", "Fill it in"),
    ("wishes", 2, "Wish", "perhaps", "accepted words", "must | want | no"),
    ("wishes", 3, "Wants to meet", "가온정밀", "meet itself", "other organisation"),
    ("wishes", 3, "Wants to meet", "㈜한빛", "on the side “Korea”", "anyone"),
    ("participants", 3, "Organisation", "(주) 한빛", "second time, after row 2", "row 2"),
    ("participants", 3, "Side", "", "side is empty", "suppliers or buyers"),
    ("participants", 2, "Most meetings", "0", "fewer than", "Correct one"),
    ("participants", 2, "Most meetings", "many", "whole number", "digits"),
    ("participants", 2, "Priority", "4", "from 1 to 3", "from 1 to 3"),
    ("participants", 2, "Country", "Korrea", "not a country", "KR"),
    ("participants", 2, "Locality", "JP-13", "not in the country KR", "KR-"),
    ("participants", 2, "Locality", "KR-Seoul", "ISO 3166-2", "KR-11"),
    ("participants", 2, "Languages spoken", "ko; kr", "“kr” is not a language", "“ko”"),
    ("participants", 2, "Languages spoken", "Koreean", "not a language", "“ko”"),
    ("participants", 2, "Time zone", "Asia/Hanoi", "not a time zone", "Asia/Ho_Chi_Minh"),
    ("participants", 2, "Time zone", "Asia/Toyko", "not a time zone", "Asia/Tokyo"),
    ("participants", 2, "Attendance", "maybe", "accepted words", "in person | online"),
    ("participants", 2, "Blocked slots", "2027-02-30", "has 28 days", "2027-02-28"),
    ("participants", 2, "Blocked slots", "09/03/2027", "can mean two days", "2027-03-09 or 2027-09-03"),
    ("participants", 2, "Blocked slots", "2027-03-09 11:00-10:00", "ends before it starts", "start first"),
    ("participants", 2, "Blocked slots", "in the morning", "not a stretch of time", "2027-03-09 10:00-11:30"),
    ("participants", 2, "Latest", "9:00", "not after", "earlier time"),
    ("participants", 2, "Earliest", "10 o'clock", "neither a time", "09:30"),
    ("participants", 2, "Earliest", "25:00", "not a time of day", "23:59"),
    ("participants", 2, "People", "a / b / c / d", "as a person", "role"),
    ("participants", 2, "About", "x" * 10_001, "10001 characters", "Shorten"),
    ("participants", 2, "Organisation", "x" * 301, "301 characters", "Shorten"),
    ("participants", 2, "About", "#REF!", "#REF!", "in place of the formula"),
    ("participants", 2, "About", '=HYPERLINK("http://example.org")', "begins with “=”", "without “=”"),
    ("participants", 2, "Name in Latin letters", "=1+1", "begins with “=”", "without “=”"),
    ("offers_needs", 2, "Organisation", "한빛", "is not in the sheet", "Write the name"),
    ("offers_needs", 2, "Kind of deal", "barter", "accepted words", "goods"),
    ("offers_needs", 2, "Text", "", "empty", "sentences"),
    ("offers_needs", 2, "HS heading", "mould", "Harmonized System", "8480"),
    ("offers_needs", 2, "Valid until", "31/12/2027", "year first", "2027-12-31"),
    ("offers_needs", 2, "Valid until", "2027-13-01", "not a date in the calendar", "2027-03-09"),
    ("tables", 3, "Table", "Ｋ１", "second time, after row 2", "different names"),
    ("interpreters", 2, "Language pairs", "ko-ko", "same language twice", "ko-ja"),
    ("interpreters", 2, "Language pairs", "ko", "pair of two languages", "ko-ja"),
    ("interpreters", 2, "Longest run", "0", "from 1 to 100", "digits"),
    ("event", 4, "Value", "Tokyo", "not a time zone", "Asia/Tokyo"),
    ("event", 5, "Value", "2027-02-30", "has 28 days", "2027-02-28"),
    ("event", 6, "Value", "2027-03-08", "before the first day", "Correct"),
    ("event", 7, "Value", "0", "from 5 to 480", "digits"),
    ("event", 7, "Value", "", "is not stated", "Fill in"),
    ("event", 9, "Value", "everybody", "accepted words", "between sides | anyone"),
    ("event", 10, "Item", "Sesion", "not an item", "Session"),
    ("event", 8, "Item", "Time zone", "second time, after row 4", "Keep one"),
    ("event", 10, "To", "09:00", "not after 09:30", "earlier time"),
    ("event", 11, "To", "2027-03-10 15:00", "same day", "both"),
    ("event", 12, "To", "", "empty", "12:00"),
]


@pytest.mark.parametrize(("sheet", "row", "heading", "written", "problem", "cure"), CASES)
def test_fault_in_a_cell(
    rows: Rows,
    one_fault: Callable[[Rows], Fault],
    sheet: str,
    row: int,
    heading: str,
    written: str,
    problem: str,
    cure: str,
) -> None:
    column = rows[sheet][0].index(heading)
    rows[sheet][row - 1][column] = written
    if sheet == "participants" and heading == "Organisation":
        rows["offers_needs"], rows["wishes"] = (
            rows["offers_needs"][:1],
            rows["wishes"][:1],
        )  # else they name a firm that is not there
    fault = one_fault(rows)
    assert fault.sheet == f"{sheet}.csv"
    assert (fault.row, fault.letter) == (row, chr(65 + column)), str(fault)
    assert problem in fault.problem
    assert cure in fault.cure
    assert len(str(fault)) < 600


def test_session_outside_the_event(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    rows["event"][10][2:] = ["2027-03-12 13:30", "2027-03-12 15:00"]
    fault = one_fault(rows)
    assert (fault.row, fault.letter) == (11, "C")
    assert "2027-03-09 to 2027-03-10" in fault.problem


def test_sessions_that_overlap(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    rows["event"][10][2:] = ["2027-03-09 11:30", "2027-03-09 15:00"]
    fault = one_fault(rows)
    assert (fault.row, fault.letter) == (11, "C")
    assert "before the one of row 10 ends" in fault.problem


def test_sessions_without_a_slot(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    rows["event"][6][1] = "180"
    assert "no room" in one_fault(rows).problem


def test_too_many_slots(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    rows["event"][5][1], rows["event"][6][1], rows["event"][7][1] = "2027-04-08", "5", "0"
    rows["event"][9:] = [["Session", "", "00:00", "23:59"]]
    assert "meeting slots" in one_fault(rows).problem


def test_no_session(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    rows["event"][9:11] = [["Session", "", "", ""]]
    fault = one_fault(rows)
    assert (fault.row, fault.letter) == (10, "B")


def test_one_side_only(rows: Rows, one_fault: Callable[[Rows], Fault]) -> None:
    for row in rows["participants"][1:]:
        row[2] = "All"
    rows["wishes"] = rows["wishes"][:1]
    fault = one_fault(rows)
    assert "one side, “All”" in fault.problem
    assert "cohort" in fault.cure


def test_sides_do_not_matter_where_anyone_may_meet(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["event"][8][1] = "anyone"
    rows["wishes"].append(["㈜한빛", "가온정밀", "want", ""])
    for row in rows["participants"][1:]:
        row[2] = ""
    week = read_week(write_folder(tmp_path / "week", rows))
    assert week.may_meet(0, 1)
    assert not week.may_meet(0, 0)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (["㈜한빛", "みさき精機株式会社", "no", ""], "in row 2 says something else"),
        (["みさき精機株式会社", "㈜한빛", "no", ""], "refuses the meeting that the other must have, in row 2"),
    ],
)
def test_wishes_that_contradict(rows: Rows, one_fault: Callable[[Rows], Fault], wish: list[str], problem: str) -> None:
    rows["wishes"].append(wish)
    fault = one_fault(rows)
    assert (fault.row, fault.column) == (5, "Wish")
    assert problem in fault.problem


def test_wishes_that_repeat_are_a_notice(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["wishes"] += [["㈜한빛", "Misaki Seiki K.K.", "must", ""], ["みさき精機株式会社", "㈜한빛", "want", ""]]
    rows["wishes"].append(["가온정밀", "㈜한빛", "no", ""])
    week = read_week(write_folder(tmp_path / "week", rows))
    assert len(week.wishes) == 5
    assert ["row 2 already" in notice for notice in week.notices] == [True, False]


@pytest.mark.parametrize("sheet", ["event", "participants", "offers_needs", "wishes", "tables", "interpreters"])
def test_missing_sheet(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf, sheet: str) -> None:
    del rows[sheet]
    [fault] = faults_of(write_folder(tmp_path / "week", rows))
    assert "missing" in fault.problem
    assert f"{sheet}.csv" in fault.cure


def test_missing_column_and_column_twice(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    rows["wishes"][0] = ["Organisation", "Wants to meet", "Note", "note"]
    faults = faults_of(write_folder(tmp_path / "week", rows))
    assert [(f.sheet, f.row, f.column) for f in faults] == [("wishes.csv", 1, "Wish"), ("wishes.csv", 1, "note")]


def test_empty_sheets(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    for key in ("offers_needs", "wishes", "interpreters"):
        rows[key] = rows[key][:1]
    assert read_week(write_folder(tmp_path / "week", rows)).wishes == ()
    rows["tables"], rows["participants"], rows["wishes"] = rows["tables"][:1], rows["participants"][:1], []
    problems = [fault.problem for fault in faults_of(write_folder(tmp_path / "week", rows))]
    assert problems == [
        "No organisation is listed.",
        "There is no heading row.",
        "No table is listed, so no meeting can be held.",
    ]


def test_all_faults_at_once_in_order(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    rows["event"][3][1] = "Mars"
    rows["participants"][2][4] = "Atlantis"
    rows["participants"][1][5] = "JP-13"
    rows["wishes"][1][2] = "maybe"
    rows["wishes"][1][1] = "Nobody"
    rows["tables"][1][1] = "=A1"
    folder = write_folder(tmp_path / "week", rows)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    faults = faults_of(folder)
    assert [(f.sheet, f.row, f.letter) for f in faults] == [
        ("event.csv", 4, "B"),
        ("participants.csv", 2, "F"),
        ("participants.csv", 3, "E"),
        ("wishes.csv", 2, "B"),
        ("wishes.csv", 2, "C"),
        ("tables.csv", 2, "B"),
    ]
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_message_names_the_place_and_hides_control_characters(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["wishes"][1][2] = "must\x1b[31m"
    with override("en"), pytest.raises(WorkbookFaults) as caught:
        read_week(write_folder(tmp_path / "week", rows))
    assert str(caught.value).startswith("wishes.csv, row 2, column C “Wish”: ")
    assert "\x1b" not in str(caught.value)


def test_sides_written_almost_alike_are_a_notice(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["participants"][2][2] = "Korea."
    week = read_week(write_folder(tmp_path / "week", rows))
    assert any("almost alike" in notice for notice in week.notices)


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("8480", "8480"),
        ("8480.71", "8480"),
        ("84.80", "8480"),
        ("901", "0901"),
        ("0901.11", "0901"),
        ("８４８０", "8480"),
    ],
)
def test_customs_headings(rows: Rows, tmp_path: Path, write_folder: Write, written: str, heading: str) -> None:
    rows["offers_needs"][1][5] = written
    assert read_week(write_folder(tmp_path / "week", rows)).listings[0].heading == heading


def test_a_missing_column_of_names_is_told_once(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["participants"][0][0] = "Company or so"
    with override("en"), pytest.raises(WorkbookFaults) as caught:
        read_week(write_folder(tmp_path / "week", rows))
    (fault,) = caught.value.faults
    assert fault.column == "Organisation"


def test_an_organisation_that_speaks_no_language_is_a_fault(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    place = rows["participants"][0].index("Languages spoken")
    rows["participants"][1][place] = ""
    with override("en"), pytest.raises(WorkbookFaults) as caught:
        read_week(write_folder(tmp_path / "week", rows))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (2, "Languages spoken")
