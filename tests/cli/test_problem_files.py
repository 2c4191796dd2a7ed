"""Does `kakehashi schedule` take a problem in JSON, and say everything that is wrong with one?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

EVENT: dict[str, Any] = {
    "slots": [{}, {}],
    "participants": [{"key": "A"}, {"key": "B"}, {"key": "C"}],
    "wishes": [{"first": "A", "second": "B", "score": 5}, {"first": "A", "second": "C", "score": 3}],
    "tables": [{"key": "T1"}],
}


def write(**changes: Any) -> str:
    Path("event.json").write_text(json.dumps(EVENT | changes), encoding="utf-8")
    return "event.json"


@pytest.mark.parametrize("objective", ["score", "breaks"])
def test_a_problem_becomes_a_schedule(run: Run, objective: str) -> None:
    done = run("schedule", write(), "--objective", objective, "--fairness", "3", "--json")
    assert done.exit_code == 0
    record = json.loads(done.stdout)
    assert (record["status"], record["optimised"]) == ("optimal", objective)
    assert record["objective"] == record["bound"] == (8 if objective == "score" else 0)
    assert {(m["first"], m["second"], m["table"]) for m in record["meetings"]} == {("A", "B", "T1"), ("A", "C", "T1")}
    assert sorted(m["slot"] for m in record["meetings"]) == [1, 2]
    assert record["unmet"] == []


def test_an_unmet_wish_has_its_reason(run: Run) -> None:
    record = json.loads(run("schedule", write(slots=[{}]), "--json").stdout)
    (unmet,) = record["unmet"]
    assert (unmet["second"], unmet["reason"], unmet["participants"], unmet["slots"]) == (
        "C",
        "better_placed",
        ["A"],
        [1],
    )


def test_a_table_is_shown_without_json(run: Run) -> None:
    done = run("schedule", write(), "--lang", "en")
    assert done.exit_code == 0
    assert "2 meetings" in done.stdout
    assert "T1" in done.stdout


def test_every_fault_of_the_form_is_named_with_its_path(run: Run) -> None:
    path = write(tables=[{}], wishes=[{"first": "A", "second": "Z"}])
    done = run("schedule", path, "--lang", "en")
    assert done.exit_code == 2
    assert "wishes[0].second" in done.stderr
    assert "tables[0].key" in done.stderr
    done = run("schedule", path, "--json")
    assert done.exit_code == 2
    assert [f["place"] for f in json.loads(done.stdout)["faults"]] == ["wishes[0].second", "tables[0].key"]


def test_contradictions_are_named_with_people_and_slots(run: Run) -> None:
    wishes = [{"first": "A", "second": other, "slot": 2} for other in "BC"]
    people = [*EVENT["participants"][:2], {"key": "C", "available": [1]}]
    done = run("schedule", write(wishes=wishes, participants=people), "--json", "--lang", "en")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["faults"] == [
        {"place": "fixed_twice", "problem": "Two meetings of A are fixed in the same slot: 2."},
        {"place": "fixed_forbidden", "problem": "A meeting of C is fixed in slot 2, when C is not available."},
    ]


def test_a_must_without_a_common_slot_is_a_notice(run: Run) -> None:
    people = [{"key": "A", "available": [1]}, {"key": "B", "available": [2]}, {"key": "C"}]
    wishes = [{"first": "A", "second": "B", "must": True}, {"first": "A", "second": "C"}]
    done = run("schedule", write(participants=people, wishes=wishes), "--lang", "en")
    assert done.exit_code == 0
    assert "A, B" in done.stderr


def test_a_file_that_is_not_there_is_said(run: Run) -> None:
    done = run("schedule", "nowhere.json")
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_the_order_of_aims_can_be_chosen(run: Run) -> None:
    record = json.loads(run("schedule", write(), "--order", "score, musts,breaks", "--json").stdout)
    assert record["order"] == ["score", "musts", "breaks"]
    instead = json.loads(run("schedule", write(order=["score"]), "--order", "musts", "--json").stdout)
    assert instead["order"] == ["musts"]


def test_an_order_that_cannot_be_is_refused(run: Run) -> None:
    done = run("schedule", write(), "--order", "score,profit")
    assert done.exit_code == 2
    assert "'profit' is no aim" in done.output
    done = run("schedule", write(), "--order", "breaks,score", "--lang", "en")
    assert done.exit_code == 2
    assert "The aim breaks stands before score" in done.stderr
    assert run("schedule", "small.dzn", "--order", "score").exit_code == 2


HALLS: dict[str, Any] = {
    "slots": [{"start": "09:00", "end": "09:30"}, {"start": "09:30", "end": "10:00"}],
    "participants": [{"key": key, "languages": ["vi"]} for key in ("A [b]", "B", "C")],
    "wishes": [{"first": "A [b]", "second": "B", "slot": 1}, {"first": "A [b]", "second": "C", "score": 3, "slot": 2}],
    "tables": [{"key": "T1", "hall": "North", "blocked": [2]}, {"key": "T2", "hall": "South", "blocked": [1]}],
    "interpreters": [{"key": "I", "pairs": [["vi", "ja"]]}],
}


def test_figures_are_shown_where_they_mean_something(run: Run) -> None:
    done = run("schedule", write(**HALLS, published=[{"wish": 1, "slot": 2}]), "--lang", "en")
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Ways to another hall 1" in lines
    assert "Published meetings moved or dropped 1 of 1" in lines
    assert "1 09:00–09:30 North T1 A [b] B" in lines
    assert "interpreter" not in done.stdout.lower()
    plain = run("schedule", write(), "--lang", "en").stdout
    assert not any(word in plain for word in ("hall", "Hall", "Published", "not held"))


def test_a_way_that_is_too_long_is_the_reason(run: Run) -> None:
    walks = [{"from": "North", "to": "South", "minutes": 5}]
    done = run("schedule", write(**HALLS, walks=walks), "--lang", "en")
    assert "1 wish not held, by reason" in done.stdout
    assert "Too far between halls" in done.stdout
    wishes = [wish | {"must": True} for wish in HALLS["wishes"]]
    done = run("schedule", write(**HALLS | {"walks": walks, "wishes": wishes}), "--lang", "en")
    assert done.exit_code == 2
    assert "Two meetings of A [b] are fixed in slots 1, 2 with 0 minutes between them" in done.stderr
    assert "takes at least 5." in done.stderr
