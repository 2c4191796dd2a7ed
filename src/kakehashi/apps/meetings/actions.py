"""Writes to programmes: publishing a verified plan for an event."""

from dataclasses import asdict

from kakehashi.apps.core.actions import Actor, recorded
from kakehashi.apps.events.models import Event, Interpreter, Match, Participant, Slot, Table
from kakehashi.apps.market.models import Listing
from kakehashi.apps.meetings.exports.calendar import write_calendar
from kakehashi.apps.meetings.models import Meeting, Programme, PublishedCalendar, Seat, UnmetWish
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.wording import unmet_about


class PlanOfAnotherEvent(ValueError):
    """The plan was not made from this event's participants and slots."""


def publish_programme(event: Event, plan: Plan, actor: Actor) -> Programme:
    """Stores a plan as the event's programme, in place of an earlier one.

    One transaction with its audit entry; raises `NotPermitted` or `PlanOfAnotherEvent`. The database's unique
    constraints refuse a participant, table or interpreter held twice in a slot.
    """
    result, bound = plan.schedule, plan.schedule.bound_with_aims
    if result.value is None or bound is None:
        raise ValueError("a plan without a schedule cannot be published")
    with recorded(actor, "publish programme", event.name, {"meetings": len(result.meetings), "score": result.value}):
        participants, slots = list(event.participants.order_by("id")), list(event.slots.order_by("number"))
        if len(participants) != len(plan.week.firms) or len(slots) != len(plan.week.slots):
            raise PlanOfAnotherEvent(event.name)
        Programme.objects.filter(event=event).delete()
        programme = Programme.objects.create(
            event=event,
            seed=plan.seed,
            status=result.status,
            score=result.value,
            bound=bound,
            breaks=result.breaks,
            seconds=result.seconds,
        )
        _store_matches(event, plan, participants)
        _store_meetings(programme, plan, participants, slots)
        _store_unmet(programme, plan, participants)
        _store_calendars(programme, plan, participants)
    return programme


def _store_matches(event: Event, plan: Plan, participants: list[Participant]) -> None:
    event.matches.all().delete()
    listings = list(Listing.objects.filter(participants__event=event).order_by("id").values_list("id", flat=True))
    Match.objects.bulk_create(
        (
            Match(
                event=event,
                first=participants[int(pair.first_owner)],
                second=participants[int(pair.second_owner)],
                score=pair.score,
                evidence=[
                    {
                        "offer": listings[int(item.offer)],
                        "need": listings[int(item.need)],
                        "score": item.score,
                        "reasons": [asdict(reason) for reason in item.reasons],
                    }
                    for item in pair.evidence
                ],
            )
            for pair in plan.matches.pairs
        ),
        batch_size=500,
    )


def _store_meetings(programme: Programme, plan: Plan, participants: list[Participant], slots: list[Slot]) -> None:
    tables: list[Table] = list(programme.event.tables.order_by("position"))
    interpreters: list[Interpreter] = list(programme.event.interpreters.order_by("position"))
    meetings = Meeting.objects.bulk_create(
        Meeting(
            programme=programme,
            slot=slots[m.slot],
            table=tables[m.table],
            interpreter=None if m.interpreter is None else interpreters[m.interpreter],
            score=plan.candidates[m.wish].worth,
        )
        for m in plan.schedule.meetings
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, participant=participants[firm], slot=slots[m.slot], position=position)
        for meeting, m in zip(meetings, plan.schedule.meetings, strict=True)
        for position, firm in enumerate(plan.pair_of(m), start=1)
    )


def _store_unmet(programme: Programme, plan: Plan, participants: list[Participant]) -> None:
    UnmetWish.objects.bulk_create(
        (
            UnmetWish(
                programme=programme,
                first=participants[candidate.first],
                second=participants[candidate.second],
                asked=candidate.asked,
                reason=unmet.reason,
                about=unmet_about(plan.week, unmet, (candidate.first, candidate.second)),
            )
            for unmet in plan.schedule.unmet
            for candidate in (plan.candidates[unmet.wish],)
        ),
        batch_size=500,
    )


def _store_calendars(programme: Programme, plan: Plan, participants: list[Participant]) -> None:
    calendars = ((participant, write_calendar(plan, firm)) for firm, participant in enumerate(participants))
    PublishedCalendar.objects.bulk_create(
        PublishedCalendar(programme=programme, participant=participant, content=content)
        for participant, content in calendars
        if content is not None
    )
