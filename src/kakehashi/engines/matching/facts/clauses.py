"""Which words of a text belong together, and which of them are denied? Sentences, clauses, and the reach of "not"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi.engines.matching.facts.fact import Stance
from kakehashi.engines.matching.terms import Mention

_SENTENCE = re.compile(r"[。．!?！？;；\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[。．!?！？;；\n、，:：（）()]|[.,](?!\d)|\s[–—-]\s")
_REACH_FORWARD = 45
_REACH_BACK = 30
_REACH_OF_ATTRIBUTE = 2
_ATTRIBUTES = ("없는", "않은", "않는", "아닌", "없이")
"""Korean denials that stand before a noun: "뼈 없는 순살" (boneless fillet) denies the bones alone."""
_ATTRIBUTES_BEFORE_A_LETTER = ("なし", "無し")  # "骨なし切り身" is boneless fillet, "在庫なし。" no stock

Span = tuple[int, int]


def _cut(text: str, pattern: re.Pattern[str]) -> list[Span]:
    spans, start = [], 0
    for match in pattern.finditer(text):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


@dataclass(frozen=True)
class Clauses:
    """The sentences and clauses of a text, with the words that deny and that limit."""

    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    text: str
    denials: tuple[Mention, ...]
    limits: tuple[Mention, ...]

    @classmethod
    def of(cls, text: str, denials: Sequence[Mention], limits: Sequence[Mention]) -> "Clauses":
        """Cut a text; `denials` and `limits` are the cues found in it."""
        return cls(tuple(_cut(text, _SENTENCE)), tuple(_cut(text, _CLAUSE)), text, tuple(denials), tuple(limits))

    def sentence_at(self, place: int) -> Span:
        """Return the sentence that holds a character; an empty span for one between sentences."""
        return next((span for span in self.sentences if span[0] <= place < span[1]), (place, place))

    def clause_at(self, place: int) -> Span:
        """Return the clause that holds a character."""
        return next((span for span in self.clauses if span[0] <= place < span[1]), (place, place))

    def denial_of(self, start: int, end: int) -> Mention | None:
        """Return the word that denies what stands at [start, end): within its clause, with no "only" between."""
        clause = self.clause_at(start)
        for cue in self.denials:
            if not clause[0] <= cue.start < clause[1] or (cue.start < end and start < cue.end):
                continue
            before = cue.concept == "deny:before" and cue.end <= start <= cue.end + _REACH_FORWARD
            back = _REACH_OF_ATTRIBUTE if self._is_attribute(cue) else _REACH_BACK
            after = cue.concept == "deny:after" and end <= cue.start <= end + back
            low, high = (cue.end, start) if before else (end, cue.start)
            if (before or after) and not any(low <= limit.start < high for limit in self.limits):
                return cue
        return None

    def _is_attribute(self, cue: Mention) -> bool:
        return cue.phrase in _ATTRIBUTES or (
            cue.phrase in _ATTRIBUTES_BEFORE_A_LETTER and self.text[cue.end : cue.end + 1].isalpha()
        )

    def stance_of(self, start: int, end: int) -> Stance:
        """Return whether the text denies what stands at [start, end), limits itself to it, or just says it."""
        if self.denial_of(start, end) is not None:
            return "not"
        clause = self.clause_at(start)
        limited = any(clause[0] <= limit.start < clause[1] for limit in self.limits)
        return "only" if limited else "is"
