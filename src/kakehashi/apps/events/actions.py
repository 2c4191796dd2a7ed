"""Writes to events: a whole week from its workbook."""

import unicodedata

from django.utils.text import slugify

from kakehashi.apps.core.actions import Actor, recorded
from kakehashi.apps.directory.actions import Spokesperson, keep_organisation
from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.events.models import Event, Interpreter, Participant, Slot, Table, Wish
from kakehashi.apps.events.week import Firm, Week
from kakehashi.apps.market.models import Listing
from kakehashi.engines.language import detect


def import_week(week: Week, actor: Actor) -> Event:
    """Stores a week; an event of the same name is replaced with all that belongs to it.

    One transaction with its audit entry; raises `NotPermitted`. Rows get their places from the week, so that
    `event.participants` in order of id stand as `week.firms` do.
    """
    slug = event_slug(week)
    details = {"firms": len(week.firms), "offers and needs": len(week.listings), "wishes": len(week.wishes)}
    with recorded(actor, "import week", week.name, details):
        _remove_event(slug)
        event = Event.objects.create(
            slug=slug,
            name=week.name,
            names=dict(week.names),
            organiser=week.organiser,
            place=week.place,
            time_zone=week.time_zone,
            between_sides=week.between_sides,
            fictitious=week.fictitious,
        )
        _store_frame(event, week)
        participants = [_store_participant(event, firm) for firm in week.firms]
        _store_listings(week, participants)
        Wish.objects.bulk_create(
            Wish(
                event=event,
                asker=participants[row.firm],
                wanted=participants[row.other],
                strength=row.strength,
                note=row.note,
            )
            for row in week.wishes
        )
    return event


def event_slug(week: Week) -> str:
    """The address of an event, from its English name where it has one; dashes of any length part words."""
    name = week.names.get("en", week.name)
    return slugify("".join("-" if unicodedata.category(c) == "Pd" else c for c in name))[:120] or "event"


def _remove_event(slug: str) -> None:
    """The event and the listings that came with it; organisations stay, other events may name them."""
    Listing.objects.filter(participants__event__slug=slug).delete()
    Event.objects.filter(slug=slug).delete()


def _store_frame(event: Event, week: Week) -> None:
    """Slots, tables and interpreters."""
    Slot.objects.bulk_create(
        Slot(
            event=event,
            number=place + 1,
            day=slot.day,
            session=slot.session,
            session_name=week.sessions[slot.session].name,
            starts_at=slot.start,
            ends_at=slot.end,
        )
        for place, slot in enumerate(week.slots)
    )
    Table.objects.bulk_create(
        Table(event=event, position=place, hall=row.hall, name=row.table, available=_numbers(row.available))
        for place, row in enumerate(week.tables)
    )
    Interpreter.objects.bulk_create(
        Interpreter(
            event=event,
            position=place,
            name=row.name,
            pairs=sorted(sorted(pair) for pair in row.pairs),
            available=_numbers(row.available),
            longest_run=row.longest_run,
        )
        for place, row in enumerate(week.interpreters)
    )


def _store_participant(event: Event, firm: Firm) -> Participant:
    organisation = keep_organisation(
        Organisation(
            name=firm.name,
            latin_name=firm.latin,
            country=firm.country,
            locality=firm.locality,
            about=firm.about,
            about_language=detect(firm.about) or firm.agenda_language if firm.about else "",
            fictitious=firm.fictitious,
        ),
        [Spokesperson(person.name, person.latin, person.role) for person in firm.people],
    )
    return Participant.objects.create(
        event=event,
        organisation=organisation,
        side=firm.side,
        cohort=firm.cohort,
        languages=list(firm.languages),
        time_zone=firm.time_zone,
        online=firm.attendance == "online",
        available=_numbers(firm.available),
    )


def _store_listings(week: Week, participants: list[Participant]) -> None:
    for row in week.listings:
        participant = participants[row.firm]
        listing = Listing.objects.create(
            organisation_id=participant.organisation_id,
            kind=row.direction,
            deal=row.deal,
            text=row.text,
            language=row.language or detect(row.text) or "",
            language_detected=not row.language,
            hs_heading=row.heading,
            certificates=list(row.certificates),
            volume=row.volume,
            valid_until=row.valid_until,
        )
        participant.listings.add(listing)


def _numbers(places: frozenset[int]) -> list[int]:
    """Slot numbers counted from 1, as people read them."""
    return sorted(place + 1 for place in places)
