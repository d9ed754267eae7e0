"""manage.py first_accounts: the first three administrators of an empty portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from efficiency.organization.actions.beginning import UnableToBegin, first_accounts


class Command(BaseCommand):
    """Make the first administrators, once."""

    help = "Make the first system, security and audit administrator; refused once an administrator exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--city", required=True, help="Name of the unit at the root, e.g. 某某市.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each account with its password, this once."""
        try:
            made = first_accounts(city=options["city"])
        except UnableToBegin as refusal:
            raise CommandError(str(refusal)) from refusal
        for account in made:
            self.stdout.write(f"{account.username}\t{account.password}")
        self.stderr.write("Each password must be changed at the first sign-in. It is not shown again.")
