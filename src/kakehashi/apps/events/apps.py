"""Django's entry for `events`."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events: slots, tables, interpreters, participants, wishes, matches."""

    name = "kakehashi.apps.events"
    label = "events"
