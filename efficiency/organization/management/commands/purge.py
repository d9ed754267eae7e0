"""manage.py purge: remove old records of signing in, as the timetable does every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from efficiency.organization.actions.purging import FEWEST_DAYS, UnableToPurge, purge_sign_ins


class Command(BaseCommand):
    """Remove what is older than a number of days."""

    help = "Remove records of signing in older than --days (never fewer than 184). Audit entries always stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--days", type=int, default=FEWEST_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how much."""
        try:
            done = purge_sign_ins(days=options["days"], actor=None)
        except UnableToPurge as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"visits {done.visits}, attempts {done.attempts}, sessions {done.sessions}")
