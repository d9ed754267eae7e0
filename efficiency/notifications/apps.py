"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """The room `notifications`."""

    name = "efficiency.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Let each room register its texts."""
        autodiscover_modules("notices")
