"""Whatever stands in the cells, reading ends with a week or with faults, and both file kinds agree."""

import contextlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.apps.events.workbook import WorkbookFaults, read_week
from kakehashi.apps.events.workbook.faults import Unreadable
from kakehashi.apps.events.workbook.moments import read_clock, read_date, read_moment, read_spans
from kakehashi.apps.events.workbook.values import (
    count_reader,
    locality_reader,
    read_country,
    read_heading,
    read_language,
    read_languages,
    read_pairs,
    read_people,
    read_zone,
    split_list,
)

Rows = dict[str, list[list[str]]]
Write = Callable[..., Path]

PIECES = [
    "2027-03-09",
    "10:00",
    "-",
    "; ",
    "/",
    "=",
    "#REF!",
    "ko",
    "ja",
    "０",
    "１２",
    "년",
    "月",
    "h",
    ".",
    " ",
    "\n",
    "\x00",
    "é",
]
CELLS = st.one_of(
    st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.integers().map(str)
)
READERS = [
    read_clock, read_date, read_moment, read_spans, count_reader(0, 9), locality_reader("JP"), read_country,
    read_heading, read_language, read_languages, read_pairs, read_people, read_zone, split_list,
]  # fmt: skip


@given(text=CELLS)
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("reader", READERS)
def test_readers_read_or_refuse(reader: Callable[[str], object], text: str) -> None:
    if text.strip():
        with contextlib.suppress(Unreadable):
            reader(text.strip())


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_cells(rows: Rows, tmp_path: Path, write_folder: Write, data: st.DataObject) -> None:
    changed = {key: [list(row) for row in sheet] for key, sheet in rows.items()}
    for _ in range(data.draw(st.integers(1, 4))):
        sheet = changed[data.draw(st.sampled_from(sorted(changed)))]
        row = sheet[data.draw(st.integers(0, len(sheet) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS).encode("utf-8", "ignore").decode()
    with contextlib.suppress(WorkbookFaults):
        read_week(write_folder(tmp_path / "week", changed))


def test_random_bytes_in_a_workbook(rows: Rows, tmp_path: Path, write_plain_workbook: Write) -> None:
    content = write_plain_workbook(tmp_path / "week.xlsx", rows).read_bytes()
    draw = random.Random(7)
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(draw.randint(1, 20)):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        (tmp_path / "broken.xlsx").write_bytes(bytes(broken))
        with contextlib.suppress(WorkbookFaults):
            read_week(tmp_path / "broken.xlsx")


def test_random_bytes_in_a_csv_file(rows: Rows, tmp_path: Path, write_folder: Write) -> None:
    folder = write_folder(tmp_path / "week", rows)
    content = (folder / "participants.csv").read_bytes()
    draw = random.Random(8)
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(draw.randint(1, 20)):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        (folder / "participants.csv").write_bytes(bytes(broken))
        with contextlib.suppress(WorkbookFaults):
            read_week(folder)
