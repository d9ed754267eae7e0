"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class VaultConfig(AppConfig):
    """The room `vault`."""

    name = "efficiency.vault"
    label = "vault"

    def ready(self) -> None:
        """Let each room say what it keeps about a person."""
        autodiscover_modules("holdings")
