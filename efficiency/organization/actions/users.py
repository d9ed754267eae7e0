"""Changes to accounts. Each writes its entry in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.actions.fields import set_fields
from efficiency.organization.models import Unit, User
from efficiency.organization.rules import can_administer


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
    """Disable an account: its sessions are dead on their next request."""
    _switch(user, to=False, verb=Verb.USER_DISABLED, actor=actor, now=now)


def enable_user(*, user: User, actor: User | None, now: datetime | None = None) -> None:
    """Let a disabled account in again."""
    _switch(user, to=True, verb=Verb.USER_ENABLED, actor=actor, now=now)


def _switch(user: User, *, to: bool, verb: Verb, actor: User | None, now: datetime | None) -> None:
    with act(now) as now:
        if actor is not None and not can_administer(actor, user):
            raise UnableToChangeUser(_("You cannot do this to your own account."))
        if User.objects.filter(pk=user.pk, is_active=not to).update(is_active=to):
            record(verb, at=now, actor=actor, kind="user", subject=user.pk, demo=user.demo)
    user.is_active = to


def set_password(
    *, user: User, password: str, actor: User | None, now: datetime | None = None, initial: bool = False
) -> None:
    """Set a password; every session of the account ends but one that is renewed by its view."""
    with act(now) as now:
        user.set_password(password)
        user.password_is_initial = initial
        user.save(update_fields=["password", "password_is_initial"])
        record(
            Verb.PASSWORD_SET,
            at=now,
            actor=actor,
            kind="user",
            subject=user.pk,
            data={"initial": initial},
            demo=user.demo,
        )
