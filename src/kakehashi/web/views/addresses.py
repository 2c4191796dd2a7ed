"""Which event and which firm does an address name, and what do all pages of an event show?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404

from kakehashi.apps.events.models import Event, Participant
from kakehashi.apps.events.queries import find_event, has_fictitious
from kakehashi.web import localised
from kakehashi.web.naming import language_of


@dataclass(frozen=True, slots=True)
class EventName:
    """The name in the reader's language if the organiser gave one, else the original with its language."""

    text: str
    language: str
    original: bool


def name_event(event: Event) -> EventName:
    """The name of an event as this reader sees it."""
    reader = localised.reader_language()
    if event.names.get(reader):
        return EventName(event.names[reader], reader, original=False)
    language = language_of(event.name)
    return EventName(event.name, language, original=language != reader)


def event_at(slug: str) -> Event:
    """The event of the address; raises `Http404`."""
    try:
        return find_event(slug)
    except Event.DoesNotExist as fault:
        raise Http404(slug) from fault


def frame(event: Event, participants: Iterable[Participant], current: str) -> Mapping[str, object]:
    """What every page of an event shows: its name, its zone, the notice about invented firms, where one is."""
    return {
        "event": event,
        "event_name": name_event(event),
        "zone": ZoneInfo(event.time_zone),
        "fictitious": event.fictitious or has_fictitious(participants),
        "current": current,
    }


def chosen(value: str | None, known: Iterable[str]) -> str:
    """A word from the address if it is one of those known, else ""."""
    return value if value in set(known) else ""
