"""Changes to accounts. Each writes its entry in the same transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.fields import set_fields
from efficiency.organization.actions.roles import is_last_of
from efficiency.organization.models import Unit, User
from efficiency.organization.rules import can_administer, can_confirm_for, can_set_password_of

# How long the decision of two persons stands before the password is set.
RESET_STAYS_OPEN = timedelta(hours=24)


class UnableToChangeUser(Exception):
    """The account stays as it was; the message says why."""


def add_user(
    *,
    username: str,
    display_name: str,
    unit: Unit | None,
    password: str | None,
    actor: User | None,
    now: datetime | None = None,
    title: str = "",
    email: str = "",
    language: str = "",
    initial: bool = False,
    demo: bool = False,
) -> User:
    """Add an account without any role; without a password nobody can sign in with it.

    `initial`: the password was chosen by an administrator, so its owner must choose another one
    before he gets in.
    """
    with act(now) as now:
        user = User(username=username, display_name=display_name, unit=unit, title=title, email=email, demo=demo)
        user.language, user.password_is_initial = language, initial
        user.set_password(password)
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise UnableToChangeUser(_("There is already an account with this user name.")) from error
        data = {"username": username, "unit": unit.pk if unit else None}
        record(Verb.USER_ADDED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=demo)
    return user


def change_user(*, user: User, changes: Mapping[str, Any], actor: User | None, now: datetime | None = None) -> User:
    """Set these fields of an account (name, unit, title, e-mail, language).

    The entry names the fields; of their values it keeps the unit alone.
    """
    with act(now) as now:
        user = User.objects.select_for_update().get(pk=user.pk)
        before = set_fields(user, changes)
        if not before:
            return user
        user.save(update_fields=list(before))
        data: dict[str, Any] = {"fields": sorted(before)}
        if "unit" in before:
            data["unit"] = {"before": before["unit"], "after": user.unit_id}
        record(Verb.USER_CHANGED, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)
    return user


def disable_user(*, user: User, actor: User | None, now: datetime | None = None) -> None:
    """Disable an account: its sessions are dead on their next request.

    One person suffices, since it only takes away; but not of the last who keeps accounts or roles.
    """
    with act(now) as now:
        _refuse_own(actor, user)
        if actor is not None and any(is_last_of(user, role) for role in user.role_codes):
            raise UnableToChangeUser(_("Nobody else holds this administrator duty. Give it to another account first."))
        _switch(user, to=False, verb=Verb.USER_DISABLED, actor=actor, confirmed_by=None, now=now)


def enable_user(
    *, user: User, actor: User | None, confirmed_by: User | None = None, now: datetime | None = None
) -> None:
    """Let a disabled account in again; a guarded one takes a second person."""
    with act(now) as now:
        _refuse_own(actor, user)
        if actor is not None and user.guarded:
            refuse_one_person(user, actor, confirmed_by)
        _switch(user, to=True, verb=Verb.USER_ENABLED, actor=actor, confirmed_by=confirmed_by, now=now)


def _switch(user: User, *, to: bool, verb: Verb, actor: User | None, confirmed_by: User | None, now: datetime) -> None:
    ended = {"is_active": to, "session_epoch": F("session_epoch") + 1}
    if User.objects.filter(pk=user.pk, is_active=not to).update(**ended):
        data = {"confirmed_by": confirmed_by.pk} if confirmed_by else {}
        record(verb, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)
    user.is_active = to


def open_password_reset(*, user: User, actor: User, confirmed_by: User | None, now: datetime | None = None) -> None:
    """Let `actor` set the password of a guarded account within a day: two persons decided so."""
    with act(now) as now:
        _refuse_own(actor, user)
        refuse_one_person(user, actor, confirmed_by)
        User.objects.filter(pk=user.pk).update(reset_by=actor, reset_until=now + RESET_STAYS_OPEN)
        data = {"for": actor.pk}
        record(
            Verb.PASSWORD_RESET_OPENED,
            at=now,
            actor=confirmed_by,
            kind="user",
            subject=user.pk,
            data=data,
            demo=user.demo,
        )


def _refuse_own(actor: User | None, user: User) -> None:
    if actor is not None and not can_administer(actor, user):
        raise UnableToChangeUser(_("You cannot do this to your own account."))


def refuse_one_person(user: User, actor: User, confirmed_by: User | None) -> None:
    """Raise UnableToChangeUser unless another administrator than these two confirms."""
    if confirmed_by is None or confirmed_by.pk == actor.pk or not can_confirm_for(confirmed_by, user):
        raise UnableToChangeUser(_("This account would open much: a second administrator confirms this."))


def set_password(
    *, user: User, password: str, actor: User | None, now: datetime | None = None, initial: bool = False
) -> None:
    """Set a password; every session of the account ends but one that is renewed by its view.

    An initial one is set by the system administrator; a guarded account's only once, while two
    persons have opened it for him.
    """
    with act(now) as now:
        if actor is not None and actor.pk != user.pk:
            standing = User.objects.select_for_update().get(pk=user.pk)
            if not can_set_password_of(actor, standing, now):
                raise UnableToChangeUser(_("This account would open much: a second administrator confirms this."))
        user.set_password(password)
        user.password_is_initial = initial
        user.reset_by = user.reset_until = None
        user.save(update_fields=["password", "password_is_initial", "reset_by", "reset_until"])
        record(
            Verb.PASSWORD_SET,
            at=now,
            actor=actor,
            kind="user",
            subject=user.pk,
            data={"initial": initial},
            demo=user.demo,
        )
