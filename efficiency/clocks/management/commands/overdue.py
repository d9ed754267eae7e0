"""Say how many working days late something was done."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from efficiency.clocks.deadlines import overdue_workdays
from efficiency.clocks.questions import UnableToAnswer, read_day
from efficiency.workdays.calendar import OutOfRange
from efficiency.workdays.current import CalendarUnreadable, calendar_at_hand


class Command(BaseCommand):
    """Print the working days after the due day up to and including the day it was done."""

    help = "Print how many working days late something was done: 0 where only rest days have passed."
    requires_system_checks = ()  # works before anything is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--due", required=True, help="the due day")
        parser.add_argument("--done", required=True, help="the day it was done")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count."""
        try:
            due, done = read_day(options["due"]), read_day(options["done"])
            calendar = calendar_at_hand()
            late = overdue_workdays(calendar, due, done)
        except (UnableToAnswer, OutOfRange, CalendarUnreadable) as error:
            raise CommandError(str(error)) from error
        provisional = calendar.is_provisional(max(due, done))
        if provisional:
            self.stderr.write(
                _("Provisional: the arrangement of the working days is published up to %(day)s only.")
                % {"day": calendar.published_until}
            )
        if options["json"]:
            self.stdout.write(
                json.dumps({"late": late, "due": f"{due}", "done": f"{done}", "provisional": provisional})
            )
        else:
            self.stdout.write(str(late))
