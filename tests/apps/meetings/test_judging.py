"""A participant says what it thinks of a match that it was shown."""

import pytest

from kakehashi.apps.core.actions import OPERATOR
from kakehashi.apps.market.actions import JudgementFault
from kakehashi.apps.meetings.judging import judge_suggestion


def test_a_participant_judges_the_match_it_was_shown(forum) -> None:
    match = forum.event.matches.order_by("-score").first()
    kept = judge_suggestion(match, forum.buyer, "declined", OPERATOR, reason="certificate")
    assert (kept.other.slug, kept.event, kept.offer["text"]) == (
        "hanbit",
        "forum",
        "정밀 금형 설계와 제작, ISO 9001 인증.",
    )
    with pytest.raises(JudgementFault):
        judge_suggestion(match, forum.mould, "accepted", OPERATOR)
    match.evidence[0]["offer"] = 999_999
    with pytest.raises(JudgementFault, match="any more"):
        judge_suggestion(match, forum.buyer, "accepted", OPERATOR)
