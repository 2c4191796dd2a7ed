"""Django's entry for `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app rests on: the audit trail."""

    name = "kakehashi.apps.core"
    label = "core"
