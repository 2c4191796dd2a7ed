"""Which vector stands for a text? The encoder's contract, and a store so that no text is encoded twice."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (texts done, texts to do)."""

_BATCH = 32


class Encoder(Protocol):
    """Turns texts into vectors; equal texts give equal vectors."""

    @property
    def name(self) -> str:
        """Name and version; vectors of encoders with different names are never compared."""

    @property
    def dimensions(self) -> int:
        """Length of each vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, shape (len(texts), dimensions), float32."""


class VectorStore(Protocol):
    """Keeps vectors by encoder name and digest of the text."""

    def get_many(self, encoder: str, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors that are kept, by digest; those not kept are left out."""

    def put_many(self, encoder: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep `vectors` (by digest); one that is kept already may be kept again."""


class MemoryStore:
    """A vector store that lasts as long as the object."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Vectors] = {}

    def get_many(self, encoder: str, digests: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors that are kept, by digest."""
        return {digest: self._kept[encoder, digest] for digest in digests if (encoder, digest) in self._kept}

    def put_many(self, encoder: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep `vectors`, by digest."""
        for digest, vector in vectors.items():
            self._kept[encoder, digest] = np.asarray(vector, dtype=np.float32)


def digest_text(text: str) -> str:
    """Return the digest under which the vector of `text` is kept (32 hexadecimal digits)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def encode_texts(
    texts: Sequence[str], encoder: Encoder, store: VectorStore, progress: Progress | None = None
) -> tuple[Vectors, int]:
    """Return the vectors of `texts`, shape (n, dimensions), and how many texts had to be encoded.

    Only texts that the store lacks are encoded, each once; they are kept as they come, so that a run
    that is interrupted loses little. A kept vector of the wrong length counts as lacking.
    """
    digests = [digest_text(text) for text in texts]
    by_digest = dict(zip(digests, texts, strict=True))
    kept = {
        digest: vector
        for digest, vector in store.get_many(encoder.name, list(by_digest)).items()
        if vector.shape == (encoder.dimensions,) and bool(np.isfinite(vector).all())
    }
    lacking = [digest for digest in by_digest if digest not in kept]
    for start in range(0, len(lacking), _BATCH):
        batch = lacking[start : start + _BATCH]
        rows = encoder.encode([by_digest[digest] for digest in batch])
        fresh = {digest: rows[i] for i, digest in enumerate(batch)}
        store.put_many(encoder.name, fresh)
        kept.update(fresh)
        if progress is not None:
            progress(start + len(batch), len(lacking))
    vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float32)
    for i, digest in enumerate(digests):
        vectors[i] = kept[digest]
    return vectors, len(lacking)
