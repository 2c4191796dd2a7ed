"""Who takes part in an event, when, where, and who matches whom?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from kakehashi.apps.directory.queries import is_called
from kakehashi.apps.events.models import Event, Interpreter, Match, Participant, Slot, Table
from kakehashi.apps.market.models import Listing
from kakehashi.apps.market.queries import listings_by_id
from kakehashi.engines.language import fold


@dataclass(frozen=True, slots=True)
class Group:
    """A side with its number of participants, and the cohorts inside it with theirs."""

    side: str
    participants: int
    cohorts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """When the first slot begins and the last one ends."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """An offer and a need that meet: the two listings and the reasons, each with its places in both texts."""

    offer: Listing
    need: Listing
    score: int
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RankedMatch:
    """A match as seen from one participant: the other one, the score and the evidence, best first."""

    rank: int
    other: Participant
    score: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ParticipantFilter:
    """What a list of participants is narrowed to; an empty word narrows nothing."""

    side: str = ""
    cohort: str = ""
    country: str = ""
    name: str = ""


def find_event(slug: str) -> Event:
    """The event with this address; raises `Event.DoesNotExist`."""
    return Event.objects.get(slug=slug)


def period_of(event: Event) -> Period | None:
    """The time between the first slot's beginning and the last one's end; None while it has no slots."""
    ends = event.slots.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    return Period(ends["first"], ends["last"]) if ends["first"] else None


def slots_of(event: Event) -> list[Slot]:
    """All slots in order of time."""
    return list(event.slots.order_by("number"))


def tables_of(event: Event) -> list[Table]:
    """All tables in the organiser's order."""
    return list(event.tables.order_by("position"))


def interpreters_of(event: Event) -> list[Interpreter]:
    """All interpreters in the organiser's order."""
    return list(event.interpreters.order_by("position"))


def participants_of(event: Event) -> list[Participant]:
    """All participants with their organisations, in one query."""
    return list(event.participants.select_related("organisation").order_by("id"))


def find_participant(event: Event, organisation_slug: str) -> Participant:
    """The participation of one organisation, with its listings; raises `Participant.DoesNotExist`."""
    found: QuerySet[Participant] = event.participants.select_related("organisation", "event")
    return found.prefetch_related("listings").get(organisation__slug=organisation_slug)


def narrow(participants: Iterable[Participant], wanted: ParticipantFilter) -> list[Participant]:
    """Those of `participants` that pass the filter; names are compared folded."""
    words = fold(wanted.name).strip()
    return [
        p
        for p in participants
        if (not wanted.side or p.side == wanted.side)
        and (not wanted.cohort or p.cohort == wanted.cohort)
        and (not wanted.country or p.organisation.country == wanted.country)
        and (not words or is_called(p.organisation, words))
    ]


def groups_of(participants: Iterable[Participant]) -> list[Group]:
    """The sides in order of first appearance with the cohorts inside each; a cohort without name is left out."""
    cohorts: dict[str, Counter[str]] = {}
    for participant in participants:
        cohorts.setdefault(participant.side, Counter())[participant.cohort] += 1
    return [
        Group(side, counted.total(), tuple((name, n) for name, n in counted.items() if name))
        for side, counted in cohorts.items()
    ]


def has_fictitious(participants: Iterable[Participant]) -> bool:
    """Whether any of these organisations is invented."""
    return any(p.organisation.fictitious for p in participants)


def ranked_matches(participant: Participant) -> list[RankedMatch]:
    """The matches of one participant, best first, with the listings that meet, in two queries."""
    found = list(
        Match.objects.filter(Q(first=participant) | Q(second=participant))
        .select_related("first__organisation", "second__organisation")
        .order_by("-score", "id")
    )
    ids = {evidence[kind] for match in found for evidence in match.evidence for kind in ("offer", "need")}
    listings = listings_by_id(ids)
    return [
        RankedMatch(
            rank,
            match.second if match.first_id == participant.id else match.first,
            match.score,
            tuple(_read_evidence(match.evidence, listings)),
        )
        for rank, match in enumerate(found, start=1)
    ]


def _read_evidence(rows: list[dict[str, Any]], listings: dict[int, Listing]) -> Iterable[Evidence]:
    """Evidence whose listings still exist; a withdrawn listing takes its evidence along."""
    for row in sorted(rows, key=lambda row: -row["score"]):
        if row["offer"] in listings and row["need"] in listings:
            yield Evidence(listings[row["offer"]], listings[row["need"]], row["score"], tuple(row["reasons"]))
