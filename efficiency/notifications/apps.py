"""Registration of the room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The room `notifications`."""

    name = "efficiency.notifications"
    label = "notifications"
