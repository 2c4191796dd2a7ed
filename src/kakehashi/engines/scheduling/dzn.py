"""Which scheduling problem does a published MiniZinc data file (`.dzn`) describe?

The format is that of the business-to-business meeting instances of Bofill et al., "Constraint Solving
Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022) 263-301: numbers
`nBusiness`, `nMeetings`, `nTables`, `nTotalSlots`, `nMorningSlots`; an array `requested` of rows
(participant, participant, 1 morning | 2 afternoon | 3 either); per participant a set `forbidden` of slots;
per meeting a slot `fixed` (0: free) and a set `precedences` of the meetings held earlier. Everything counts
from 1; a 0 in a set means nothing.
"""

import re

from kakehashi.engines.scheduling.problem import Participant, Problem, Slot, Table, Wish

_EITHER = 3
_ITEM = re.compile(r"([A-Za-z_]\w*)\s*(?::[^=;]*)?=\s*([^;]*?)\s*(?:;|\Z)")
_NUMBER = re.compile(r"[-+]?\d+")


class DznError(ValueError):
    """The file is not such an instance; `field` names the entry that is missing or wrong."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field


def read_dzn(text: str, fairness: int | None) -> Problem:
    """Return the problem that `text` describes, every slot on one day and every table open all day.

    `fairness` is the most by which the breaks of two participants may differ (None: no limit); the files do
    not carry it. `forbidden`, `fixed` and `precedences` may be absent; unknown entries, comments and line
    breaks do not matter. Raises `DznError` for a file that cannot be read and `ProblemError` for a problem
    that contradicts itself, such as two fixed meetings of one participant in one slot.
    """
    items = {m[1]: m[2] for m in _ITEM.finditer(re.sub(r"%[^\n]*", "", text))}
    n_participants, n_meetings, n_tables, n_slots = (
        _read_number(items, name) for name in ("nBusiness", "nMeetings", "nTables", "nTotalSlots")
    )
    n_morning = _read_number(items, "nMorningSlots") if "nMorningSlots" in items else n_slots
    if n_morning > n_slots:
        raise DznError("nMorningSlots", f"{n_morning} of {n_slots} slots")
    forbidden = _read_sets(items, "forbidden", n_participants, n_slots)
    earlier = _read_sets(items, "precedences", n_meetings, n_meetings)
    every = frozenset(range(n_slots))
    return Problem(
        slots=tuple(Slot(session=int(s >= n_morning)) for s in range(n_slots)),
        participants=tuple(Participant(key=str(p + 1), available=every - taken) for p, taken in enumerate(forbidden)),
        wishes=_read_wishes(items, n_meetings, n_participants, n_slots),
        tables=tuple(Table(key=str(t + 1), available=every) for t in range(n_tables)),
        precedences=tuple((before, m) for m, others in enumerate(earlier) for before in sorted(others)),
        fairness=fairness,
    )


def _read_number(items: dict[str, str], name: str) -> int:
    if name not in items:
        raise DznError(name, "is missing")
    if not _NUMBER.fullmatch(items[name]) or int(items[name]) < 0:
        raise DznError(name, f"{items[name][:40]!r} is not a whole number >= 0")
    return int(items[name])


def _read_numbers(name: str, body: str) -> list[int]:
    parts = [part.strip() for part in body.split(",")]
    if parts and not parts[-1]:
        parts.pop()  # a comma may end the list
    for part in parts:
        if not _NUMBER.fullmatch(part):
            raise DznError(name, f"{part[:40]!r} is not a whole number")
    return [int(part) for part in parts]


def _read_list(items: dict[str, str], name: str, length: int, highest: int) -> list[int]:
    """The numbers of an array of `length` entries, each from 0 to `highest`; all 0 when the entry is absent."""
    if name not in items:
        return [0] * length
    body = items[name]
    if not (body.startswith("[") and body.endswith("]")):
        raise DznError(name, "is not an array [...]")
    numbers = _read_numbers(name, body[1:-1])
    if len(numbers) != length:
        raise DznError(name, f"has {len(numbers)} entries, {length} expected")
    for place, number in enumerate(numbers):
        if not 0 <= number <= highest:
            raise DznError(name, f"entry {place + 1} is {number}, not from 0 to {highest}")
    return numbers


def _read_sets(items: dict[str, str], name: str, length: int, highest: int) -> list[frozenset[int]]:
    """The sets of an array of `length` sets, counted from 0 and without the filler 0; empty when absent."""
    if name not in items:
        return [frozenset()] * length
    body = items[name]
    if not re.fullmatch(r"\[\s*(\{[^{}]*\}\s*(,\s*\{[^{}]*\}\s*)*,?\s*)?\]", body):
        raise DznError(name, "is not an array of sets [{...}, ...]")
    sets = [_read_numbers(name, inner) for inner in re.findall(r"\{([^{}]*)\}", body)]
    if len(sets) != length:
        raise DznError(name, f"has {len(sets)} sets, {length} expected")
    for place, members in enumerate(sets):
        for number in members:
            if not 0 <= number <= highest:
                raise DznError(name, f"set {place + 1} holds {number}, not from 0 to {highest}")
    return [frozenset(number - 1 for number in members if number) for members in sets]


def _read_wishes(items: dict[str, str], n_meetings: int, n_participants: int, n_slots: int) -> tuple[Wish, ...]:
    body = items.get("requested")
    if body is None:
        raise DznError("requested", "is missing")
    if not re.fullmatch(r"\[\|.*\|\]", re.sub(r"\s", "", body)):
        raise DznError("requested", "is not an array of rows [| ... |]")
    inner = body[body.index("|") + 1 : body.rindex("|")]
    rows = [_read_numbers("requested", row) for row in inner.split("|") if row.strip()]
    if len(rows) != n_meetings:
        raise DznError("requested", f"has {len(rows)} rows, nMeetings is {n_meetings}")
    fixed = _read_list(items, "fixed", n_meetings, n_slots)
    wishes = []
    for place, (row, slot) in enumerate(zip(rows, fixed, strict=True)):
        if len(row) != 3:
            raise DznError("requested", f"row {place + 1} has {len(row)} numbers, 3 expected")
        first, second, session = row
        if not (1 <= first <= n_participants and 1 <= second <= n_participants and 1 <= session <= _EITHER):
            raise DznError("requested", f"row {place + 1} is {row}: no such participant or session")
        wishes.append(
            Wish(
                first=first - 1,
                second=second - 1,
                session=None if session == _EITHER else session - 1,
                slot=slot - 1 if slot else None,
            )
        )
    return tuple(wishes)
