"""Do bars stand for what they are said to?"""

from kakehashi.web.drawings import binned, columns, filled


def test_zero_stands_alone_and_nobody_is_lost() -> None:
    counts = [(n, n + 1) for n in range(37)]
    bins = binned(counts)
    assert bins[0] == ("0", 1)
    assert sum(n for _, n in bins) == sum(n for _, n in counts)
    assert len(bins) <= 8
    assert bins[1][0] == "1–6"


def test_few_values_stay_as_they_are() -> None:
    assert binned([(0, 2), (1, 3), (2, 1)]) == [("0", 2), ("1", 3), ("2", 1)]
    assert binned([]) == []


def test_columns_are_as_high_as_their_values() -> None:
    drawing = columns([("0", 2), ("1", 4), ("2", 0)])
    heights = [bar.height for bar in drawing.bars]
    assert heights[1] == 2 * heights[0]
    assert heights[2] == 0
    assert all(bar.y + bar.height == drawing.base for bar in drawing.bars)
    assert columns([]).bars == ()


def test_what_is_missing_stays_visible() -> None:
    assert filled(10, 10) == 600
    assert filled(99_999, 100_000) == 598
    assert filled(1, 2) == 300
    assert filled(1, 0) == 0
