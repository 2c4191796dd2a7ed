"""How are the phrases that meet shown inside a text?"""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def mark(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """`text`, escaped, with the [start, end) ranges inside `<mark>`; overlapping ranges become one."""
    pieces: list[str] = []
    position = 0
    for start, end in joined(spans, len(text)):
        pieces += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))  # noqa: S308 (every piece of text is escaped above)


def joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The ranges in order, cut to the text, those that touch or overlap joined, empty ones left out."""
    result: list[tuple[int, int]] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
