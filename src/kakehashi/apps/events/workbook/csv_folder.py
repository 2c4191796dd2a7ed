"""What stands in the cells of a folder of CSV files, whatever program and country they come from?"""

import csv
import io
from pathlib import Path

from django.utils.translation import gettext as _

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
from kakehashi.apps.events.workbook.spellings import heading_spellings, sheet_spellings

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NATIONAL = {"cp932": "Shift_JIS", "cp949": "EUC-KR"}
_MOST_FIELD = 2 * 2**20


def read_folder(folder: Path, ledger: Ledger) -> tuple[RawSheet, ...]:
    """The CSV files of a folder that the week workbook knows; faults and other files go to the ledger."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in (".csv", ".tsv") and file.is_file())
    if not files:
        ledger.fault(
            _("The folder “%(folder)s” holds no CSV file.") % {"folder": folder},
            _("Name the folder that holds event.csv, participants.csv and the other four files."),
        )
    if sum(file.stat().st_size for file in files) > MOST_FILE:
        note_too_large(ledger, folder.name, sum(file.stat().st_size for file in files), MOST_FILE)
        return ()
    sheets = []
    for file in files:
        key = sheet_spellings().get(fold_label(file.stem))
        if key is None:
            ledger.notice(
                _("The file “%(file)s” is not one of the week workbook and was not read.") % {"file": file.name}
            )
        elif key != "notes":
            sheets.append(_read_file(file, key, ledger))
    return tuple(sheets)


def _read_file(file: Path, key: str, ledger: Ledger) -> RawSheet:
    size = file.stat().st_size
    if size > MOST_SHEET:
        with file.open("rb") as stream:
            row = stream.read(MOST_SHEET).rstrip(b',;\t "\r\n').count(b"\n") + 2
        note_too_large(ledger, file.name, size, MOST_SHEET, row)
        return RawSheet(file.name, ())
    text = _decode(file.read_bytes(), file.name, ledger)
    if text is None:
        return RawSheet(file.name, ())
    return RawSheet(file.name, _cut(text, _delimiter(text, key), file.name, ledger))


def _decode(content: bytes, name: str, ledger: Ledger) -> str | None:
    """The text of a file: UTF-8, else what its mark says, else the Japanese or Korean encoding that fits better."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    scores = {encoding: _plausibility(content, encoding) for encoding in _NATIONAL} if encoding == "utf-8" else {}
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if best and scores[best] > 0.5:
        ledger.notice(
            _("The file “%(file)s” is not in UTF-8; it was read as %(encoding)s. Please see that names are right.")
            % {"file": name, "encoding": _NATIONAL[best]}
        )
        return content.decode(best)
    ledger.fault(
        _("The text is not in UTF-8, so its letters cannot be read."),
        _("In the spreadsheet program choose “Save as”, type “CSV UTF-8”."),
        sheet=name,
        row=line,
    )
    return None


def _plausibility(content: bytes, encoding: str) -> float:
    """The share of common letters, from 0 to 1, among those beyond ASCII when the bytes are read in an encoding.

    Korean bytes read as Japanese turn into half-width katakana, Japanese ones read as Korean into rare
    characters: neither occurs much in what people write.
    """
    try:
        beyond = [c for c in content.decode(encoding) if not c.isascii()]
    except UnicodeDecodeError:
        return 0.0
    if encoding == "cp932":
        common = sum("\u3000" <= c <= "\u30ff" or "\uff01" <= c <= "\uff5e" or _is_common_kanji(c) for c in beyond)
    else:
        common = sum("가" <= c <= "힣" and len(c.encode("euc-kr", "ignore")) == 2 for c in beyond)
    return common / len(beyond) if beyond else 0.0


def _is_common_kanji(c: str) -> bool:
    code = c.encode("cp932")
    return "\u4e00" <= c <= "\u9fff" and 0x88 <= code[0] <= 0x97


def _delimiter(text: str, key: str) -> str:
    """The sign between cells with which most headings are known; spreadsheets of some countries write “;” or tabs."""
    known = heading_spellings(key)
    head = text[:4096].lstrip("\r\n").split("\n", 1)[0]

    def count_known(sign: str) -> int:
        return sum(fold_label(cell.strip('" \r')) in known for cell in head.split(sign))

    return max(",;\t", key=count_known)


def _cut(text: str, delimiter: str, name: str, ledger: Ledger) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    number = 0
    limit = csv.field_size_limit(_MOST_FIELD)
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            cells = tuple(cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in record)
            if not any(cells):
                continue
            if number > MOST_ROWS + 1:
                note_too_many_rows(ledger, name, number)
                break
            if any(cells[MOST_COLUMNS:]):
                cells = cells[:MOST_COLUMNS]
                ledger.fault(
                    _("There is something to the right of column %(most)s.") % {"most": MOST_COLUMNS},
                    _("Delete it, or move it into a column of the template."),
                    sheet=name,
                    row=number,
                )
            rows.append((number, cells))
    except csv.Error:
        ledger.fault(
            _("The quotation marks in this row, or the one before, do not match."),
            _("Put a cell that holds a comma or a quotation mark in double quotation marks, and double those inside."),
            sheet=name,
            row=number + 1,
        )
    finally:
        csv.field_size_limit(limit)
    return tuple(rows)
