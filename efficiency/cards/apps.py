"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CardsConfig(AppConfig):
    """The room `cards`."""

    name = "efficiency.cards"
    label = "cards"

    def ready(self) -> None:
        """Let each room register the backlog that it takes in; say to the clocks which breaches are not carded."""
        from efficiency.cards import shielding, wording  # models are there only now

        shielding.register()
        wording.register()
        autodiscover_modules("backlogs")
