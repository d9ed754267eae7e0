"""Registration of the room."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """The room `organization`."""

    name = "efficiency.organization"
    label = "organization"
