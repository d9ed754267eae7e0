"""Registration of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room `portal`."""

    name = "efficiency.portal"
    label = "portal"
