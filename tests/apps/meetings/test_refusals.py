"""Is every kind of contradiction worded in each language, with whom and what it is about?"""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from kakehashi.apps.meetings.refusals import refusal_text
from kakehashi.engines.scheduling import Clash, Contradiction, Interpreter, Participant, Problem, Slot, Table, Wish

EVERY = frozenset({0, 1, 2})
PROBLEM = Problem(
    slots=(Slot(),) * 3,
    participants=tuple(Participant(f"Firm{i}", EVERY) for i in range(20)),
    wishes=tuple(Wish(i, i + 1) for i in range(19)),
    tables=(Table("T", EVERY),),
    interpreters=(Interpreter("Mai", frozenset({frozenset({"vi", "ja"})}), EVERY),),
    precedences=((0, 1),),
    fairness=1,
)
FOUND = Contradiction(
    Clash.DEMANDS_CLASH, (0, 1), (0, 1, 2), (0, 2), (1, 1), (0,), ((0, 1),), (1, 2), wanted=2, possible=1, text="x"
)


@pytest.mark.parametrize("language", ["en", "vi", "ja", "ko"])
@pytest.mark.parametrize("kind", list(Clash))
def test_every_kind_is_worded(kind: Clash, language: str) -> None:
    with translation.override(language):
        text = refusal_text(PROBLEM, replace(FOUND, kind=kind))
    assert not re.search(r"%\(|[{}]", text)
    named = {
        Clash.TABLES_TOO_FEW: "1, 3",
        Clash.INTERPRETERS_TOO_FEW: "Mai",
        Clash.ORDER_TOO_LONG: "Firm0 – Firm1",
    }
    assert named.get(kind, "Firm0") in text


def test_what_matters_in_a_clash_is_told_and_nothing_else() -> None:
    text = refusal_text(PROBLEM, FOUND)
    assert "Firm0 – Firm1 → Firm1 – Firm2" in text
    assert "Tables in each of these slots: 1." in text
    assert "Mai" in text
    assert "differ by 1" in text
    bare = refusal_text(PROBLEM, replace(FOUND, tables=(), interpreters=(), precedences=(), fairness=()))
    assert not re.search("Tables|Mai|Order|differ", bare)


def test_long_lists_are_cut() -> None:
    text = refusal_text(PROBLEM, replace(FOUND, kind=Clash.GROUP_TOO_FULL, participants=tuple(range(20))))
    assert "These 20 participants" in text
    assert "Firm11 and 8 more" in text
    assert "Firm12" not in text
