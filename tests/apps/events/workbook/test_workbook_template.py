"""The template is understood at once, in each language, and comes back as the week that was filled in."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import override, trans_real
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kakehashi.apps.events.folding import fold_label
from kakehashi.apps.events.week import AGENDA_LANGUAGES
from kakehashi.apps.events.workbook import WorkbookFaults, convert_to_workbook, read_week, write_template
from kakehashi.apps.events.workbook.choices import DEALS, DIRECTIONS, ITEMS, RULES, STRENGTHS, spell
from kakehashi.apps.events.workbook.faults import Fault
from kakehashi.apps.events.workbook.plans import PLANS
from kakehashi.apps.events.workbook.spellings import forget_translations
from kakehashi.locale.catalogues import extract_messages

Rows = dict[str, list[list[str]]]
Write = Callable[..., Path]
FaultsOf = Callable[..., tuple[Fault, ...]]

TODAY = date(2026, 11, 21)


def _clear() -> None:
    trans_real._translations.clear()
    trans_real._default = None
    forget_translations()


@pytest.fixture
def strange_words(tmp_path: Path, settings: object) -> Iterator[None]:
    """Catalogues in which every string of the package differs from English and from the other languages."""
    for language in ("vi", "ja", "ko"):
        catalogue = Catalog(locale=language)
        for message in extract_messages():
            text = message.id
            if isinstance(text, str) and text:
                catalogue.add(text, f"{text[:-1]}{language}字{text[-1]}", context=message.context)
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "django.mo").open("wb") as file:
            write_mo(file, catalogue)
    settings.LOCALE_PATHS = [str(tmp_path / "locale")]  # type: ignore[attr-defined]
    _clear()
    yield
    _clear()


def fill_in(path: Path, rows: Rows, language: str) -> None:
    """Types the rows into the template beneath its example rows, as an officer does: the event into its items."""
    workbook = load_workbook(path)
    for plan in PLANS:
        sheet = workbook[spell(plan.title, language)]
        keys = {column.key: place for place, column in enumerate(plan.columns, 1)}
        free = 3
        for row in rows[plan.key][1:]:
            texts = dict(zip(rows[plan.key][0], row, strict=True))
            if plan.key == "event":
                free = next_row(sheet, spell(ITEMS.labels[texts["Item"]], language))
                if texts["Value"] in RULES.labels:
                    texts["Value"] = RULES.label(texts["Value"], language)
            for heading, choices in (("Offer or need", DIRECTIONS), ("Kind of deal", DEALS), ("Wish", STRENGTHS)):
                if heading in texts:
                    texts[heading] = choices.label(texts[heading], language)
            for heading, text in texts.items():
                if text and heading != "Item":
                    sheet.cell(free, keys[heading], text)
            free += 1
    workbook.save(path)


def next_row(sheet: Worksheet, item: str) -> int:
    for row in range(3, 40):
        if sheet.cell(row, 1).value == item and sheet.cell(row, 2).value is None:
            return row
    raise AssertionError(item)


def without_rows(week: object) -> str:
    """A week without the numbers of its rows."""
    return re.sub(r"row=\d+", "", repr(week))


@pytest.mark.parametrize("language", AGENDA_LANGUAGES)
@pytest.mark.usefixtures("strange_words")
def test_filled_template_is_the_week(rows: Rows, tmp_path: Path, write_folder: Write, language: str) -> None:
    path = tmp_path / "week.xlsx"
    write_template(path, language, today=TODAY)
    fill_in(path, rows, language)
    with override("en"):
        week = read_week(path)
        assert without_rows(week) == without_rows(read_week(write_folder(tmp_path / "week", rows)))
        convert_to_workbook(tmp_path / "week", tmp_path / "same.xlsx", language)
        assert read_week(tmp_path / "same.xlsx") == read_week(tmp_path / "week")


@pytest.mark.parametrize("language", AGENDA_LANGUAGES)
def test_words_of_one_kind_differ(language: str) -> None:
    """Two headings of a sheet, or two words of a list, that are written alike could not be told apart."""
    kinds = [[spell(column.heading, language) for column in plan.columns] for plan in PLANS]
    kinds += [[spell(text, language) for text in choices.labels.values()] for choices in (ITEMS, DEALS, STRENGTHS)]
    kinds.append([spell(plan.title, language) for plan in PLANS])
    for words in kinds:
        assert len({fold_label(word) for word in words}) == len(words), words
    for plan in PLANS:
        assert len(spell(plan.title, language)) <= 31
        assert not set(spell(plan.title, language)) & set("[]:*?/\\")


@pytest.mark.parametrize("language", AGENDA_LANGUAGES)
def test_empty_template_asks_for_what_is_needed(tmp_path: Path, language: str, faults_of: FaultsOf) -> None:
    write_template(tmp_path / "week.xlsx", language, today=TODAY)
    faults = faults_of(tmp_path / "week.xlsx")
    assert [fault.row for fault in faults] == [3, 10, 11, 12, 13, 16, 17, None, None]
    assert all(fault.cure for fault in faults)


def test_template_has_notes_headings_lists_and_one_example(tmp_path: Path) -> None:
    write_template(tmp_path / "week.xlsx", "en", today=TODAY)
    workbook = load_workbook(tmp_path / "week.xlsx")
    assert workbook.sheetnames == [
        *("Read me first", "Event", "Participants", "Offers and needs", "Wishes", "Tables", "Interpreters"),
    ]
    for plan in PLANS:
        sheet = workbook[str(plan.title)]
        assert sheet.freeze_panes == "B2"
        assert [str(cell.value).removesuffix(" *") for cell in sheet[1]] == [str(c.heading) for c in plan.columns]
        examples = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("Example:")]
        assert len(examples) == 1
        assert all(cell.number_format == "@" for cell in sheet[2])
        lists = [check for check in sheet.data_validations.dataValidation if check.type == "list"]
        expected = sum(bool(column.choices or column.firms) for column in plan.columns) + (plan.key == "event")
        assert len(lists) == expected
        for check in lists:
            title, cells = check.formula1.rsplit("!", 1)
            assert title.strip("'") in workbook.sheetnames
            if "Read me" in title:
                words = [cell.value for (cell,) in workbook[title.strip("'")][cells.replace("$", "")]]
                assert all(words)
    assert "2027-02-16" in str(workbook["Participants"]["M2"].value)


def test_no_cell_becomes_a_formula(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    hostile = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://example.org")',
        "#REF!",
        "1e5",
        "2027-03-09",
        "\x07x",
    ]
    rows["wishes"][1:] = [[text, text, text, text] for text in hostile]
    rows["wishes"][0].append("=cmd|'/c calc'!A1")
    convert_to_workbook(write_folder(tmp_path / "week", rows), tmp_path / "week.xlsx", "en")
    sheet = load_workbook(tmp_path / "week.xlsx")["Wishes"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, max_row=10, values_only=True)] == [*hostile[:-1], "x"]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "s" or cell.value is None
            if isinstance(cell.value, str) and cell.value[0] in "=+-@":
                assert cell.quotePrefix
    with zipfile.ZipFile(tmp_path / "week.xlsx") as parcel:
        for name in parcel.namelist():
            if name.startswith("xl/worksheets/"):
                assert b"<f" not in parcel.read(name).replace(b"<formula", b"")


def test_nothing_is_written_when_the_source_is_faulty(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["offers_needs"][1][3] = "x" * 100_000
    write_folder(tmp_path / "week", rows)
    for source in (tmp_path / "week", tmp_path / "none"):
        with pytest.raises(WorkbookFaults):
            convert_to_workbook(source, tmp_path / "week.xlsx", "en")
    assert not (tmp_path / "week.xlsx").exists()


def test_unknown_words_and_extra_columns_are_kept(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    rows["wishes"] = [["Remarks", *rows["wishes"][0]], ["seen", "㈜한빛", "みさき精機株式会社", "perhaps", ""]]
    convert_to_workbook(write_folder(tmp_path / "week", rows), tmp_path / "week.xlsx", "en")
    sheet = load_workbook(tmp_path / "week.xlsx")["Wishes"]
    assert [cell.value for cell in sheet[2]] == ["㈜한빛", "みさき精機株式会社", "perhaps", None, "seen"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "week.xlsx"
    path.write_text("old")
    monkeypatch.setattr("openpyxl.workbook.workbook.Workbook.save", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_template(path, "en", today=TODAY)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
