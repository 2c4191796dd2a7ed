"""Which events do the tests schedule? Seeded ones of any size: two sides, two languages, uneven scores."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from kakehashi.engines.scheduling import Interpreter, Participant, Problem, Slot, Table, Wish


@pytest.fixture
def make_event() -> Callable[..., Problem]:
    """The maker of events; a fixture because tests import no other test file."""
    return _make_event


def _make_event(
    size: int,
    *,
    wishes: int,
    tables: int,
    interpreters: int = 0,
    days: int = 2,
    per_day: int = 6,
    absence: float = 0.1,
    seed: int = 0,
) -> Problem:
    """Half of the participants on each side; with interpreters, each side has its own language."""
    rng = random.Random(seed)
    n_slots = days * per_day

    def present(share: float) -> frozenset[int]:
        return frozenset(s for s in range(n_slots) if rng.random() >= share)

    def languages(p: int) -> frozenset[str]:
        return frozenset({"vi" if p < size // 2 else "ja"} if interpreters else ())

    pairs = [(a, b) for a in range(size // 2) for b in range(size // 2, size)]
    return Problem(
        slots=tuple(Slot(d, d) for d in range(days) for _ in range(per_day)),
        participants=tuple(Participant(f"P{p}", present(absence), languages=languages(p)) for p in range(size)),
        wishes=tuple(Wish(a, b, rng.randint(1, 100)) for a, b in rng.sample(pairs, min(wishes, len(pairs)))),
        tables=tuple(Table(f"T{t}", present(0.05), f"H{t % 3}") for t in range(tables)),
        interpreters=tuple(
            Interpreter(f"I{i}", frozenset({frozenset({"vi", "ja"})}), present(0.1), rng.choice((2, 3, None)))
            for i in range(interpreters)
        ),
    )


@pytest.fixture
def timed_event() -> dict[str, Any]:
    """A problem in JSON that states all that can be stated of time, place and order."""
    return {
        "zone": "Asia/Ho_Chi_Minh",
        "slots": [
            {"date": "2026-12-03", "start": "09:00", "end": "09:30"},
            {"date": "2026-12-03", "start": "14:00", "end": "14:30"},
            {"date": "2026-12-04", "session": 1, "start": "09:00", "end": "09:30"},
        ],
        "participants": [
            {"key": "A", "online": True, "zone": "Europe/Berlin", "hours": [["08:00", "12:00"], ["13:00", "17:00"]]},
            {"key": "B", "arrives": 2, "leaves": 3},
            {"key": "C", "hours": [["08:30", "12:00"]], "available": [1, 2]},
        ],
        "wishes": [{"first": "A", "second": "B"}, {"first": "A", "second": "C"}],
        "tables": [{"key": "T", "hall": "North", "blocked": [2]}, {"key": "U", "hall": "South"}],
        "interpreters": [{"key": "I", "pairs": [["vi", "de"]], "leaves": 2, "hours": [["13:30", "18:00"]]}],
        "walks": [{"from": "North", "to": "South", "minutes": 10}],
        "published": [{"wish": 1, "slot": 2}],
        "order": ["score", "musts", "breaks"],
    }
