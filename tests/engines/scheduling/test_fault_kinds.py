"""Is a value of the wrong kind named, wherever a program puts one, instead of a crash or a wrong schedule?"""

import dataclasses
from typing import Any

import numpy as np
import pytest

from kakehashi.engines.scheduling import (
    FaultCode,
    Interpreter,
    Participant,
    Problem,
    ProblemError,
    Slot,
    Table,
    Walk,
    Wish,
)

ALL = frozenset({0, 1})
GOOD = Problem(
    slots=(Slot(0, 0, 540, 570), Slot(0, 0, 570, 600)),
    participants=(Participant("A", ALL), Participant("B", ALL)),
    wishes=(Wish(0, 1),),
    tables=(Table("T", ALL, "North"), Table("U", ALL, "South")),
    interpreters=(Interpreter("I", frozenset({frozenset({"vi", "ja"})}), ALL),),
    walks=(Walk("North", "South", 5),),
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("part", "field", "value", "keys"),
    [
        ("slots", "day", 0.0, ("slot", "1", "day")),
        ("slots", "start", 540.0, ("slot", "1", "start")),
        ("slots", "end", NAN, ("slot", "1", "end")),
        ("participants", "key", 7, ("participant", "7", "key")),
        ("participants", "least", NAN, ("participant", "A", "least")),
        ("participants", "most", 2.0, ("participant", "A", "most")),
        ("participants", "most", True, ("participant", "A", "most")),
        ("participants", "priority", "high", ("participant", "A", "priority")),
        ("participants", "online", None, ("participant", "A", "online")),
        ("participants", "available", {0, 1}, ("participant", "A", "available")),
        ("participants", "available", frozenset({0.0, 1}), ("participant", "A", "available")),
        ("participants", "available", frozenset({np.int64(1)}), ("participant", "A", "available")),
        ("participants", "languages", ("vi",), ("participant", "A", "languages")),
        ("participants", "languages", frozenset({1}), ("participant", "A", "languages")),
        ("wishes", "first", None, ("wish", "1", "first")),
        ("wishes", "second", 1.0, ("wish", "1", "second")),
        ("wishes", "score", NAN, ("wish", "1", "score")),
        ("wishes", "score", np.int32(5), ("wish", "1", "score")),
        ("wishes", "must", 1, ("wish", "1", "must")),
        ("wishes", "slot", 0.0, ("wish", "1", "slot")),
        ("wishes", "session", "0", ("wish", "1", "session")),
        ("tables", "hall", None, ("table", "T", "hall")),
        ("tables", "available", [0], ("table", "T", "available")),
        ("interpreters", "longest_run", 1.5, ("interpreter", "I", "longest_run")),
        ("interpreters", "pairs", frozenset({("vi", "ja")}), ("interpreter", "I", "pairs")),
        ("interpreters", "pairs", frozenset({frozenset({"vi"})}), ("interpreter", "I", "pairs")),
        ("walks", "minutes", 2.5, ("walk", "1", "minutes")),
        ("walks", "first", None, ("walk", "1", "first")),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(part: str, field: str, value: Any, keys: tuple[str, ...]) -> None:
    entries = list(getattr(GOOD, part))
    entries[0] = dataclasses.replace(entries[0], **{field: value})
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(GOOD, **{part: tuple(entries)})
    (fault,) = caught.value.faults
    assert (fault.code, fault.keys) == (FaultCode.WRONG_KIND, keys)


@pytest.mark.parametrize(
    ("field", "value", "keys"),
    [
        ("wishes", [Wish(0, 1)], ("problem", "wishes", "wishes")),
        ("wishes", (None,), ("wish", "1", "wishes")),
        ("precedences", ((0,),), ("precedences", "1", "precedences")),
        ("published", ((0, 1.0),), ("published", "1", "published")),
        ("order", ("musts",), ("order", "1", "order")),
        ("fairness", 0.5, ("problem", "fairness", "fairness")),
    ],
)
def test_a_part_of_the_wrong_kind_is_named(field: str, value: Any, keys: tuple[str, ...]) -> None:
    with pytest.raises(ProblemError) as caught:
        dataclasses.replace(GOOD, **{field: value})
    (fault,) = caught.value.faults
    assert (fault.code, fault.keys) == (FaultCode.WRONG_KIND, keys)
