"""Writes to the market: what people say of matches, and weights learned from it."""

from dataclasses import asdict

from kakehashi.apps.core.actions import Actor, recorded
from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.market.models import Judgement, Listing, WeightSet
from kakehashi.engines.matching.judgements import Refit, list_weights

Verdict = Judgement.Verdict
STAGES: dict[str, str] = {
    Verdict.ACCEPTED: "answer",
    Verdict.DECLINED: "answer",
    Verdict.HELD: "meeting",
    Verdict.NOT_HELD: "meeting",
    Verdict.AGREED: "outcome",
    Verdict.FOLLOWED: "outcome",
    Verdict.ENDED: "outcome",
}
"""The stage that a verdict belongs to; of each stage the latest verdict counts."""


class JudgementFault(ValueError):
    """The judgement cannot be kept: an unknown verdict or reason, or a listing of neither organisation."""


def judge_match(
    organisation: Organisation,
    offer: Listing,
    need: Listing,
    verdict: str,
    actor: Actor,
    *,
    reason: str = "",
    note: str = "",
    event: str = "",
) -> Judgement:
    """Keeps what `organisation` says of a match of an offer and a need, one of which is its own.

    A later verdict of the same stage takes the place of the earlier one, which the audit trail still shows.
    Raises `NotPermitted` or `JudgementFault`.
    """
    owners = {offer.organisation_id: offer.organisation, need.organisation_id: need.organisation}
    others = [owner for key, owner in owners.items() if key != organisation.id]
    if verdict not in STAGES or reason not in ("", *Judgement.Reason.values):
        raise JudgementFault(f"there is no verdict {verdict!r} with the reason {reason!r}")
    if reason and verdict not in (Verdict.DECLINED, Verdict.ENDED):
        raise JudgementFault(f"the verdict {verdict!r} has no reason")
    if organisation.id not in owners or len(others) != 1:
        raise JudgementFault("one of offer and need is the organisation's own, the other is not")
    if offer.kind == need.kind and offer.deal != "research":
        raise JudgementFault("two needs, or two offers, do not meet")
    details = {"verdict": verdict, "reason": reason, "event": event, "offer": offer.id, "need": need.id}
    with recorded(actor, "judge match", f"{organisation} × {others[0]}", details):
        judgement, _new = Judgement.objects.update_or_create(
            organisation=organisation,
            other=others[0],
            event=event,
            stage=STAGES[verdict],
            defaults={
                "verdict": verdict,
                "reason": reason,
                "note": note,
                "offer": remember_listing(offer),
                "need": remember_listing(need),
            },
        )
    return judgement


def remember_listing(listing: Listing) -> dict[str, object]:
    """What a judgement keeps of a listing: what matching reads, and nothing that names a person."""
    return {
        "kind": listing.kind,
        "deal": listing.deal,
        "text": listing.text,
        "language": listing.language,
        "hs": listing.hs_heading,
        "certificates": list(listing.certificates),
        "volume": listing.volume,
    }


def apply_weights(encoder: str, refit: Refit, actor: Actor) -> WeightSet:
    """Puts refitted weights to use from now on, with the report they rest on; raises `NotPermitted`."""
    weights = list_weights(refit.weights)
    report = {
        "fitting": refit.fitting,
        "not fitting": refit.not_fitting,
        "pull": refit.pull,
        "before": asdict(refit.before),
        "after": asdict(refit.after),
    }
    with recorded(actor, "apply weights", encoder, weights):
        return WeightSet.objects.create(encoder=encoder, weights=weights, report=report)
