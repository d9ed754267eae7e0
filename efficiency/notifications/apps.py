"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """The room `notifications`."""

    name = "efficiency.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Let each room register its texts and its parts of the summary; tell of changes."""
        # Models are not there before.
        from efficiency.changes.actions import tell_with
        from efficiency.notifications.tellers import tell_of_change

        autodiscover_modules("notices")
        autodiscover_modules("digests")
        tell_with(tell_of_change)
