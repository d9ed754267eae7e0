"""manage.py sweep: judge the clocks whose moment has come, as the worker does."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from efficiency.cards.sweep import UnableToSweep, sweep


class Command(BaseCommand):
    """Issue the cards that are due, once each."""

    help = "Judge every clock whose moment has come and issue the cards it has earned."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be issued.")
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sweep; exit code 1 when it was refused or rows failed."""
        try:
            result = sweep(dry_run=options["dry_run"])
        except UnableToSweep as refusal:
            raise CommandError(str(refusal)) from refusal
        levels = result.levels
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict()))
        else:
            self.stdout.write(
                f"{'would issue' if result.dry_run else 'issued'}: {levels[0]} reminders, {levels[1]} first level, "
                f"{levels[2]} second level; looked at {result.looked}; {result.errors} errors; {result.seconds} s"
            )
        if result.errors:
            raise CommandError(f"{result.errors} clocks could not be judged; see the sweeps page.")
