"""Who may: predicates about people, asked by actions and pages."""

from datetime import datetime

from django.conf import settings

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


def can_confirm_for(user: User, subject: User) -> bool:
    """Either of the two administrators who keep accounts and roles, never for himself (T-83)."""
    return user.is_active and user.holds(Role.SECADMIN, Role.SYSADMIN) and user.pk != subject.pk


def can_set_password_of(user: User, subject: User, now: datetime) -> bool:
    """The system administrator; of a guarded account only while two persons have opened it for him."""
    if not can_administer(user, subject):
        return False
    if not subject.guarded:
        return True
    return subject.reset_by_id == user.pk and subject.reset_until is not None and now < subject.reset_until


def needs_second_factor(user: User) -> bool:
    """Holds a role that takes one. The demo city's own accounts are let off while it is shown."""
    if settings.DEMO_CITY and user.demo:
        return False
    return user.holds(*settings.SECOND_FACTOR_ROLES)
