"""Registration of the room."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """The room `presence`."""

    name = "efficiency.presence"
    label = "presence"
