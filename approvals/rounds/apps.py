"""Registration of the room."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """The room `rounds`."""

    name = "approvals.rounds"
    label = "rounds"
