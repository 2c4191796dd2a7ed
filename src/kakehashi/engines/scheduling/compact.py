"""How few breaks can the meetings held have, when only their slots change?

Take two slots. The meetings held in them form chains through the participants they share; exchanging the two slots
along a whole chain keeps every participant at one meeting per slot (Kempe 1879). Chains share nobody, so the change
in breaks is the sum over the chains exchanged, and every chain of a pair of slots is judged in one go.
"""

import math
import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .board import Board
from .frame import slots_in

Ints = NDArray[np.int64]


class Compaction:
    """A board whose meetings exchange slots; `board` itself is behind until `write_back`, interpreters excepted."""

    def __init__(self, board: Board, open_to: NDArray[np.bool_], rng: random.Random) -> None:
        frame = board.frame
        n_people, n_slots = frame.n_participants, frame.n_slots
        self.board, self.frame, self.rng, self.open_to = board, frame, rng, open_to
        self.at = np.array(board.at, dtype=np.int64).reshape(n_people, n_slots)
        everyone = np.arange(n_people, dtype=np.int64)[:, None]
        met = frame.first[self.at] + frame.second[self.at] - everyone
        self.partner = np.where(self.at >= 0, met, everyone)
        starts = slots_in(frame.day_starts)
        self.day = np.searchsorted(starts, np.arange(n_slots), side="right") - 1
        # One empty column before, between and after the days: a neighbour across a night is never occupied.
        self.column = np.arange(n_slots) + self.day + 1
        self.taken = np.zeros((n_people, n_slots + len(starts) + 1), dtype=np.int64)
        self.taken[:, self.column] = self.at >= 0
        self.in_day = np.zeros((n_people, len(starts)), dtype=np.int64)
        for s in range(n_slots):
            self.in_day[:, self.day[s]] += self.at[:, s] >= 0
        self.n_kinds = len(frame.crews)
        self.slot = np.array(board.slot_of, dtype=np.int64)
        self.ordered = np.array([bool(a or b) for a, b in zip(frame.before, frame.after, strict=True)])

    def breaks(self) -> int:
        """Breaks of all participants together."""
        started = np.diff(self.taken, axis=1) == 1
        return int(started.sum() - (self.in_day > 0).sum())

    def write_back(self) -> None:
        """Put every meeting of the board where it stands here."""
        board = self.board
        for w in [w for w, s in enumerate(board.slot_of) if s >= 0]:
            board.take(w)
        board.recount()  # `step` kept the counts of where the meetings are going
        for p, s in zip(*np.nonzero(self.at >= 0), strict=True):
            w = int(self.at[p, s])
            if board.first[w] == p:
                board.put(w, int(s))

    def step(self, s: int, t: int, heat: float) -> int:
        """Exchange some chains between slots s and t; returns the change in breaks."""
        n, labels = len(self.at), self._chains(s, t)
        there, here = self.at[:, s], self.at[:, t]
        n_s, n_t = there >= 0, here >= 0
        closed = (n_s & ~self.open_to[there, t]) | (n_t & ~self.open_to[here, s])
        barred = np.bincount(labels[closed], minlength=n) > 0
        change = np.bincount(labels, weights=self._changes(s, t), minlength=n)
        net = np.empty((n, 1 + self.n_kinds))
        net[:, 0] = np.bincount(labels, weights=n_s.astype(float) - n_t, minlength=n)
        for k in range(self.n_kinds):
            kinds = self.frame.kind
            signed = (n_s & (kinds[there] == k)).astype(float) - (n_t & (kinds[here] == k))
            net[:, k + 1] = np.bincount(labels, weights=signed, minlength=n)
        chains = np.flatnonzero(~barred & (np.bincount(labels, weights=n_s | n_t, minlength=n) > 0))
        if self.ordered.any():
            chains = self._keep_order(chains, labels, s, t)
        chosen = self._choose(chains, change, (net / 2).astype(np.int64), s, t, heat)
        if not chosen:
            return 0
        flip = np.zeros(n, dtype=bool)
        flip[chosen] = True
        self._exchange(np.flatnonzero(flip[labels] & (n_s | n_t)), s, t)
        return int(change[chosen].sum())

    def _chains(self, s: int, t: int) -> Ints:
        """The chain of every participant, named after its lowest participant."""
        one, other = self.partner[:, s], self.partner[:, t]
        label = np.minimum(np.minimum(one, other), np.arange(len(one)))
        while True:
            lower = np.minimum(np.minimum(label[one], label[other]), label)
            lower = lower[lower]
            if np.array_equal(lower, label):
                return label
            label = lower

    def _changes(self, s: int, t: int) -> Ints:
        """Change in breaks of each participant if its meetings in s and t change places."""
        cs, ct = self.column[s], self.column[t]
        taken = self.taken
        moves = taken[:, cs] - taken[:, ct]
        both_s = taken[:, cs - 1] + taken[:, cs + 1]
        both_t = taken[:, ct - 1] + taken[:, ct + 1]
        if abs(cs - ct) == 1:  # the neighbour that is the other slot is vacated before its meeting moves in
            both_s = both_s - taken[:, ct]
            both_t = both_t - taken[:, cs]
        runs = moves * (both_s - both_t)
        if self.day[s] == self.day[t]:
            return np.asarray(runs)
        day_s, day_t = self.in_day[:, self.day[s]], self.in_day[:, self.day[t]]
        leaves = (moves == 1) & (day_s == 1), (moves == -1) & (day_t == 1)
        enters = (moves == 1) & (day_t == 0), (moves == -1) & (day_s == 0)
        return np.asarray(runs + leaves[0] + leaves[1] - enters[0] - enters[1])

    def _keep_order(self, chains: Ints, labels: Ints, s: int, t: int) -> Ints:
        """Leave out the chains with precedences, but for one of them if it keeps every precedence."""
        wishes = self.at[:, [s, t]]
        bound = (wishes >= 0) & self.ordered[wishes]
        tied = np.unique(labels[bound.any(axis=1)])
        free = chains[~np.isin(chains, tied)]
        tied = chains[np.isin(chains, tied)]
        if not len(tied):
            return free
        one = self.rng.choice(tied.tolist())
        moved = {w: s + t - int(self.slot[w]) for w in np.unique(wishes[labels == one]).tolist() if w >= 0}
        frame = self.frame
        for w, now in moved.items():
            earlier = (moved.get(a, int(self.slot[a])) for a in frame.before[w])
            later = (moved.get(b, int(self.slot[b])) for b in frame.after[w])
            if any(q >= now for q in earlier) or any(0 <= q <= now for q in later):
                return free
        return np.append(free, one)

    def _choose(self, chains: Ints, change: NDArray[np.generic], net: Ints, s: int, t: int, heat: float) -> list[int]:
        """Chains to exchange: by heat bath one by one where tables and interpreters allow, else in pairs."""
        chosen: list[int] = []
        waiting: dict[tuple[int, ...], list[tuple[float, int]]] = {}
        random_one = self.rng.random
        order = chains.tolist()
        # Of all labels few are chains that may move: only these become Python numbers.
        deltas = dict(zip(order, change[chains].tolist(), strict=True))
        nets = dict(zip(order, net[chains].tolist(), strict=True))
        self.rng.shuffle(order)
        for c in order:
            shift = nets[c]
            if not any(shift):
                if _accepts(deltas[c], heat, random_one):
                    chosen.append(c)
                continue
            if _accepts(deltas[c], heat, random_one) and self._shift(shift, s, t):
                chosen.append(c)
                continue
            noisy = deltas[c] - heat * math.log(-math.log(random_one() or 1e-12) or 1e-12)
            waiting.setdefault(tuple(shift), []).append((noisy, c))
        for shift_key in list(waiting):
            opposite = tuple(-d for d in shift_key)
            if shift_key < opposite or opposite not in waiting:
                continue
            for (_, c), (_, d) in zip(sorted(waiting[shift_key]), sorted(waiting[opposite]), strict=False):
                if _accepts(deltas[c] + deltas[d], heat, random_one):
                    chosen += [c, d]
        return chosen

    def _shift(self, net: list[int], s: int, t: int) -> bool:
        """Move net meetings, and interpreters of each kind, from slot s to t if both have room."""
        board = self.board
        count = board.count
        if count[t] + net[0] > board.seats[t] or count[s] - net[0] > board.seats[s]:
            return False
        if any(net[1:]):
            saved = board.crew_plan()
            moves = [(k, s, t) for k, d in enumerate(net[1:]) for _ in range(d)]
            moves += [(k, t, s) for k, d in enumerate(net[1:]) for _ in range(-d)]
            for k, origin, _ in moves:
                board.release(k, origin)
            if not all(board.engage(k, goal) for k, _, goal in moves):
                board.recall_crews(saved)
                return False
        count[s] -= net[0]
        count[t] += net[0]
        return True

    def _exchange(self, people: Ints, s: int, t: int) -> None:
        there, here = self.at[people, s], self.at[people, t]
        self.slot[there[there >= 0]] = t
        self.slot[here[here >= 0]] = s
        for table in (self.at, self.partner):
            kept = table[people, s]
            table[people, s] = table[people, t]
            table[people, t] = kept
        cs, ct = self.column[s], self.column[t]
        gone, come = self.taken[people, cs], self.taken[people, ct]
        self.taken[people, cs], self.taken[people, ct] = come, gone
        self.in_day[people, self.day[s]] += come - gone
        self.in_day[people, self.day[t]] += gone - come


def _accepts(change: float, heat: float, draw: Callable[[], float]) -> bool:
    """Heat bath: the chance of the changed state of two, at that heat."""
    if heat <= 0:
        return change < 0 or (change == 0 and draw() < 0.5)
    return draw() < 1 / (1 + math.exp(min(change / heat, 50.0)))


HOTTEST, COLDEST = 0.45, 0.06
"""Temperatures, in breaks, of the first and last rounds; measured on events of 132 and 400 participants."""


def compact(
    board: Board,
    open_to: NDArray[np.bool_],
    rng: random.Random,
    sweeps: int,
    spent: Callable[[], float],
    hottest: float = HOTTEST,
) -> int:
    """Anneal the slots of the meetings held towards few breaks, `sweeps` times through all pairs of slots.

    `spent` says which share of the time allowed is over; from 1 on the best found so far is kept. A start
    that has few breaks already is best warmed little. Returns the rounds done.
    """
    if not any(s >= 0 for s in board.slot_of):
        return 0
    state = Compaction(board, open_to, rng)
    pairs = [(s, t) for t in range(board.frame.n_slots) for s in range(t)]
    breaks = state.breaks()
    best = (breaks, state.at.copy(), board.crew_plan())
    sweep = 0
    for sweep in range(sweeps):
        if not breaks or spent() >= 1:
            break
        heat = _heat(sweep / max(sweeps - 2, 1), spent(), hottest)
        rng.shuffle(pairs)
        for s, t in pairs:
            breaks += state.step(s, t, heat)
            if not breaks or spent() >= 1:
                break
        if breaks < best[0]:
            best = (breaks, state.at.copy(), board.crew_plan())
    _, state.at, plan = best
    board.recall_crews(plan)
    state.write_back()
    return sweep


def _heat(done: float, spent: float, hottest: float) -> float:
    """The temperature when a share of the rounds is done; the clock counts only when it runs well ahead of them."""
    share = spent if spent > done + 0.1 else done
    return hottest * (COLDEST / hottest) ** share if share < 0.97 else 0.0
