"""Does `kakehashi repair` say what changes for whom, and everything that is wrong with its files?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kakehashi.engines.scheduling import verify
from kakehashi.engines.scheduling.jsonform import problem_from_json
from kakehashi.engines.scheduling.jsonresult import schedule_from_json

Run = Callable[..., Result]

EVENT: dict[str, Any] = {
    "slots": [{}, {}],
    "participants": [{"key": key} for key in "ABCD"],
    "wishes": [
        {"first": "A", "second": "B", "score": 9},
        {"first": "B", "second": "C", "score": 1},
        {"first": "C", "second": "D", "score": 4},
    ],
    "tables": [{"key": "T1"}],
}
FILES = ("event.json", "result.json", "changes.json")


@pytest.fixture
def event(run: Run) -> Run:
    """The event, its schedule, and a no-show of A; runs `kakehashi repair` on them."""
    Path("event.json").write_text(json.dumps(EVENT), encoding="utf-8")
    Path("result.json").write_text(run("schedule", "event.json", "--json").stdout, encoding="utf-8")
    write([{"kind": "no_show", "participant": "A"}])

    def repair(*more: str) -> Result:
        return run("repair", *FILES, *more)

    return repair


def write(changes: Any) -> None:
    Path("changes.json").write_text(json.dumps(changes), encoding="utf-8")


def test_a_repair_says_what_changes_for_whom(event: Run) -> None:
    done = event("--lang", "en", "--front", "--time-limit", "1")
    assert done.exit_code == 0
    assert "1 meeting falls away, 1 is new, 1 stays as it is" in done.stdout
    assert "Participants (with how many meetings change): A (1), B (2), C (1)" in done.stdout
    assert "No move was found that would gain anything." in done.stdout


def test_a_repair_in_json_holds_the_new_schedule(event: Run) -> None:
    record = json.loads(event("--json", "--out", "new.json").stdout)
    assert [(m["first"], m["second"]) for m in record["cancelled"]] == [("A", "B")]
    assert [(m["first"], m["second"]) for m in record["added"]] == [("B", "C")]
    assert (record["score"], record["score_before"], record["bound"]) == (5, 13, 5)
    assert {(one["kind"], one["key"]) for one in record["tell"]} == {("participant", key) for key in "ABC"}
    problem = problem_from_json(json.dumps(EVENT))
    written = schedule_from_json(Path("new.json").read_bytes(), problem)
    assert written.value == record["schedule"]["objective"] == 5
    faults = [fault for fault in verify(problem, written) if not fault.startswith("reason_untrue")]
    assert not faults


def test_a_repair_can_go_on_from_the_one_before(event: Run, run: Run) -> None:
    event("--out", "new.json")
    write([{"kind": "no_show", "participant": "A"}, {"kind": "leaves_early", "participant": "D", "from_slot": 1}])
    record = json.loads(run("repair", "event.json", "new.json", "changes.json", "--json").stdout)
    assert [(m["first"], m["second"]) for m in record["cancelled"]] == [("C", "D")]


def test_what_is_past_stays(event: Run) -> None:
    record = json.loads(event("--json", "--now", "3").stdout)
    assert not record["cancelled"]
    assert event("--now", "4", "--lang", "en").exit_code == 2


def test_every_fault_of_the_changes_is_named_with_its_cure(event: Run) -> None:
    write(
        {
            "changes": [
                {"kind": "no_show", "participant": "E"},
                {"kind": "gone"},
                {"kind": "leaves_early", "participant": "A", "from_slot": 3},
                {"kind": "table_blocked", "tabel": "T1"},
                {"kind": "hall_closes", "hall": "X", "slots": 1},
                7,
            ],
            "locks": {"meetings": [4], "participants": ["A"]},
        }
    )
    done = event("--json", "--lang", "en")
    assert done.exit_code == 2
    faults = json.loads(done.stdout)["faults"]
    assert [fault["place"] for fault in faults] == [
        "changes[0].participant",
        "changes[1].kind",
        "changes[2].from_slot",
        "changes[3].table",
        "changes[3].tabel",
        "changes[4].hall",
        "changes[4].slots",
        "changes[5]",
        "locks.meetings[0]",
    ]
    assert faults[0]["problem"] == "The event has no participant E."
    assert faults[2]["cure"] == "Give a whole number from 1 to 2."
    assert all(fault["problem"] and fault["cure"] for fault in faults)
    assert "changes[1].kind" in event("--lang", "ja").stderr


@pytest.mark.parametrize("broken", FILES)
@pytest.mark.parametrize("text", [None, "", "[", "{}", '"x"', "[[]]", '{"changes": {}}', "\ud800"])
def test_no_file_makes_it_fail_without_words(event: Run, broken: str, text: str | None) -> None:
    path = Path(broken)
    path.unlink()
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    done = event("--lang", "en")
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert broken in done.stderr


def test_a_schedule_that_breaks_a_rule_is_refused(event: Run) -> None:
    record = json.loads(Path("result.json").read_text(encoding="utf-8"))
    for meeting in record["meetings"]:
        meeting["slot"] = 1
    Path("result.json").write_text(json.dumps(record), encoding="utf-8")
    done = event("--lang", "en")
    assert done.exit_code == 2
    assert "participant_twice" in done.stderr or "table_twice" in done.stderr
