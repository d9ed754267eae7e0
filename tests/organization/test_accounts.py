"""Signing in and out, the lockout, the idle time-out, one's own password."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.keys import commitment
from efficiency.organization import actions
from efficiency.organization.middleware import SEEN
from efficiency.organization.models import User
from tests.cast import make_user

pytestmark = pytest.mark.django_db
STRONG = "Kunshan-2026-xn"


def signed_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_right_password_lets_in_and_leads_on(client: Client) -> None:
    user = make_user("handler")

    response = client.post("/login/?next=/password/", {"username": user.username, "password": user.username})

    assert (response.status_code, response["Location"]) == (302, "/password/")
    assert signed_in(client)
    assert verbs() == [Verb.SIGNED_IN]


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_signing_in_never_leads_to_another_site(client: Client, path: str) -> None:
    user = make_user("handler")

    response = client.post("/login/", {"username": user.username, "password": user.username, "next": path})

    assert response["Location"] == "/desk/"


def test_wrong_name_wrong_password_and_disabled_account_get_the_same_answer(client: Client) -> None:
    """T-81."""
    user, disabled = make_user("handler"), make_user("handler")
    actions.disable_user(user=disabled, actor=None)
    tries = [(user.username, "wrong"), ("nobody-here", "wrong"), (disabled.username, disabled.username)]

    answers = [client.post("/login/", {"username": name, "password": password}) for name, password in tries]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len({str(answer.context["form"].non_field_errors()) for answer in answers}) == 1
    assert not signed_in(client)


def test_a_name_that_nobody_has_takes_as_long_as_a_wrong_password(client: Client, settings: Any) -> None:
    """T-81: the time of the answer does not tell whether an account exists either."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.AXES_ENABLED = False
    user = User.objects.get(pk=make_user("handler").pk)
    disabled = User.objects.get(pk=make_user("handler").pk)
    User.objects.get_queryset().filter(pk=disabled.pk).update(is_active=False)

    def seconds(name: str) -> float:
        begun = time.process_time()
        client.post("/login/", {"username": name, "password": "wrong"})
        return time.process_time() - begun

    names = (user.username, disabled.username, "nobody-here")
    seconds(user.username)
    taken = {name: min(seconds(name) for _ in range(4)) for name in names}

    assert max(taken.values()) < 2 * min(taken.values())


def test_a_refusal_is_recorded_without_what_was_typed(client: Client) -> None:
    """T-81. People type their password into the field of the name."""
    user = make_user("handler")
    client.post("/login/", {"username": user.username, "password": "wrong"})
    client.post("/login/", {"username": "MyPassword-1", "password": "wrong"})

    known, unknown = Entry.objects.filter(verb=Verb.SIGN_IN_REFUSED).order_by("pk")
    assert (known.subject_id, unknown.subject_id) == (str(user.pk), "unknown")
    assert "MyPassword-1" not in f"{unknown.data} {unknown.actor_label}"
    assert unknown.commitment is not None
    assert bytes(unknown.commitment) == commitment("MyPassword-1")


@pytest.mark.parametrize("known", [True, False])
def test_after_five_failures_the_door_is_locked_in_the_same_words(client: Client, known: bool) -> None:
    """T-81."""
    user = make_user("handler")
    name = user.username if known else "nobody-here"
    for _ in range(4):
        assert client.post("/login/", {"username": name, "password": "wrong"}).status_code == 422

    fifth = client.post("/login/", {"username": name, "password": "wrong"})
    right = client.post("/login/", {"username": name, "password": user.username})

    assert (fifth.status_code, right.status_code) == (429, 429)
    assert name not in fifth.content.decode()
    assert not signed_in(client)


def test_a_lock_on_one_account_locks_no_other(client: Client) -> None:
    user = make_user("handler")
    for _ in range(5):
        client.post("/login/", {"username": "nobody-here", "password": "wrong"})

    client.post("/login/", {"username": user.username, "password": user.username})

    assert signed_in(client)


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 5000])
def test_a_malformed_name_is_refused_calmly(client: Client, name: str) -> None:
    assert client.post("/login/", {"username": name, "password": "wrong"}).status_code == 422


def test_signing_out_ends_the_session(client: Client) -> None:
    client.force_login(make_user("handler"))

    response = client.post("/logout/")

    assert response["Location"] == "/"
    assert not signed_in(client)
    assert verbs() == [Verb.SIGNED_OUT]


def test_a_link_cannot_sign_anybody_out(client: Client) -> None:
    client.force_login(make_user("handler"))

    assert client.get("/logout/").status_code == 405
    assert signed_in(client)


def age(client: Client, by: timedelta) -> None:
    session = client.session
    session[SEEN] = int((timezone.now() - by).timestamp())
    session.save()


def test_who_was_idle_too_long_is_signed_out_and_told(client: Client) -> None:
    """T-81."""
    client.force_login(make_user("handler"))
    client.get("/password/")
    age(client, settings.IDLE_TIMEOUT + timedelta(seconds=5))

    response = client.get("/password/")

    assert (response.status_code, response["Location"]) == (302, "/login/?next=/password/")
    assert client.get("/login/").context["idle"] is True
    assert client.get("/login/").context["idle"] is False


def test_who_was_idle_a_little_stays(client: Client) -> None:
    client.force_login(make_user("handler"))
    client.get("/password/")
    age(client, settings.IDLE_TIMEOUT - timedelta(seconds=30))

    assert signed_in(client)


def test_the_moment_is_written_at_most_once_a_minute(client: Client) -> None:
    client.force_login(make_user("handler"))
    client.get("/password/")
    age(client, timedelta(seconds=30))
    before = client.session[SEEN]
    client.get("/password/")
    assert client.session[SEEN] == before

    age(client, timedelta(seconds=61))
    client.get("/password/")

    assert client.session[SEEN] > before


def test_a_list_that_refreshes_itself_keeps_nobody_signed_in(client: Client) -> None:
    """T-81."""
    client.force_login(make_user("handler"))
    client.get("/password/")
    age(client, timedelta(seconds=90))
    before = client.session[SEEN]

    client.get("/password/", headers={"X-Live": "1"})

    assert client.session[SEEN] == before


def test_a_disabled_account_is_dead_on_its_next_request(client: Client) -> None:
    """THREATS 14."""
    user = make_user("handler")
    client.force_login(user)
    assert signed_in(client)

    actions.disable_user(user=user, actor=make_user("sysadmin"))

    assert not signed_in(client)


def test_a_role_taken_away_is_dead_on_the_next_request(client: Client) -> None:
    """THREATS 14."""
    user = make_user("auditor")
    client.force_login(user)
    assert client.get("/audit/").status_code == 200

    actions.revoke_role(grant=user.grants.get(), actor=make_user("secadmin"), confirmed_by=make_user("sysadmin"))

    assert client.get("/audit/").status_code == 403


def change(client: Client, old: str, new: str) -> int:
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/password/", data).status_code


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: Client) -> None:
    user = make_user("handler")
    elsewhere = Client()
    client.force_login(user)
    elsewhere.force_login(user)

    assert change(client, user.username, STRONG) == 302

    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert Entry.objects.get(verb=Verb.PASSWORD_SET).data == {"initial": False}


@pytest.mark.parametrize(("old", "new"), [("wrong", STRONG), (None, "short-1A"), (None, "onlysmallletters")])
def test_a_wrong_or_weak_password_is_refused(client: Client, old: str | None, new: str) -> None:
    user = make_user("handler")
    client.force_login(user)

    assert change(client, old or user.username, new) == 422
    assert User.objects.get(pk=user.pk).check_password(user.username)


@pytest.fixture
def newcomer() -> User:
    """Somebody whose password an administrator has set."""
    user = make_user("handler")
    actions.set_password(user=user, password="Initial-2026", actor=make_user("sysadmin"), initial=True)
    return user


def test_an_initial_password_lets_nobody_in_before_it_is_changed(client: Client, newcomer: User) -> None:
    response = client.post("/login/", {"username": newcomer.username, "password": "Initial-2026"})

    assert response["Location"] == "/password/first/"
    assert not signed_in(client)

    response = client.post("/password/first/", {"new_password1": STRONG, "new_password2": STRONG})
    assert response["Location"] == "/desk/"
    assert signed_in(client)
    assert not User.objects.get(pk=newcomer.pk).password_is_initial


def test_who_did_not_give_the_initial_password_cannot_choose_another(client: Client, newcomer: User) -> None:
    response = client.post("/password/first/", {"new_password1": STRONG, "new_password2": STRONG})

    assert response["Location"] == "/login/"
    assert User.objects.get(pk=newcomer.pk).check_password("Initial-2026")


def test_an_initial_password_set_anew_closes_the_old_way(client: Client, newcomer: User) -> None:
    client.post("/login/", {"username": newcomer.username, "password": "Initial-2026"})
    actions.set_password(user=newcomer, password="Initial-2027", actor=None, initial=True)

    assert client.get("/password/first/")["Location"] == "/login/"
