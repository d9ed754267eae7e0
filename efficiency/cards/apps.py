"""Registration of the room."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """The room `cards`."""

    name = "efficiency.cards"
    label = "cards"
