"""The first accounts of an empty portal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from efficiency.organization.actions.beginning import FIRST, UnableToBegin, first_accounts
from efficiency.organization.models import RoleGrant, Unit, User
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db
NOON = at("2026-09-28 12:00")


def test_an_empty_portal_gets_its_three_administrators_once() -> None:
    """T-83."""
    out = StringIO()
    call_command("first_accounts", city="某某市", stdout=out, stderr=StringIO())

    accounts = dict(line.split("\t") for line in out.getvalue().splitlines())
    assert sorted(accounts) == ["first-auditor", "first-secadmin", "first-sysadmin"]
    for username, password in accounts.items():
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.password_is_initial
        assert user.role_codes == {username.removeprefix("first-")}
    assert Unit.objects.get().name == "某某市"
    with pytest.raises(CommandError):
        call_command("first_accounts", city="某某市", stdout=out, stderr=StringIO())


@pytest.mark.parametrize("role", [role.value for role in FIRST])
def test_where_an_administrator_was_ever_named_nobody_is_made(role: str) -> None:
    """T-83: the command is no way round the two persons."""
    RoleGrant.objects.filter(user=make_user(role)).update(revoked_at=NOON)

    with pytest.raises(UnableToBegin):
        first_accounts(city="某某市", now=NOON)

    assert User.objects.count() == 1
