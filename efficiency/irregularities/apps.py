"""Registration of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class IrregularitiesConfig(AppConfig):
    """The room `irregularities`."""

    name = "efficiency.irregularities"
    label = "irregularities"

    def ready(self) -> None:
        """Let each room register, in its anomalies.py, what is irregular in its data."""
        from efficiency.irregularities import registry, wording  # models are ready only now

        wording.register()
        autodiscover_modules("anomalies")
        registry.define_settings()
