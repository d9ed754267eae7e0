"""`manage.py generate`: large sets for benchmarks."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from efficiency.portal.demo.bulk import UnableToGenerate, generate


class Command(BaseCommand):
    """Bulk rows, marked as demo; the same seed draws the same."""

    help = "Write large sets of marked rows quickly: bare clocks, some of them newly due, complaints and cases."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--clocks", type=int, default=0, help="bare clocks, each on a matter of its own")
        parser.add_argument("--due", type=int, default=0, help="how many of them have just run out")
        parser.add_argument("--complaints", type=int, default=0, help="complaints in the hands of units")
        parser.add_argument("--cases", type=int, default=0, help="accepted cases")
        parser.add_argument("--finished", action="store_true", help="cases of the past year that are finished instead")
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate and say how many and how fast."""
        names = ("clocks", "due", "complaints", "cases", "finished", "seed")
        if not any(options[name] for name in ("clocks", "complaints", "cases")):
            raise CommandError("Say what to generate: --clocks, --complaints or --cases.")
        began = time.monotonic()
        try:
            made = generate(**{name: options[name] for name in names})
        except UnableToGenerate as error:
            raise CommandError(str(error)) from error
        said = ", ".join(f"{count} {name}" for name, count in made.items() if count)
        self.stdout.write(f"Generated {said} in {time.monotonic() - began:.1f} s.")
