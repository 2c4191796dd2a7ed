"""A file that is broken, huge, hostile or no workbook at all gets one clear message, soon and in little memory."""

import os
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from openpyxl import load_workbook

from kakehashi.apps.events.workbook import read_week
from kakehashi.apps.events.workbook.cells import MOST_ROWS, MOST_SHEET
from kakehashi.apps.events.workbook.faults import Fault

Rows = dict[str, list[list[str]]]
Write = Callable[..., Path]
FaultsOf = Callable[..., tuple[Fault, ...]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def change_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Rewrites one part of a workbook file."""
    with zipfile.ZipFile(path) as parcel:
        parts = {name: parcel.read(name) for name in parcel.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parcel:
        for name, content in parts.items():
            parcel.writestr(name, content)
    return path


def share_strings(path: Path) -> Path:
    """Moves the texts into one part that the cells point to, as most programs write them."""
    texts: list[str] = []
    with zipfile.ZipFile(path) as parcel:
        parts = {name: parcel.read(name).decode() for name in parcel.namelist()}

    def share(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v></c>'

    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(r'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', share, parts[name], flags=re.DOTALL)
    space = "http://schemas.openxmlformats.org"
    kind = f"{space}/officeDocument/2006/relationships/sharedStrings"
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{space}/spreadsheetml/2006/main">' + "".join(f"<si>{text}</si>" for text in texts) + "</sst>"
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in parts.items():
            parcel.writestr(name, content)
    return path


def zip_of(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path, "w") as parcel:
        for name in names:
            parcel.writestr(name, "<x/>")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "problem", "cure"),
    [
        ("week.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "not a workbook", ".xlsx"),
        ("week.xlsx", b"", "empty", "template"),
        ("week.xls", OLE, "old Excel format", "(.xlsx)"),
        ("week.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password", "without a password"),
        ("week.xlsx", b"PK\x03\x04" + bytes(500), "damaged", "save it anew"),
        ("week.csv", b"Item,Value", "single text file", "folder"),
    ],
)
def test_not_a_workbook(
    tmp_path: Path, faults_of: FaultsOf, name: str, content: bytes, problem: str, cure: str
) -> None:
    (tmp_path / name).write_bytes(content)
    [fault] = faults_of(tmp_path / name)
    assert fault.sheet == name
    assert problem in fault.problem
    assert cure in fault.cure


def test_other_kinds_of_document(tmp_path: Path, faults_of: FaultsOf) -> None:
    for name in ("word/document.xml", "xl/workbook.bin", "content.xml"):
        zip_of(tmp_path / "week.xlsx", "[Content_Types].xml", name)
        assert "not an Excel workbook" in faults_of(tmp_path / "week.xlsx")[0].problem
    zip_of(tmp_path / "week.xlsx", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    assert len(faults_of(tmp_path / "week.xlsx")) >= 1


def test_missing_file_and_empty_folder(tmp_path: Path, faults_of: FaultsOf) -> None:
    assert "no file or folder" in faults_of(tmp_path / "none.xlsx")[0].problem
    assert "no CSV file" in faults_of(tmp_path)[0].problem
    (tmp_path / "other.csv").write_text("a,b")
    assert {fault.problem for fault in faults_of(tmp_path)} == {"The sheet is missing."}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_file_that_may_not_be_read(tmp_path: Path, faults_of: FaultsOf) -> None:
    (tmp_path / "week.xlsx").write_bytes(b"PK")
    (tmp_path / "week.xlsx").chmod(0)
    assert "cannot be opened" in faults_of(tmp_path / "week.xlsx")[0].problem


@pytest.mark.parametrize("end", [0.3, 0.7, 0.99])
def test_truncated_workbook(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf, end: float
) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * end)])
    assert "damaged" in faults_of(path)[0].problem


def fill_with_blanks(path: Path, megabytes: int) -> Path:
    """Formats cells of the sheet of participants beneath its rows, as happens when a whole column is coloured."""
    blank = "<row>" + '<c s="0"/>' * 26 + "</row>"
    body = blank * (megabytes * 2**20 // len(blank))
    return change_part(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace("</sheetData>", body + "</sheetData>"))


def test_forty_megabytes_of_blanks(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf
) -> None:
    path = fill_with_blanks(write_plain_workbook(tmp_path / "week.xlsx", rows), 41)
    start = perf_counter()
    [fault] = faults_of(path)
    assert perf_counter() - start < 20  # about three seconds where nothing else runs
    assert (fault.sheet, fault.row) == ("participants", 6)
    assert "MB" in fault.problem
    assert "row 6 and all below" in fault.cure


def test_blanks_take_no_memory(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, monkeypatch: pytest.MonkeyPatch, faults_of: FaultsOf
) -> None:
    monkeypatch.setattr("kakehashi.apps.events.workbook.spreadsheet.MOST_SHEET", 4 * 2**20)
    path = fill_with_blanks(write_plain_workbook(tmp_path / "week.xlsx", rows), 10)
    tracemalloc.start()
    faults_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 2**20


def test_smaller_blanks_are_read_over(rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    body = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(9, 60_000))
    week = read_week(path)
    change_part(path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace("</sheetData>", body + "</sheetData>"))
    assert read_week(path) == week


def test_forty_megabytes_of_commas(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    folder = write_folder(tmp_path / "week", rows)
    with (folder / "wishes.csv").open("a", encoding="utf-8") as file:
        file.write(",,,\r\n" * 8_000_000)
    [fault] = faults_of(folder)
    assert (fault.sheet, fault.row) == ("wishes.csv", 5)


def test_cell_far_away(rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    workbook = load_workbook(path)
    workbook["tables"].cell(1_048_576, 16_384, "x")
    workbook["wishes"].cell(2, 100, "x")
    workbook.save(path)
    wishes, tables = faults_of(path)
    assert (wishes.sheet, wishes.row, "right of column 60" in wishes.problem) == ("wishes", 2, True)
    assert (tables.sheet, tables.row) == ("tables", 1_048_576)


def test_too_many_rows(
    rows: Rows, tmp_path: Path, write_folder: Write, write_plain_workbook: Write, faults_of: FaultsOf
) -> None:
    rows["tables"][1:] = [["Hall", f"T{number}", ""] for number in range(MOST_ROWS + 5)]
    for path in (write_folder(tmp_path / "week", rows), write_plain_workbook(tmp_path / "week.xlsx", rows)):
        [fault] = faults_of(path)
        assert fault.row == MOST_ROWS + 2
        assert f"{MOST_ROWS}" in fault.cure


def test_many_rows_are_read_quickly(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    rows["wishes"][1:] = [["㈜한빛", f"Stranger {number}", "want", ""] for number in range(5_000)]
    start = perf_counter()
    assert len(faults_of(write_folder(tmp_path / "week", rows))) == 5_000
    assert perf_counter() - start < 10


@pytest.mark.parametrize("part", ["xl/worksheets/sheet4.xml", "xl/workbook.xml"])
def test_entities_do_not_unfold(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf, part: str
) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "boom">{entities}]>'
    change_part(path, part, lambda xml: bomb + re.sub(r"^<\?xml.*?\?>", "", xml))
    assert "damaged" in faults_of(path)[0].problem


def test_shared_strings_do_not_unfold(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf
) -> None:
    path = share_strings(write_plain_workbook(tmp_path / "week.xlsx", rows))
    filler = "<si><t>" + " " * 2**20 + "</t></si>"
    change_part(path, "xl/sharedStrings.xml", lambda xml: xml.replace("</sst>", filler * 150 + "</sst>"))
    assert path.stat().st_size < 5 * 2**20
    assert "MB" in faults_of(path)[0].problem


def test_formula_errors_and_formulas_never_calculated(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, faults_of: FaultsOf
) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    workbook = load_workbook(path)
    workbook["wishes"]["B2"] = "#REF!"
    workbook["wishes"]["D3"] = '=HYPERLINK("http://example.org","x")'
    workbook["participants"]["N2"] = "#N/A"
    workbook.save(path)
    faults = faults_of(path)
    assert [(f.sheet, f.row, f.letter) for f in faults] == [
        ("participants", 2, "N"),
        ("wishes", 2, "B"),
        ("wishes", 3, "D"),
    ]
    assert "#REF!" in faults[1].problem
    assert "=HYPERLINK" in faults[2].problem


def test_calculated_formula_gives_its_value(rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    week = read_week(path)
    formula = '<c r="N2"><f>2-1</f><v>1</v></c><c r="O2"><f>2+2</f><v>4</v></c>'
    empty = '<c r="P3" t="str"><f>IF(A1="","",A1)</f><v></v></c>'

    def change(xml: str) -> str:
        xml = re.sub(r'<c r="N2".*?</c><c r="O2".*?</c>', formula, xml)
        return re.sub(r'(<c r="Q3".*?</c>)', rf"{empty}\1", xml)

    change_part(path, "xl/worksheets/sheet2.xml", change)
    assert read_week(path) == week


def test_text_of_a_hundred_thousand_characters(
    rows: Rows, tmp_path: Path, write_plain_workbook: Write, write_folder: Write, faults_of: FaultsOf
) -> None:
    rows["offers_needs"][1][3] = "MARK"
    path = share_strings(write_plain_workbook(tmp_path / "week.xlsx", rows))
    change_part(path, "xl/sharedStrings.xml", lambda xml: xml.replace("MARK", "あ" * 100_000))
    rows["offers_needs"][1][3] = "あ" * 100_000
    for source in (path, write_folder(tmp_path / "week", rows)):
        [fault] = faults_of(source)
        assert (fault.row, fault.letter) == (2, "D")
        assert "100000 characters" in fault.problem
        assert len(str(fault)) < 400


def test_readings_above_kanji_are_not_part_of_a_name(rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    path = write_plain_workbook(tmp_path / "week.xlsx", rows)
    week = read_week(path)
    share_strings(path)
    assert read_week(path) == week
    name = "瀬戸野 香織"
    reading = f'<t>{name}</t><rPh sb="0" eb="3"><t>セトノ</t></rPh><phoneticPr fontId="1"/>'
    change_part(path, "xl/sharedStrings.xml", lambda xml: re.sub(f"<t[^>]*>{name}</t>", reading, xml))
    assert read_week(path) == week


def test_quotation_marks_that_do_not_match(
    rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf
) -> None:
    folder = write_folder(tmp_path / "week", rows)
    with (folder / "wishes.csv").open("a", encoding="utf-8") as file:
        file.write('㈜한빛,"みさき精機株式会社,want,\r\n')
    [fault] = faults_of(folder)
    assert (fault.sheet, fault.row) == ("wishes.csv", 5)
    assert "quotation marks" in fault.problem


def test_unknown_encoding(rows: Rows, tmp_path: Path, write_folder: Write, faults_of: FaultsOf) -> None:
    folder = write_folder(tmp_path / "week", rows)
    (folder / "tables.csv").write_bytes("Hall,Table\r\nPhòng hội nghị,Bàn số 1\r\n".encode("cp1258", "replace"))
    [fault] = faults_of(folder)
    assert (fault.sheet, fault.row) == ("tables.csv", 2)
    assert "CSV UTF-8" in fault.cure


def test_limit_is_far_above_a_full_sheet() -> None:
    assert MOST_SHEET > MOST_ROWS * 18 * 60
