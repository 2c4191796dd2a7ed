"""An encoder made of word hashes, a small term base and a space, so that most tests load no model."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from kakehashi.engines.language import tokens
from kakehashi.engines.matching import Concept, MemoryStore, Sample, Space, TermBase, fit_space
from kakehashi.engines.matching.encoding import Vectors

WORDS = {
    "mould": ("mould", "khuôn", "金型", "금형"),
    "coffee": ("coffee", "cà phê", "コーヒー", "커피"),
    "garment": ("garment", "may mặc", "衣料品", "의류"),
    "battery": ("battery", "ắc quy", "電池", "배터리"),
}


class HashEncoder:
    """Each token has a random direction; a text is their sum."""

    name = "hash"
    dimensions = 48

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for i, text in enumerate(texts):
            for token in ("", *tokens(text)):
                seed = int.from_bytes(hashlib.sha256(token.encode("utf-8")).digest()[:4], "big")
                rows[i] += np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
            rows[i] /= np.linalg.norm(rows[i])
        return rows


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def terms() -> TermBase:
    return TermBase(
        tuple(
            Concept(key, "goods", {"en": (en,), "vi": (vi,), "ja": (ja,), "ko": (ko,)})
            for key, (en, vi, ja, ko) in WORDS.items()
        )
    )


@pytest.fixture
def space(terms: TermBase) -> Space:
    samples = [Sample(c.key, code, phrase) for c in terms.concepts for code, (phrase,) in c.phrases.items()]
    return fit_space(samples, HashEncoder(), MemoryStore(), ridge=0.1)
