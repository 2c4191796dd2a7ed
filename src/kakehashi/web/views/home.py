"""What is this, and which events are there?"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kakehashi.apps.meetings.queries import EventSummary, summarise_events
from kakehashi.web import localised
from kakehashi.web.views.addresses import EventName, name_event


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event as the list shows it."""

    summary: EventSummary
    name: EventName
    days: str
    share: str
    proven_best: bool


def show_home(request: HttpRequest) -> HttpResponse:
    """The first page: the events with their dates and programmes."""
    entries = [_entry(summary) for summary in summarise_events()]
    invented = [entry.summary.fictitious for entry in entries]
    shown = {"entries": entries, "fictitious": any(invented), "mark_each": any(invented) and not all(invented)}
    return render(request, "web/home.html", shown)


def _entry(summary: EventSummary) -> EventEntry:
    days = ""
    if summary.starts_at and summary.ends_at:
        days = localised.days(summary.starts_at, summary.ends_at, ZoneInfo(summary.event.time_zone))
    return EventEntry(
        summary,
        name_event(summary.event),
        days,
        localised.share(summary.score or 0, summary.bound or 0),
        summary.status == "optimal",
    )
