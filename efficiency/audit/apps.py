"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "efficiency.audit"
    label = "audit"

    def ready(self) -> None:
        """Let each room say where the words stand that its entries commit to."""
        autodiscover_modules("grounds")
