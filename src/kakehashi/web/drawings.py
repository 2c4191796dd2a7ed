"""Where do the bars of a drawing stand? Numbers for SVG attributes; the templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in the units of its drawing, with the value it stands for and the middle of its base."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The x of its middle axis."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Columns:
    """A column chart: the size of the drawing, the y of the base line and the columns."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]


def columns(values: Sequence[tuple[str, int]], step: int = 42, height: int = 120) -> Columns:
    """Upright columns of equal width, the highest as high as the drawing allows."""
    top, base = 22, height - 24
    most = max((value for _, value in values), default=0) or 1
    bars = []
    for place, (label, value) in enumerate(values):
        tall = round((base - top) * value / most, 2)
        bars.append(Bar(label, value, place * step + 6, round(base - tall, 2), step - 12, tall))
    return Columns(max(len(values), 1) * step, height, base, tuple(bars))


def binned(counts: Sequence[tuple[int, int]], most: int = 7) -> list[tuple[str, int]]:
    """(range, sum) of (value, count) from 0 on: 0 by itself, the rest in at most `most` ranges of equal width."""
    highest = max((value for value, _ in counts), default=0)
    width = max(-(-highest // most), 1)
    sums: dict[str, int] = {}
    for value, count in counts:
        low = 0 if value == 0 else (value - 1) // width * width + 1
        label = f"{low}" if low == 0 or width == 1 else f"{low}–{low + width - 1}"
        sums[label] = sums.get(label, 0) + count
    return list(sums.items())


def filled(part: float, whole: float, width: int = 600) -> float:
    """How much of a bar of `width` is filled; whatever is missing stays visible."""
    if whole <= 0:
        return 0
    length = width * min(max(part / whole, 0), 1)
    return round(length if part >= whole else min(length, width - 2), 2)
