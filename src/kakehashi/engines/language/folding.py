"""Which texts are equal to a person who searches? Folds marks, widths and case, and cuts search tokens.

"dong" finds "Đồng", full-width "ＣＮＣ" finds "CNC"; kana and Hangul keep their voicing marks and syllables.
"""

import unicodedata
from dataclasses import dataclass

from kakehashi.engines.language.scripts import CJK, LATIN

_BY_HAND = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ı": "i"})
_HALFWIDTH_VOICING = "\uff9e\uff9f"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; its character i comes from `source[starts[i]:ends[i]]` of the text that was folded."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate the non-empty range [start, end) of the folded text to a range of the source."""
        return self.starts[start], self.ends[end - 1]


def _continues(char: str) -> bool:
    """Tell whether `char` belongs to the character before it: a mark, or a later part of a Hangul syllable."""
    return (
        unicodedata.combining(char) != 0
        or char in _HALFWIDTH_VOICING
        or "\u1160" <= char <= "\u11ff"
        or "\ufe00" <= char <= "\ufe0f"
    )


def _fold_cluster(cluster: str) -> str:
    if cluster.isascii() and cluster.isprintable():
        return cluster.lower()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    out: list[str] = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cf" or "\ufe00" <= char <= "\ufe0f":
            continue  # direction marks, zero-width joiners, soft hyphens, variation selectors
        if category in ("Cc", "Cs"):
            out.append(" ")
        elif LATIN.match(char):
            base = [part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part)]
            out.append("".join(base).translate(_BY_HAND))
        elif unicodedata.combining(char) and (not out or out[-1].isascii()):
            continue  # a mark that had no composed form with its Latin letter
        else:
            out.append(char)
    return "".join(out)


def fold_with_offsets(text: str) -> Folded:
    """Fold `text` and keep where each folded character came from. Never fails, whatever the text holds."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and _continues(text[end]):
            end += 1
        folded = _fold_cluster(text[position:end])
        out.append(folded)
        starts += [position] * len(folded)
        ends += [end] * len(folded)
        position = end
    return Folded("".join(out), tuple(starts), tuple(ends))


def fold(text: str) -> str:
    """Return `text` in NFKC, lower case and with Latin letters bare of marks (đ becomes d).

    Kana and Hangul stay composed. Control characters and lone surrogates become spaces; invisible
    direction marks and joiners vanish.
    """
    return fold_with_offsets(text).text


def _runs(folded: str) -> list[tuple[str, bool]]:
    """Cut into runs of letters and digits; the flag tells whether a run is Chinese, Japanese or Korean."""
    runs: list[tuple[str, bool]] = []
    run, run_cjk = "", False
    for char in folded:
        cjk = CJK.match(char) is not None
        if run and (cjk != run_cjk or not (cjk or char.isalnum())):
            runs.append((run, run_cjk))
            run = ""
        if cjk or char.isalnum():
            run, run_cjk = run + char, cjk
    if run:
        runs.append((run, run_cjk))
    return runs


def tokens(text: str) -> tuple[str, ...]:
    """Return the search tokens of `text` in order: folded words, and pairs of neighbours for CJK scripts.

    A CJK run of one character is its own token, so that a one-character word is still found.
    """
    found: list[str] = []
    for run, cjk in _runs(fold(text)):
        if cjk and len(run) > 1:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    return tuple(found)
