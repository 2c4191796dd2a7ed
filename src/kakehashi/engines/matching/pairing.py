"""Which organisations should meet? Compares everyone's offers with everyone's needs, in both directions."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from kakehashi.engines.matching.encoding import Encoder, Progress, VectorStore, encode_texts
from kakehashi.engines.matching.evidence import Evidence, Matches, Pair
from kakehashi.engines.matching.facts import Patterns
from kakehashi.engines.matching.listing import DEALS, Listing
from kakehashi.engines.matching.reasons import find_closeness, give_reasons
from kakehashi.engines.matching.rules import Rule, plays
from kakehashi.engines.matching.scoring import Features, Flags, Floats, Weights, admit, compare_meaning, describe, score
from kakehashi.engines.matching.space import Space
from kakehashi.engines.matching.terms import TermBase

Places = npt.NDArray[np.intp]

_BLOCK = 256
_LEAST_EVIDENCE = 50  # of 1000; the best evidence of a pair is always given
_MOST_EVIDENCE = 6


class _Field:
    """All needs against all offers; offers stand in the order of their owners, for sums by owner."""

    def __init__(self, features: Features, rule: Rule, weights: Weights) -> None:
        self.features, self.rule, self.weights = features, rule, weights
        places = range(len(features.listings))
        self.needs = self._by_owner([i for i in places if plays(features.listings[i], "need")])
        self.offers = self._by_owner([i for i in places if plays(features.listings[i], "offer")])
        owners = features.owners[self.offers]
        self.starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if len(owners) else owners
        self.offer_owners = owners[self.starts]

    def _by_owner(self, places: list[int]) -> Places:
        return np.array(sorted(places, key=lambda i: (self.features.owners[i], i)), dtype=np.intp)

    def _counted_elsewhere(self, needs: Places) -> Flags:
        """Flag research with research in the direction not taken: both stand on both sides, else each counts twice."""
        wants = np.array([listing.kind == "need" for listing in self.features.listings])
        research = self.features.deals == DEALS.index("research")
        both = research[needs][:, None] & research[self.offers][None]
        need, offer = wants[needs][:, None], wants[self.offers][None]
        taken = np.where(need == offer, needs[:, None] < self.offers[None], need & ~offer)
        flags: Flags = both & ~taken
        return flags

    def rows(self) -> Iterator[tuple[int, Floats, Flags, Floats]]:
        """Yield each need with its row of meaning, admission and score (0 where not admitted)."""
        for start in range(0, len(self.needs), _BLOCK):
            block = self.needs[start : start + _BLOCK]
            meaning = compare_meaning(self.features, block, self.offers)
            admitted = admit(self.features, block, self.offers, self.rule) & ~self._counted_elsewhere(block)
            scores = np.where(admitted, score(self.features, block, self.offers, self.weights, meaning), 0.0)
            for i, need in enumerate(block):
                yield int(need), meaning[i], admitted[i], scores[i]


def _total(field: _Field, owners: int) -> tuple[Floats, int]:
    """Return log(1 - score) between owners, shape (owners, owners), symmetric, and the combinations admitted.

    Each need counts with its best offer of the other organisation; needs, and the two directions, combine
    as independent chances (noisy or).
    """
    total = np.zeros((owners, owners))
    compared = 0
    if len(field.offers):
        for need, _, admitted, scores in field.rows():
            compared += int(np.count_nonzero(admitted))
            best = np.maximum.reduceat(scores, field.starts)
            total[field.features.owners[need], field.offer_owners] += np.log1p(-best)
    return total + total.T, compared


def _keep(
    total: Floats, names: Sequence[str], vetoes: Collection[tuple[str, str]], top: int | None
) -> set[tuple[int, int]]:
    """Return the pairs of owners that are among the best `top` of either of the two."""
    place = {name: i for i, name in enumerate(names)}
    for first, second in vetoes:
        if first in place and second in place:
            total[place[first], place[second]] = total[place[second], place[first]] = 0.0
    kept: set[tuple[int, int]] = set()
    for i, row in enumerate(total):
        others = np.argsort(row, kind="stable")  # names are in order, so equal scores are taken by name
        others = others[row[others] < 0][:top]
        kept |= {(min(i, int(j)), max(i, int(j))) for j in others}
    return kept


def _collect(
    field: _Field, kept: set[tuple[int, int]], terms: TermBase, patterns: Patterns | None
) -> dict[tuple[int, int], list[Evidence]]:
    """Return for each kept pair of owners the best offer for each need of either."""
    features = field.features
    found: dict[tuple[int, int], list[Evidence]] = {pair: [] for pair in kept}
    ends = np.r_[field.starts[1:], len(field.offers)]
    ranges = {int(o): (int(a), int(b)) for o, a, b in zip(field.offer_owners, field.starts, ends, strict=False)}
    partners: dict[int, list[int]] = {}
    for i, j in sorted(kept):
        partners.setdefault(i, []).append(j)
        partners.setdefault(j, []).append(i)
    for need, meaning, admitted, scores in field.rows() if kept else ():
        owner = int(features.owners[need])
        for other in partners.get(owner, ()):
            start, end = ranges.get(other, (0, 0))
            if start == end:
                continue
            best = start + int(np.argmax(scores[start:end]))
            if not admitted[best]:
                continue
            offer = int(field.offers[best])
            found[min(owner, other), max(owner, other)].append(
                Evidence(
                    offer=features.listings[offer].key,
                    need=features.listings[need].key,
                    score=round(1000 * scores[best]),
                    reasons=give_reasons(
                        features, need, offer, terms, find_closeness(meaning, admitted, best), patterns
                    ),
                )
            )
    return found


def _choose(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    ranked = sorted(evidence, key=lambda item: (-item.score, item.need, item.offer))
    return tuple(item for i, item in enumerate(ranked[:_MOST_EVIDENCE]) if i == 0 or item.score >= _LEAST_EVIDENCE)


def _in_order(listings: Sequence[Listing]) -> list[Listing]:
    if len({listing.key for listing in listings}) != len(listings):
        raise ValueError("two listings share a key")
    if any(not listing.owner for listing in listings):
        raise ValueError("a listing has no owner; rank() compares texts of nobody")
    return sorted(listings, key=lambda listing: (listing.owner, listing.key))


def match(
    listings: Sequence[Listing],
    *,
    encoder: Encoder,
    store: VectorStore,
    terms: TermBase,
    space: Space,
    rule: Rule | None = None,
    vetoes: Collection[tuple[str, str]] = (),
    top: int | None = 10,
    weights: Weights | None = None,
    progress: Progress | None = None,
    patterns: Patterns | None = None,
) -> Matches:
    """Return the pairs of organisations worth a meeting, with their evidence.

    Parameters
    ----------
    listings: everyone's offers and needs; keys are unique.
    encoder, store: texts that the store lacks are encoded, and kept there.
    terms, space: the term base and what was learned from it (`kakehashi.reference.trade_terms`).
    rule: who may meet whom; by default anyone, but never an organisation itself.
    vetoes: pairs of organisations, in either order, that are never proposed.
    top: a pair is kept when it is among the best `top` of either organisation; None keeps all.
    progress: called with (texts encoded, texts to encode).
    patterns: the words that tell what a text asks and gives (`reference.trade_facts`); without, facts play no part.

    Equal inputs give equal results. Raises ValueError when two listings share a key, one has no
    owner, or the space was learned with another encoder.
    """
    listings = _in_order(listings)
    if space.encoder != encoder.name:
        raise ValueError(f"the space was learned with {space.encoder}, not with {encoder.name}")
    vectors, encoded = encode_texts([listing.text for listing in listings], encoder, store, progress)
    features = describe(listings, vectors, terms, space, patterns)
    names = ["", *dict.fromkeys(listing.owner for listing in listings)]
    field = _Field(features, rule or Rule(), weights or Weights())
    total, compared = _total(field, len(names))
    kept = _keep(total, names, vetoes, top)
    pairs = [
        Pair(names[i], names[j], round(-1000 * np.expm1(total[i, j])), _choose(evidence))
        for (i, j), evidence in sorted(
            _collect(field, kept, terms, patterns).items(), key=lambda item: (total[item[0]], item[0])
        )
    ]
    return Matches(tuple(pairs), compared, encoded)
