"""Which values of a problem are of the wrong kind: no whole number, no text, no set of slots?

Readers of files check kinds themselves; this guards against what a program may pass in. Numbers of numpy are refused
as well: they overflow silently where Python's do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .fault import Fault, FaultCode

if TYPE_CHECKING:
    from .problem import Problem

_FIELDS: dict[str, tuple[tuple[str, tuple[type, ...]], ...]] = {
    "slots": (("day", (int,)), ("session", (int,)), ("start", (int, type(None))), ("end", (int, type(None)))),
    "participants": (
        ("key", (str,)),
        ("side", (str,)),
        ("cohort", (str,)),
        ("least", (int,)),
        ("most", (int, type(None))),
        ("priority", (int,)),
        ("online", (bool,)),
    ),
    "tables": (("key", (str,)), ("hall", (str,))),
    "interpreters": (("key", (str,)), ("longest_run", (int, type(None)))),
    "walks": (("first", (str,)), ("second", (str,)), ("minutes", (int,))),
}
_SETS = {"participants": ("languages",), "interpreters": ("pairs",)}
_HOLDERS = ("participants", "tables", "interpreters")
_LISTS = ("slots", "participants", "wishes", "tables", "interpreters", "precedences", "walks", "published", "order")


def kind_faults(problem: "Problem") -> list[Fault]:
    """One fault for every field that holds a value of the wrong kind, in order of parts and entries."""
    strange = [name for name in _LISTS if type(getattr(problem, name)) is not tuple]
    if strange:
        return [_fault("problem", name, name) for name in strange]
    found = list(_wish_kinds(problem))
    for part, fields in _FIELDS.items():
        for place, entry in enumerate(getattr(problem, part)):
            wrong = [name for name, kinds in fields if type(getattr(entry, name, _NOTHING)) not in kinds]
            if part in _HOLDERS and not _whole_numbers(getattr(entry, "available", None)):
                wrong.append("available")
            wrong += [name for name in _SETS.get(part, ()) if not _readable(name, getattr(entry, name, None))]
            found += [_fault(part.removesuffix("s"), getattr(entry, "key", place + 1), name) for name in wrong]
    for part in ("precedences", "published"):
        found += [_fault(part, place + 1, part) for place, pair in enumerate(getattr(problem, part)) if not _pair(pair)]
    if type(problem.fairness) not in (int, type(None)):
        found.append(_fault("problem", "fairness", "fairness"))
    found += [_fault("order", place + 1, "order") for place in _strange_aims(problem.order)]
    return found


_NOTHING = object()


def _wish_kinds(problem: "Problem") -> Iterator[Fault]:
    """Wishes are by far the most numerous: those that are right are passed over quickly."""
    for i, w in enumerate(problem.wishes):
        try:
            right = type(w.first) is type(w.second) is type(w.score) is int and type(w.must) is bool
            if right and w.session is w.slot is None:
                continue
            values: dict[str, Any] = {name: getattr(w, name) for name in _WISH}
        except AttributeError:
            yield _fault("wish", i + 1, "wishes")
            continue
        for name, value in values.items():
            kinds = (bool,) if name == "must" else (int, type(None)) if name in ("session", "slot") else (int,)
            if type(value) not in kinds:
                yield _fault("wish", i + 1, name)


_WISH = ("first", "second", "score", "must", "session", "slot")


def _whole_numbers(available: object) -> bool:
    return isinstance(available, frozenset) and set(map(type, available)) <= {int}


def _readable(name: str, value: object) -> bool:
    """Whether a set holds codes of languages, or pairs of them."""
    if not isinstance(value, frozenset):
        return False
    codes: Iterable[object] = value
    if name == "pairs":
        if not all(isinstance(pair, frozenset) and len(pair) == 2 for pair in value):
            return False
        codes = [code for pair in value for code in pair]
    return all(type(code) is str for code in codes)


def _pair(pair: object) -> bool:
    return type(pair) is tuple and len(pair) == 2 and all(type(one) is int for one in pair)


def _strange_aims(order: Sequence[object]) -> list[int]:
    from .problem import Aim  # the problem needs its faults first

    return [place for place, aim in enumerate(order) if not isinstance(aim, Aim)]


def _fault(what: str, which: object, field: str) -> Fault:
    text = f"{what} {which}: {field} is of the wrong kind"
    return Fault(FaultCode.WRONG_KIND, keys=(what, str(which), field), text=text)
