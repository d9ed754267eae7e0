"""The first accounts of a new portal. Where an administrator exists already, two persons decide on every other."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.common.moments import act
from efficiency.organization.actions.roles import grant_role
from efficiency.organization.actions.units import add_unit
from efficiency.organization.actions.users import add_user
from efficiency.organization.models import RoleGrant, Unit, UnitKind
from efficiency.organization.roles import ADMIN_ROLES, Role

FIRST = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class UnableToBegin(Exception):
    """The portal has its administrators already."""


@dataclass(frozen=True)
class FirstAccount:
    """An account that was made, with the password its owner must change."""

    username: str
    role: Role
    password: str


def first_accounts(*, city: str, now: datetime | None = None) -> list[FirstAccount]:
    """Make the root unit, where none stands, and the first three administrators.

    Raises UnableToBegin once any administrator was ever named: then two persons grant roles.
    """
    with act(now) as now:
        if RoleGrant.objects.select_for_update().filter(role__in=[role.value for role in ADMIN_ROLES]).exists():
            raise UnableToBegin(_("This portal has its administrators. Roles are given by two persons now."))
        root = Unit.objects.filter(parent=None).order_by("pk").first()
        if root is None:
            root = add_unit(code="city", name=city, kind=UnitKind.CITY, actor=None, now=now)
        made = []
        for role in FIRST:
            account = FirstAccount(f"first-{role.value}", role, _new_password())
            user = add_user(
                username=account.username,
                display_name=str(role.label),
                unit=root,
                password=account.password,
                initial=True,
                actor=None,
                now=now,
            )
            grant_role(user=user, role=role, actor=None, now=now)
            made.append(account)
    return made


def _new_password() -> str:
    parts = ["".join(secrets.choice(_SIGNS) for _sign in range(5)) for _part in range(3)]
    return f"X{secrets.randbelow(90) + 10}-" + "-".join(parts)
