"""Django's entry for `meetings`."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Programmes and their meetings."""

    name = "kakehashi.apps.meetings"
    label = "meetings"
