"""The administrators' pages and the public staff board."""

import pytest
from django.test import Client

from efficiency.changes.models import Change
from efficiency.organization.models import Post, RoleGrant, Unit, User
from tests.cast import at, make_unit, make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db
STRONG = "Kunshan-2026-xn"


def enter(client: Client, *roles: str, unit: Unit | None = None) -> User:
    user = make_user(*roles, unit=unit)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def make_post(unit: Unit, name: str = "窗口", holder: User | None = None) -> Post:
    return Post.objects.create(unit=unit, name=name, duties="收件、登记", holder=holder)


# -- Accounts


def new_account(client: Client, **values: object) -> int:
    data = {"username": "wang.min", "display_name": "王敏", "password": STRONG, **values}
    return client.post("/users/new/", data).status_code


def test_the_system_administrator_adds_an_account_whose_password_is_initial(client: Client) -> None:
    enter(client, "sysadmin")
    unit = make_unit()

    assert new_account(client, unit=unit.pk, email="wang@example.cn") == 302

    user = User.objects.get(username="wang.min")
    assert (user.unit, user.email, user.password_is_initial) == (unit, "wang@example.cn", True)
    assert user.check_password(STRONG)
    assert user.role_codes == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "王敏"),
        ("username", "a b"),
        ("username", "x" * 61),
        ("display_name", " "),
        ("password", "short-1A"),
        ("password", "wang.min-12A"),
        ("email", "not an address"),
        ("unit", 999_999),
        ("language", "fr"),
    ],
)
def test_a_malformed_account_is_refused_beside_its_field(client: Client, field: str, value: object) -> None:
    enter(client, "sysadmin")

    data = {"username": "wang.min", "display_name": "王敏", "password": STRONG, field: value}
    response = client.post("/users/new/", data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "王敏" in response.content.decode() or field == "display_name"
    assert not User.objects.filter(username="wang.min").exists()


def test_a_user_name_that_is_taken_is_told_beside_its_field(client: Client) -> None:
    user = enter(client, "sysadmin")

    response = client.post("/users/new/", {"username": user.username, "display_name": "王敏", "password": STRONG})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["username"]


def test_an_account_is_changed_disabled_and_enabled_by_its_page(client: Client) -> None:
    enter(client, "sysadmin")
    user, unit = make_user("handler"), make_unit()

    client.post(f"/users/{user.pk}/", {"display_name": "王敏", "unit": unit.pk, "title": "科员", "language": "en"})
    user.refresh_from_db()
    assert (user.display_name, user.unit, user.title, user.language) == ("王敏", unit, "科员", "en")

    client.post(f"/users/{user.pk}/switch/", {"to": "off"})
    assert not User.objects.get(pk=user.pk).is_active
    client.post(f"/users/{user.pk}/switch/", {"to": "on"})
    assert User.objects.get(pk=user.pk).is_active


def test_the_administrator_cannot_disable_himself(client: Client) -> None:
    user = enter(client, "sysadmin")

    response = client.post(f"/users/{user.pk}/switch/", {"to": "off"}, follow=True)

    assert "You cannot do this to your own account." in response.content.decode()
    assert User.objects.get(pk=user.pk).is_active


def test_an_initial_password_is_set_by_its_page(client: Client) -> None:
    enter(client, "sysadmin")
    user = make_user("handler")

    client.post(f"/users/{user.pk}/password/", {"new_password1": STRONG, "new_password2": STRONG})

    user.refresh_from_db()
    assert user.check_password(STRONG)
    assert user.password_is_initial


def accounts(client: Client, query: str) -> list[User]:
    return list(client.get(f"/users/{query}").context["found"].rows)


def test_accounts_are_found_by_name_role_and_state(client: Client) -> None:
    enter(client, "sysadmin")
    wang = make_user("handler", name="王敏")
    li = make_user("head", name="李强")
    User.objects.filter(pk=li.pk).update(is_active=False)

    assert accounts(client, "?q=王") == [wang]
    assert accounts(client, f"?q={li.username}") == [li]
    assert accounts(client, "?role=head") == [li]
    assert accounts(client, "?state=off") == [li]
    assert accounts(client, "?q=nobody") == []
    assert accounts(client, "?role=king") == []


@pytest.mark.parametrize("path", ["/users/", "/users/new/", "/units/", "/units/new/"])
@pytest.mark.parametrize("role", ["secadmin", "auditor", "office", "head", "executive"])
def test_nobody_else_administers(client: Client, role: str, path: str) -> None:
    enter(client, role)

    assert client.get(path).status_code == 403


# -- Roles


def decided(client: Client, decider: User) -> None:
    """Let somebody confirm the newest proposal by its page."""
    client.force_login(decider)
    change = Change.objects.latest("pk")
    assert client.post(f"/changes/{change.pk}/", {"confirm": "yes"}).status_code == 302


def test_a_role_is_proposed_by_one_administrator_and_given_by_another(client: Client) -> None:
    """T-83."""
    secadmin, second = enter(client, "secadmin"), make_user("sysadmin")
    user = make_user()

    client.post(f"/users/{user.pk}/roles/", {"role": "handler", "ground": "调入市容科"})
    assert not RoleGrant.objects.filter(user=user).exists()
    decided(client, second)

    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.granted_by, grant.grant_confirmed_by) == ("handler", secadmin, second)


def test_a_proposal_falls_with_the_role_of_its_proposer(client: Client) -> None:
    """T-83: who is no security administrator any more has proposed nothing."""
    secadmin, user = enter(client, "secadmin"), make_user()
    client.post(f"/users/{user.pk}/roles/", {"role": "handler", "ground": "调入"})
    secadmin.grants.update(revoked_at=at("2026-09-28 10:00"))
    client.force_login(make_user("sysadmin"))

    response = client.post(f"/changes/{Change.objects.get().pk}/", {"confirm": "yes"})

    assert response.status_code == 422
    assert not RoleGrant.objects.filter(user=user).exists()


def test_a_role_is_taken_by_two_administrators(client: Client) -> None:
    """T-83."""
    secadmin, second = enter(client, "secadmin"), make_user("secadmin")
    grant = make_user("handler").grants.get()

    assert "no longer works as" in client.get(f"/roles/{grant.pk}/revoke/").content.decode()
    client.post(f"/roles/{grant.pk}/revoke/", {"ground": "调离"})
    grant.refresh_from_db()
    assert grant.revoked_at is None
    decided(client, second)

    grant.refresh_from_db()
    assert (grant.revoked_by, grant.revocation_confirmed_by) == (secadmin, second)


def test_a_role_without_a_ground_is_refused_beside_its_field(client: Client) -> None:
    enter(client, "secadmin")

    response = client.post(f"/users/{make_user().pk}/roles/", {"role": "handler"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ground"]


@pytest.mark.parametrize("role", ["office", "investigator", "secadmin", "auditor"])
def test_one_administrator_cannot_take_over_a_guarded_account(client: Client, role: str) -> None:
    """THREATS 14: an initial password opens the account for whoever set it."""
    sysadmin, second = enter(client, "sysadmin"), make_user("secadmin")
    user = make_user(role)
    words = {"new_password1": STRONG, "new_password2": STRONG}

    assert client.post(f"/users/{user.pk}/password/", words).status_code == 422
    client.post(f"/users/{user.pk}/password/", {"ground": "忘记密码"})
    assert client.post(f"/users/{user.pk}/password/", words).status_code == 422
    assert User.objects.get(pk=user.pk).check_password(user.username)

    decided(client, second)
    client.force_login(make_user("sysadmin"))
    assert client.post(f"/users/{user.pk}/password/", words).status_code == 422
    client.force_login(sysadmin)
    assert client.post(f"/users/{user.pk}/password/", words).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(STRONG)
    assert client.post(f"/users/{user.pk}/password/", words).status_code == 422


def test_a_guarded_account_is_enabled_by_two_administrators(client: Client) -> None:
    """THREATS 14: disabling takes one person, letting in again two."""
    enter(client, "sysadmin")
    user = make_user("office")
    client.post(f"/users/{user.pk}/switch/", {"to": "off"})
    assert not User.objects.get(pk=user.pk).is_active

    response = client.post(f"/users/{user.pk}/switch/", {"to": "on"})
    assert response["Location"] == f"/users/{user.pk}/enable/"
    client.post(f"/users/{user.pk}/enable/", {"ground": "返岗"})
    assert not User.objects.get(pk=user.pk).is_active
    decided(client, make_user("secadmin"))

    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("role", ["sysadmin", "secadmin"])
def test_the_last_who_keeps_accounts_or_roles_stays(client: Client, role: str) -> None:
    enter(client, "sysadmin")
    User.objects.filter(pk=make_user(role).pk).update(is_active=False)
    last = User.objects.holding(role).filter(is_active=True).first() or make_user(role)

    client.post(f"/users/{last.pk}/switch/", {"to": "off"})

    assert User.objects.get(pk=last.pk).is_active


def test_a_second_administrator_duty_is_refused_in_plain_words(client: Client) -> None:
    """T-83."""
    enter(client, "secadmin")
    user = make_user("sysadmin")

    response = client.post(f"/users/{user.pk}/roles/", {"role": "auditor", "ground": "x"})

    assert response.status_code == 422
    assert "One account holds one administrator duty at most" in response.content.decode()


def test_ones_own_roles_show_no_form_and_cannot_be_posted(client: Client) -> None:
    user = enter(client, "secadmin")

    assert "Nobody changes his own roles." in client.get(f"/users/{user.pk}/roles/").content.decode()
    assert client.post(f"/users/{user.pk}/roles/", {"role": "auditor", "ground": "x"}).status_code == 422
    assert client.post(f"/roles/{user.grants.get().pk}/revoke/", {"ground": "x"}).status_code == 422
    assert not Change.objects.exists()

    assert User.objects.get(pk=user.pk).role_codes == {"secadmin"}


def test_the_auditor_sees_the_roles_and_changes_none(client: Client) -> None:
    enter(client, "auditor")
    user = make_user("handler")

    assert client.get("/roles/").status_code == 200
    assert client.post(f"/users/{user.pk}/roles/", {"role": "office"}).status_code == 403


def test_the_system_administrator_gives_no_role(client: Client) -> None:
    user = enter(client, "sysadmin")

    assert client.get("/roles/").status_code == 403
    assert client.post(f"/users/{user.pk}/roles/", {"role": "office"}).status_code == 403


def test_former_roles_stay_in_sight(client: Client) -> None:
    enter(client, "secadmin")
    user = make_user("fee")
    user.grants.update(revoked_at=at("2026-09-28 10:00"), revoked_by=make_user(name="李强"))

    assert "李强" in client.get(f"/users/{user.pk}/roles/").content.decode()


# -- Units


def test_a_unit_is_added_below_another_and_moved(client: Client) -> None:
    enter(client, "sysadmin")
    city, other = make_unit("昆山市"), make_unit("别处")
    data = {"code": "zhoushi", "name": "周市镇", "short_name": "周市", "kind": "town", "parent": city.pk}

    assert client.post("/units/new/", data).status_code == 302
    unit = Unit.objects.get(code="zhoushi")
    assert unit.path == f"{city.path}{unit.pk}/"

    client.post(f"/units/{unit.pk}/", {**data, "parent": other.pk, "active": "on"})
    unit.refresh_from_db()
    assert unit.path == f"{other.path}{unit.pk}/"


def test_a_unit_is_never_offered_a_place_below_itself(client: Client) -> None:
    enter(client, "sysadmin")
    town = make_unit("周市镇")
    village = make_unit("东方村", parent=town)

    response = client.post(
        f"/units/{town.pk}/",
        {
            "code": town.code,
            "name": "周市镇",
            "short_name": "周市",
            "kind": "town",
            "parent": village.pk,
            "active": "on",
        },
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["parent"]


def test_a_code_that_is_taken_is_told(client: Client) -> None:
    enter(client, "sysadmin")
    unit = make_unit()

    response = client.post("/units/new/", {"code": unit.code, "name": "周市镇", "short_name": "周市", "kind": "town"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["code"]


def test_units_are_shown_as_a_tree_and_found_by_name(client: Client) -> None:
    enter(client, "sysadmin")
    first = make_unit("甲镇")
    second = make_unit("乙镇")
    below = make_unit("丙村", parent=first)

    rows = client.get("/units/").context["found"].rows
    assert [(row, row.indent) for row in rows] == [(first, 0), (below, 1), (second, 0)]
    assert client.get("/units/?q=丙").context["found"].rows == [below]


# -- Lists


@pytest.mark.parametrize("path", ["/users/", "/roles/", "/units/", "/posts/", "/staff/"])
def test_thirty_rows_cost_as_many_queries_as_one(client: Client, path: str) -> None:
    roles = {"/roles/": "secadmin"}
    enter(client, roles.get(path, "sysadmin"))

    def one_more() -> None:
        unit = make_unit(parent=make_unit())
        make_post(unit, holder=make_user("handler", "head", unit=unit))

    one_more()
    of_one = queries_of(client, path)
    for _ in range(15):
        one_more()

    assert queries_of(client, path) == of_one


def test_a_long_list_is_cut_into_pages_that_keep_the_filters(client: Client) -> None:
    enter(client, "sysadmin")
    for number in range(60):
        make_user("handler", name=f"王{number}")

    first = client.get("/users/?q=王").context["found"]
    second = client.get("/users/", {"q": "王", "after": first.after}).context["found"]

    assert (len(first.rows), len(second.rows)) == (50, 10)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
