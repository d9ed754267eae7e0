"""manage.py failpoints: list the marked steps at which a process can be made to die."""

from typing import Any

from django.core.management.base import BaseCommand

from efficiency.common.failpoints import POINTS


class Command(BaseCommand):
    """For the tests of faults; docs/faults.md says how they are used."""

    help = "List the steps at which FAILPOINT=name[:n] makes a process end itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each."""
        for name, sentence in POINTS.items():
            self.stdout.write(f"{name:28} {sentence}")
