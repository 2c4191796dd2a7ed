"""Django's entry for the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and static files."""

    name = "kakehashi.web"
    label = "web"
