"""A space takes the offset of a language out of the vectors."""

import numpy as np
import pytest

from kakehashi.engines.matching import MemoryStore, Sample, Space, fit_space
from tests.engines.matching.conftest import HashEncoder


def test_texts_that_say_the_same_come_close(space: Space, encoder: HashEncoder) -> None:
    vectors = encoder.encode(["khuôn", "金型", "コーヒー"])
    placed = space.place(vectors, ["vi", "ja", "ja"])
    margin = vectors[0] @ vectors[1] - vectors[0] @ vectors[2]
    assert placed[0] @ placed[1] - placed[0] @ placed[2] > margin + 0.2
    assert np.allclose(np.linalg.norm(placed, axis=1), 1, atol=1e-5)


def test_an_unknown_language_takes_the_middle(space: Space, encoder: HashEncoder) -> None:
    assert space.place(encoder.encode(["CNC"]), [None]).shape == (1, encoder.dimensions)


def test_a_group_without_a_language_is_refused(encoder: HashEncoder) -> None:
    samples = [Sample("a", "vi", "x"), Sample("a", "ja", "y"), Sample("b", "vi", "z")]
    with pytest.raises(ValueError, match="every language"):
        fit_space(samples, encoder, MemoryStore())
    with pytest.raises(ValueError, match="two groups"):
        fit_space([Sample("a", "vi", "x")], encoder, MemoryStore())
