"""Does a problem, or a schedule, survive being written and read, and is every fault of a text named with its path?"""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.engines.scheduling import (
    DEFAULT_ORDER,
    Aim,
    Aims,
    Interpreter,
    Objective,
    Participant,
    Problem,
    ProblemError,
    Reason,
    Schedule,
    Slot,
    Status,
    Table,
    Walk,
    Wish,
    schedule,
    verify,
)
from kakehashi.engines.scheduling.jsonform import JsonFormError, problem_from_json, problem_to_json, schema
from kakehashi.engines.scheduling.jsonresult import schedule_from_json, schedule_to_json

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "develop" / "scheduling-json.md"


def conforms(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether a value is valid; only the words of JSON Schema that the two schemas use, any other is an error."""
    known = {"$schema", "$defs", "title", "description", "default", "properties", "required", "additionalProperties"}
    known |= {"type", "items", "minItems", "maxItems", "uniqueItems", "minLength", "minimum", "maximum"}
    assert rule.keys() <= known | {"enum", "anyOf", "$ref", "pattern"}, rule.keys() - known
    if "$ref" in rule and not conforms(value, root["$defs"][rule["$ref"].removeprefix("#/$defs/")], root):
        return False
    if "anyOf" in rule and not any(conforms(value, one, root) for one in rule["anyOf"]):
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    types = rule.get("type", [])
    if types and not any(_is(value, name) for name in ([types] if isinstance(types, str) else types)):
        return False
    return _parts_conform(value, rule, root)


def _parts_conform(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        properties = rule.get("properties", {})
        if not set(rule.get("required", ())) <= value.keys():
            return False
        if rule.get("additionalProperties") is False and not value.keys() <= properties.keys():
            return False
        return all(conforms(one, properties[name], root) for name, one in value.items() if name in properties)
    if isinstance(value, list):
        distinct = len({json.dumps(one) for one in value}) == len(value)
        right = rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value))
        return (
            right
            and (distinct or not rule.get("uniqueItems"))
            and all(conforms(one, rule.get("items", {}), root) for one in value)
        )
    if isinstance(value, str):
        return len(value) >= rule.get("minLength", 0) and re.search(rule.get("pattern", ""), value) is not None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return rule.get("minimum", value) <= value <= rule.get("maximum", value)
    return True


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
    return name in kinds and isinstance(value, kinds[name])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
KEYS = st.one_of(TEXTS.filter(bool), st.sampled_from(["}, {", '"}, {"', "\n", "a"]))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n_slots = draw(st.integers(0, 4))
    subsets = st.frozensets(st.integers(0, max(n_slots - 1, 0)), max_size=n_slots)
    order = sorted(
        draw(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=n_slots, max_size=n_slots))
    )
    languages = st.frozensets(st.sampled_from(["vi", "ja", "ko"]), max_size=2)
    keys = draw(st.lists(KEYS, min_size=2, max_size=4, unique=True))
    most = draw(st.one_of(st.none(), st.integers(3, 5)))
    people = tuple(
        Participant(
            k,
            draw(subsets),
            draw(TEXTS),
            draw(TEXTS),
            draw(languages),
            draw(st.integers(0, 3)),
            most,
            i,
            draw(st.booleans()),
        )
        for i, k in enumerate(keys)
    )
    pair = st.permutations(range(len(people)))
    wish = st.builds(
        lambda p, score, must, session: Wish(p[0], p[1], score, must, session),
        pair,
        st.integers(0, 10**9),
        st.booleans(),
        st.one_of(st.none(), st.integers(-2, 2)),
    )
    wishes = draw(st.lists(wish, max_size=4))
    fixed = draw(st.integers(-1, n_slots - 1))
    if wishes and fixed >= 0 and all(fixed in people[p].available for p in (wishes[0].first, wishes[0].second)):
        wishes[0] = Wish(wishes[0].first, wishes[0].second, slot=fixed)
    pairs = st.frozensets(st.sampled_from([frozenset({"vi", "ja"}), frozenset({"ja", "ko"})]))
    halls = draw(st.lists(KEYS, max_size=2, unique=True))
    clocks = [(s * 60, s * 60 + 45) if draw(st.booleans()) or halls else (None, None) for s in range(n_slots)]
    return Problem(
        slots=tuple(Slot(*one, *clock) for one, clock in zip(order, clocks, strict=True)),
        participants=people,
        wishes=tuple(wishes),
        tables=tuple(Table(k, draw(subsets), k) for k in halls),
        interpreters=tuple(
            Interpreter(k, draw(pairs), draw(subsets), draw(st.one_of(st.none(), st.integers(0, 3)))) for k in halls
        ),
        precedences=((0, 1),) if len(wishes) > 1 and draw(st.booleans()) else (),
        fairness=draw(st.one_of(st.none(), st.integers(0, 3))),
        walks=(Walk(halls[0], halls[1], draw(st.integers(0, 20))),) if len(halls) > 1 else (),
        published=((0, 0),) if wishes and n_slots else (),
        order=(*draw(st.permutations(DEFAULT_ORDER[:5])), *draw(st.permutations(DEFAULT_ORDER[5:]))),
    )


@settings(deadline=None)
@given(problems())
def test_a_problem_survives_and_conforms(problem: Problem) -> None:
    text = problem_to_json(problem)
    assert problem_from_json(text) == problem
    assert problem_from_json(text.encode()) == problem
    assert conforms(json.loads(text), schema("problem"), schema("problem"))


def test_a_schedule_survives_and_conforms(make_event: Callable[..., Problem]) -> None:
    problem = make_event(20, wishes=70, tables=3, interpreters=2)
    result = schedule(problem, time_limit=5)
    assert result.unmet
    text = schedule_to_json(problem, result)
    again = schedule_from_json(text, problem)
    assert again.meetings == result.meetings
    assert again.unmet == result.unmet
    assert verify(problem, again) == ()
    assert conforms(json.loads(text), schema("result"), schema("result"))


def test_all_figures_of_a_schedule_survive(make_event: Callable[..., Problem]) -> None:
    problem = make_event(4, wishes=3, tables=1)
    figures = {"breaks_at_least": 1, "most_breaks": 2, "hall_changes": 3, "interpreter_changes": 4, "moved": 5}
    aims = Aims((1, 2), (3, 4), (5, 6), 7)
    plan = Schedule(Status.FEASIBLE, Objective.SCORE, 8, 10, 6, 1.5, aims=aims, **figures)  # type: ignore[arg-type]
    text = schedule_to_json(problem, plan)
    assert schedule_from_json(text, problem) == plan
    record = json.loads(text)
    assert record["gap"] == 0.2
    assert record["order"] == [aim.value for aim in DEFAULT_ORDER]
    assert conforms(record, schema("result"), schema("result"))
    del record["aims"]["least"]["at_most"]
    with pytest.raises(JsonFormError, match=r"aims\.least\.at_most"):
        schedule_from_json(json.dumps(record), problem)


def test_an_infeasible_schedule_survives(make_event: Callable[..., Problem]) -> None:
    problem = make_event(4, wishes=3, tables=1)
    refusal = Schedule(Status.INFEASIBLE, Objective.BREAKS, None, None, 0, 1.5, infeasible_because="tables_too_few: 3")
    text = schedule_to_json(problem, refusal)
    assert schedule_from_json(text, problem) == refusal
    assert conforms(json.loads(text), schema("result"), schema("result"))


def test_the_schema_knows_every_word() -> None:
    properties = schema("result")["properties"]
    assert properties["unmet"]["items"]["properties"]["reason"]["enum"] == [r.value for r in Reason]
    assert properties["status"]["enum"] == [s.value for s in Status]
    assert properties["optimised"]["enum"] == [o.value for o in Objective]
    for name in ("problem", "result"):
        assert schema(name)["$defs"]["aim"]["enum"] == [aim.value for aim in Aim]
    assert schema("problem")["properties"]["order"]["default"] == [aim.value for aim in DEFAULT_ORDER]


def test_a_new_problem_says_all_that_is_known(timed_event: dict[str, Any]) -> None:
    """Every field of the dataclasses is written, so that none is forgotten in the form."""
    problem = problem_from_json(json.dumps(timed_event))
    record = json.loads(problem_to_json(problem))
    assert record["slots"][0] == {"day": 0, "session": 0, "start": "09:00", "end": "09:30"}
    assert record["participants"][0]["online"] is True
    assert record["walks"] == timed_event["walks"]
    assert record["published"] == timed_event["published"]
    assert record["order"] == timed_event["order"]
    assert problem_from_json(json.dumps(record)) == problem
    assert conforms(timed_event, schema("problem"), schema("problem"))
    assert conforms(record, schema("problem"), schema("problem"))


GOOD: dict[str, Any] = {
    "slots": [{"day": 1}, {"day": 1}],
    "participants": [{"key": "A"}, {"key": "B", "available": [1, 2]}],
    "wishes": [{"first": "A", "second": "B", "score": 3}],
    "tables": [{"key": "T"}],
    "interpreters": [{"key": "I", "pairs": [["vi", "ja"]]}],
    "precedences": [],
}


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        ((), [], ""),
        (("slots",), None, "slots"),
        (("slots", 0, "day"), 1.5, "slots[0].day"),
        (("slots", 1), "x", "slots[1]"),
        (("participants", 0, "key"), "", "participants[0].key"),
        (("participants", 0, "key"), 3, "participants[0].key"),
        (("participants", 1, "available", 1), 3, "participants[1].available[1]"),
        (("participants", 1, "available", 0), 0, "participants[1].available[0]"),
        (("participants", 1, "available", 0), True, "participants[1].available[0]"),
        (("participants", 1, "languages"), ["vi", ""], "participants[1].languages[1]"),
        (("participants", 1, "most"), -1, "participants[1].most"),
        (("participants", 0, "nickname"), "x", "participants[0].nickname"),
        (("participants", 0, "side"), "\ud800", "participants[0].side"),
        (("wishes", 0, "first"), "C", "wishes[0].first"),
        (("wishes", 0, "second"), ["B"], "wishes[0].second"),
        (("wishes", 0, "score"), 10**10, "wishes[0].score"),
        (("wishes", 0, "score"), True, "wishes[0].score"),
        (("wishes", 0, "must"), 1, "wishes[0].must"),
        (("wishes", 0, "slot"), 3, "wishes[0].slot"),
        (("wishes", 0), 7, "wishes[0]"),
        (("tables", 0, "hall"), 1, "tables[0].hall"),
        (("interpreters", 0, "pairs", 0), ["vi", "vi"], "interpreters[0].pairs[0]"),
        (("interpreters", 0, "longest_run"), "2", "interpreters[0].longest_run"),
        (("precedences",), [{"before": 1, "after": 2}], "precedences[0].after"),
        (("fairness",), -1, "fairness"),
        (("fairnes",), 1, "fairnes"),
    ],
)
def test_a_fault_is_named_with_its_path(place: tuple[Any, ...], value: Any, path: str) -> None:
    record: Any = copy.deepcopy(GOOD)
    inner = record
    for step in place[:-1]:
        inner = inner[step]
    if place:
        inner[place[-1]] = value
    else:
        record = value
    with pytest.raises(JsonFormError) as caught:
        problem_from_json(json.dumps(record))
    assert path in [fault.path for fault in caught.value.faults]
    # What the schema cannot express: keys and slots that exist, and halves of characters.
    if not any(word in path for word in ("first", "available[1]", "slot", "precedences", "side")):
        assert not conforms(record, schema("problem"), schema("problem"))


def test_all_faults_are_named_at_once() -> None:
    record = copy.deepcopy(GOOD)
    del record["tables"]
    record["participants"][0]["least"] = -1
    record["wishes"] += [{"first": "A"}, {"first": "A", "second": "Z"}]
    with pytest.raises(JsonFormError) as caught:
        problem_from_json(json.dumps(record))
    assert [f.path for f in caught.value.faults] == [
        "tables",
        "participants[0].least",
        "wishes[1].second",
        "wishes[2].second",
    ]


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, b"\xff\xfe\x00", '{"fairness": NaN}', "1" * 5000, "null", "[]"]
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(JsonFormError):
        problem_from_json(text)


def test_a_contradiction_is_the_problems_own() -> None:
    record = copy.deepcopy(GOOD)
    record["participants"][0] |= {"least": 2, "most": 1}
    with pytest.raises(ProblemError):
        problem_from_json(json.dumps(record))


@pytest.mark.parametrize(
    ("part", "changes", "path"),
    [
        ("meetings", {"slot": 99}, "meetings[0].slot"),
        ("meetings", {"table": "?"}, "meetings[0].table"),
        ("meetings", {"wish": 0}, "meetings[0].wish"),
        ("meetings", {"first": "P9"}, "meetings[0]"),
        ("unmet", {"reason": "mood"}, "unmet[0].reason"),
        ("unmet", {"slots": [0]}, "unmet[0].slots[0]"),
        ("unmet", {"participants": ["?"]}, "unmet[0].participants[0]"),
    ],
)
def test_a_fault_of_a_schedule_is_named(
    make_event: Callable[..., Problem], part: str, changes: dict[str, Any], path: str
) -> None:
    problem = make_event(20, wishes=70, tables=3, interpreters=2)
    record = json.loads(schedule_to_json(problem, schedule(problem, time_limit=0)))
    record[part][0] |= changes
    with pytest.raises(JsonFormError) as caught:
        schedule_from_json(json.dumps(record), problem)
    assert path in [fault.path for fault in caught.value.faults]


def test_the_documented_example_is_what_it_says() -> None:
    blocks = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    problem = problem_from_json(blocks[0])
    shown = schedule_from_json(blocks[1], problem)
    assert verify(problem, shown) == ()
    assert conforms(json.loads(blocks[0]), schema("problem"), schema("problem"))
    assert conforms(json.loads(blocks[1]), schema("result"), schema("result"))
    found = schedule(problem)
    assert (found.value, found.bound, found.status) == (shown.value, shown.bound, shown.status)
