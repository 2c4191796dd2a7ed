"""Results take their place whole or not at all, and nothing that somebody else put there is ever deleted."""

import os
from pathlib import Path

import pytest

from kakehashi.apps.meetings.exports import is_result
from kakehashi.cli.output import MARK, OutputFault, check_folder, new_file, new_folder


def _fill(folder: Path, text: str) -> None:
    (folder / "programme.xlsx").write_text(text, encoding="utf-8")
    (folder / "agendas").mkdir()
    (folder / "agendas/001-firm.ics").write_text(text, encoding="utf-8")


def _write(path: Path, text: str = "new", fault: type[BaseException] | None = None) -> None:
    with new_folder(path, is_result) as folder:
        _fill(folder, text)
        if fault is not None:
            raise fault


def test_a_new_folder_and_those_above_it_appear_together(tmp_path: Path) -> None:
    _write(tmp_path / "a/b/programme")
    assert sorted(p.name for p in (tmp_path / "a/b/programme").iterdir()) == [MARK, "agendas", "programme.xlsx"]
    assert [p.name for p in (tmp_path / "a/b").iterdir()] == ["programme"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError])
def test_nothing_is_left_of_a_run_that_fails(tmp_path: Path, fault: type[BaseException]) -> None:
    with pytest.raises(fault):
        _write(tmp_path / "a/b/programme", "half", fault)
    assert not list(tmp_path.iterdir())


def test_earlier_results_stay_when_a_later_run_fails(tmp_path: Path) -> None:
    _write(tmp_path / "programme", "first")
    with pytest.raises(KeyboardInterrupt):
        _write(tmp_path / "programme", "half", KeyboardInterrupt)
    assert (tmp_path / "programme/agendas/001-firm.ics").read_text(encoding="utf-8") == "first"
    assert sorted(p.name for p in (tmp_path / "programme").iterdir()) == [MARK, "agendas", "programme.xlsx"]


@pytest.mark.parametrize("moves", range(6))
def test_an_interrupt_while_results_are_exchanged_restores_the_earlier_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    _write(tmp_path / "programme", "first")
    rename, left = Path.rename, [moves]

    def interrupted(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _write(tmp_path / "programme", "second")
    assert (tmp_path / "programme/programme.xlsx").read_text(encoding="utf-8") == "first"
    assert sorted(p.name for p in (tmp_path / "programme").iterdir()) == [MARK, "agendas", "programme.xlsx"]


def test_the_folder_in_which_one_stands_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    for text in ("first", "second"):
        _write(Path(), text)
        assert Path("programme.xlsx").read_text(encoding="utf-8") == text
    assert tmp_path.stat().st_ino == before


@pytest.mark.parametrize("name", ["week.xlsx", "notes.txt", "agendas/001-firm.docx"])
def test_what_somebody_put_beside_the_results_is_never_deleted(tmp_path: Path, name: str) -> None:
    _write(tmp_path)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputFault, match="other files"):
        _write(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_what_file_managers_and_killed_runs_leave_does_not_matter(tmp_path: Path) -> None:
    _write(tmp_path / "programme")
    (tmp_path / "programme/.DS_Store").write_bytes(b"")
    (tmp_path / "programme/.programme.77.partial").mkdir()
    (tmp_path / "programme/.programme.77.partial/half.tmp").write_bytes(b"")
    _write(tmp_path / "programme", "second")
    assert sorted(p.name for p in (tmp_path / "programme").iterdir()) == [MARK, "agendas", "programme.xlsx"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputFault, match="is a file"):
        check_folder(tmp_path / "file/programme", is_result)
    with pytest.raises(OutputFault, match="cannot be written"), new_file(tmp_path / "none/week.xlsx") as partial:
        partial.write_bytes(b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_closed_folder_is_named_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(OutputFault, match="cannot be written"):
        check_folder(tmp_path / "closed/programme", is_result)
