"""Who takes part, from where, and with how many meetings?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kakehashi.apps.events.models import Participant
from kakehashi.apps.events.queries import ParticipantFilter, groups_of, narrow, participants_of
from kakehashi.apps.meetings.queries import Attendance, attendances, programme_of
from kakehashi.engines.language import fold
from kakehashi.web import localised
from kakehashi.web.views.addresses import chosen, event_at, frame


@dataclass(frozen=True, slots=True)
class Entry:
    """A participant with what the programme holds for it."""

    participant: Participant
    attendance: Attendance


_ORDERS: dict[str, Callable[[Entry], object]] = {
    "name": lambda e: fold(e.participant.organisation.latin_name or e.participant.organisation.name),
    "country": lambda e: (e.participant.organisation.country, e.participant.organisation.locality),
    "side": lambda e: e.participant.side,
    "cohort": lambda e: e.participant.cohort,
    "meetings": lambda e: e.attendance.meetings,
    "breaks": lambda e: e.attendance.breaks,
}
SORTS = (*_ORDERS, *(f"-{name}" for name in _ORDERS))


def show_participants(request: HttpRequest, event_slug: str) -> HttpResponse:
    """The table of participants, narrowed and sorted by address."""
    event = event_at(event_slug)
    participants, programme = participants_of(event), programme_of(event)
    groups = groups_of(participants)
    cohorts = list(dict.fromkeys(name for group in groups for name, _ in group.cohorts))
    countries = sorted({p.organisation.country for p in participants}, key=localised.country_name)
    asked = request.GET
    wanted = ParticipantFilter(
        side=chosen(asked.get("side"), (group.side for group in groups)),
        cohort=chosen(asked.get("cohort"), cohorts),
        country=chosen(asked.get("country"), countries),
        name=asked.get("q", "").strip()[:100],
    )
    met = chosen(asked.get("meetings"), ("with", "without"))
    sort = chosen(asked.get("sort"), SORTS)
    invented = [p.organisation.fictitious for p in participants]
    shown = {
        **frame(event, participants, "participants"),
        "entries": _entries(narrow(participants, wanted), attendances(programme), met, sort),
        "total": len(participants),
        "wanted": wanted,
        "met": met,
        "sort": sort,
        "narrowed": bool(met or wanted != ParticipantFilter()),
        "sides": [group.side for group in groups if group.side],
        "cohorts": cohorts,
        "countries": countries,
        "programme": programme,
        "mark_each": any(invented) and not all(invented),
    }
    return render(request, "web/participants.html", shown)


def _entries(participants: list[Participant], held: dict[int, Attendance], met: str, sort: str) -> list[Entry]:
    none = Attendance(0, 0)
    entries = [Entry(p, held.get(p.id, none)) for p in participants]
    if met:
        entries = [e for e in entries if (e.attendance.meetings > 0) == (met == "with")]
    if sort:
        entries.sort(key=_ORDERS[sort.lstrip("-")], reverse=sort.startswith("-"))  # type: ignore[arg-type]
    return entries
