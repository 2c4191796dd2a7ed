"""How is a contradiction told in English?"""

from collections.abc import Sequence
from dataclasses import replace

from ..contradiction import Clash, Contradiction
from ..problem import Problem

_MANY = 12
"""Names listed at most."""


def worded(problem: Problem, found: Contradiction) -> Contradiction:
    """The contradiction with its text: indices into the problem, keys of people; slots counted from 1."""
    return replace(found, text=_text(problem, found))


def _text(problem: Problem, c: Contradiction) -> str:
    who = _named([problem.participants[p].key for p in c.participants])
    voices = _named([problem.interpreters[i].key for i in c.interpreters])
    when = f"{len(c.slots)} slots ({_named([str(s + 1) for s in c.slots])})"
    match c.kind:
        case Clash.NO_OPEN_SLOT:
            return f"wish {c.wishes[0]}: there is no slot with {who}, a table and, if needed, an interpreter"
        case Clash.MOST_TOO_LOW:
            return f"participant {c.participants[0]} ({who}) has {c.wanted} wishes and holds at most {c.possible}"
        case Clash.TOO_MANY_WISHES:
            return f"participant {c.participants[0]} ({who}) cannot hold {c.wanted} wishes in {when}"
        case Clash.GROUP_TOO_FULL:
            return (
                f"these {len(c.participants)} people ({who}) have {c.wanted} wishes among them, and at most"
                f" {c.possible} fit their {when}, two people a meeting"
            )
        case Clash.TABLES_TOO_FEW:
            return f"{c.wanted} wishes do not fit the {c.possible} places at tables of their {when}"
        case Clash.INTERPRETERS_TOO_FEW:
            return f"{c.wanted} wishes need interpreters ({voices}), who can serve {c.possible} in their {when}"
        case Clash.ORDER_TOO_LONG:
            return f"{c.wanted} wishes one after another do not fit their {when}: only {c.possible} do"
        case Clash.DEMANDS_CLASH:
            return _clash_text(problem, c, who, voices, when)


def _clash_text(problem: Problem, c: Contradiction, who: str, voices: str, when: str) -> str:
    demands = []
    if c.participants:
        demands.append(f"{len(c.participants)} people who are at one place at a time ({who})")
    if c.tables:
        low, high = min(c.tables), max(c.tables)
        demands.append(f"{low} tables" if low == high else f"{low} to {high} tables")
    if c.interpreters:
        demands.append(f"{len(c.interpreters)} interpreters ({voices})")
    if c.precedences:
        demands.append(f"{len(c.precedences)} precedences")
    if c.fairness:
        demands.append(f"fairness {problem.fairness} among {len(c.fairness)} people")
    return f"no schedule meets all of {len(c.wishes)} wishes in {when}, " + ", ".join(demands)


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MANY])
    return shown if len(names) <= _MANY else f"{shown} and {len(names) - _MANY} more"
