"""Tokens: by whom they are made, and what their secret is worth."""

from datetime import timedelta

import pytest
from django.utils import timezone

from efficiency.audit.models import Entry
from efficiency.changes.actions import decide, propose
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change
from efficiency.integrators import actions
from efficiency.integrators.changes import TOKEN, payload_of
from efficiency.integrators.models import Token
from efficiency.organization.models import User
from tests.api.builders import token_for
from tests.cast import at, make_unit, make_user

pytestmark = pytest.mark.django_db
NOW = at("2026-10-12 09:00")


def proposed(
    account: User, actor: User, *, last_day: str = "2027-03-31", scopes: tuple[str, ...] = ("cards:read",)
) -> Change:
    payload = payload_of(
        name="住建局工单系统",
        unit=make_unit(),
        account=account,
        scopes=list(scopes),
        last_day=at(f"{last_day} 00:00").date(),
    )
    return propose(kind=TOKEN, title="接口", payload=payload, ground="数据共享协议第3条", actor=actor, now=NOW)


def test_a_token_takes_the_security_administrator_and_the_office() -> None:
    """THREATS 14: nobody alone gives himself another's rights by way of a token."""
    change = proposed(make_user("head"), make_user("secadmin"))

    decide(change=change, confirm=True, actor=make_user("office"), now=NOW)

    token = Token.objects.get()
    assert (token.name, token.scopes, token.digest) == ("住建局工单系统", ["cards:read"], None)
    assert token.expires_at == at("2027-04-01 00:00")
    assert not token.lets_in(NOW)


@pytest.mark.parametrize("role", ["sysadmin", "office", "auditor", "head"])
def test_nobody_else_proposes_a_token(role: str) -> None:
    with pytest.raises(UnableToChange):
        proposed(make_user("head"), make_user(role))


@pytest.mark.parametrize("role", ["secadmin", "sysadmin", "auditor", "head"])
def test_nobody_but_the_office_confirms_a_token(role: str) -> None:
    change = proposed(make_user("head"), make_user("secadmin"))

    with pytest.raises(UnableToChange):
        decide(change=change, confirm=True, actor=make_user(role), now=NOW)


@pytest.mark.parametrize("role", ["secadmin", "sysadmin", "auditor"])
def test_no_token_works_for_an_administrator(role: str) -> None:
    """T-83"""
    with pytest.raises(UnableToChange, match="no administrator's role"):
        proposed(make_user(role), make_user("secadmin"))


@pytest.mark.parametrize(
    ("last_day", "scopes", "words"),
    [
        ("2026-10-11", ("cards:read",), "must not have passed"),
        ("2027-10-14", ("cards:read",), "at most one year"),
        ("2027-03-31", (), "Choose what"),
        ("2027-03-31", ("everything",), "Choose what"),
    ],
)
def test_a_token_has_a_near_end_and_known_scopes(last_day: str, scopes: tuple[str, ...], words: str) -> None:
    with pytest.raises(UnableToChange, match=words):
        proposed(make_user("head"), make_user("secadmin"), last_day=last_day, scopes=scopes)


def test_an_account_disabled_meanwhile_gets_no_token() -> None:
    account = make_user("head")
    change = proposed(account, make_user("secadmin"))
    User.objects.get_queryset().filter(pk=account.pk).update(is_active=False)

    with pytest.raises(UnableToChange):
        decide(change=change, confirm=True, actor=make_user("office"), now=NOW)
    assert not Token.objects.exists()


def test_the_secret_is_told_once_and_kept_nowhere() -> None:
    token, secret = token_for(make_user("head"))

    stored = Token.objects.filter(pk=token.pk).values().get()
    entries = [str(entry.data) for entry in Entry.objects.filter(subject_kind="token")]
    assert secret not in str(stored) + str(entries)
    with pytest.raises(actions.UnableToChangeToken, match="shown already"):
        actions.issue_secret(token=token, actor=make_user("secadmin"))


def test_a_revoked_token_stays_revoked() -> None:
    token, _secret = token_for(make_user("head"))
    actions.revoke_token(token=token, actor=make_user("secadmin"))

    with pytest.raises(actions.UnableToChangeToken):
        actions.revoke_token(token=token, actor=make_user("secadmin"))
    with pytest.raises(actions.UnableToChangeToken):
        actions.issue_secret(token=token, actor=make_user("secadmin"))


def test_every_step_is_recorded() -> None:
    token, _secret = token_for(make_user("head"))
    actions.revoke_token(token=token, actor=make_user("secadmin"))

    verbs = Entry.objects.filter(subject_kind="token", subject_id=str(token.pk)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["token-made", "token-issued", "token-revoked"]


def test_those_in_force_are_asked_for() -> None:
    token, _secret = token_for(make_user("head"), days=1)
    now = timezone.now()

    assert list(Token.objects.in_force(now)) == [token]
    assert list(Token.objects.in_force(now + timedelta(days=2))) == []
