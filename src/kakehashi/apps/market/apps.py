"""Django's entry for `market`."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Offers and needs."""

    name = "kakehashi.apps.market"
    label = "market"
