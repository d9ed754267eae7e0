"""`manage.py compile_texts`: translations made ready without gettext on the machine."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compile each .po file whose .mo file is missing or older."""

    help = "Compile the translations (.po to .mo) that have changed; needs no gettext."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the .mo files and name them."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                    continue
                polib.pofile(str(source)).save_as_mofile(str(target))
                if options["verbosity"]:
                    self.stdout.write(str(target))
