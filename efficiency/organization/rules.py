"""Who may: predicates about people, asked by actions and pages."""

from efficiency.common.access import holders_of
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role

SYSTEM_ADMINISTRATORS = holders_of(Role.SYSADMIN)
SECURITY_ADMINISTRATORS = holders_of(Role.SECADMIN)
ROLE_READERS = holders_of(Role.SECADMIN, Role.AUDITOR)
POST_EDITORS = holders_of(Role.HEAD, Role.SYSADMIN)


def can_edit_posts_of(user: User, unit: Unit) -> bool:
    """The system administrator everywhere, a head in his own unit."""
    return user.holds(Role.SYSADMIN) or (user.holds(Role.HEAD) and user.unit_id == unit.pk)


def can_change_roles_of(user: User, subject: User) -> bool:
    """The security administrator, but never of himself (T-83)."""
    return user.holds(Role.SECADMIN) and user.pk != subject.pk


def can_administer(user: User, subject: User) -> bool:
    """The system administrator; he may not disable or reset himself."""
    return user.holds(Role.SYSADMIN) and user.pk != subject.pk
