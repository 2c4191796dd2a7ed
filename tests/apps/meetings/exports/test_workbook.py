import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.workbook.workbook import Workbook as Opened

from kakehashi.apps.meetings.exports.cells import add_sheet, add_styles, lines_in, put
from kakehashi.apps.meetings.exports.programme_workbook import write_workbook
from kakehashi.apps.meetings.planning import Plan

SHEETS = 10


@pytest.fixture(scope="module")
def path(handmade_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "programme.xlsx"
    write_workbook(handmade_plan, path, "en")
    return path


@pytest.fixture(scope="module")
def opened(path: Path) -> Opened:
    return openpyxl.load_workbook(path)


def _texts(opened: Opened, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in opened[sheet].iter_rows()]


def test_the_sheets(opened: Opened) -> None:
    assert opened.sheetnames == [
        "Summary", "By participant", "By table", "By interpreter", "Meetings", "Wishes not met",
        "Suggestions not used", "Without a meeting", "Interpreter load", "Glossary",
    ]  # fmt: skip


def test_no_cell_is_a_formula(opened: Opened) -> None:
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "@", "-", "+"))]
    assert {str(cell.value) for cell in risky} >= {'=HYPERLINK("http://example.org","x")', "@note", "-A2"}
    assert all(cell.quotePrefix for cell in risky)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", " =", "\n="]), st.text(max_size=20))
def test_any_text_stays_text(sign: str, rest: str) -> None:
    workbook = Workbook()
    add_styles(workbook)
    put(add_sheet(workbook, "x"), 1, 1, sign + rest)
    content = BytesIO()
    workbook.save(content)
    cell = openpyxl.load_workbook(BytesIO(content.getvalue()))["x"].cell(1, 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_meetings_with_scores_and_reasons(opened: Opened) -> None:
    rows = _texts(opened, "Meetings")
    assert len(rows) == 5
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["Slot"] == 1
    assert str(first["Day"]).startswith("2027-03-16")
    assert str(first["Start"]) == "08:00:00"
    assert first["Organisation"] == "Công ty CP Khuôn mẫu Tràng Vĩ (fictitious)"
    assert first["Match score (of 1,000)"] == 800
    assert first["Worth"] == 3800
    assert first["Interpreter"] == "Lục Minh Hoài"
    assert "8480" in str(first["Reasons of the match"])


def test_wishes_not_met_with_their_reasons(opened: Opened) -> None:
    rows = _texts(opened, "Wishes not met")[1:]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ('=HYPERLINK("http://example.org","x")', "<script>alert(1)</script> & Co", "Wanted"),
        ("Công ty Đinh Ốc", "鵜籠工業株式会社", "Wanted"),
    ]
    assert "No interpreter" in str(rows[0][4])
    assert "does not want" in str(rows[1][4])
    assert len(_texts(opened, "Suggestions not used")) == 2
    assert [row[0] for row in _texts(opened, "Without a meeting")[1:]] == ["Công ty Đinh Ốc", "株式会社一人"]


def test_a_grid_shows_who_is_away_by_word_and_hatching(opened: Opened) -> None:
    sheet = opened["By participant"]
    away = [cell for row in sheet.iter_rows(min_row=5) for cell in row if cell.value == "away"]
    assert [cell.coordinate for cell in away] == ["M5"]
    assert away[0].fill.patternType == "lightUp"
    assert "鵜籠工業株式会社" in str(sheet["D5"].value)
    assert "Lục Minh Hoài" in str(sheet["D5"].value)
    assert sheet["D3"].value == "Tuesday, 16 March 2027"
    assert sheet["D4"].value == "1. 08:00–08:30"
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$3:$4"


def test_lists_filter_and_print(opened: Opened) -> None:
    for sheet in opened.worksheets[4:]:
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.freeze_panes == "A2"
    for sheet in opened.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0


def test_the_summary_names_its_sources_and_invented_firms(opened: Opened) -> None:
    rows = _texts(opened, "Summary")
    assert any("invented" in str(value) for row in rows for value in row)
    figures = {row[0]: (row[1], row[2]) for row in rows}
    assert figures["Score"][0] == 5900
    assert figures["Proven upper bound"][0] == 6000
    assert figures["Seed"][0] == 7
    assert all(figures[name][1] for name in ("Score", "Proven upper bound", "Gap", "Breaks per participant"))


def test_the_glossary_has_the_terms_of_interpreted_meetings_alone(opened: Opened) -> None:
    rows = _texts(opened, "Glossary")
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {row["Interpreter"] for row in found} == {"Lục Minh Hoài"}
    assert all("Pacific Rim Trading" not in (row["Organisation"], row["Meets"]) for row in found)
    mould = next(row for row in found if row["Term in the second language"] == "射出成形金型")
    assert mould["Term in the first language"] == "khuôn ép nhựa"
    assert mould["What it is (in English)"]
    assert mould["Languages"] == "Vietnamese ↔ Japanese"
    assert mould["Named by"] == "Công ty CP Khuôn mẫu Tràng Vĩ (fictitious), 鵜籠工業株式会社"
    assert mould["In their words"] == "Chế tạo khuôn ép nhựa <b>nhanh</b>.\n射出成形金型を探しています。"


def test_same_plan_same_bytes(handmade_plan: Plan, path: Path, tmp_path: Path) -> None:
    write_workbook(handmade_plan, tmp_path / "again.xlsx", "en")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2027-03-16T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("language", ["vi", "ja", "ko"])
def test_it_is_written_in_each_language(handmade_plan: Plan, tmp_path: Path, language: str) -> None:
    write_workbook(handmade_plan, tmp_path / "programme.xlsx", language)
    opened = openpyxl.load_workbook(tmp_path / "programme.xlsx")
    assert len(opened.sheetnames) == SHEETS
    assert opened.properties.created is not None
    assert opened.properties.created.date() == date(2027, 3, 16)


def test_titles_of_sheets_are_made_acceptable() -> None:
    workbook = Workbook()
    names = [add_sheet(workbook, title).title for title in ("a/b:c?", "x" * 40, "x" * 40, "[]", "[]")]
    assert names == ["a b c", "x" * 31, "x" * 27 + " 2", "Sheet 2", "Sheet 3"]


def test_wide_characters_take_two_columns() -> None:
    assert lines_in("abcd", 5) == 1
    assert lines_in("商談会商談会", 5) == 3
    assert lines_in("a\nb", 5) == 2
