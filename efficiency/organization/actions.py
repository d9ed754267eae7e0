"""Changes to units, people, roles and posts. Each writes its entry in the same transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.keys import commitment
from efficiency.common.moments import act
from efficiency.organization.models import Post, RoleGrant, Unit, User
from efficiency.organization.roles import ADMIN_ROLES, Role
from efficiency.organization.rules import can_administer, can_change_roles_of


class UnableToChangeUnit(Exception):
    """The unit stays as it was; the message says why."""


class UnableToChangeUser(Exception):
    """The account stays as it was; the message says why."""


class UnableToGrant(Exception):
    """The role is not granted or taken; the message says why."""


class UnableToChangePost(Exception):
    """The post stays as it was; the message says why."""


# -- Signing in ---------------------------------------------------------------------------------


def note_sign_in(*, user: User, now: datetime | None = None) -> None:
    """Record that somebody signed in."""
    with act(now) as now:
        record(Verb.SIGNED_IN, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)


def note_sign_out(*, user: User, now: datetime | None = None) -> None:
    """Record that somebody signed out."""
    with act(now) as now:
        record(Verb.SIGNED_OUT, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)


def note_refusal(*, username: str, now: datetime | None = None) -> None:
    """Record a refused sign-in. What was typed is kept as a commitment only: it may be a password."""
    with act(now) as now:
        known = User.objects.filter(username=username).values_list("pk", flat=True).first()
        typed = commitment(username)
        subject = known if known is not None else "unknown"
        record(Verb.SIGN_IN_REFUSED, at=now, actor=None, kind="user", subject=subject, commitment=typed)


# -- Units --------------------------------------------------------------------------------------


def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    actor: User | None,
    now: datetime | None = None,
    short_name: str = "",
    parent: Unit | None = None,
    phone: str = "",
    address: str = "",
    demo: bool = False,
) -> Unit:
    """Add a unit below `parent`, or at the root."""
    with act(now) as now:
        if parent is not None:
            parent = Unit.objects.select_for_update().get(pk=parent.pk)  # its path may just have changed
        short = short_name or name[:30]
        unit = Unit(
            code=code, name=name, short_name=short, kind=kind, parent=parent, phone=phone, address=address, demo=demo
        )
        _save_unit(unit)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        data = {"code": code, "name": name, "parent": parent.pk if parent else None}
        record(Verb.UNIT_ADDED, at=now, actor=actor, kind="unit", subject=unit.pk, data=data, demo=demo)
    return unit


def change_unit(*, unit: Unit, changes: Mapping[str, Any], actor: User | None, now: datetime | None = None) -> Unit:
    """Set these fields of a unit; a new parent moves everything below it along.

    Raises UnableToChangeUnit for a parent inside the unit itself, or where people or units in
    use stand below a unit that is to be closed.
    """
    with act(now) as now:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        before = _set(unit, changes)
        if not before:
            return unit
        busy = unit.children.filter(active=True).exists() or unit.users.filter(is_active=True).exists()
        if not unit.active and busy:
            raise UnableToChangeUnit(_("Units or enabled accounts still stand below this unit. Move them first."))
        _save_unit(unit)
        if "parent" in before:
            _move(unit)
        data = {"before": before, "after": _shown(unit, before)}
        record(Verb.UNIT_CHANGED, at=now, actor=actor, kind="unit", subject=unit.pk, data=data, demo=unit.demo)
    return unit


def _save_unit(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise UnableToChangeUnit(_("There is already a unit with this code.")) from error


def _move(unit: Unit) -> None:
    """Give the unit and all below it the paths that follow from its parent."""
    old = unit.path
    parent = Unit.objects.select_for_update().get(pk=unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.path.startswith(old):
        raise UnableToChangeUnit(_("A unit cannot stand below itself."))
    new = f"{parent.path if parent else '/'}{unit.pk}/"
    if new != old:
        rest = Substr(F("path"), len(old) + 1)
        Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), rest))
        unit.path = new


# -- People -------------------------------------------------------------------------------------


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
        before = _set(user, changes)
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


# -- Roles --------------------------------------------------------------------------------------


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


# -- Posts --------------------------------------------------------------------------------------


def add_post(
    *,
    unit: Unit,
    name: str,
    duties: str,
    actor: User | None,
    now: datetime | None = None,
    holder: User | None = None,
    deputy: User | None = None,
    demo: bool = False,
) -> Post:
    """Add a post with its written duties."""
    with act(now) as now:
        post = Post(unit=unit, name=name, duties=duties, holder=holder, deputy=deputy, demo=demo)
        _save_post(post)
        data = {"unit": unit.pk, "name": name, "holder": post.holder_id, "deputy": post.deputy_id}
        record(Verb.POST_ADDED, at=now, actor=actor, kind="post", subject=post.pk, data=data, demo=demo)
    return post


def change_post(*, post: Post, changes: Mapping[str, Any], actor: User | None, now: datetime | None = None) -> Post:
    """Set these fields of a post."""
    with act(now) as now:
        post = Post.objects.select_for_update().get(pk=post.pk)
        before = _set(post, changes)
        if not before:
            return post
        _save_post(post)
        data = {"before": before, "after": _shown(post, before)}
        record(Verb.POST_CHANGED, at=now, actor=actor, kind="post", subject=post.pk, data=data, demo=post.demo)
    return post


def _save_post(post: Post) -> None:
    if post.holder_id is not None and post.holder_id == post.deputy_id:
        raise UnableToChangePost(_("The deputy must be somebody else than the holder."))
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise UnableToChangePost(_("The unit has a post of this name already.")) from error


def _set(row: Unit | User | Post, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields and return what stood before in those that became different."""
    before = _shown(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    after = _shown(row, changes)
    return {name: value for name, value in before.items() if value != after[name]}


def _shown(row: Unit | User | Post, names: Iterable[str]) -> dict[str, Any]:
    """The named fields as they stand, ready for an entry."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}
