"""Are phrases marked whole, escaped, and never outside the text?"""

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.web.marking import joined, mark


def test_marks_and_escapes() -> None:
    assert mark("a <b> c", [(2, 5)]) == "a <mark>&lt;b&gt;</mark> c"


def test_overlapping_ranges_become_one() -> None:
    assert joined([(4, 6), (0, 2), (1, 3), (9, 99), (5, 5), (-3, 1)], 10) == [(0, 3), (4, 6), (9, 10)]


def test_no_range_leaves_the_text() -> None:
    assert mark("Đồng", []) == "Đồng"


@given(st.text(), st.lists(st.tuples(st.integers(-5, 30), st.integers(-5, 30))))
def test_without_its_marks_the_text_is_what_it_was(text: str, spans: list[tuple[int, int]]) -> None:
    from django.utils.html import escape

    marked = str(mark(text, spans))
    assert marked.replace("<mark>", "").replace("</mark>", "") == str(escape(text))
    assert marked.count("<mark>") == marked.count("</mark>")
