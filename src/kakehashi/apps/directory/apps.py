"""Django's entry for `directory`."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Organisations and their people."""

    name = "kakehashi.apps.directory"
    label = "directory"
