"""Which words do traders of four languages use for the same thing? The term base and what was learned from it.

Each CSV file is a category: key, broader key, heading of the Harmonised System, the phrases of each language
with synonyms separated by "|", the preferred one first, and a definition in one English line. `general.csv`
holds what firms say whatever they trade (FOB, importer, distributor): it hardly tells one match from another.
Written for this project.
"""

import csv
import io
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import numpy as np

from kakehashi.engines.language import Language
from kakehashi.engines.matching import Concept, Space, TermBase

LANGUAGES: tuple[Language, ...] = ("vi", "ja", "ko", "en")


@lru_cache(maxsize=1)
def load_terms() -> TermBase:
    """Return the term base; concepts stand in the order of the files' names and lines."""
    concepts: list[Concept] = []
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".csv"):
            continue
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            concepts.append(
                Concept(
                    key=row["key"],
                    category=file.name.removesuffix(".csv"),
                    phrases={code: tuple(row[code].split("|")) for code in LANGUAGES},
                    hs=row["hs"] or None,
                    broader=row["broader"] or None,
                    definition=row["definition"],
                )
            )
    return TermBase(tuple(concepts))


class SpaceMissing(LookupError):
    """No space was learned with this encoder yet."""


def _read_kept(encoder: str) -> dict[str, np.ndarray]:
    file = files(__package__) / f"{encoder}.npz"
    if "/" in encoder or not file.is_file():  # a service's name holds its address
        raise SpaceMissing(encoder)
    with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
        return dict(kept)


@lru_cache(maxsize=4)
def load_space(encoder: str) -> Space:
    """Return what was learned from the term base with the encoder of this name.

    Made by `python -m kakehashi.reference.trade_terms.fitting`. Raises SpaceMissing for another encoder.
    """
    return read_space(encoder, _read_kept(encoder))


def read_space(encoder: str, kept: Mapping[str, np.ndarray]) -> Space:
    """Return the space that was written as `kept` arrays: means, projection and anchors."""
    return Space(
        encoder=encoder,
        means={code: kept["means"][i].astype(np.float32) for i, code in enumerate(LANGUAGES)},
        projection=kept["projection"].astype(np.float32),
        anchors={code: kept["anchors"][i].astype(np.float32) for i, code in enumerate(LANGUAGES)},
    )


def read_digest(encoder: str) -> str:
    """Return the digest of the samples from which this encoder's space was learned."""
    return str(_read_kept(encoder)["digest"])
