"""Which offers meet a need best? Ranks offers for each need, text against text."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kakehashi.engines.matching.encoding import Encoder, Progress, VectorStore, encode_texts
from kakehashi.engines.matching.evidence import Evidence
from kakehashi.engines.matching.facts import Patterns, compare_facts
from kakehashi.engines.matching.listing import Listing
from kakehashi.engines.matching.reasons import find_closeness, give_reasons
from kakehashi.engines.matching.rules import Rule
from kakehashi.engines.matching.scoring import Features, Weights, admit, compare_meaning, describe, score
from kakehashi.engines.matching.space import Space
from kakehashi.engines.matching.terms import TermBase


def _holding(features: Features, need: int, offers: npt.NDArray[np.intp]) -> list[list[str]]:
    """Return for each offer (places in `features`) the names of the comparisons of facts that hold with a need."""
    if features.facts is None:
        return [[] for _ in offers]
    flags = compare_facts(features.facts, np.array([need]), offers)
    return [[name for name, table in flags.items() if table[0, place]] for place in range(len(offers))]


def _best(
    features: Features,
    need: int,
    columns: npt.NDArray[np.intp],
    terms: TermBase,
    patterns: Patterns | None,
    rule: Rule,
    weights: Weights,
    top: int,
) -> tuple[Evidence, ...]:
    """Return the best `top` of the offers at `columns` for one need (places in `features`)."""
    row = np.array([need])
    meaning = compare_meaning(features, row, columns)
    scores = score(features, row, columns, weights, meaning)[0]
    admitted = admit(features, row, columns, rule)[0]
    keys = [features.listings[column].key for column in columns]
    best = sorted((int(j) for j in np.flatnonzero(admitted)), key=lambda j: (-scores[j], keys[j]))[:top]
    holding = _holding(features, need, columns[np.array(best, dtype=np.intp)])
    found = []
    for place, j in enumerate(best):
        closeness = find_closeness(meaning[0], admitted, j)
        reasons = give_reasons(features, need, int(columns[j]), terms, closeness, patterns, holding[place])
        found.append(Evidence(keys[j], features.listings[need].key, round(1000 * scores[j]), reasons))
    return tuple(found)


def rank(
    needs: Sequence[Listing],
    offers: Sequence[Listing],
    *,
    encoder: Encoder,
    store: VectorStore,
    terms: TermBase,
    space: Space,
    rule: Rule | None = None,
    top: int = 10,
    weights: Weights | None = None,
    patterns: Patterns | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[Evidence, ...], ...]:
    """Return for each need its `top` offers, best first (score, then key).

    Any listing can stand on either side, whatever its `kind`: a text typed in a search field is a need with
    deal "" (open) and owner "" (nobody's). With `patterns` the texts are read for what they ask and give, and that
    decides among offers of the same topic; a need that offers, or an offer that seeks, is recognised by its words.
    Equal inputs give equal results.
    """
    rule, weights = rule or Rule(), weights or Weights()
    listings = (*needs, *offers)
    if not needs or not offers:
        return tuple(() for _ in needs)
    vectors, _ = encode_texts([listing.text for listing in listings], encoder, store, progress)
    features = describe(listings, vectors, terms, space, patterns)
    columns = np.arange(len(needs), len(listings))
    return tuple(_best(features, i, columns, terms, patterns, rule, weights, top) for i in range(len(needs)))
