"""Registration of the room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The room `vault`."""

    name = "efficiency.vault"
    label = "vault"
