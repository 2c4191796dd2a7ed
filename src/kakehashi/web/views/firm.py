"""Who is this firm, what does it offer and need, whom does it meet, and why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kakehashi.apps.directory.queries import people_of
from kakehashi.apps.events.models import Event, Participant
from kakehashi.apps.events.queries import Evidence, RankedMatch, find_participant, ranked_matches
from kakehashi.apps.events.wording import is_open_point, reason_text
from kakehashi.apps.market.queries import sort_listings
from kakehashi.apps.meetings.models import UnmetWish
from kakehashi.apps.meetings.queries import HeldMeeting, agenda_of, calendar_of, programme_of, unmet_of
from kakehashi.web.marking import mark
from kakehashi.web.views.addresses import event_at, frame
from kakehashi.web.views.unmet import Refusal, in_words

SHORTLIST = 5


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """An offer and a need with the phrases that meet marked, the reasons and the points still open."""

    evidence: Evidence
    offer_text: SafeString
    need_text: SafeString
    reasons: tuple[str, ...]
    open_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A match with its evidence in words, and what became of it: a meeting, a wish not met, or neither."""

    match: RankedMatch
    evidence: tuple[ShownEvidence, ...]
    meeting: HeldMeeting | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """A meeting as the firm sees it; `other_day`: by its own clock it falls on another day than at the event."""

    meeting: HeldMeeting
    other: Participant
    other_day: bool


def _participant_at(event: Event, firm_slug: str) -> Participant:
    try:
        return find_participant(event, firm_slug)
    except Participant.DoesNotExist as fault:
        raise Http404(firm_slug) from fault


def _downloads(event: Event, firm_slug: str) -> tuple[tuple[str, str], ...]:
    """Addresses of files with what they are."""
    return ((reverse("calendar", args=(event.slug, firm_slug)), gettext("Agenda for your calendar (.ics)")),)


def send_calendar(request: HttpRequest, event_slug: str, firm_slug: str) -> HttpResponse:
    """The published calendar file of one firm."""
    event = event_at(event_slug)
    content = calendar_of(programme_of(event), _participant_at(event, firm_slug))
    if content is None:
        raise Http404(firm_slug)
    disposition = {"Content-Disposition": f'attachment; filename="{firm_slug}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=disposition)


def show_firm(request: HttpRequest, event_slug: str, firm_slug: str) -> HttpResponse:
    """The page of one firm at an event."""
    event = event_at(event_slug)
    participant = _participant_at(event, firm_slug)
    programme = programme_of(event)
    agenda = agenda_of(programme, participant)
    unmet = unmet_of(programme, [participant]).get(participant.id, [])
    matches = _shown_matches(participant, agenda, unmet)
    offers, needs = sort_listings(participant.listings.all())
    shown = {
        **frame(event, [participant, *(m.other(participant.id) for m in agenda)], "firm"),
        "participant": participant,
        "firm": participant.organisation,
        "people": people_of(participant.organisation),
        "offers": offers,
        "needs": needs,
        "agenda": [_entry(event, participant, meeting) for meeting in agenda],
        "own_zone": ZoneInfo(participant.time_zone),
        "clocks_differ": _clocks_differ(event, participant, agenda),
        "shortlist": matches[:SHORTLIST],
        "further": matches[SHORTLIST:],
        "unmet": [(refusal, _other(refusal.wish, participant)) for refusal in in_words(unmet)],
        "programme": programme,
        "downloads": _downloads(event, firm_slug) if agenda else (),
    }
    return render(request, "web/firm.html", shown)


def _other(wish: UnmetWish, participant: Participant) -> Participant:
    return wish.second if wish.first_id == participant.id else wish.first


def _entry(event: Event, participant: Participant, meeting: HeldMeeting) -> AgendaEntry:
    at = meeting.slot.starts_at
    here, own = at.astimezone(ZoneInfo(event.time_zone)), at.astimezone(ZoneInfo(participant.time_zone))
    return AgendaEntry(meeting, meeting.other(participant.id), here.date() != own.date())


def _clocks_differ(event: Event, participant: Participant, agenda: Sequence[HeldMeeting]) -> bool:
    """Whether a meeting begins at another hour by the firm's own clock than by the event's."""
    here, own = ZoneInfo(event.time_zone), ZoneInfo(participant.time_zone)
    times = [m.slot.starts_at for m in agenda]
    return any(at.astimezone(here).utcoffset() != at.astimezone(own).utcoffset() for at in times)


def _shown_matches(
    participant: Participant, agenda: Sequence[HeldMeeting], unmet: Sequence[UnmetWish]
) -> list[ShownMatch]:
    meetings = {m.other(participant.id).id: m for m in agenda}
    refusals = {_other(r.wish, participant).id: r for r in in_words(unmet)}
    return [
        ShownMatch(
            match,
            tuple(_shown_evidence(evidence) for evidence in match.evidence),
            meetings.get(match.other.id),
            refusals.get(match.other.id),
        )
        for match in ranked_matches(participant)
    ]


def _shown_evidence(evidence: Evidence) -> ShownEvidence:
    return ShownEvidence(
        evidence,
        mark(evidence.offer.text, _spans(evidence.reasons, "offer_span")),
        mark(evidence.need.text, _spans(evidence.reasons, "need_span")),
        tuple(reason_text(reason) for reason in evidence.reasons if not is_open_point(reason)),
        tuple(reason_text(reason) for reason in evidence.reasons if is_open_point(reason)),
    )


def _spans(reasons: Sequence[dict[str, Any]], side: str) -> list[tuple[int, int]]:
    return [(start, end) for reason in reasons if side in reason for start, end in (reason[side],)]
