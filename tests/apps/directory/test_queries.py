"""Are people found in order, and organisations by folded words?"""

import pytest

from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.directory.queries import is_called, people_of


@pytest.mark.parametrize(
    ("words", "found"), [("dong tam", True), ("tam dong", True), ("dong ha", False), ("", True), ("co khi", True)]
)
def test_is_called(words: str, found: bool) -> None:
    firm = Organisation(name="Công ty TNHH Cơ khí Đồng Tâm", latin_name="Dong Tam Co., Ltd.")
    assert is_called(firm, words) is found


@pytest.mark.parametrize("count", [1, 3])
def test_people_in_order(world, count: int, django_assert_num_queries) -> None:
    firm = world.join("f", "F", people=[(f"P{n}", "", "") for n in range(count)]).organisation
    with django_assert_num_queries(1):
        assert [p.name for p in people_of(firm)] == [f"P{n}" for n in range(count)]
