"""`manage.py shift_demo --days N`: let limits of the demo city pass."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from efficiency.common.moments import SHANGHAI
from efficiency.portal.demo.shifting import UnableToShift, shift


class Command(BaseCommand):
    """Moves filing, dispatch, starts and pauses back; the next sweep sees what has become late."""

    help = (
        "Move open demo matters, or the one with --reference, back in time by calendar days and compute their clocks "
        "anew, so that limits pass. Cards and audit entries are never touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--days", type=int, required=True, help="calendar days, at least 1")
        parser.add_argument(
            "--reference",
            default="",
            help="the number of one matter; in a demo city (DEMO_CITY) also one that was filed by hand",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Move and print what moved."""
        try:
            moved = shift(days=options["days"], reference=options["reference"])
        except UnableToShift as error:
            raise CommandError(str(error)) from error
        for one in moved:
            was, is_now = (f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for at in (one.was_due_at, one.due_at))
            self.stdout.write(f"{one.reference} {one.kind}: due {was} -> {is_now}")
        matters = len({one.reference for one in moved})
        self.stdout.write(f"{len(moved)} clocks on {matters} matters moved back by {options['days']} days.")
