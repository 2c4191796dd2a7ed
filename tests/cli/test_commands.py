"""Every command has its help, its JSON, and clear words for wrong input."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from kakehashi.cli.main import kakehashi

Run = Callable[..., Result]

INSTANCE = """nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 3,
|1, 3, 3,
|];
meetingsxBusiness = [{1,2},{1},{2}];
nMeetingsBusiness = [2,1,1];
forbidden = [{0},{1,2,3},{0}];
fixed = [0,0];
"""


@pytest.mark.parametrize("name", kakehashi.list_commands(None))
def test_command_has_help(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    command = kakehashi.get_command(None, name)
    assert command.help
    assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help] == []
    assert {"--json", "--lang"} <= {name for p in command.params for name in p.opts}


@pytest.mark.parametrize("lang", ["vi", "ja", "ko", "en"])
def test_template_is_read_back_as_a_workbook_without_firms(run: Run, lang: str) -> None:
    assert run("template", "week.xlsx", "--lang", lang).exit_code == 0
    done = run("plan", "week.xlsx", "--lang", lang)
    assert done.exit_code == 2  # an empty workbook has no firms yet: said, not crashed
    assert "Traceback" not in done.output


def test_template_never_overwrites_unasked(run: Run) -> None:
    Path("week.xlsx").write_bytes(b"mine")
    assert run("template", "week.xlsx").exit_code != 0
    assert Path("week.xlsx").read_bytes() == b"mine"
    assert run("template", "week.xlsx", "--force").exit_code == 0


def test_schedule_proves_an_instance(run: Run) -> None:
    Path("small.dzn").write_text(INSTANCE, encoding="utf-8")
    done = run("schedule", "small.dzn", "--objective", "breaks", "--fairness", "2", "--time-limit", "20", "--json")
    record = json.loads(done.stdout)
    assert record["status"] == "optimal"
    assert record["objective"] == record["bound"] == record["breaks"] == 0
    assert sorted((m["first"], m["second"], m["slot"]) for m in record["meetings"]) == [(1, 2, 4), (1, 3, 3)]
    assert {m["table"] for m in record["meetings"]} == {1}


def test_schedule_says_that_an_instance_has_no_schedule(run: Run) -> None:
    Path("none.dzn").write_text(INSTANCE.replace("{1,2,3}", "{1,2,3,4}"), encoding="utf-8")
    done = run("schedule", "none.dzn", "--time-limit", "20", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["status"] == "infeasible"


def test_schedule_explains_a_file_that_is_no_instance(run: Run) -> None:
    Path("wrong.dzn").write_text("nBusiness = ;", encoding="utf-8")
    done = run("schedule", "wrong.dzn")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_schedule_explains_a_missing_instance_as_json(run: Run) -> None:
    done = run("schedule", "none.dzn", "--json")
    assert done.exit_code == 2
    (fault,) = json.loads(done.stdout)["faults"]
    assert "none.dzn" in fault["problem"]
    assert "Errno" not in fault["problem"]


def test_an_environment_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    command = [sys.executable, "-m", "kakehashi.cli.main", "template", str(tmp_path / "week.xlsx")]
    environment = os.environ | {"KAKEHASHI_DATA": str(tmp_path / "file")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "KAKEHASHI_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_that_lacks_the_letters_stops_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kakehashi.cli.main", "template", str(tmp_path / "tuần.xlsx"), "--json"]
    environment = os.environ | {"KAKEHASHI_DATA": str(tmp_path / "data"), "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["path"].endswith("tuần.xlsx")


def test_match_shows_both_texts_and_checkable_reasons(run: Run, week_folder: Path) -> None:
    done = run("match", week_folder, "--json")
    pairs = json.loads(done.stdout)["pairs"]
    best = {(pair["first"], pair["second"]) for pair in pairs[:2]}
    assert ("Khuôn Mẫu Sông Hồng", "架空精密株式会社") in best
    assert ("Cao Su Đồng Nai Mẫu", "見本樹脂株式会社") in best
    for pair in pairs:
        for item in pair["evidence"]:
            assert all(reason["text"] for reason in item["reasons"])


def test_second_match_embeds_nothing_again(run: Run, week_folder: Path) -> None:
    run("match", week_folder)
    assert "0 new texts embedded" in run("match", week_folder).stderr
