"""Registration of the room."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """The room `workdays`."""

    name = "efficiency.workdays"
    label = "workdays"
