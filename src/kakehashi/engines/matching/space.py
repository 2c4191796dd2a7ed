"""Where do texts of different languages lie side by side? Takes each language's own offset out of the vectors.

An encoder puts texts of one language near each other, whatever they say: without correction nine of ten
nearest texts are in the reader's own language. The offset is the mean vector of a fixed set of texts that
say the same in every language; it never comes from the listings being ranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kakehashi.engines.language import Language
from kakehashi.engines.matching.encoding import Encoder, Progress, Vectors, VectorStore, encode_texts

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

_NEIGHBOURS = 10
_MOST_ANCHORS = 500


def unit_rows(rows: Vectors) -> Vectors:
    """Return `rows` scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


@dataclass(frozen=True, eq=False)
class Space:
    """What was learned from parallel texts with the encoder of this name.

    `means` holds a vector per language, shape (dimensions,). `projection`, shape (dimensions, dimensions),
    moves a centred vector towards what the languages have in common. `anchors` holds unit rows per language,
    shape (n, dimensions), against which it is measured whether a text is close to everything in it (a hub).
    """

    encoder: str
    means: Mapping[Language, Vectors]
    projection: Vectors
    anchors: Mapping[Language, Vectors]

    def place(self, vectors: Vectors, languages: Sequence[Language | None]) -> Vectors:
        """Return unit rows that compare across languages; a language without a mean takes the mean of means."""
        middle = np.mean(list(self.means.values()), axis=0)
        offsets = np.array([self.means.get(code, middle) if code else middle for code in languages])
        return unit_rows((vectors - offsets.reshape(vectors.shape)) @ self.projection)

    def closeness_to_all(self, placed: Vectors) -> Vectors:
        """Return each row's mean cosine to its ten nearest anchors of each language, shape (n, languages + 1).

        The last column is the mean of the others, for texts of an unknown language. Half of it is taken off
        each similarity (CSLS: Conneau et al. 2018, arXiv 1710.04087). By language, because a text is closer
        to everything in its own; against fixed anchors, so that a score does not change when other listings
        come.
        """
        columns = []
        for anchors in self.anchors.values():
            nearest = min(_NEIGHBOURS, len(anchors))
            columns.append(np.partition(placed @ anchors.T, -nearest, axis=1)[:, -nearest:].mean(axis=1))
        by_language = np.stack(columns, axis=1)
        return np.concatenate([by_language, by_language.mean(axis=1, keepdims=True)], axis=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text to learn from; samples of one `group` say the same thing.

    `frame` names the kind of text (a bare term, a need, an offer): kinds lie in different places too. Each
    frame holds the same groups in every language.
    """

    group: str
    language: Language
    text: str
    frame: str = ""


def _group_means(rows: Floats, samples: Sequence[Sample], languages: Sequence[Language]) -> tuple[Floats, Places]:
    """Return each group's mean row in each language, shape (languages, groups, dimensions), and each sample's group."""
    groups = {group: i for i, group in enumerate(dict.fromkeys(sample.group for sample in samples))}
    places = np.array([groups[sample.group] for sample in samples])
    codes = np.array([languages.index(sample.language) for sample in samples])
    sums, counts = np.zeros((len(languages), len(groups), rows.shape[1])), np.zeros((len(languages), len(groups)))
    np.add.at(sums, (codes, places), rows)
    np.add.at(counts, (codes, places), 1)
    if len(groups) < 2 or not counts.all():
        raise ValueError("each frame needs two groups or more, with a text in every language")
    return sums / counts[:, :, None], places


def fit_space(
    samples: Sequence[Sample],
    encoder: Encoder,
    store: VectorStore,
    *,
    ridge: float = 6.0,
    progress: Progress | None = None,
) -> Space:
    """Learn a space from samples that say the same in several languages and words.

    A language's mean is taken over groups, each counted once, and then over frames. The projection is the
    ridge regression of a group's mean over the languages on each of its samples, so that words for one thing
    move together; it is drawn towards leaving vectors as they are (not towards zero), so that what the
    samples do not speak of is kept; with `ridge` infinite they are left as they are. Raises ValueError when a
    frame lacks a group in some language.
    """
    languages = list(dict.fromkeys(sample.language for sample in samples))
    rows, _ = encode_texts([sample.text for sample in samples], encoder, store, progress)
    inputs: list[Floats] = []
    targets: list[Floats] = []
    means: list[Floats] = []
    for frame in dict.fromkeys(sample.frame for sample in samples):
        chosen = [i for i, sample in enumerate(samples) if sample.frame == frame]
        members = [samples[i] for i in chosen]
        frame_means = _group_means(rows[chosen].astype(np.float64), members, languages)[0].mean(axis=1)
        offsets = frame_means[[languages.index(sample.language) for sample in members]]
        centred = unit_rows((rows[chosen] - offsets).astype(np.float32)).astype(np.float64)
        by_group, places = _group_means(centred, members, languages)
        means.append(frame_means)
        inputs.append(centred)
        targets.append(by_group.mean(axis=0)[places])
    x, y, unmoved = np.concatenate(inputs), np.concatenate(targets), np.eye(encoder.dimensions)
    projection: Floats = unmoved
    if not np.isinf(ridge):
        projection = np.linalg.solve(x.T @ x + ridge * unmoved, x.T @ y + ridge * unmoved).astype(np.float64)
    mean = np.mean(means, axis=0)
    centre = {code: mean[i].astype(np.float32) for i, code in enumerate(languages)}
    space = Space(encoder.name, centre, projection.astype(np.float32), anchors={})
    return replace(space, anchors=_choose_anchors(space, samples, rows))


def _choose_anchors(space: Space, samples: Sequence[Sample], rows: Vectors) -> dict[Language, Vectors]:
    """Return for each language the places of the first sample of each group and frame, at most 500, evenly taken."""
    anchors = {}
    for code in space.means:
        first = {(s.frame, s.group): i for i, s in reversed(list(enumerate(samples))) if s.language == code}
        chosen = sorted(first.values())
        step = max(1, -(-len(chosen) // _MOST_ANCHORS))
        anchors[code] = space.place(rows[chosen[::step]], [code] * len(chosen[::step]))
    return anchors
