"""What stands in the cells of an .xlsx file, without trusting the file?

The file is walked through once as a stream, to bound what it may unfold to, to find the cells that hold something,
and to see formula errors, which the fast reader (calamine) shows as empty. Only the parts that were looked at are
then handed to that reader.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from kakehashi.apps.events.folding import fold_label
from kakehashi.apps.events.workbook.cells import (
    MOST_COLUMNS,
    MOST_FILE,
    MOST_ROWS,
    MOST_SHEET,
    RawSheet,
    note_too_large,
    note_too_many_rows,
)
from kakehashi.apps.events.workbook.faults import Ledger
from kakehashi.apps.events.workbook.spellings import sheet_spellings

_CHUNK = 1 << 16
_MOST_PART = 4 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ALWAYS = ("[Content_Types].xml", "_rels/.rels", _WORKBOOK, _RELATIONS)


class _NotReadable(Exception):
    """The file is no workbook that can be read; its faults are in the ledger already."""


@dataclass
class _Extent:
    """What the walk through one sheet found: the cells to overlay, counted from 0, and where it holds something."""

    overlay: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1


def read_spreadsheet(path: Path, ledger: Ledger) -> tuple[RawSheet, ...]:
    """The sheets of an .xlsx file that the week workbook knows; faults and skipped sheets go to the ledger."""
    size = path.stat().st_size
    if size > MOST_FILE:
        note_too_large(ledger, path.name, size, MOST_FILE)
        return ()
    try:
        _check_kind(path, ledger)
        with zipfile.ZipFile(path) as parcel:
            return _read_parcel(parcel, path, ledger)
    except _NotReadable:
        return ()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, NotImplementedError, RuntimeError, EOFError):
        _refuse_damaged(path, ledger)
    except (ValueError, KeyError, OverflowError, zlib.error):
        _refuse_damaged(path, ledger)
    return ()


def _refuse(ledger: Ledger, path: Path, problem: str, cure: str) -> None:
    ledger.fault(problem, cure, sheet=path.name)


def _refuse_damaged(path: Path, ledger: Ledger) -> None:
    _refuse(
        ledger,
        path,
        _("The file is damaged and cannot be read as a workbook."),
        _("Open it in a spreadsheet program and save it anew as “Excel workbook (.xlsx)”."),
    )


def _check_kind(path: Path, ledger: Ledger) -> None:
    with path.open("rb") as stream:
        head = stream.read(2048)
        if head.startswith(b"PK\x03\x04"):
            return
        protected = head.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in head + stream.read(4 * 2**20)
    if protected:
        problem = _("The workbook is protected with a password.")
        cure = _("Save it without a password and try again.")
    elif head.startswith(_OLE):
        problem = _("The file has the old Excel format (.xls), or is another kind of document.")
        cure = _("Open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”.")
    elif not head:
        problem = _("The file is empty.")
        cure = _("Make a template with “kakehashi template week.xlsx” and fill it in.")
    elif path.suffix.lower() in (".csv", ".tsv", ".txt"):
        problem = _("This is a single text file, not a workbook.")
        cure = _("Name the folder that holds event.csv, participants.csv and the other four files.")
    else:
        problem = _("The file is not a workbook.")
        cure = _("Name an .xlsx workbook, or a folder of CSV files.")
    _refuse(ledger, path, problem, cure)
    raise _NotReadable


def _read_parcel(parcel: zipfile.ZipFile, path: Path, ledger: Ledger) -> tuple[RawSheet, ...]:
    names = set(parcel.namelist())
    if _WORKBOOK not in names or _RELATIONS not in names:
        _refuse(
            ledger,
            path,
            _("The file is a ZIP archive or another kind of document, not an Excel workbook (.xlsx)."),
            _("Open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”."),
        )
        raise _NotReadable
    parts, others = _find_parts(parcel)
    extents: dict[str, _Extent] = {}
    keep = {name for name in (*_ALWAYS, *others) if name in names}
    for title, part in parts.items():
        if fold_label(title) not in sheet_spellings():
            ledger.notice(
                _("The sheet “%(sheet)s” is not one of the week workbook and was not read.") % {"sheet": title}
            )
        elif sheet_spellings()[fold_label(title)] != "notes":
            extents[title] = _walk(parcel, part, title, ledger)
            size = parcel.getinfo(part).file_size
            if size <= MOST_SHEET:
                keep.add(part)
            else:
                note_too_large(ledger, title, size, MOST_SHEET, extents[title].last_row + 2)
                extents[title] = _Extent()
    vetted = _copy(parcel, keep, path, ledger)
    return tuple(_read_cells(vetted, extents))


def _parse(parcel: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    def refuse_types(*_names: object) -> None:
        raise expat.ExpatError("a document type")

    # No workbook program writes document types; they only serve to unfold into gigabytes.
    parser.StartDoctypeDeclHandler = refuse_types
    left = MOST_SHEET
    with parcel.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            left -= len(chunk)
            if left < 0:
                return
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _find_parts(parcel: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    """The part of each sheet by title, and the parts with shared strings and styles."""
    titles: list[tuple[str, str]] = []
    targets: dict[str, tuple[str, str]] = {}

    def on_start(name: str, attributes: dict[str, str]) -> None:
        plain = {_local(key): value for key, value in attributes.items()}
        if _local(name) == "sheet":
            titles.append((plain["name"], plain["id"]))
        elif _local(name) == "Relationship":
            target = posixpath.normpath(posixpath.join("/xl", plain["Target"])).lstrip("/")
            targets[plain["Id"]] = (plain["Type"].rpartition("/")[2], target)

    for part in (_WORKBOOK, _RELATIONS):
        if parcel.getinfo(part).file_size > _MOST_PART:
            raise ValueError(part)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = on_start
        _parse(parcel, part, parser)
    sheets = {title: targets[place][1] for title, place in titles if targets[place][0] == "worksheet"}
    return sheets, [target for kind, target in targets.values() if kind in ("sharedStrings", "styles")]


class _Walk:
    """Follows the cells of one sheet; keeps nothing but what the fast reader does not show."""

    def __init__(self) -> None:
        self.extent = _Extent()
        self.row = self.column = -1
        self.kind = self.formula = ""
        self.value: list[str] = []
        self.texts: list[str] | None = None
        self.has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "c":
            place = attributes.get("r")
            self.row, self.column = _position(place) if place else (self.row, self.column + 1)
            self.kind = attributes.get("t", "n")
            self.value, self.formula, self.has_formula = [], "", False
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag in ("v", "t", "f"):
            self.texts = []
            self.has_formula |= tag == "f"

    def text(self, data: str) -> None:
        if self.texts is not None:
            self.texts.append(data)

    def end(self, name: str) -> None:
        tag = _local(name)
        if tag in ("v", "t"):
            self.value.extend(self.texts or ())
            self.texts = None
        elif tag == "f":
            self.formula = "".join(self.texts or ())
            self.texts = None
        elif tag == "c" and (self.value or self.has_formula):
            self._close()

    def _close(self) -> None:
        value = "".join(self.value).strip()
        if self.kind == "e":
            self.extent.overlay[self.row, self.column] = value or "#N/A"
        elif self.has_formula and not value and self.kind != "str":
            self.extent.overlay[self.row, self.column] = f"={self.formula}"
        elif not value:
            return
        self.extent.last_row = max(self.extent.last_row, self.row)
        self.extent.last_column = max(self.extent.last_column, self.column)
        if self.row > MOST_ROWS or self.column >= MOST_COLUMNS:
            raise _TooFar


class _TooFar(Exception):
    """The sheet holds something beyond the last row or column that is read."""


def _position(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = int(reference[len(letters) :])
    if not 1 <= column <= 16_384 or not 1 <= row <= 1_048_576:
        raise ValueError(reference)
    return row - 1, column - 1


def _walk(parcel: zipfile.ZipFile, part: str, title: str, ledger: Ledger) -> _Extent:
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        _parse(parcel, part, parser)
    except _TooFar:
        if walk.row > MOST_ROWS:
            note_too_many_rows(ledger, title, walk.row + 1)
        else:
            ledger.fault(
                _("There is something to the right of column %(most)s.") % {"most": MOST_COLUMNS},
                _("Delete it, or move it into a column of the template."),
                sheet=title,
                row=walk.row + 1,
            )
        return _Extent()
    return walk.extent


def _copy(parcel: zipfile.ZipFile, keep: set[str], path: Path, ledger: Ledger) -> io.BytesIO:
    """A workbook of the parts that are read, each no longer than it says: the rest never reaches the reader."""
    size = sum(parcel.getinfo(name).file_size for name in keep)
    if size > MOST_FILE:
        note_too_large(ledger, path.name, size, MOST_FILE)
        raise _NotReadable
    vetted = io.BytesIO()
    with zipfile.ZipFile(vetted, "w", zipfile.ZIP_STORED) as copy:
        for name in sorted(keep):
            with parcel.open(name) as stream, copy.open(name, "w") as target:
                while chunk := stream.read(_CHUNK):
                    target.write(chunk)
    vetted.seek(0)
    return vetted


def _read_cells(vetted: io.BytesIO, extents: dict[str, _Extent]) -> Iterator[RawSheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(vetted)
        for title, extent in extents.items():
            if extent.last_row < 0:
                yield RawSheet(title, ())
                continue
            values = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False, nrows=extent.last_row + 1)
            yield RawSheet(title, tuple(_rows(values, extent)))
    except Exception as error:  # calamine's own kinds of error, all of which mean a damaged file
        raise zipfile.BadZipFile from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise zipfile.BadZipFile from error


def _rows(values: Sequence[Sequence[object]], extent: _Extent) -> Iterator[tuple[int, tuple[str, ...]]]:
    overlaid: dict[int, dict[int, str]] = {}
    for (row, column), text in extent.overlay.items():
        overlaid.setdefault(row, {})[column] = text
    for row in range(extent.last_row + 1):
        cells = [_plain(value) for value in values[row]] if row < len(values) else []
        for column, text in overlaid.get(row, {}).items():
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = text
        if any(cells):
            yield row + 1, tuple(cells)


def _plain(value: object) -> str:
    """A value of the fast reader as a person would type it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        clock = _plain(value.time())
        return value.date().isoformat() if clock == "00:00" else f"{value.date().isoformat()} {clock}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        whole = timedelta(seconds=round(value.total_seconds()))
        return _plain((datetime(2000, 1, 1) + whole).time()) if whole < timedelta(days=1) else str(value)
    if isinstance(value, time):
        value = (datetime.combine(date(2000, 1, 1), value) + timedelta(milliseconds=500)).time()
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    return str(value)
