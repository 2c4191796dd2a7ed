"""Is it a small part of a large event that cannot be placed? The meetings most often pushed out, taken alone."""

from collections.abc import Sequence
from dataclasses import replace

from ..contradiction import Contradiction
from ..problem import Problem
from .wording import worded

PART = 250
"""Wishes of the part, at most."""


def hardest(problem: Problem, waiting: Sequence[int], pushed: Sequence[int]) -> list[int]:
    """The wishes that wait and those most often pushed out, grown from the people who wait."""
    own: dict[int, list[int]] = {}
    for w, wish in enumerate(problem.wishes):
        for p in (wish.first, wish.second):
            own.setdefault(p, []).append(w)
    part = dict.fromkeys(waiting)
    for w in part.copy():
        for p in (problem.wishes[w].first, problem.wishes[w].second):
            part.update(dict.fromkeys(own[p]))
    often = sorted((w for w, n in enumerate(pushed) if n), key=lambda w: (-pushed[w], w))
    part.update(dict.fromkeys(often))
    return sorted(list(part)[:PART])


def part_of(problem: Problem, wishes: Sequence[int]) -> tuple[Problem, list[int]]:
    """The event with these wishes and their people alone, and the place of each of these people in the whole."""
    people = sorted({p for w in wishes for p in (problem.wishes[w].first, problem.wishes[w].second)})
    place = {p: i for i, p in enumerate(people)}
    number = {w: i for i, w in enumerate(wishes)}
    chosen = (problem.wishes[w] for w in wishes)
    return (
        replace(
            problem,
            participants=tuple(problem.participants[p] for p in people),
            wishes=tuple(replace(w, first=place[w.first], second=place[w.second]) for w in chosen),
            precedences=tuple((number[a], number[b]) for a, b in problem.precedences if a in number and b in number),
            published=(),
            fairness=None,
        ),
        people,
    )


def in_whole(problem: Problem, wishes: Sequence[int], people: Sequence[int], found: Contradiction) -> Contradiction:
    """The contradiction found in a part, as one of the whole event."""
    whole = replace(
        found,
        wishes=tuple(wishes[w] for w in found.wishes),
        participants=tuple(people[p] for p in found.participants),
        precedences=tuple((wishes[a], wishes[b]) for a, b in found.precedences),
    )
    return worded(problem, whole)
