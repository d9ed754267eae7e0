"""Say when a limit ends."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from efficiency.changes.settings import definition_of
from efficiency.clocks.deadlines import LedgerDay, OfficeHours
from efficiency.clocks.hours import OFFICE_HOURS, read_hours
from efficiency.clocks.moving import office_hours
from efficiency.clocks.questions import (
    UNITS,
    Question,
    UnableToAnswer,
    answer,
    days_of,
    read_limit,
    read_moment,
    read_pause,
)
from efficiency.workdays.current import CalendarUnreadable, calendar_at_hand, is_new_house


class Command(BaseCommand):
    """Print the last day of a limit (or the moment, for working hours) alone on the first line."""

    help = (
        "Print the last day of a limit alone on the first line; for working hours the moment. Days are days of "
        "Asia/Shanghai, the start day is not counted. The official arrangement counts, and the city's exceptions."
    )
    requires_system_checks = ()  # works before anything is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--start", required=True, help="day, or moment such as 2026-02-13T16:00")
        parser.add_argument("--limit", required=True, type=int, help="how many")
        parser.add_argument("--unit", required=True, choices=list(UNITS), help="of what")
        parser.add_argument(
            "--pause",
            action="append",
            default=[],
            metavar="FROM:TO",
            help="not counted: the days after FROM up to and including TO; may be repeated",
        )
        parser.add_argument(
            "--no-roll", action="store_true", help="keep a last day that is a rest day (status periods)"
        )
        parser.add_argument("--before", action="store_true", help="count back from --start; never rolled")
        parser.add_argument("--explain", action="store_true", help="list the days")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer one question."""
        try:
            question = Question(
                started_at=read_moment(options["start"]),
                limit=read_limit(options["limit"], options["unit"]),
                pauses=[read_pause(text) for text in options["pause"]],
                roll=not options["no_roll"],
                before=options["before"],
            )
            calendar = calendar_at_hand()
            found = answer(calendar, question, _hours_at_hand())
        except (UnableToAnswer, CalendarUnreadable) as error:
            raise CommandError(str(error)) from error
        days = days_of(calendar, question, found) if options["explain"] else []
        if found.provisional:
            self.stderr.write(
                _("Provisional: the arrangement of the working days is published up to %(day)s only.")
                % {"day": calendar.published_until}
            )
        if options["json"]:
            facts = {
                "due": found.text,
                "raw": found.raw and found.raw.isoformat(),
                "provisional": found.provisional,
                "calendar": calendar.version,
            }
            listed = {"days": [_as_facts(day) for day in days]} if options["explain"] else {}
            self.stdout.write(json.dumps(facts | listed, ensure_ascii=False))
            return
        self.stdout.write(found.text)
        for day in days:
            self.stdout.write(_as_line(day))


def _as_facts(day: LedgerDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "counted": day.counted,
        "number": day.number,
        "working": day.working,
        "name": day.name,
        "make_up": day.make_up,
        "paused": day.paused,
    }


def _as_line(day: LedgerDay) -> str:
    if day.paused:
        what = _("paused")
    elif day.make_up:
        what = _("make-up working day")
    else:
        what = _("working day") if day.working else _("rest day")
    number = "" if day.number is None else str(day.number)
    return f"{day.day} {date_format(day.day, 'D')} {number:>4} {what} {day.name}".rstrip()


def _hours_at_hand() -> OfficeHours:
    """The office hours in force; in a house without tables those it starts with."""
    return read_hours(definition_of(OFFICE_HOURS).initial()) if is_new_house() else office_hours()
