"""Reading published instances: what a file says, and what is said about a file that cannot be read."""

import pytest

from kakehashi.engines.scheduling.dzn import DznError, read_dzn
from kakehashi.engines.scheduling.problem import ProblemError

SMALL = """
% four firms, three meetings
nBusiness = 4; nMeetings = 3;
nTables = 2;
nTotalSlots = 5;
nMorningSlots = 2;
requested = [| 1, 2, 1,
| 3,4,2,
|1 , 3, 3|];
meetingsxBusiness = [{1,2},{1},{2},{3}];
forbidden = [{0}, {0, 5}, {}, {2}];
fixed = [0, 4,
0];
precedences = [{}, {1,3}, {}];
"""


def test_reads_every_field() -> None:
    problem = read_dzn(SMALL, 2)
    assert [slot.session for slot in problem.slots] == [0, 0, 1, 1, 1]
    assert {slot.day for slot in problem.slots} == {0}
    assert [sorted(p.available) for p in problem.participants] == [
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4],
        [0, 2, 3, 4],
    ]
    assert [(w.first, w.second, w.session, w.slot) for w in problem.wishes] == [
        (0, 1, 0, None),
        (2, 3, 1, 3),
        (0, 2, None, None),
    ]
    assert problem.precedences == ((0, 1), (2, 1))
    assert [len(t.available) for t in problem.tables] == [5, 5]
    assert problem.fairness == 2


def test_fields_that_may_be_absent() -> None:
    lines = SMALL.split("forbidden")[0].replace("nMorningSlots = 2;", "")
    problem = read_dzn(lines.replace("3,4,2", "3,4,3"), None)
    assert problem.fairness is None
    assert problem.precedences == ()
    assert all(len(p.available) == 5 for p in problem.participants)
    assert {slot.session for slot in problem.slots} == {0}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("nTables = 2;", "", "nTables"),
        ("nTables = 2;", "nTables = two;", "nTables"),
        ("nTotalSlots = 5;", "nTotalSlots = -5;", "nTotalSlots"),
        ("nMorningSlots = 2;", "nMorningSlots = 6;", "nMorningSlots"),
        ("nMeetings = 3;", "nMeetings = 4;", "precedences"),
        ("| 3,4,2,", "| 3,4,", "requested"),
        ("| 3,4,2,", "| 3,5,2,", "requested"),
        ("| 3,4,2,", "| 3,4,4,", "requested"),
        ("requested = [|", "requested = [", "requested"),
        ("{0, 5}", "{0, 6}", "forbidden"),
        ("{0, 5}, ", "", "forbidden"),
        ("[{0}, {0, 5}", "[0, {0, 5}", "forbidden"),
        ("fixed = [0, 4,", "fixed = [0, 6,", "fixed"),
        ("fixed = [0, 4,", "fixed = [0,", "fixed"),
        ("fixed = [0, 4,", "fixed = [0, x,", "fixed"),
        ("{1,3}", "{1,4}", "precedences"),
    ],
)
def test_names_the_field_at_fault(old: str, new: str, field: str) -> None:
    assert old in SMALL
    with pytest.raises(DznError) as caught:
        read_dzn(SMALL.replace(old, new), 2)
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")


def test_contradiction_is_the_problems_own_error() -> None:
    with pytest.raises(ProblemError, match="fixed in slot 4"):
        read_dzn(SMALL.replace("fixed = [0, 4,\n0]", "fixed = [0, 4,\n4]"), 2)


def test_empty_event() -> None:
    problem = read_dzn(
        "nBusiness=0;nMeetings=0;nTables=0;nTotalSlots=0;nMorningSlots=0;requested=[||];forbidden=[];", 2
    )
    assert problem.wishes == ()
    assert problem.slots == ()
