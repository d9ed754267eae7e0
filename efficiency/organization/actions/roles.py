"""Giving roles and taking them away. Each writes its entry in the same transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.roles import ADMIN_ROLES, Role
from efficiency.organization.rules import can_change_roles_of


class UnableToGrant(Exception):
    """The role is not granted or taken; the message says why."""


def grant_role(*, user: User, role: str, actor: User | None, now: datetime | None = None) -> RoleGrant:
    """Give a role. `actor` is a security administrator and never the user himself (T-83).

    Raises UnableToGrant; also where an administrator's duty would meet any other role of the
    account, since administrators do no business.
    """
    with act(now) as now:
        _refuse_own_roles(user, actor)
        user = User.objects.select_for_update().get(pk=user.pk)
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
        grant = RoleGrant.objects.create(user=user, role=Role(role), granted_at=now, granted_by=actor)
        data = {"role": grant.role}
        record(Verb.ROLE_GRANTED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)
    return grant


def revoke_role(*, grant: RoleGrant, actor: User | None, now: datetime | None = None) -> None:
    """Take a role away; from the next request on it counts no more."""
    with act(now) as now:
        _refuse_own_roles(grant.user, actor)
        if not RoleGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor):
            raise UnableToGrant(_("The role was taken away already."))
        user, data = grant.user, {"role": grant.role}
        record(Verb.ROLE_REVOKED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)


def _refuse_own_roles(user: User, actor: User | None) -> None:
    if actor is not None and not can_change_roles_of(actor, user):
        raise UnableToGrant(_("Nobody changes his own roles. Ask another security administrator."))
