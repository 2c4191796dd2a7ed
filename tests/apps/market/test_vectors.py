"""The file of vectors: kept, shared by processes, and begun again when it is damaged."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from kakehashi.apps.market.vectors import VectorFile

ROW = np.arange(4, dtype=np.float32)


def test_what_is_put_is_got_by_encoder_and_digest(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "deep" / "vectors.sqlite3")
    file.put_many("a", {"x": ROW, "y": ROW + 1})
    file.put_many("a", {"x": ROW + 2})
    got = VectorFile(file.path).get_many("a", ["x", "y", "z"])
    assert set(got) == {"x", "y"}
    assert np.array_equal(got["x"], ROW + 2)
    assert got["x"].dtype == np.float32
    assert file.get_many("b", ["x"]) == {}
    assert file.get_many("a", []) == {}
    file.put_many("a", {})


def test_many_digests_at_once(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v")
    file.put_many("a", {str(i): ROW + i for i in range(2500)})
    assert len(file.get_many("a", [str(i) for i in range(3000)])) == 2500


@pytest.mark.parametrize("damage", [b"this is no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_begun_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "v"
    path.write_bytes(damage)
    file = VectorFile(path)
    assert file.get_many("a", ["x"]) == {}
    file.put_many("a", {"x": ROW})
    assert np.array_equal(file.get_many("a", ["x"])["x"], ROW)


def test_damage_while_in_use_is_survived(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v")
    file.put_many("a", {str(i): np.ones(400, dtype=np.float32) for i in range(300)})
    with file.path.open("r+b") as raw:
        raw.seek(0)
        raw.write(b"\x00" * 8192)
    file.put_many("a", {"x": ROW})
    assert np.array_equal(file.get_many("a", ["x"])["x"], ROW)


def test_another_table_layout_is_a_loud_failure(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "v") as connection:
        connection.execute("CREATE TABLE vectors (other TEXT)")
    with pytest.raises(sqlite3.OperationalError):
        VectorFile(tmp_path / "v").get_many("a", ["x"])


def test_a_row_of_broken_length_is_left_out(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v")
    file.put_many("a", {"x": ROW})
    with sqlite3.connect(file.path) as connection:
        connection.execute("UPDATE vectors SET vector = x'0102'")
    assert file.get_many("a", ["x"]) == {}


WRITER = """
import sys, numpy as np
from kakehashi.apps.market.vectors import VectorFile
file = VectorFile(sys.argv[1])
for i in range(60):
    file.put_many("a", {f"{sys.argv[2]}{i}": np.full(4, i, dtype=np.float32), "same": np.zeros(4, dtype=np.float32)})
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "v")
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(subprocess.run, [sys.executable, "-c", WRITER, path, name], capture_output=True, timeout=100)
            for name in "pq"
        ]
    assert [run.result().returncode for run in runs] == [0, 0], [run.result().stderr for run in runs]
    digests = [f"{name}{i}" for name in "pq" for i in range(60)]
    assert len(VectorFile(path).get_many("a", digests)) == 120
