"""A firm's page offers its agenda as a calendar file."""

import pytest
from django.test import Client

from kakehashi.apps.core.actions import OPERATOR
from kakehashi.apps.events.actions import import_week
from kakehashi.apps.meetings.actions import publish_programme
from tests.apps.meetings.conftest import make_plan, make_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    plan = make_plan(make_week())
    event = import_week(plan.week, OPERATOR)
    publish_programme(event, plan, OPERATOR)
    return event


def test_the_page_links_to_the_calendar(client: Client, event) -> None:
    slug = event.participants.order_by("id")[0].organisation.slug
    page = client.get(f"/en/events/{event.slug}/firms/{slug}/")
    assert f"/en/events/{event.slug}/firms/{slug}/agenda.ics" in page.content.decode()
    answer = client.get(f"/en/events/{event.slug}/firms/{slug}/agenda.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"BEGIN:VEVENT") == 3


def test_without_a_meeting_there_is_no_calendar(client: Client, event) -> None:
    lonely = next(p for p in event.participants.all() if not p.seats.exists()).organisation.slug
    assert client.get(f"/en/events/{event.slug}/firms/{lonely}/agenda.ics").status_code == 404
    assert "agenda.ics" not in client.get(f"/en/events/{event.slug}/firms/{lonely}/").content.decode()
