"""The pages of other systems' tokens."""

import re

import pytest

from efficiency.changes.models import Change
from efficiency.integrators.models import Token
from tests.api.builders import program, token_for
from tests.cards.builders import visitor
from tests.cast import make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


def form_of(account: str, unit: int) -> dict[str, object]:
    return {
        "name": "住建局工单系统",
        "unit": unit,
        "account": account,
        "scopes": ["cards:read", "complaints:file"],
        "last_day": "2027-03-31",
        "ground": "数据共享协议第3条",
    }


def test_from_the_proposal_to_a_program_that_gets_in() -> None:
    account, unit = make_user("office"), make_unit()
    secadmin, office = visitor(make_user("secadmin")), visitor(make_user("office"))

    sent = secadmin.post("/integrators/new/", form_of(account.username, unit.pk))
    change = Change.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/changes/{change.pk}/")
    assert "住建局工单系统" in office.get(f"/changes/{change.pk}/").content.decode()
    office.post(f"/changes/{change.pk}/", {"confirm": "yes"})
    token = Token.objects.get()
    page = secadmin.post(f"/integrators/{token.pk}/secret/")
    found = re.search(r"xntk_[\w-]{43}", page.content.decode())

    assert found is not None
    assert "no-store" in page["Cache-Control"]
    assert found[0] not in secadmin.get(f"/integrators/{token.pk}/").content.decode()
    assert program(found[0]).get("/api/v1/cards/").status_code == 200
    secadmin.post(f"/integrators/{token.pk}/revoke/")
    assert program(found[0]).get("/api/v1/cards/").status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"account": "nobody"}, "account"),
        ({"unit": ""}, "unit"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"last_day": "soon"}, "last_day"),
        ({"ground": ""}, "ground"),
        ({"last_day": "2199-01-01"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_is_kept(changes: dict[str, object], field: str) -> None:
    account, unit = make_user("office"), make_unit()

    response = visitor(make_user("secadmin")).post("/integrators/new/", form_of(account.username, unit.pk) | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Change.objects.exists()


def test_an_administrator_s_account_is_not_found() -> None:
    """T-83"""
    response = visitor(make_user("secadmin")).post(
        "/integrators/new/", form_of(make_user("sysadmin").username, make_unit().pk)
    )

    assert list(response.context["form"].errors) == ["account"]


@pytest.mark.parametrize("role", ["office", "auditor"])
def test_office_and_auditor_look_and_cannot_touch(role: str) -> None:
    token, _secret = token_for(make_user("head"))
    client = visitor(make_user(role))

    assert client.get(f"/integrators/{token.pk}/").status_code == 200
    for path in ("/integrators/new/", f"/integrators/{token.pk}/secret/", f"/integrators/{token.pk}/revoke/"):
        assert client.post(path).status_code == 403
    token.refresh_from_db()
    assert token.revoked_at is None


def test_the_list_takes_as_many_queries_for_one_token_as_for_thirty() -> None:
    client = visitor(make_user("secadmin"))
    token_for(make_user("head"))
    one = queries_of(client, "/integrators/")
    for _ in range(30):
        token_for(make_user("head"))

    assert queries_of(client, "/integrators/") == one
