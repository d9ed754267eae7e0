"""manage.py access_matrix: who may open which address, from the declarations themselves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from efficiency.organization.roles import Role
from efficiency.portal.doors import Door, doors


class Command(BaseCommand):
    """Print the access matrix as a page of the documentation."""

    help = "Print every address and the roles that may open it (docs/access.md is this output)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the page."""
        with translation.override("en"):
            self.stdout.write(page(), ending="")


def page() -> str:
    """The matrix in Markdown: one row an address, one column a role."""
    roles = [role.value for role in Role]
    lines = [
        "# Who may open which address",
        "",
        "Made by `manage.py access_matrix` from the declarations of the views; a test runs every cell and",
        "another keeps this page up to date. ● may open · ○ is refused (403). Which objects appear behind an",
        "open door is decided by the scoped QuerySets; an object out of scope answers 404.",
        "",
        "| address | anybody | " + " | ".join(roles) + " |",
        "|---|---|" + "---|" * len(roles),
    ]
    return "\n".join(lines + [_row(door, roles) for door in doors()]) + "\n"


def _row(door: Door, roles: list[str]) -> str:
    who = door.who
    anybody = "●" if who and who.public else "○"
    cells = ["●" if who and (who.public or not who.roles or role in who.roles) else "○" for role in roles]
    return f"| `/{door.route}` | {anybody} | " + " | ".join(cells) + " |"
