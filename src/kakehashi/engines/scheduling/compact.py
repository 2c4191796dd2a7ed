"""How few breaks can the meetings held have, when only their slots change?

Take two slots. The meetings held in them form chains through the participants they share; exchanging the two slots
along a whole chain keeps every participant at one meeting per slot (Kempe 1879). Chains share nobody, so the change
in breaks is the sum over the chains exchanged, and every chain of a pair of slots is judged in one go.

Published meetings that are to be kept weigh far more than breaks; where fairness counts, so do the breaks of whoever
has most, more or less than those of the others as the order of the aims has it.
"""

import math
import random
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from .board import Board
from .frame import slots_in
from .order import placing
from .problem import Aim

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

STAYS = 1000.0
"""What a published meeting that leaves its slot costs, in breaks."""


class Compaction:
    """A board whose meetings exchange slots; `board` itself is behind until `write_back`, interpreters excepted.

    Tables are by slot (or column of a slot) and participant. `gaps` are the breaks of every participant; those above
    `cap` cost `surcharge` each on top.
    """

    def __init__(self, board: Board, open_to: NDArray[np.bool_], rng: random.Random) -> None:
        frame = board.frame
        n_people, n_slots = frame.n_participants, frame.n_slots
        self.board, self.frame, self.rng, self.open_to = board, frame, rng, open_to
        starts = slots_in(frame.day_starts)
        self.day = np.searchsorted(starts, np.arange(n_slots), side="right") - 1
        # One empty column before, between and after the days: a neighbour across a night is never occupied.
        self.column = np.arange(n_slots) + self.day + 1
        self.n_kinds = len(frame.crews)
        self.ordered = np.array([bool(a or b) for a, b in zip(frame.before, frame.after, strict=True)], dtype=bool)
        stay = Aim.STABILITY in board.order
        self.published = np.array(board.published if stay else [-1] * frame.n_wishes, dtype=np.int64)
        self.any_published = bool((self.published >= 0).any())
        self.place = np.zeros(n_people, dtype=np.int64)
        self.cap, self.surcharge = n_slots, 0.0
        self.load(np.array(board.at, dtype=np.int64).reshape(n_people, n_slots).T)

    def load(self, at: Ints) -> None:
        """Stand where that table of wishes by slot and participant says, interpreters aside."""
        frame, n_people = self.frame, self.frame.n_participants
        held, everyone = at >= 0, np.arange(n_people, dtype=np.int64)
        self.at = at.copy()
        self.partner = np.where(held, frame.first[at] + frame.second[at] - everyone, everyone)
        n_days = int(self.day[-1]) + 1 if len(self.day) else 0
        self.taken = np.zeros((len(at) + n_days + 1, n_people), dtype=np.int64)
        self.taken[self.column] = held
        self.in_day = np.zeros((n_days, n_people), dtype=np.int64)
        self.slot = np.full(frame.n_wishes, -1, dtype=np.int64)
        for s in range(len(at)):
            self.in_day[self.day[s]] += held[s]
            self.slot[at[s][held[s]]] = s
            self.board.count[s] = int(held[s].sum()) // 2
        self.gaps = (np.diff(self.taken, axis=0) == 1).sum(axis=0) - (self.in_day > 0).sum(axis=0)

    def breaks(self) -> int:
        """Breaks of all participants together."""
        return int(self.gaps.sum())

    def most_breaks(self) -> int:
        """Breaks of the participant who has the most."""
        return int(self.gaps.max(initial=0))

    def moved(self) -> int:
        """Published meetings held outside their published slot."""
        return int(((self.published >= 0) & (self.slot >= 0) & (self.slot != self.published)).sum())

    def write_back(self) -> None:
        """Put every meeting of the board where it stands here."""
        board = self.board
        for w in [w for w, s in enumerate(board.slot_of) if s >= 0]:
            board.take(w)
        board.recount()  # `step` kept the counts of where the meetings are going
        for s, p in zip(*(place.tolist() for place in np.nonzero(self.at >= 0)), strict=True):
            w = int(self.at[s, p])
            if board.first[w] == p:
                board.put(w, s)

    def step(self, s: int, t: int, heat: float) -> int:
        """Exchange some chains between slots s and t; returns the change in breaks."""
        people = np.flatnonzero((self.at[s] >= 0) | (self.at[t] >= 0))
        n = len(people)
        if not n:
            return 0
        there, here = self.at[s][people], self.at[t][people]
        labels = self._chains(people, s, t)
        n_s, n_t = there >= 0, here >= 0
        closed = (n_s & ~self.open_to[there, t]) | (n_t & ~self.open_to[here, s])
        barred = np.bincount(labels[closed], minlength=n) > 0
        gaps = self._changes(people, s, t)
        cost = self._costs(people, gaps, there, here, s, t)
        change = np.bincount(labels, weights=cost, minlength=n)
        net = np.empty((n, 1 + self.n_kinds))
        net[:, 0] = np.bincount(labels, weights=n_s.astype(float) - n_t, minlength=n)
        kinds = self.frame.kind
        for k in range(self.n_kinds):
            signed = (n_s & (kinds[there] == k)).astype(float) - (n_t & (kinds[here] == k))
            net[:, k + 1] = np.bincount(labels, weights=signed, minlength=n)
        chains = np.flatnonzero(~barred & (np.bincount(labels, minlength=n) > 0))
        if self.ordered.any():
            chains = self._keep_order(chains, labels, there, here, s, t)
        chosen = self._choose(chains, change, (net / 2).astype(np.int64), s, t, heat)
        if not chosen:
            return 0
        flip = np.zeros(n, dtype=bool)
        flip[chosen] = True
        moving = flip[labels]
        self._exchange(people[moving], s, t)
        self.gaps[people[moving]] += gaps[moving]
        return int(gaps[moving].sum())

    def _chains(self, people: Ints, s: int, t: int) -> Ints:
        """The chain of each of the people who meet in s or t, named after its first member's place among them."""
        self.place[people] = np.arange(len(people))
        one, other = self.place[self.partner[s][people]], self.place[self.partner[t][people]]
        label = np.minimum(np.minimum(one, other), np.arange(len(people)))
        while True:
            lower = np.minimum(np.minimum(label[one], label[other]), label)
            lower = lower[lower]
            if np.array_equal(lower, label):
                return np.asarray(label)
            label = lower

    def _changes(self, people: Ints, s: int, t: int) -> Ints:
        """Change in breaks of each of the people if its meetings in s and t change places."""
        cs, ct = self.column[s], self.column[t]
        at_s, at_t = self.taken[cs][people], self.taken[ct][people]
        moves = at_s - at_t
        both_s = self.taken[cs - 1][people] + self.taken[cs + 1][people]
        both_t = self.taken[ct - 1][people] + self.taken[ct + 1][people]
        if abs(cs - ct) == 1:  # the neighbour that is the other slot is vacated before its meeting moves in
            both_s = both_s - at_t
            both_t = both_t - at_s
        runs = moves * (both_s - both_t)
        if self.day[s] == self.day[t]:
            return np.asarray(runs)
        day_s, day_t = self.in_day[self.day[s]][people], self.in_day[self.day[t]][people]
        leaves = (moves == 1) & (day_s == 1), (moves == -1) & (day_t == 1)
        enters = (moves == 1) & (day_t == 0), (moves == -1) & (day_s == 0)
        return np.asarray(runs + leaves[0] + leaves[1] - enters[0] - enters[1])

    def _costs(self, people: Ints, gaps: Ints, there: Ints, here: Ints, s: int, t: int) -> Floats:
        """What a change of places costs with each of the people; published meetings count at both of theirs."""
        cost = gaps.astype(np.float64)
        if self.surcharge:
            now = self.gaps[people]
            over = np.maximum(now + gaps - self.cap, 0) - np.maximum(now - self.cap, 0)
            cost += self.surcharge * over
        for wishes, origin, goal in ((there, s, t), (here, t, s)) if self.any_published else ():
            known = np.where(wishes >= 0, self.published[wishes], -1)
            cost += 0.5 * STAYS * ((known == origin).astype(float) - (known == goal))
        return cost

    def _keep_order(self, chains: Ints, labels: Ints, there: Ints, here: Ints, s: int, t: int) -> Ints:
        """Leave out the chains with precedences, but for one of them if it keeps every precedence."""
        wishes = np.stack([there, here], axis=1)
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
        there, here = self.at[s][people], self.at[t][people]
        self.slot[there[there >= 0]] = t
        self.slot[here[here >= 0]] = s
        cs, ct = self.column[s], self.column[t]
        gone, come = self.taken[cs][people], self.taken[ct][people]
        for table, one, other in ((self.at, s, t), (self.partner, s, t), (self.taken, cs, ct)):
            kept = table[one][people]
            table[one, people] = table[other][people]
            table[other, people] = kept
        self.in_day[self.day[s], people] += come - gone
        self.in_day[self.day[t], people] += gone - come


def _accepts(change: float, heat: float, draw: Callable[[], float]) -> bool:
    """Heat bath: the chance of the changed state of two, at that heat."""
    if heat <= 0:
        return change < 0 or (change == 0 and draw() < 0.5)
    return draw() < 1 / (1 + math.exp(min(change / heat, 50.0)))


HOTTEST, COLDEST = 0.45, 0.06
"""Temperatures, in breaks, of the first and last rounds; measured on events of 132 and 400 participants."""

PATIENCE = 6
"""Rounds in which nobody who has the most breaks gets fewer, after which fairness is left as it is."""


def compact(
    board: Board,
    open_to: NDArray[np.bool_],
    rng: random.Random,
    sweeps: int,
    spent: Callable[[], float],
    hottest: float = HOTTEST,
    fewest: Sequence[int] = (),
) -> int:
    """Anneal the slots of the meetings held towards few breaks, `sweeps` times through all pairs of slots.

    `spent` says which share of the time allowed is over; from 1 on the best found so far is kept. A start
    that has few breaks already is best warmed little. `at_least`: breaks that no placing has fewer of. Where fairness
    counts, whoever has most breaks then gets fewer. Returns the rounds done.
    """
    aims: list[Aim] = [aim for aim in placing(board.frame.problem) if aim in (Aim.BREAKS, Aim.FAIRNESS)]
    if not aims or not any(s >= 0 for s in board.slot_of):
        return 0
    annealing = Annealing(Compaction(board, open_to, rng), aims, spent, fewest)
    annealing.cool(sweeps, hottest)
    if Aim.FAIRNESS in aims:
        annealing.level(sweeps, firm=aims[0] is Aim.FAIRNESS)
    annealing.finish()
    return annealing.rounds


class Annealing:
    """Rounds over all pairs of slots, and the best placing they led to by the order of the aims."""

    def __init__(
        self, state: Compaction, aims: list[Aim], spent: Callable[[], float], fewest: Sequence[int] = ()
    ) -> None:
        self.state, self.aims, self.spent = state, aims, spent
        self.at_least, self.most_at_least = sum(fewest), max(fewest, default=0)
        self.pairs = [(s, t) for t in range(state.frame.n_slots) for s in range(t)]
        self.rounds = 0
        self._keep()

    def key(self) -> tuple[int, ...]:
        """What is to be low, in order."""
        state = self.state
        figures = {Aim.BREAKS: state.breaks(), Aim.FAIRNESS: state.most_breaks()}
        return (state.moved(), *(figures[aim] for aim in self.aims))

    def _keep(self) -> None:
        self.best_key = self.key()
        self.best = self.state.at.copy(), self.state.board.crew_plan()

    def round(self, heat: float) -> bool:
        """Once through all pairs of slots in a new order; whether that gave the best placing so far."""
        state = self.state
        breaks = state.breaks()
        state.rng.shuffle(self.pairs)
        self.rounds += 1
        for s, t in self.pairs:
            if breaks <= self.at_least or self.spent() >= 1:
                break
            breaks += state.step(s, t, heat)
        if self.key() < self.best_key:
            self._keep()
            return True
        return False

    def cool(self, sweeps: int, hottest: float) -> None:
        """Few breaks of all together."""
        state = self.state
        for sweep in range(sweeps):
            if (state.breaks() <= self.at_least and not state.moved()) or self.spent() >= 1:
                break
            self.round(_heat(sweep / max(sweeps - 2, 1), self.spent(), hottest))

    def level(self, sweeps: int, *, firm: bool) -> None:
        """Fewer breaks of whoever has most; if `firm`, whatever it costs the others."""
        state, idle = self.state, 0
        self._back()
        state.surcharge = 4.0 if firm else 0.9
        for sweep in range(sweeps):
            if idle >= PATIENCE or self.spent() >= 1 or state.most_breaks() <= self.most_at_least:
                break
            state.cap = state.most_breaks() - 1
            if self.round(COLDEST if sweep % 2 else 0.0):
                idle = 0
            else:
                idle += 1
                self._back()
        if firm:
            state.cap, state.surcharge = state.most_breaks(), STAYS
            for _ in range(PATIENCE):
                self.round(0.0)
            self._back()

    def _back(self) -> None:
        """Stand at the best placing again."""
        at, plan = self.best
        self.state.load(at)
        self.state.board.recall_crews(plan)

    def finish(self) -> None:
        """Put the meetings of the board where the best placing has them."""
        self._back()
        self.state.write_back()


def _heat(done: float, spent: float, hottest: float) -> float:
    """The temperature when a share of the rounds is done; the clock counts only when it runs well ahead of them."""
    share = spent if spent > done + 0.1 else done
    return hottest * (COLDEST / hottest) ** share if share < 0.97 else 0.0
