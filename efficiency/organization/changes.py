"""What takes two persons here: roles, and whatever would let somebody into a guarded account."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange, register
from efficiency.changes.models import Change
from efficiency.organization import actions
from efficiency.organization.actions.roles import refuse_grant, refuse_revocation
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.roles import Role

SECURITY, SYSTEM = (Role.SECADMIN.value,), (Role.SYSADMIN.value,)
EITHER = (Role.SECADMIN.value, Role.SYSADMIN.value)
REFUSALS = (actions.UnableToGrant, actions.UnableToChangeUser, actions.UnableToProve)


def person_of(payload: Payload) -> User:
    """The account that a change is about."""
    try:
        return User.objects.get(pk=payload["user"])
    except User.DoesNotExist:
        raise UnableToChange(_("This account no longer exists.")) from None


def grant_of(payload: Payload) -> RoleGrant:
    """The grant that a change would end."""
    try:
        return RoleGrant.objects.select_related("user").get(pk=payload["grant"])
    except RoleGrant.DoesNotExist:
        raise UnableToChange(_("The role was taken away already.")) from None


def _roles_in_words(person: User) -> str:
    return "、".join(str(Role(code).label) for code in sorted(person.role_codes))


def _said(person: User) -> str:
    return f"{person.display_name} ({person.username})"


def describe_grant(payload: Payload) -> list[Difference]:
    """The account's roles with one more."""
    person = person_of(payload)
    return [Difference(_said(person), _roles_in_words(person), "+ " + str(Role(payload["role"]).label))]


def effect_of_grant(payload: Payload, now: datetime) -> Effect:
    """What the account may do from the next request on."""
    person = person_of(payload)
    _checked(refuse_grant, person, payload["role"])
    role = Role(payload["role"]).label
    text = _("%(name)s works as “%(role)s” from the next request on.")
    return Effect([text % {"name": person.display_name, "role": role}])


def apply_grant(change: Change, actor: Any, now: datetime) -> str:
    """Give the role."""
    person = person_of(change.payload)
    _checked(
        actions.grant_role,
        user=person,
        role=change.payload["role"],
        actor=change.proposed_by,
        confirmed_by=actor,
        now=now,
    )
    return ""


def describe_revocation(payload: Payload) -> list[Difference]:
    """The account's roles with one less."""
    grant = grant_of(payload)
    return [Difference(_said(grant.user), str(grant.get_role_display()), "")]


def effect_of_revocation(payload: Payload, now: datetime) -> Effect:
    """What the account may no longer do."""
    grant = grant_of(payload)
    _checked(refuse_revocation, grant)
    text = _("%(name)s no longer works as “%(role)s” from the next request on.")
    return Effect([text % {"name": grant.user.display_name, "role": grant.get_role_display()}])


def apply_revocation(change: Change, actor: Any, now: datetime) -> str:
    """Take the role away."""
    grant = grant_of(change.payload)
    _checked(actions.revoke_role, grant=grant, actor=change.proposed_by, confirmed_by=actor, now=now)
    return ""


def _checked(act: Callable[..., Any], *args: Any, **given: Any) -> None:
    try:
        act(*args, **given)
    except REFUSALS as error:
        raise UnableToChange(str(error)) from error


def _about_account(
    code: str,
    name: str | Promise,
    proposers: tuple[str, ...],
    what_follows: str | Promise,
    act: Callable[..., None],
) -> ChangeKind:
    """A kind that does one thing to one account."""

    def describe(payload: Payload) -> list[Difference]:
        return [Difference(_said(person_of(payload)), "", str(name))]

    def effect(payload: Payload, now: datetime) -> Effect:
        return Effect([str(what_follows) % {"name": person_of(payload).display_name}])

    def apply(change: Change, actor: Any, now: datetime) -> str:
        _checked(act, user=person_of(change.payload), actor=change.proposed_by, confirmed_by=actor, now=now)
        return ""

    return ChangeKind(code, name, proposers, EITHER, describe, effect, apply)


register(
    ChangeKind(
        "role-grant",
        gettext_lazy("a role is given"),
        SECURITY,
        EITHER,
        describe_grant,
        effect_of_grant,
        apply_grant,
    )
)
register(
    ChangeKind(
        "role-revocation",
        gettext_lazy("a role is taken away"),
        SECURITY,
        EITHER,
        describe_revocation,
        effect_of_revocation,
        apply_revocation,
    )
)
register(
    _about_account(
        "password-reset",
        gettext_lazy("an initial password is set"),
        SYSTEM,
        gettext_lazy("The person who proposed this may set an initial password for %(name)s within 24 hours, once."),
        actions.open_password_reset,
    )
)
register(
    _about_account(
        "account-enabling",
        gettext_lazy("a disabled account is enabled"),
        SYSTEM,
        gettext_lazy("%(name)s can sign in again."),
        actions.enable_user,
    )
)
register(
    _about_account(
        "factor-reset",
        gettext_lazy("the second factor is reset"),
        SECURITY,
        gettext_lazy("%(name)s is signed out everywhere and sets up a new second factor at the next sign-in."),
        actions.reset_factor,
    )
)
