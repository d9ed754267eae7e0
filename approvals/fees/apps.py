"""Registration of the room."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """The room `fees`."""

    name = "approvals.fees"
    label = "fees"
