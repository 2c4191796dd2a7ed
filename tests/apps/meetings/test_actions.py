"""Importing a week and publishing its programme: one transaction, permitted, recorded, and single in each slot."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from kakehashi.apps.core.actions import OPERATOR, Actor, NotPermitted
from kakehashi.apps.core.models import AuditEntry
from kakehashi.apps.directory.models import Organisation
from kakehashi.apps.events.actions import import_week
from kakehashi.apps.events.models import Event, Match
from kakehashi.apps.market.models import Listing
from kakehashi.apps.meetings.actions import PlanOfAnotherEvent, publish_programme
from kakehashi.apps.meetings.models import Meeting, Programme, Seat, UnmetWish
from kakehashi.apps.meetings.planning import Plan

pytestmark = pytest.mark.django_db
VISITOR = Actor("visitor")


@pytest.fixture
def event(handmade_plan: Plan) -> Event:
    return import_week(handmade_plan.week, OPERATOR)


@pytest.fixture
def programme(event: Event, handmade_plan: Plan) -> Programme:
    return publish_programme(event, handmade_plan, OPERATOR)


def test_import_keeps_everything_the_week_states(event: Event, handmade_plan: Plan) -> None:
    week = handmade_plan.week
    assert event.participants.count() == len(week.firms)
    assert event.slots.count() == len(week.slots)
    assert Listing.objects.count() == len(week.listings)
    assert [p.organisation.name for p in event.participants.order_by("id")] == [f.name for f in week.firms]
    first = event.participants.order_by("id")[0]
    assert first.available == sorted(slot + 1 for slot in week.firms[0].available)


def test_a_language_that_was_detected_is_told_from_one_that_was_stated(event: Event, handmade_plan: Plan) -> None:
    stored = Listing.objects.filter(participants__event=event).order_by("id")
    assert [row.language_detected for row in stored] == [not row.language for row in handmade_plan.week.listings]


def test_importing_again_replaces_and_doubles_nothing(event: Event, handmade_plan: Plan) -> None:
    import_week(handmade_plan.week, OPERATOR)
    assert Event.objects.count() == 1
    assert Listing.objects.count() == len(handmade_plan.week.listings)
    assert Organisation.objects.count() == len(handmade_plan.week.firms)


def test_firms_with_one_latin_name_get_addresses_of_their_own(handmade_plan: Plan) -> None:
    firms = tuple(replace(firm, latin="Same Name Ltd") for firm in handmade_plan.week.firms)
    import_week(replace(handmade_plan.week, firms=firms), OPERATOR)
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    assert len(slugs) == len(firms)
    assert {"same-name-ltd", "same-name-ltd-2"} <= slugs


def test_publishing_stores_meetings_matches_and_reasons(programme: Programme, handmade_plan: Plan) -> None:
    schedule = handmade_plan.schedule
    assert programme.meetings.count() == len(schedule.meetings)
    assert Seat.objects.count() == 2 * len(schedule.meetings)
    assert (programme.score, programme.bound) == (schedule.value, schedule.bound)
    assert Match.objects.count() == len(handmade_plan.matches.pairs)
    assert UnmetWish.objects.count() == len(schedule.unmet)
    evidence = Match.objects.first().evidence[0]
    assert Listing.objects.get(pk=evidence["offer"]).text == handmade_plan.week.listings[0].text
    assert evidence["reasons"][0]["code"] == "SHARED_CONCEPT"


def test_each_write_leaves_an_audit_entry(programme: Programme) -> None:
    entries = AuditEntry.objects.order_by("id")
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("command line", "import week"),
        ("command line", "publish programme"),
    ]


def test_a_visitor_may_neither_import_nor_publish(event: Event, handmade_plan: Plan) -> None:
    with pytest.raises(NotPermitted):
        import_week(handmade_plan.week, VISITOR)
    with pytest.raises(NotPermitted):
        publish_programme(event, handmade_plan, VISITOR)
    assert not Programme.objects.exists()
    assert AuditEntry.objects.count() == 1  # the fixture's own import


def test_a_failure_leaves_the_earlier_programme_and_no_entry(
    programme: Programme, handmade_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("kakehashi.apps.meetings.actions._store_unmet", fail)
    with pytest.raises(RuntimeError):
        publish_programme(programme.event, handmade_plan, OPERATOR)
    assert Programme.objects.get().pk == programme.pk
    assert AuditEntry.objects.count() == 2


def test_a_plan_of_another_event_is_refused(event: Event, handmade_plan: Plan) -> None:
    event.participants.first().delete()
    with pytest.raises(PlanOfAnotherEvent):
        publish_programme(event, handmade_plan, OPERATOR)


def _copy(meeting: Meeting, **changes: object) -> Meeting:
    fields = {name: getattr(meeting, name) for name in ("programme", "slot", "table", "interpreter", "score")}
    return Meeting(**fields | changes)


def test_the_database_keeps_tables_interpreters_and_participants_single(programme: Programme) -> None:
    meeting = programme.meetings.filter(interpreter__isnull=False).order_by("slot__number").first()
    tables = programme.event.tables.exclude(pk=meeting.table_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        _copy(meeting, interpreter=None).save()  # the table is held
    with pytest.raises(IntegrityError), transaction.atomic():
        _copy(meeting, table=tables[0]).save()  # the interpreter is held
    free = _copy(meeting, table=tables[0], interpreter=None)
    free.save()  # neither is held: the refusals above were the constraints' own
    seat = meeting.seats.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(meeting=free, participant=seat.participant, slot=seat.slot, position=1)


def test_publishing_keeps_a_calendar_for_everyone_who_meets_somebody(programme: Programme, handmade_plan: Plan) -> None:
    meeting = [firm for firm in range(len(handmade_plan.week.firms)) if handmade_plan.meetings_of(firm)]
    participants = list(programme.event.participants.order_by("id"))
    kept = {calendar.participant_id: bytes(calendar.content) for calendar in programme.calendars.all()}
    assert set(kept) == {participants[firm].id for firm in meeting}
    assert all(content.startswith(b"BEGIN:VCALENDAR\r\n") for content in kept.values())


def test_the_address_of_an_event_parts_words_at_dashes(handmade_plan: Plan) -> None:
    week = replace(handmade_plan.week, names={"en": "Korea–Japan Week 2027"})
    assert import_week(week, OPERATOR).slug == "korea-japan-week-2027"
