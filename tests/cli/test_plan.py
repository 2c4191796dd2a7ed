"""`plan`: from a workbook to files, all or nothing, the same each time, and honest about faults."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Change = Callable[[str, str, str], Path]


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_plan_writes_the_programme_and_an_agenda_for_everyone(run: Run, week_folder: Path) -> None:
    done = run("plan", week_folder, "--out", "programme")
    assert done.exit_code == 0, done.output
    written = _contents(Path("programme"))
    assert "programme.xlsx" in written
    assert sum(name.endswith(".html") for name in written if name.startswith("agendas")) == 4
    assert sum(name.endswith(".ics") for name in written) == 4
    assert "Every participant has a meeting." in done.output


def test_same_input_and_seed_give_the_same_bytes(run: Run, week_folder: Path) -> None:
    run("plan", week_folder, "--out", "first")
    run("plan", week_folder, "--out", "second")
    assert _contents(Path("first")) == _contents(Path("second"))


def test_json_names_firms_and_counts_slots_from_one(run: Run, week_folder: Path) -> None:
    done = run("plan", week_folder, "--json")
    record = json.loads(done.stdout)
    assert record["status"] == "optimal"
    assert record["objective"] == record["bound"]
    pairs = {(m["first"], m["second"]) for m in record["meetings"]}
    assert ("Khuôn Mẫu Sông Hồng", "架空精密株式会社") in pairs
    assert {m["slot"] for m in record["meetings"]} <= {1, 2, 3, 4}


def test_two_firms_never_share_the_only_interpreter(run: Run, week_folder: Path) -> None:
    record = json.loads(run("schedule", week_folder, "--json").stdout)
    slots = [m["slot"] for m in record["meetings"]]
    assert len(slots) == len(set(slots)) >= 2


@pytest.mark.parametrize("lang", ["vi", "ja", "ko", "en"])
def test_faults_are_named_at_once_in_the_readers_language(run: Run, change: Change, lang: str) -> None:
    change("wishes", "架空精密株式会社", "架空精蜜株式会社")
    folder = change("event", "2027-03-09", "2027-02-30")
    done = run("plan", folder, "--lang", lang)
    assert done.exit_code == 2
    assert "架空精蜜株式会社" in done.output
    assert "架空精密株式会社" in done.output  # did you mean
    assert "2027-02-30" in done.output
    assert not Path("programme").exists()
    assert not list(Path().iterdir())


def test_faults_as_json_carry_sheet_row_column_problem_and_cure(run: Run, change: Change) -> None:
    folder = change("wishes", "Khuôn Mẫu Sông Hồng", "Nobody Ltd")
    done = run("plan", folder, "--json")
    assert done.exit_code == 2
    (fault,) = json.loads(done.stdout)["faults"]
    assert fault["row"] == 2
    assert fault["column"] == "Wants to meet"
    assert "Nobody Ltd" in fault["problem"]
    assert fault["cure"]


def test_a_folder_with_other_files_is_left_untouched(run: Run, week_folder: Path) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("precious", encoding="utf-8")
    done = run("plan", week_folder, "--out", "mine")
    assert done.exit_code != 0
    assert _contents(Path("mine")) == {"thesis.txt": b"precious"}


def test_earlier_results_are_replaced(run: Run, week_folder: Path) -> None:
    run("plan", week_folder, "--out", "programme")
    Path("programme/agendas/099-stale.ics").write_text("old", encoding="utf-8")
    assert run("plan", week_folder, "--out", "programme").exit_code == 0
    assert not Path("programme/agendas/099-stale.ics").exists()


def test_an_interrupt_leaves_nothing_half_written(run: Run, week_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(plan: object, folder: Path, language: str, **options: object) -> None:
        (folder / "programme.xlsx").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("kakehashi.cli.plan.write_programme", interrupted)
    assert run("plan", week_folder, "--out", "programme").exit_code != 0
    assert not list(Path().iterdir())


def test_progress_is_one_line_per_step_where_there_is_no_terminal(run: Run, week_folder: Path) -> None:
    done = run("plan", week_folder)
    steps = [line.strip().split(":")[0] for line in done.stderr.splitlines() if line.startswith("  ")]
    assert steps == ["Reading", "Matching", "Scheduling", "Writing"]


def test_faults_leave_no_folder_above_the_results(run: Run, change: Change) -> None:
    folder = change("wishes", "架空精密株式会社", "架空精蜜株式会社")
    assert run("plan", folder, "--out", "a/b/programme").exit_code == 2
    assert not list(Path().iterdir())


def test_a_workbook_among_earlier_results_is_never_deleted(run: Run, week_folder: Path) -> None:
    run("plan", week_folder, "--out", "programme")
    Path("programme/week.xlsx").write_bytes(b"mine")
    assert run("plan", week_folder, "--out", "programme").exit_code != 0
    assert Path("programme/week.xlsx").read_bytes() == b"mine"


def test_refusals_are_no_lack_of_matches_to_the_organiser_and_no_secret_told_to_the_firm(
    run: Run, week_folder: Path
) -> None:
    refusals = [
        f"{firm},{other},no,"
        for firm in ("Khuôn Mẫu Sông Hồng", "Cao Su Đồng Nai Mẫu")
        for other in ("架空精密株式会社", "見本樹脂株式会社")
    ]
    (week_folder / "wishes.csv").write_text(
        "\n".join(["Organisation,Wants to meet,Wish,Note", *refusals]), encoding="utf-8"
    )
    done = run("plan", week_folder)
    assert "apart from those refused" in done.stdout
    assert not [page for page in Path("programme/agendas").glob("*.html") if "refused" in page.read_text("utf-8")]


@pytest.mark.parametrize("limit", ["nan", "inf", "0", "-1"])
def test_a_time_limit_is_a_number_of_seconds(run: Run, week_folder: Path, limit: str) -> None:
    assert run("plan", week_folder, "--time-limit", limit).exit_code == 2
