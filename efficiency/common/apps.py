"""Registration of the room."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The ground floor."""

    name = "efficiency.common"
    label = "common"
