"""How is a contradiction written in a schedule's JSON form, and read back?"""

from typing import Any

from .contradiction import Clash, Contradiction
from .jsonreading import Bounds, Reader
from .problem import Problem

_NAMES = {"kind", "wishes", "participants", "slots", "tables", "interpreters", "precedences", "fairness"}
_NUMBERS = {"wanted", "possible"}
_TOTALS = Bounds(0, 10**9)


def contradiction_record(problem: Problem, found: Contradiction) -> dict[str, Any]:
    """The contradiction with people and interpreters by key, wishes and slots counted from 1."""
    return {
        "kind": found.kind.value,
        "wishes": [w + 1 for w in found.wishes],
        "participants": [problem.participants[p].key for p in found.participants],
        "slots": [s + 1 for s in found.slots],
        "tables": list(found.tables),
        "interpreters": [problem.interpreters[i].key for i in found.interpreters],
        "precedences": [{"before": a + 1, "after": b + 1} for a, b in found.precedences],
        "fairness": [problem.participants[p].key for p in found.fairness],
        "wanted": found.wanted,
        "possible": found.possible,
    }


def read_contradiction(reader: Reader, root: dict[str, Any], problem: Problem) -> Contradiction | None:
    """The contradiction of a schedule; None where it has none. Its text is that of the schedule's reason."""
    if root.get("contradiction") is None:
        return None
    path = "contradiction"
    record = reader.fields(root["contradiction"], path, _NAMES | _NUMBERS, set())
    people = {p.key: i for i, p in enumerate(problem.participants)}
    voices = {p.key: i for i, p in enumerate(problem.interpreters)}

    def keyed(name: str, places: dict[str, int]) -> tuple[int, ...]:
        return tuple(reader.known({"": key}, "", at, places) for key, at in reader.items(record, name, path))

    def counted(name: str, bounds: Bounds, shift: int) -> tuple[int, ...]:
        items = reader.items(record, name, path)
        return tuple(reader.number({"": n}, "", at, bounds, bounds.lowest) - shift for n, at in items)

    every = Bounds(1, max(len(problem.wishes), 1))
    pairs = []
    for one, at in reader.items(record, "precedences", path):
        pair = reader.fields(one, at, {"before", "after"}, set())
        pairs.append((reader.number(pair, "before", at, every, 1) - 1, reader.number(pair, "after", at, every, 1) - 1))
    kind = reader.choice(record, "kind", path, Clash, Clash.DEMANDS_CLASH)
    return Contradiction(
        kind,
        counted("wishes", every, 1),
        keyed("participants", people),
        counted("slots", Bounds(1, len(problem.slots)), 1),
        counted("tables", _TOTALS, 0),
        keyed("interpreters", voices),
        tuple(pairs),
        keyed("fairness", people),
        reader.number(record, "wanted", path, _TOTALS, 0),
        reader.number(record, "possible", path, _TOTALS, 0),
        reader.text(root, "reason", "").removeprefix(f"{kind}: "),
    )
