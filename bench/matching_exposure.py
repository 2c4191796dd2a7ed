"""How much total score does fair exposure cost? `python -m bench.matching_exposure`.

Simulated markets of 2,000 firms that read lists and 2,000 that stand on them, ten places each. A chance is
logistic in the sector shared, in how near two firms lie within it, in the popularity of the firm shown (the
same for every reader) and in noise. Each row of the table is a market of a greater spread of popularity.
"""

import time

import numpy as np
import numpy.typing as npt

from kakehashi.engines.matching.exposure import gini_of, share_out

Floats = npt.NDArray[np.float64]
FIRMS, SECTORS, PLACES, LEAST = 2000, 40, 10, 2
GINI, KEEP = 0.35, 0.95
SPREADS = (0.2, 0.4, 0.6, 0.8, 1.2)


def simulate(spread: float, seed: int = 0) -> Floats:
    """Chances, shape (FIRMS, FIRMS); `spread` is the standard deviation of popularity on the logit's scale."""
    rng = np.random.default_rng(seed)
    sectors = rng.integers(0, SECTORS, (2, FIRMS))
    readers, shown = rng.standard_normal((2, FIRMS, 8)) / np.sqrt(8)
    logits = -3.5 + 3.0 * (sectors[0][:, None] == sectors[1][None]) + 2.0 * readers @ shown.T
    logits += spread * rng.standard_normal(FIRMS)[None] + 0.3 * rng.standard_normal((FIRMS, FIRMS))
    chances: Floats = 1 / (1 + np.exp(-logits))
    return chances


def by_luck(scores: Floats, cap: int) -> tuple[float, npt.NDArray[np.intp]]:
    """Total and appearances where rows choose in turn, one place a turn, and a column is full at `cap`."""
    order = np.argsort(-scores, axis=1, kind="stable")
    appearances, at = np.zeros(scores.shape[1], dtype=np.intp), np.zeros(len(scores), dtype=np.intp)
    total = 0.0
    for turn in range(PLACES):
        for row in range(len(scores))[:: -1 if turn % 2 else 1]:
            while at[row] < scores.shape[1] and appearances[order[row, at[row]]] >= cap:
                at[row] += 1
            if at[row] < scores.shape[1]:
                column = order[row, at[row]]
                appearances[column] += 1
                total += float(scores[row, column])
                at[row] += 1
    return total, appearances


def best_by_luck(scores: Floats) -> tuple[float, npt.NDArray[np.intp], int]:
    """The loosest cap at which choosing in turn keeps the Gini coefficient: total, appearances, cap."""
    low, high = PLACES, FIRMS
    found = (*by_luck(scores, low), low)
    while low < high:
        cap = (low + high + 1) // 2
        total, appearances = by_luck(scores, cap)
        if gini_of(appearances) <= GINI:
            low, found = cap, (total, appearances, cap)
        else:
            high = cap - 1
    return found


def main() -> None:
    """Print the table in Markdown."""
    print(f"{FIRMS:,} x {FIRMS:,}, lists of {PLACES}, Gini at most {GINI}, at least {LEAST} appearances each.\n")
    print("Of the best total, in percent; Gini of appearances in brackets. The bound is proven: no lists that keep")
    print("the Gini have more. Where it is below 95 no method can have both.\n")
    print("| popularity | top 10 | cap by luck | ours | proven bound | ours / bound % | never shown (three) | s |")
    print("|---|---|---|---|---|---|---|---|")
    for spread in SPREADS:
        scores = simulate(spread)
        started = time.perf_counter()
        ours = share_out(scores, lists=PLACES, gini=GINI, keep=0.0, least=LEAST)
        seconds = time.perf_counter() - started
        top = np.bincount(np.argpartition(-scores, PLACES - 1, axis=1)[:, :PLACES].ravel(), minlength=FIRMS)
        total, appearances, cap = best_by_luck(scores)
        best = ours.best_total
        hidden = ", ".join(str(int((a == 0).sum())) for a in (top, appearances, ours.appearances))
        print(
            f"| {spread} | 100 ({ours.gini_before:.2f}) | {100 * total / best:.1f} ({gini_of(appearances):.2f}, "
            f"cap {cap}) | {100 * ours.share_of_best:.1f} ({ours.gini:.2f}) | {100 * ours.bound / best:.1f} | "
            f"{100 * ours.share_of_bound:.2f} | {hidden} | {seconds:.1f} |"
        )


if __name__ == "__main__":
    main()
