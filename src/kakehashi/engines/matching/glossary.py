"""Which trade terms will an interpreter meet, and what are they called in the two languages of the meeting?"""

from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi.engines.language import Language, detect
from kakehashi.engines.matching.scoring import CATEGORY_WEIGHTS
from kakehashi.engines.matching.terms import Concept, Mention, TermBase


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of one of the two firms, named by `key`; `language` None is detected from the text."""

    key: str
    text: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a concept is named: `text[start:end] == phrase` in the passage of that key."""

    passage: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A concept that the texts name.

    `phrases` are in the two languages asked for: as a text in that language says it, else the preferred term;
    empty for a language in which the term base has none. `shared` tells whether both firms name it.
    """

    concept: str
    phrases: tuple[str, str]
    definition: str
    shared: bool
    occurrences: tuple[Occurrence, ...]


_Found = list[tuple[Passage, Language | None, Mention]]


def _find(passages: Sequence[Passage], terms: TermBase) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for passage in passages:
        language = passage.language or detect(passage.text)
        for mention in terms.find(passage.text, language):
            found.setdefault(mention.concept, []).append((passage, language, mention))
    return found


def _phrase(concept: Concept, named: _Found, language: Language) -> str:
    """Return what the texts in that language call the concept, else the preferred phrase."""
    said = (mention.phrase for _passage, spoken, mention in named if spoken == language)
    return next(said, next(iter(concept.phrases.get(language, ())), ""))


def glossary(
    first: Sequence[Passage],
    second: Sequence[Passage],
    terms: TermBase,
    languages: tuple[Language, Language],
    *,
    most: int | None = None,
) -> tuple[GlossaryEntry, ...]:
    """Return the terms that the texts of two firms name, at most `most`, those to prepare first in front.

    Terms of both firms come before those of one; what every firm says ("factory", "import") and names of
    certificates come behind what the firms make or seek; the narrower term before the broader; then the one named
    more often. Equal inputs give equal results.
    """
    of_first, of_second = _find(first, terms), _find(second, terms)
    ranked: list[tuple[tuple[bool, float, int, int, str], GlossaryEntry]] = []
    for key in of_first.keys() | of_second.keys():
        concept, named = terms.by_key[key], [*of_first.get(key, ()), *of_second.get(key, ())]
        entry = GlossaryEntry(
            concept=key,
            phrases=(_phrase(concept, named, languages[0]), _phrase(concept, named, languages[1])),
            definition=concept.definition,
            shared=key in of_first and key in of_second,
            occurrences=tuple(Occurrence(passage.key, m.start, m.end, m.phrase) for passage, _language, m in named),
        )
        weight = CATEGORY_WEIGHTS.get(concept.category, 1.0)
        ranked.append(((not entry.shared, -weight, -len(terms.lineage(key)), -len(named), key), entry))
    return tuple(entry for _order, entry in sorted(ranked, key=lambda item: item[0])[:most])
