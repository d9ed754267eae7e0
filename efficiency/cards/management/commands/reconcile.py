"""manage.py reconcile: look for cards that are missing or too many, as the worker does every night."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from efficiency.cards.reconciliation import reconcile


class Command(BaseCommand):
    """Compare clocks and cards; change neither."""

    help = "Find cards that should exist and do not, and cards that should not exist. Looks at everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--quick", action="store_true", help="Only running clocks and cards of today.")
        parser.add_argument("--json", action="store_true", help="Print the findings as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one look; exit code 1 where anything was found."""
        run = reconcile(full=not options["quick"])
        if options["json"]:
            self.stdout.write(json.dumps({"found": run.found, "full": run.full, "findings": run.findings}))
        else:
            for finding in run.findings:
                self.stdout.write(" ".join(f"{name}={value}" for name, value in finding.items()))
            seconds = (run.finished_at - run.started_at).total_seconds()
            self.stdout.write(f"{'everything' if run.full else 'quick'}: {run.found} found; {seconds:.3f} s")
        if run.found:
            raise CommandError(f"{run.found} cards are missing or too many; see the reconciliation page.")
