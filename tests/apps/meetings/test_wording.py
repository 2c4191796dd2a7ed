"""Has every contradiction of an event a sentence that names whom and when it concerns?"""

import pytest

from kakehashi.apps.meetings.wording import contradiction_text
from kakehashi.engines.scheduling import Fault, FaultCode


@pytest.mark.parametrize("code", list(FaultCode))
def test_every_contradiction_has_a_sentence(code: FaultCode) -> None:
    fault = Fault(code, (1, 2), (3,), (4, 5), ("table", "T9"), (7, 6))
    text = contradiction_text(fault, lambda p: f"Firm {p}", lambda s: f"10:0{s}")
    assert text.endswith(".")
    assert "%(" not in text
    assert any(part in text for part in ("Firm 1, Firm 2", "10:03", "5, 6", "T9", "(7)"))


def test_a_sentence_names_people_slots_and_numbers() -> None:
    fault = Fault(FaultCode.FIXED_BEYOND_TABLES, (0, 1, 2, 3), (2,), (0, 1), numbers=(2, 1))
    assert contradiction_text(fault, "ABCD".__getitem__, lambda s: f"slot {s + 1}") == (
        "In slot slot 3, 2 meetings are fixed but only 1 tables are available. Participants: A, B, C, D."
    )
