"""Registration of the room."""

from django.apps import AppConfig


class IntegratorsConfig(AppConfig):
    """The room `integrators`."""

    name = "efficiency.integrators"
    label = "integrators"
