"""Which trade terms does a text name, and exactly where? Finds concepts by their phrases in four languages."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from kakehashi.engines.language import Folded, Language, detect, fold_with_offsets
from kakehashi.engines.language.scripts import CJK, HAN, HANGUL, KATAKANA

_WORD = re.compile(r"[a-z]+|[0-9]+")
_BREAK = re.compile(r"[:;!?,.]\s|[()\[\]\n]")
"""What parts two words so that they are no phrase: "Đồng: lá" is not "đồng lá" (copper foil)."""
_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_SPELLINGS = {
    "mould": "mold",
    "moulding": "molding",
    "aluminium": "aluminum",
    "fibre": "fiber",
    "colour": "color",
    "tyre": "tire",
    "centre": "center",
    "fertiliser": "fertilizer",
    "jewellery": "jewelry",
    "mouldmaking": "moldmaking",
    "plough": "plow",
    "sulphur": "sulfur",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that firms trade, make or do, with its phrases by language (the first is the preferred one).

    `hs` is the heading of a product; `broader` the concept that this one is a kind of or belongs to;
    `definition` says in one English line what it is.
    """

    key: str
    category: str
    phrases: Mapping[Language, tuple[str, ...]]
    hs: str | None = None
    broader: str | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text: `text[start:end] == phrase`."""

    concept: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A Latin word or a number: `plain` without marks, `marked` with its Vietnamese marks, tone last."""

    plain: str
    marked: str
    start: int
    end: int
    source: str


def _mark(source: str) -> str:
    """Return a word in lower case with its tone mark moved to the end: "hòa" and "hoà" are both "hoa1"."""
    letters, tones = "", ""
    for char in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", source).lower()):
        if char in _TONES:
            tones += _TONES[char]
        else:
            letters += char
    return unicodedata.normalize("NFC", letters) + tones


def _singular(word: str) -> str:
    """Return an English word without the plural's ending; equal for both numbers, not always a real word."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return _SPELLINGS.get(word, word)


@lru_cache(maxsize=16)
def _fold(text: str) -> Folded:
    """Fold a text; kept for a moment, because several term bases are searched for in the same text."""
    return fold_with_offsets(text)


@lru_cache(maxsize=16)
def _squeezed(text: str) -> Folded:
    return _squeeze(_fold(text))


@lru_cache(maxsize=16)
def _latin_words(text: str) -> tuple[_Word, ...]:
    words = []
    folded = _fold(text)
    for match in _WORD.finditer(folded.text):
        start, end = folded.span(*match.span())
        words.append(_Word(match.group(), _mark(text[start:end]), start, end, text[start:end]))
    return tuple(words)


def _squeeze(folded: Folded) -> Folded:
    """Drop the spaces that touch a CJK character on both sides, so that "사출 성형" and "사출성형" are equal."""
    text = folded.text
    keep = [
        i
        for i, char in enumerate(text)
        if not (char.isspace() and 0 < i < len(text) - 1 and CJK.match(text[i - 1]) and CJK.match(text[i + 1]))
    ]
    return Folded(
        "".join(text[i] for i in keep),
        tuple(folded.starts[i] for i in keep),
        tuple(folded.ends[i] for i in keep),
    )


_Reading = Literal["en", "vi marked", "vi plain"]


def _forms(words: Sequence[_Word], reading: _Reading) -> tuple[str, ...]:
    if reading == "en":
        return tuple(_singular(word.plain) for word in words)
    return tuple(word.marked if reading == "vi marked" else word.plain for word in words)


def _must_be_capital(phrase: str) -> bool:
    """Tell whether a phrase is a short acronym that would also be a word: "PET", "ABS", "IT"."""
    return len(phrase) <= 3 and phrase.isalpha() and phrase.isupper() and any(c in "AEIOUY" for c in phrase)


@dataclass(frozen=True)
class TermBase:
    """The concepts that texts are searched for; `key`s are unique. Raises ValueError for unknown broader keys."""

    concepts: tuple[Concept, ...]
    _latin: dict[tuple[_Reading, str], list[tuple[tuple[str, ...], str, bool]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _cjk: dict[str, list[tuple[str, str]]] = field(init=False, repr=False, compare=False, default_factory=dict)
    by_key: dict[str, Concept] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the phrases by their first word or character."""
        self.by_key.update((concept.key, concept) for concept in self.concepts)
        if len(self.by_key) != len(self.concepts):
            raise ValueError("two concepts share a key")
        for concept in self.concepts:
            if concept.broader is not None and concept.broader not in self.by_key:
                raise ValueError(f"{concept.key}: there is no concept {concept.broader}")
            for language, phrases in concept.phrases.items():
                for phrase in phrases:
                    self._index(concept.key, language, phrase)
        for cjk_entries in self._cjk.values():
            cjk_entries.sort(key=lambda entry: (-len(entry[0]), entry))
        for entries in self._latin.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def _index(self, key: str, language: Language, phrase: str) -> None:
        folded = fold_with_offsets(phrase)
        if CJK.search(folded.text):
            squeezed = _squeeze(folded).text.strip()
            if len(squeezed) > 1 or HAN.match(squeezed):
                self._cjk.setdefault(squeezed[0], []).append((squeezed, key))
            return
        words = _latin_words(phrase)
        if sum(len(word.plain) for word in words) < 2:
            return
        readings: tuple[_Reading, ...] = ("vi marked", "vi plain") if language == "vi" else ("en",)
        for reading in readings:
            forms = _forms(words, reading)
            if reading == "vi plain" and len(forms) < 2 and (len(forms[0]) < 4 or words[0].marked != forms[0]):
                continue  # one bare syllable has too many meanings; "inox" has one
            entry = (forms, key, _must_be_capital(phrase))
            bucket = self._latin.setdefault((reading, forms[0]), [])
            if entry not in bucket:
                bucket.append(entry)

    def _readings(self, text: str, words: Sequence[_Word], language: Language | None) -> tuple[_Reading, ...]:
        """Choose how the Latin words are read; who types Vietnamese marks means a bare syllable as it is."""
        if language not in ("vi", None):
            return ("en",)
        marked = any(word.marked != word.plain for word in words)
        if language is None and not marked and detect(text) not in ("vi", None):
            return ("en",)
        return ("vi marked" if marked else "vi plain", "en")

    def _latin_candidates(self, text: str, language: Language | None) -> Iterator[tuple[int, int, str]]:
        words = _latin_words(text)
        for reading in self._readings(text, words, language):
            forms = _forms(words, reading)
            for i, form in enumerate(forms):
                for phrase, key, capital in self._latin.get((reading, form), ()):
                    named = words[i : i + len(phrase)]
                    if forms[i : i + len(phrase)] != phrase or (capital and not named[0].source.isupper()):
                        continue
                    if _is_parted(text, named):
                        continue
                    if reading == "en" and language == "vi" and _is_doubtful(named, words[:i]):
                        continue
                    if reading != "en" and len(phrase) == 1 and _is_name(words[i : i + 2]):
                        continue
                    yield named[0].start, named[-1].end, key

    def _cjk_candidates(self, text: str) -> Iterator[tuple[int, int, str]]:
        squeezed = _squeezed(text)
        plain = squeezed.text
        for i, char in enumerate(plain):
            for phrase, key in self._cjk.get(char, ()):
                if plain.startswith(phrase, i) and _stands_alone(squeezed, i, i + len(phrase)):
                    start, end = squeezed.span(i, i + len(phrase))
                    yield start, end, key

    def find(self, text: str, language: Language | None = None) -> tuple[Mention, ...]:
        """Return the concepts that `text` names, in order of place; of a phrase within another the longer counts.

        Phrases of whole words may share one, as "plastic mould" and "mould design" do in "plastic mould design".
        Where characters are not parted into words an overlap is more often a wrong cut: the longest alone counts.
        Vietnamese is found with and without its marks, Korean and Japanese with or without spaces, English
        in singular and plural. Characters of `text` are never changed: spans refer to it as given.
        """
        words = set(self._latin_candidates(text, language))
        candidates = words.union(self._cjk_candidates(text))
        taken: list[Mention] = []
        for start, end, key in sorted(candidates, key=lambda c: (c[0] - c[1], c)):
            shares = (start, end, key) in words
            if not any(
                mention.start <= start and end <= mention.end if shares else start < mention.end and mention.start < end
                for mention in taken
            ):
                taken.append(Mention(key, start, end, text[start:end]))
        return tuple(sorted(taken, key=lambda mention: mention.start))

    def lineage(self, key: str) -> tuple[str, ...]:
        """Return a concept's key and the keys of its broader concepts, nearest first."""
        line = [key]
        while (broader := self.by_key[line[-1]].broader) is not None and broader not in line:
            line.append(broader)
        return tuple(line)


def _is_doubtful(words: Sequence[_Word], before: Sequence[_Word]) -> bool:
    """Tell whether an English phrase found in a Vietnamese text may be a syllable instead: "pin", "men", "Đài Loan"."""
    return len(words) == 1 and (
        words[0].marked != words[0].plain
        or (len(words[0].plain) < 4 and not words[0].source.isupper())
        or (words[0].source.istitle() and _is_name((*before[-1:], *words)))
    )


def _is_parted(text: str, words: Sequence[_Word]) -> bool:
    return any(_BREAK.search(text, before.end, after.start) for before, after in pairwise(words))


def _is_name(words: Sequence[_Word]) -> bool:
    """Tell whether a Vietnamese syllable begins a name, as "Hàn" (to weld) does in "Hàn Quốc" (Korea)."""
    return len(words) == 2 and all(word.source[0].isupper() for word in words)


def _stands_alone(squeezed: Folded, start: int, end: int) -> bool:
    """Tell whether a CJK phrase found at [start, end) is likely a word of its own.

    A short katakana word must not continue on either side ("ネジ" is not in "マネジメント"), a Korean word of
    two syllables must begin a word (particles may follow), one Han character stands between other scripts,
    Latin letters at an edge must not continue.
    """
    text, starts, ends = squeezed.text, squeezed.starts, squeezed.ends
    before = text[start - 1] if start and ends[start - 1] == starts[start] else " "
    after = text[end] if end < len(text) and ends[end - 1] == starts[end] else " "
    first, last = text[start], text[end - 1]
    length = end - start
    if length <= 3 and (
        (KATAKANA.match(first) and KATAKANA.match(before)) or (KATAKANA.match(last) and KATAKANA.match(after))
    ):
        return False
    if length == 2 and HANGUL.match(first) and HANGUL.match(before):
        return False
    if length == 1 and any(HAN.match(char) or KATAKANA.match(char) for char in (before, after)):
        return False
    return not (
        (first.isascii() and first.isalnum() and before.isascii() and before.isalnum())
        or (last.isascii() and last.isalnum() and after.isascii() and after.isalnum())
    )
