"""`manage.py remove_demo`: take the demo city out again."""

from typing import Any

from django.core.management.base import BaseCommand

from efficiency.portal.demo.removal import remove


class Command(BaseCommand):
    """Business rows go; cards and entries stay, in the demo series."""

    help = (
        "Remove the demo city: complaints, cases, items, clocks, identities and its arrangement of days. Cards and "
        "audit entries stay in the demo series, accounts are disabled, units put out of use."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and say what went."""
        removed = remove()
        for name, count in removed.items():
            self.stdout.write(f"{count} {name}")
        self.stdout.write("The demo city is removed. Its cards and entries stay, marked as demo.")
