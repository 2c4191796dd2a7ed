"""How are counts and choices written as clauses a SAT solver reads?"""

from collections.abc import Sequence
from itertools import combinations

Literal = int
"""A variable (> 0) or its negation (< 0)."""

_PAIRWISE = 6
"""Up to this many literals, one clause per pair is smaller than a chain with new variables."""


class Formula:
    """A conjunction of clauses over the variables 1 to `n`, of which the first `after` belong to another formula.

    A term is a literal, or True or False where the value is known: clauses with a true term are dropped, false
    terms are left out.
    """

    def __init__(self, after: int = 0) -> None:
        self.n = after
        self.clauses: list[list[Literal]] = []

    def new(self) -> Literal:
        """A variable that no clause holds yet."""
        self.n += 1
        return self.n

    def add(self, *terms: "Literal | bool") -> None:
        """At least one of the terms holds."""
        clause = []
        for term in terms:
            if term is True:
                return
            if term is not False:
                clause.append(term)
        if not clause:  # nothing can hold: solvers differ on empty clauses, so say it with a variable
            never = self.new()
            self.clauses.append([never])
            clause = [-never]
        self.clauses.append(clause)

    def add_at_most_one(self, literals: Sequence[Literal]) -> None:
        """At most one of the literals holds: pairs of a few, then a variable that stands for them."""
        rest = list(literals)
        while len(rest) > _PAIRWISE:
            some = rest[: _PAIRWISE - 2]
            joint = self.new()
            for a, b in combinations(some, 2):
                self.add(-a, -b)
            for a in some:
                self.add(-a, joint)
            rest = [joint, *rest[_PAIRWISE - 2 :]]
        for a, b in combinations(rest, 2):
            self.add(-a, -b)

    def add_at_most(self, literals: Sequence[Literal], most: int) -> None:
        """At most `most` >= 0 of the literals hold."""
        if most >= len(literals):
            return
        if most == 0:
            for literal in literals:
                self.add(-literal)
        elif most == 1:
            self.add_at_most_one(literals)
        else:
            self.add(-self.count_up(literals, most + 1)[most])

    def count_up(self, literals: Sequence[Literal], highest: int, *, exact: bool = False) -> list[Literal]:
        """Unary count of the literals up to `highest`: entry k is true when at least k + 1 of them hold.

        With `exact`, it is true only then. Source: the totalizer of Bailleux and Boufkhad (2003), cut off.
        """
        parts = [[literal] for literal in literals]
        while len(parts) > 1:
            pairs = zip(parts[::2], parts[1::2], strict=False)
            merged = [self._merge(a, b, highest, exact) for a, b in pairs]
            parts = merged + ([parts[-1]] if len(parts) % 2 else [])
        return parts[0] if parts else []

    def _merge(self, a: list[Literal], b: list[Literal], highest: int, exact: bool) -> list[Literal]:
        total = [self.new() for _ in range(min(len(a) + len(b), highest))]
        for i in range(len(a) + 1):
            for j in range(len(b) + 1):
                if 0 < i + j <= len(total):
                    self.add(i > 0 and -a[i - 1], j > 0 and -b[j - 1], total[i + j - 1])
                if exact and i + j < len(total):
                    self.add(i < len(a) and a[i], j < len(b) and b[j], -total[i + j])
        return total


class Tally:
    """How many of the first i of a row of literals hold, when exactly `wanted` of all of them do.

    `least[i]` and `most[i]` bound the count of the first i beforehand; the clauses force the counts to stay
    between them and reach `wanted` at the end.
    """

    def __init__(
        self,
        formula: Formula,
        literals: Sequence[Literal],
        wanted: int,
        least: Sequence[int],
        most: Sequence[int],
    ) -> None:
        n = len(literals)
        self._formula = formula
        self._least = [max(least[i], wanted - (n - i), 0) for i in range(n + 1)]
        self._most = [min(most[i], wanted, i) for i in range(n + 1)]
        self._variables: dict[tuple[int, int], Literal] = {}
        for i in range(1, n + 1):
            here = literals[i - 1]
            for k in range(1, wanted + 2):
                before, now = self.reached(i - 1, k), self.reached(i, k)
                step = self.reached(i - 1, k - 1)
                formula.add(_negate(before), now)
                formula.add(-here, _negate(step), now)
                formula.add(_negate(now), step)
                formula.add(_negate(now), before, here)

    def reached(self, i: int, k: int) -> "Literal | bool":
        """Whether at least k of the first i literals hold."""
        if k <= self._least[i]:
            return True
        if k > self._most[i]:
            return False
        if (i, k) not in self._variables:
            self._variables[i, k] = self._formula.new()
        return self._variables[i, k]


def _negate(term: "Literal | bool") -> "Literal | bool":
    return not term if isinstance(term, bool) else -term
