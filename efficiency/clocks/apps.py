"""Registration of the room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """The room `clocks`."""

    name = "efficiency.clocks"
    label = "clocks"
