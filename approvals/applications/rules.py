"""Who may do what in this room."""

from typing import TYPE_CHECKING

from efficiency.common.access import holders_of
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from efficiency.organization.models import User

SHARE_READERS = holders_of("office", "executive", "auditor", "head")
FIELD_KEEPERS = holders_of("office")
FILE_READERS = holders_of("window", "handler", "head")


def sees_city(user: "User") -> bool:
    """The figures of all departments; a head reads those of his own unit and below."""
    return bool(user.role_codes & {role.value for role in CITY_ROLES})


def may_set_fields(user: "User") -> bool:
    """The efficiency office keeps the lists of details, as it keeps the catalogue."""
    return user.holds(Role.OFFICE)
