"""Registration of the room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The room `approvals`."""

    name = "approvals"
