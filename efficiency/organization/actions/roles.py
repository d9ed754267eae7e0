"""Giving roles and taking them away: proposed by one person, confirmed by another, never by the holder.

The pages propose; organization/changes.py calls these functions when the second person confirms.
Without an actor nobody is asked: the first accounts and the demo city.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.roles import ADMIN_ROLES, KEPT_ROLES, Role
from efficiency.organization.rules import can_change_roles_of, can_confirm_for


class UnableToGrant(Exception):
    """The role is not granted or taken; the message says why."""


def grant_role(
    *, user: User, role: str, actor: User | None, confirmed_by: User | None = None, now: datetime | None = None
) -> RoleGrant:
    """Give a role that `actor` proposed and `confirmed_by` confirmed (T-83).

    Raises UnableToGrant; also where an administrator's duty would meet any other role of the
    account, since administrators do no business.
    """
    with act(now) as now:
        _refuse_one_person(user, actor, confirmed_by)
        user = User.objects.select_for_update().get(pk=user.pk)
        refuse_grant(user, role)
        grant = RoleGrant.objects.create(
            user=user, role=Role(role), granted_at=now, granted_by=actor, grant_confirmed_by=confirmed_by
        )
        data = _facts(grant.role, confirmed_by)
        record(Verb.ROLE_GRANTED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)
    return grant


def revoke_role(
    *, grant: RoleGrant, actor: User | None, confirmed_by: User | None = None, now: datetime | None = None
) -> None:
    """Take a role away that `actor` proposed to take; from the next request on it counts no more."""
    with act(now) as now:
        _refuse_one_person(grant.user, actor, confirmed_by)
        if actor is not None:
            refuse_revocation(grant)
        ended = {"revoked_at": now, "revoked_by": actor, "revocation_confirmed_by": confirmed_by}
        if not RoleGrant.objects.filter(pk=grant.pk, revoked_at=None).update(**ended):
            raise UnableToGrant(_("The role was taken away already."))
        user, data = grant.user, _facts(grant.role, confirmed_by)
        record(Verb.ROLE_REVOKED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)


def refuse_grant(user: User, role: str) -> None:
    """Raise UnableToGrant where this account cannot hold this role."""
    held = set(user.grants.filter(revoked_at=None).values_list("role", flat=True))
    if role in held:
        raise UnableToGrant(_("This account holds the role already."))
    duties = {duty.value for duty in ADMIN_ROLES}
    if role in duties and held & duties:
        raise UnableToGrant(_("One account holds one administrator duty at most: system, security or audit."))
    if held and (role in duties) != bool(held & duties):
        raise UnableToGrant(_("Administrators do no business: this account cannot hold both roles."))
    if not user.is_active:
        raise UnableToGrant(_("This account is disabled."))


def refuse_revocation(grant: RoleGrant) -> None:
    """Raise UnableToGrant where the role was taken already, or nobody else holds it who must exist."""
    if grant.revoked_at is not None:
        raise UnableToGrant(_("The role was taken away already."))
    if is_last_of(grant.user, grant.role):
        raise UnableToGrant(_("Nobody else holds this administrator duty. Give it to another account first."))


def is_last_of(user: User, role: str) -> bool:
    """Tell whether accounts and roles could not be kept any more without this account."""
    return role in KEPT_ROLES and not User.objects.holding(role).filter(is_active=True).exclude(pk=user.pk).exists()


def _refuse_one_person(user: User, actor: User | None, confirmed_by: User | None) -> None:
    if actor is None:
        return
    if not can_change_roles_of(actor, user):
        raise UnableToGrant(_("Nobody changes his own roles. Ask another security administrator."))
    if confirmed_by is None or confirmed_by.pk == actor.pk or not can_confirm_for(confirmed_by, user):
        raise UnableToGrant(_("A role is given and taken by two persons, and never by its holder."))


def _facts(role: str, confirmed_by: User | None) -> dict[str, object]:
    return {"role": role} | ({"confirmed_by": confirmed_by.pk} if confirmed_by else {})
