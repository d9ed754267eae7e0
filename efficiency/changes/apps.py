"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ChangesConfig(AppConfig):
    """The room `changes`."""

    name = "efficiency.changes"
    label = "changes"

    def ready(self) -> None:
        """Let each room register what takes two persons there, and define what a city may set."""
        autodiscover_modules("changes", "defined")
