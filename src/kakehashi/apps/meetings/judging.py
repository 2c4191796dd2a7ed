"""What does a participant say of a match that it was shown?"""

from kakehashi.apps.core.actions import Actor
from kakehashi.apps.events.models import Match, Participant
from kakehashi.apps.market.actions import JudgementFault, judge_match
from kakehashi.apps.market.models import Judgement
from kakehashi.apps.market.queries import listings_by_id


def judge_suggestion(
    match: Match, participant: Participant, verdict: str, actor: Actor, *, reason: str = "", note: str = ""
) -> Judgement:
    """Keeps what one of the two participants says of a match, by its best evidence.

    Raises `NotPermitted`, or `JudgementFault` where the match is not the participant's or names no listings.
    """
    if participant.id not in (match.first_id, match.second_id) or not match.evidence:
        raise JudgementFault("this match is not one of the participant's, or has no evidence")
    best = max(match.evidence, key=lambda item: item["score"])
    listings = listings_by_id((best["offer"], best["need"]))
    if len(listings) != 2:
        raise JudgementFault("the offer or the need of this match is not there any more")
    offer, need = listings[best["offer"]], listings[best["need"]]
    return judge_match(
        participant.organisation, offer, need, verdict, actor, reason=reason, note=note, event=match.event.slug
    )
