"""Registration of the room."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """The room `complaints`."""

    name = "complaints"
