"""Which offers meet a need best? Ranks offers for each need, text against text."""

from collections.abc import Sequence

import numpy as np

from kakehashi.engines.matching.encoding import Encoder, Progress, VectorStore, encode_texts
from kakehashi.engines.matching.evidence import Evidence
from kakehashi.engines.matching.facts import Patterns
from kakehashi.engines.matching.listing import Listing
from kakehashi.engines.matching.reasons import find_closeness, give_reasons
from kakehashi.engines.matching.rules import Rule
from kakehashi.engines.matching.scoring import Weights, admit, compare_meaning, describe, score
from kakehashi.engines.matching.space import Space
from kakehashi.engines.matching.terms import TermBase


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
    ranked = []
    for i in range(len(needs)):
        row = np.array([i])
        meaning = compare_meaning(features, row, columns)
        scores = score(features, row, columns, weights, meaning)[0]
        admitted = admit(features, row, columns, rule)[0]
        places = [int(j) for j in np.flatnonzero(admitted)]
        best = sorted(places, key=lambda j: (-scores[j], offers[j].key))[:top]
        ranked.append(
            tuple(
                Evidence(
                    offer=offers[j].key,
                    need=needs[i].key,
                    score=round(1000 * scores[j]),
                    reasons=give_reasons(
                        features, i, len(needs) + j, terms, find_closeness(meaning[0], admitted, j), patterns
                    ),
                )
                for j in best
            )
        )
    return tuple(ranked)
