"""How likely does an offer meet a need? Features of two listings, and the calibrated score made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from kakehashi.engines.language import detect
from kakehashi.engines.matching.encoding import Vectors
from kakehashi.engines.matching.facts import Fact, FactTable, FactWeights, Patterns, read_facts, tabulate, weigh_facts
from kakehashi.engines.matching.listing import DEALS, Listing
from kakehashi.engines.matching.rules import Rule, grade_deals, normalize_certificate
from kakehashi.engines.matching.space import Space
from kakehashi.engines.matching.terms import Mention, TermBase

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of a logistic model: the score is 1000 / (1 + exp(-sum)).

    Fitted on the wishes of one invented week (`python -m bench.matching_weights`): of each pair of firms that
    asked for each other the best offer and need count as fitting, all pairs that nobody asked for as not. The
    other invented week is only reported on. When similarities and shared terms were made to level off, the constant
    was set so that the chances add up to about what was asked for in both weeks, and the weight of shared terms
    by the development deals. Certificates told nothing there; their weights are set by judgement, so that one that
    is not stated never hides a good offer.
    """

    constant: float = -4.3
    meaning: float = 13.9
    concepts: float = 10.9
    same_heading: float = 1.5
    same_chapter: float = 0.4
    certificate_held: float = 0.1
    certificate_not_stated: float = -0.4
    compatible_deal: float = -0.4
    open_deal: float = -0.2
    facts: FactWeights = field(default_factory=FactWeights)


_SAME_TOPIC = 0.1
"""Similarity from which two texts speak of the same thing: beyond it, closer words say little more."""
_SAME_TERMS = 0.4
"""Likewise for the terms that two texts share: a near-miss often names more terms of the need than the fit does."""

CATEGORY_WEIGHTS: Mapping[str, float] = {"certificates": 0.4, "general": 0.1}
"""How much a shared concept of a category says; 1 where a category is not named."""
_BROADER = 0.9  # kin counts almost like the same: who needs a pitaya is glad of a dragon fruit, and of fruit
_SMOOTHING = 0.5


@dataclass(frozen=True, eq=False)
class Features:
    """Listings as arrays, one row per listing.

    `placed` (n, dimensions); `hubness` (n, languages + 1), whose columns `languages` (n,) name; `concepts`
    sparse (n, concepts) with rows of length at most 1.
    `deals`, `owners`, `sides` and `headings` (n,) are numbers for equal values; 0 is unknown, for headings -1.
    `demanded` and `held`, sparse (n, certificates), are 1 for each certificate a listing carries; rows of
    `demanded` are scaled to the sum 1. `stated` and `facts` are what the texts ask and give, where that was read.
    """

    listings: tuple[Listing, ...]
    mentions: tuple[tuple[Mention, ...], ...]
    placed: Vectors
    hubness: Vectors
    languages: npt.NDArray[np.intp]
    concepts: csr_array
    deals: npt.NDArray[np.intp]
    owners: npt.NDArray[np.intp]
    sides: npt.NDArray[np.intp]
    headings: npt.NDArray[np.intp]
    demanded: csr_array
    held: csr_array
    stated: tuple[tuple[Fact, ...], ...] = ()
    facts: FactTable | None = None


def _number(values: Sequence[str], known: dict[str, int]) -> npt.NDArray[np.intp]:
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)


def weigh_concepts(mentions: Sequence[Mention], terms: TermBase) -> dict[str, float]:
    """Return the weight of each concept that a text names or implies (a broader concept at a discount)."""
    weights: dict[str, float] = {}
    for mention in mentions:
        for depth, key in enumerate(terms.lineage(mention.concept)):
            weight = CATEGORY_WEIGHTS.get(terms.by_key[key].category, 1.0) * _BROADER**depth
            weights[key] = max(weights.get(key, 0.0), weight)
    return weights


def _concept_rows(mentions: Sequence[tuple[Mention, ...]], terms: TermBase) -> csr_array:
    columns = {concept.key: i for i, concept in enumerate(terms.concepts)}
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for found in mentions:
        weights = weigh_concepts(found, terms)
        length = np.sqrt(sum(weight**2 for weight in weights.values()) + _SMOOTHING)
        indices += [columns[key] for key in weights]
        data += [weight / length for weight in weights.values()]
        starts.append(len(indices))
    return csr_array((data, indices, starts), shape=(len(mentions), max(1, len(columns))), dtype=np.float64)


def _certificate_rows(listings: Sequence[Listing], *, scaled: bool) -> csr_array:
    names = [{normalize_certificate(name) for name in listing.certificates} for listing in listings]
    columns = {name: i for i, name in enumerate(sorted(set().union(*names)))}
    data = [1 / len(row) if scaled else 1.0 for row in names for _ in row]
    indices = [columns[name] for row in names for name in sorted(row)]
    starts = np.r_[0, np.cumsum([len(row) for row in names], dtype=np.intp)]
    return csr_array((data, indices, starts), shape=(len(names), max(1, len(columns))), dtype=np.float64)


def describe(
    listings: Sequence[Listing], vectors: Vectors, terms: TermBase, space: Space, patterns: Patterns | None = None
) -> Features:
    """Return the features of `listings`, whose text vectors are the rows of `vectors`.

    With `patterns` the texts are read for what they ask and give; without, facts play no part.
    """
    languages = [listing.language or detect(listing.text) for listing in listings]
    columns: dict[str | None, int] = {code: i for i, code in enumerate(space.anchors)}
    placed = space.place(vectors, languages)
    mentions = tuple(terms.find(listing.text, language) for listing, language in zip(listings, languages, strict=True))
    deals = np.array([DEALS.index(listing.deal) for listing in listings], dtype=np.intp)
    stated: tuple[tuple[Fact, ...], ...] = ()
    table: FactTable | None = None
    if patterns is not None:
        stated = tuple(
            read_facts(listing.text, language, found, terms, patterns)
            for listing, language, found in zip(listings, languages, mentions, strict=True)
        )
        table = tabulate(stated, terms, patterns)
        # Who states the kind of deal has said who gives and who seeks; only else does the wording tell.
        table = replace(table, role=np.where(deals == 0, table.role, 0).astype(np.int8))
    return Features(
        listings=tuple(listings),
        mentions=mentions,
        placed=placed,
        hubness=space.closeness_to_all(placed),
        languages=np.array([columns.get(code, len(columns)) for code in languages], dtype=np.intp),
        concepts=_concept_rows(mentions, terms),
        deals=deals,
        owners=_number([listing.owner for listing in listings], {"": 0}),
        sides=_number([listing.side for listing in listings], {"": 0}),
        headings=np.array([int(listing.hs) if listing.hs else -1 for listing in listings], dtype=np.intp),
        demanded=_certificate_rows(listings, scaled=True),
        held=_certificate_rows(listings, scaled=False),
        stated=stated,
        facts=table,
    )


def compare_meaning(features: Features, needs: npt.NDArray[np.intp], offers: npt.NDArray[np.intp]) -> Floats:
    """Return similarities free of language and hubness, shape (needs, offers); unrelated texts are below 0."""
    cosines = features.placed[needs] @ features.placed[offers].T
    of_needs = features.hubness[needs][:, features.languages[offers]]
    of_offers = features.hubness[offers][:, features.languages[needs]]
    hubs = of_needs + of_offers.T
    return (cosines - hubs / 2).astype(np.float64)


def saturate(meaning: Floats) -> Floats:
    """Return similarities that level off once two texts speak of the same thing, so that facts decide among those.

    An offer that repeats the need word for word is more often a near-miss, or the same need, than a fit.
    """
    levelled: Floats = np.where(meaning > 0, _SAME_TOPIC * np.tanh(meaning / _SAME_TOPIC), meaning)
    return levelled


def share_terms(features: Features, needs: npt.NDArray[np.intp], offers: npt.NDArray[np.intp]) -> Floats:
    """Return how far needs and offers name the same concepts, shape (needs, offers), levelling off likewise."""
    overlap = (features.concepts[needs] @ features.concepts[offers].T).toarray()
    levelled: Floats = _SAME_TERMS * np.tanh(overlap / _SAME_TERMS)
    return levelled


def admit(features: Features, needs: npt.NDArray[np.intp], offers: npt.NDArray[np.intp], rule: Rule) -> Flags:
    """Return which offers each need may meet by deal, organisation and side, shape (needs, offers)."""
    table = np.array([[grade_deals(need, offer) is not None for offer in DEALS] for need in DEALS])
    admitted: Flags = table[features.deals[needs][:, None], features.deals[offers][None]]
    owners, others = features.owners[needs][:, None], features.owners[offers][None]
    admitted &= (owners != others) | (owners == 0)
    if rule.between_sides:
        sides, opposite = features.sides[needs][:, None], features.sides[offers][None]
        admitted &= (sides != opposite) & (sides != 0) & (opposite != 0)
    return admitted


def score(
    features: Features,
    needs: npt.NDArray[np.intp],
    offers: npt.NDArray[np.intp],
    weights: Weights,
    meaning: Floats | None = None,
) -> Floats:
    """Return how likely each offer meets each need, shape (needs, offers), each between 0 and 1."""
    if meaning is None:
        meaning = compare_meaning(features, needs, offers)
    terms = share_terms(features, needs, offers)
    logits = weights.constant + weights.meaning * saturate(meaning) + weights.concepts * terms
    heading, other = features.headings[needs][:, None], features.headings[offers][None]
    known = (heading >= 0) & (other >= 0)
    logits += weights.same_heading * (known & (heading == other))
    logits += weights.same_chapter * (known & (heading != other) & (heading // 100 == other // 100))
    deal, offered = features.deals[needs][:, None], features.deals[offers][None]
    is_open = (deal == 0) | (offered == 0)
    logits += weights.open_deal * is_open + weights.compatible_deal * (~is_open & (deal != offered))
    demanded, held = features.demanded[needs], features.held[offers]
    stated = (demanded @ held.T).toarray()
    asks = demanded.sum(axis=1)[:, None] > 0
    logits += asks * (weights.certificate_held * stated + weights.certificate_not_stated * (1 - stated))
    if features.facts is not None:
        logits += weigh_facts(features.facts, needs, offers, weights.facts)
    chances: Floats = np.minimum(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 0.999)
    return chances
