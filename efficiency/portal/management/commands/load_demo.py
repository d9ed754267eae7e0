"""`manage.py load_demo`: build the demo city."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from efficiency.portal.demo.loading import UnableToLoad, account_lines, is_loaded, load, write_accounts


class Command(BaseCommand):
    """Units, people, items, complaints and cases at every stage, all marked and removable."""

    help = (
        "Build the demo city: a marked, removable Kunshan with accounts for every role, and complaints and cases at "
        "every stage, some past their limit so that the next sweep cards them. A second call changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--force", action="store_true", help="load it beside real rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, write the accounts' file, print the accounts."""
        if is_loaded():
            self.stdout.write("The demo city is loaded already; nothing was changed.")
            return
        loud = options["verbosity"] > 0
        say: Callable[[str], object] = self.stdout.write if loud else str
        try:
            loaded = load(force=options["force"], say=say)
        except UnableToLoad as error:
            raise CommandError(str(error)) from error
        path = write_accounts(loaded.passwords)
        if loud:
            for account in account_lines(loaded.passwords):
                self.stdout.write(f"ACCOUNT {account['role']} {account['user']} {account['password']}")
            self.stdout.write(", ".join(f"{count} {name}" for name, count in loaded.counts.items()) + ".")
            self.stdout.write(f"The accounts are kept in {path}.")
