"""A small week as rows, and the files that hold it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from kakehashi.apps.events.workbook import WorkbookFaults, read_week
from kakehashi.apps.events.workbook.faults import Fault

Rows = dict[str, list[list[str]]]

FIRM_HEADINGS = [
    *("Organisation", "Name in Latin letters", "Side", "Cohort", "Country", "Locality", "Languages spoken", "People"),
    *("Time zone", "Attendance", "Earliest", "Latest", "Blocked slots", "Least meetings", "Most meetings"),
    *("Priority", "Fictitious", "About"),
]
LISTING_HEADINGS = [
    *("Organisation", "Offer or need", "Kind of deal", "Text", "Language", "HS heading", "Certificates", "Volume"),
    "Valid until",
]
FIRMS = (
    {
        "Organisation": "㈜한빛",
        "Name in Latin letters": "Hanbit Co., Ltd.",
        "Side": "Korea",
        "Cohort": "Innovative",
        "Country": "KR",
        "Locality": "KR-11",
        "Languages spoken": "ko; en",
        "People": "김하나 / Kim Hana / 대표; 이두리 / 과장",
        "Attendance": "in person",
        "Earliest": "10:00",
        "Blocked slots": "2027-03-10",
        "Least meetings": "1",
        "Most meetings": "4",
        "Priority": "3",
        "Fictitious": "yes",
        "About": "금형",
    },
    {
        "Organisation": "가온정밀",
        "Side": "Korea",
        "Cohort": "Materials",
        "Country": "대한민국",
        "Languages spoken": "Korean",
        "Time zone": "Asia/Seoul",
        "Attendance": "online",
        "Fictitious": "yes",
    },
    {
        "Organisation": "みさき精機株式会社",
        "Name in Latin letters": "Misaki Seiki K.K.",
        "Side": "Japan",
        "Cohort": "Buyers",
        "Country": "JP",
        "Locality": "jp-13",
        "Languages spoken": "ja",
        "Latest": "2027-03-09 14:30",
    },
    {
        "Organisation": "Công ty Sao Mai",
        "Name in Latin letters": "Sao Mai Co.",
        "Side": "Japan",
        "Cohort": "Buyers",
        "Country": "Việt Nam",
        "Locality": "VN-HN",
        "Languages spoken": "vi, en",
    },
)
WEEK: Rows = {
    "event": [
        ["Item", "Value", "From", "To"],
        ["Event name", "부품 상담회 (가상)", "", ""],
        ["Event name (ja)", "部品商談会（架空）", "", ""],
        ["Time zone", "Asia/Tokyo", "", ""],
        ["First day", "2027-03-09", "", ""],
        ["Last day", "2027-03-10", "", ""],
        ["Slot length (minutes)", "25", "", ""],
        ["Time between slots (minutes)", "5", "", ""],
        ["Who may meet", "between sides", "", ""],
        ["Session", "Morning", "09:30", "12:00"],
        ["Session", "Afternoon", "2027-03-09 13:30", "2027-03-09 15:00"],
        ["Break", "Tea", "10:30", "10:45"],
    ],
    "participants": [FIRM_HEADINGS, *([firm.get(h, "") for h in FIRM_HEADINGS] for firm in FIRMS)],
    "offers_needs": [
        LISTING_HEADINGS,
        ["㈜한빛", "offer", "goods", "금형, 20 μm", "ko", "8480", "ISO 9001; IATF 16949", "20 sets", "2027-12-31"],
        ["みさき精機株式会社", "need", "manufacturing", "金型を探しています。", "", "84.80", "", "", ""],
    ],
    "wishes": [
        ["Organisation", "Wants to meet", "Wish", "Note"],
        ["㈜한빛", "みさき精機株式会社", "must", "samples, sent"],
        ["가온정밀", "Sao Mai Co.", "want", ""],
        ["Công ty Sao Mai", "가온정밀", "no", ""],
    ],
    "tables": [
        ["Hall", "Table", "Blocked slots"],
        ["孔雀", "K1", ""],
        ["孔雀", "K2", "2027-03-09 09:00-10:00"],
        ["", "V1", ""],
    ],
    "interpreters": [
        ["Name", "Language pairs", "From", "Until", "Blocked slots", "Longest run"],
        ["瀬戸野 香織", "ko-ja; en-ja", "10:00", "", "2027-03-10 10:00-11:00", "3"],
    ],
}


@pytest.fixture
def rows() -> Rows:
    """The small week, to be changed by a test."""
    return {key: [list(row) for row in sheet] for key, sheet in WEEK.items()}


def _write_folder(folder: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    for key, sheet in rows.items():
        with (folder / f"{key}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(sheet)
    return folder


def _write_plain_workbook(path: Path, rows: Rows) -> Path:
    """A workbook as any program writes it: nothing but cells."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for key, sheet in rows.items():
        page = workbook.create_sheet(key)
        for row in sheet:
            page.append([cell or None for cell in row])
    workbook.save(path)
    return path


def _faults_of(path: Path, language: str = "en") -> tuple[Fault, ...]:
    with override(language), pytest.raises(WorkbookFaults) as caught:
        read_week(path)
    return caught.value.faults


@pytest.fixture
def write_folder() -> Callable[..., Path]:
    """Writes rows as a folder of CSV files: folder, rows, encoding."""
    return _write_folder


@pytest.fixture
def write_plain_workbook() -> Callable[..., Path]:
    """Writes rows as a workbook: path, rows."""
    return _write_plain_workbook


@pytest.fixture
def faults_of() -> Callable[..., tuple[Fault, ...]]:
    """Reads a file that must be faulty and gives its faults: path, language."""
    return _faults_of


@pytest.fixture
def one_fault(tmp_path: Path) -> Callable[[Rows], Fault]:
    """Reads rows as a folder and as a workbook: both must hold the same single fault; gives it."""

    def read(rows: Rows) -> Fault:
        [fault] = _faults_of(_write_folder(tmp_path / "week", rows))
        [same] = _faults_of(_write_plain_workbook(tmp_path / "week.xlsx", rows))
        assert (same.row, same.column, same.letter, same.problem, same.cure) == (
            fault.row,
            fault.column,
            fault.letter,
            fault.problem.replace(".csv", ""),
            fault.cure.replace(".csv", ""),
        )
        return fault

    return read
