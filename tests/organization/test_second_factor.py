"""The second factor at the door, on the pages, and when it is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.utils import timezone

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.changes.models import Change
from efficiency.organization import actions
from efficiency.organization.codes import code_at, new_secret, seal, unseal
from efficiency.organization.models import RecoveryCode, RoleGrant, SecondFactor, User, Visit
from efficiency.organization.views.entering import device_of
from efficiency.organization.views.factors import CANDIDATE
from tests.cast import at, make_user
from tests.conftest import CommittedDatabase

NOON = at("2026-09-28 12:00")
DESK = "/desk/"


@pytest.fixture(autouse=True)
def asked(settings: Any) -> Iterator[None]:
    """The roles of a real city."""
    settings.SECOND_FACTOR_ROLES = ["office", "investigator", "sysadmin", "secadmin", "auditor"]
    yield


def with_factor(*roles: str) -> tuple[User, bytes]:
    user, secret = make_user(*roles), new_secret()
    sealed = seal(secret, user.pk, house.VAULT_KEY)
    SecondFactor.objects.create(user=user, sealed=sealed, set_at=NOON)
    return user, secret


def give_password(client: Client, user: User, path: str = "") -> Any:
    return client.post(f"/login/?next={path}", {"username": user.username, "password": user.username})


def now_code(secret: bytes, later: int = 0) -> str:
    return code_at(secret, timezone.now() + timedelta(seconds=30 * later))


def inside(client: Client) -> bool:
    return client.get(DESK).status_code == 200


# -- At the door


@pytest.mark.django_db
def test_a_password_alone_opens_nothing_where_a_code_is_asked(client: Client) -> None:
    """GB/T 22239, 8.1.4.1."""
    user, secret = with_factor("office")

    assert give_password(client, user, "/cards/")["Location"] == "/login/code/"
    assert not inside(client)
    assert not Entry.objects.filter(verb=Verb.SIGNED_IN).exists()

    response = client.post("/login/code/", {"code": now_code(secret)})
    assert response["Location"] == "/cards/"
    assert inside(client)
    assert Entry.objects.get(verb=Verb.SIGNED_IN).data == {"second factor": True}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["office", "investigator", "sysadmin", "secadmin", "auditor"])
def test_whoever_has_no_factor_yet_sets_one_up_before_he_is_in(client: Client, role: str) -> None:
    user = make_user(role)
    assert give_password(client, user)["Location"] == "/factor/"
    assert not inside(client)

    page = client.get("/factor/").content.decode()
    secret = unseal(bytes.fromhex(client.session[CANDIDATE]), user.pk, house.VAULT_KEY)
    assert "data:image/svg+xml" in page
    assert client.post("/factor/", {"code": "000000"}).status_code == 422
    assert not inside(client)
    shown = client.post("/factor/", {"code": now_code(secret)})

    assert inside(client)
    assert len(shown.context["codes"]) == 10
    assert RecoveryCode.objects.filter(factor__user=user).count() == 10
    assert CANDIDATE not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["handler", "head", "window", "operator", "executive"])
def test_other_roles_get_in_with_their_password(client: Client, role: str) -> None:
    assert give_password(client, make_user(role))["Location"] == DESK
    assert inside(client)


@pytest.mark.django_db
def test_whoever_chose_a_factor_is_asked_for_it_in_any_role(client: Client) -> None:
    user, _secret = with_factor("handler")

    assert give_password(client, user)["Location"] == "/login/code/"
    assert not inside(client)


@pytest.mark.django_db
def test_only_the_demo_citys_own_accounts_are_let_off(client: Client, settings: Any) -> None:
    user = make_user("office")
    User.objects.filter(pk=user.pk).update(demo=True)

    settings.DEMO_CITY = True
    assert give_password(client, user)["Location"] == DESK
    settings.DEMO_CITY = False
    assert give_password(Client(), user)["Location"] == "/factor/"


@pytest.mark.django_db
def test_a_code_is_taken_once(client: Client) -> None:
    user, secret = with_factor("office")
    code = now_code(secret)
    give_password(client, user)
    client.post("/login/code/", {"code": code})
    other = Client()
    give_password(other, user)

    assert other.post("/login/code/", {"code": code}).status_code == 422
    assert not inside(other)
    assert other.post("/login/code/", {"code": now_code(secret, 1)}).status_code == 302


@pytest.mark.django_db
def test_without_the_password_no_code_is_asked_and_none_helps(client: Client) -> None:
    _user, secret = with_factor("office")

    assert client.get("/login/code/")["Location"] == "/login/"
    assert client.post("/login/code/", {"code": now_code(secret)})["Location"] == "/login/"
    assert client.get("/factor/")["Location"] == "/login/"
    assert not inside(client)


@pytest.mark.django_db
def test_the_password_waits_ten_minutes_for_its_code(client: Client) -> None:
    user, secret = with_factor("office")
    give_password(client, user)
    session = client.session
    session["proves_himself"] = [*session["proves_himself"][:2], int(timezone.now().timestamp()) - 601]
    session.save()

    assert client.post("/login/code/", {"code": now_code(secret)})["Location"] == "/login/"
    assert not inside(client)


@pytest.mark.django_db
def test_a_password_changed_meanwhile_closes_the_way_to_the_code(client: Client) -> None:
    user, secret = with_factor("office")
    give_password(client, user)
    actions.set_password(user=user, password="Another-2026", actor=None)

    assert client.post("/login/code/", {"code": now_code(secret)})["Location"] == "/login/"


@pytest.mark.django_db
def test_who_has_a_factor_cannot_put_another_in_its_place_at_the_door(client: Client) -> None:
    user, _secret = with_factor("office")
    give_password(client, user)

    assert client.get("/factor/")["Location"] == "/login/code/"
    assert client.post("/factor/", {"code": "123456"})["Location"] == "/login/code/"


@pytest.mark.django_db
def test_after_five_wrong_codes_none_is_taken_for_a_quarter_of_an_hour(client: Client) -> None:
    """T-81."""
    user, secret = with_factor("office")
    give_password(client, user)
    answers = [client.post("/login/code/", {"code": "000000"}).status_code for _ in range(5)]
    right = client.post("/login/code/", {"code": now_code(secret)})

    assert answers == [422, 422, 422, 422, 429]
    assert right.status_code == 429
    assert Entry.objects.filter(verb=Verb.FACTOR_REFUSED).count() == 5


def proof(user: User, code: str, now: datetime) -> str:
    return actions.prove(user=user, code=code, now=now).value


@pytest.mark.django_db
def test_the_lock_opens_after_its_time_and_one_wrong_code_does_not_close_it_again() -> None:
    """T-81."""
    user, secret = with_factor("office")
    for _ in range(5):
        proof(user, "000000", NOON)
    late = NOON + timedelta(minutes=15)

    assert proof(user, code_at(secret, late), late - timedelta(seconds=1)) == "locked"
    assert proof(user, "000000", late) == "wrong"
    assert proof(user, code_at(secret, late), late) == "given"
    assert SecondFactor.objects.get().failures == 0


def test_of_two_that_give_the_same_code_at_once_one_is_let_in(committed_db: CommittedDatabase) -> None:
    user, secret = with_factor("office")
    code, start, found = code_at(secret, NOON), Barrier(8), []

    def give() -> None:
        start.wait()
        try:
            found.append(proof(user, code, NOON))
        finally:
            connection.close()

    threads = [Thread(target=give) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found).count("given") == 1


# -- Recovery codes


@pytest.mark.django_db
def test_a_recovery_code_opens_once() -> None:
    user, _secret = with_factor("office")
    codes = actions.make_recovery_codes(user=user, now=NOON)

    assert proof(user, codes[3].lower(), NOON) == "given"
    assert proof(user, codes[3], NOON) == "wrong"
    assert Entry.objects.get(verb=Verb.RECOVERY_CODE_USED).data == {"left": 9}


@pytest.mark.django_db
def test_another_accounts_recovery_code_opens_nothing() -> None:
    user, _ = with_factor("office")
    other, _ = with_factor("office")
    codes = actions.make_recovery_codes(user=other, now=NOON)

    assert proof(user, codes[0], NOON) == "wrong"


@pytest.mark.django_db
def test_new_recovery_codes_end_the_old_and_ask_for_a_fresh_code(client: Client) -> None:
    user, secret = with_factor("office")
    old = actions.make_recovery_codes(user=user)
    give_password(client, user)
    client.post("/login/code/", {"code": now_code(secret)})

    new = client.post("/security/codes/").context["codes"]
    assert proof(user, old[0], NOON) == "wrong"
    assert proof(user, new[0], NOON) == "given"

    session = client.session
    session["proved_at"] -= 601
    session.save()
    assert client.post("/security/codes/")["Location"] == "/login/code/"


@pytest.mark.django_db
def test_no_secret_and_no_recovery_code_stands_in_the_database(client: Client) -> None:
    user, secret = with_factor("office")
    codes = actions.make_recovery_codes(user=user, now=NOON)
    client.force_login(make_user("handler"))
    client.get("/factor/")

    stored = str([list(model._default_manager.values()) for model in (SecondFactor, RecoveryCode, Entry)])
    stored += str(client.session.items())
    for plain in (*codes, codes[0].replace("-", ""), secret.hex(), str(secret)):
        assert plain not in stored


# -- While a session goes on


@pytest.mark.django_db
def test_a_session_older_than_its_role_is_asked_for_the_code(client: Client) -> None:
    """THREATS 14."""
    user = make_user("handler")
    give_password(client, user)
    assert inside(client)
    RoleGrant.objects.filter(user=user).update(role="office")

    assert client.get("/cards/")["Location"] == "/login/code/"
    assert client.get("/login/code/")["Location"] == "/factor/"
    assert client.get("/api/v1/cards/").status_code == 403
    assert client.get("/cards/", headers={"HX-Request": "true"}).status_code == 204
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_changing_the_phone_asks_for_a_fresh_code_of_the_old(client: Client) -> None:
    user, secret = with_factor("office")
    give_password(client, user)
    client.post("/login/code/", {"code": now_code(secret)})
    assert client.get("/factor/").status_code == 200
    session = client.session
    session["proved_at"] -= 601
    session.save()

    assert client.get("/factor/")["Location"] == "/login/code/"
    assert client.post("/login/code/", {"code": now_code(secret, 1)})["Location"] == "/factor/"


# -- Lost


@pytest.mark.django_db
def test_a_lost_factor_is_reset_by_two_administrators_and_ends_every_session(settings: Any) -> None:
    user, secret = with_factor("office")
    client, admin = Client(), Client()
    give_password(client, user)
    client.post("/login/code/", {"code": now_code(secret)})
    settings.SECOND_FACTOR_ROLES = ["office"]
    admin.force_login(make_user("secadmin"))
    admin.post(f"/users/{user.pk}/factor/", {"ground": "手机遗失"})
    assert SecondFactor.objects.filter(user=user).exists()

    admin.force_login(make_user("sysadmin"))
    admin.post(f"/changes/{Change.objects.get().pk}/", {"confirm": "yes"})

    assert not SecondFactor.objects.filter(user=user).exists()
    assert not inside(client)
    assert give_password(client, user)["Location"] == "/factor/"


@pytest.mark.django_db
@pytest.mark.parametrize("confirms", ["nobody", "the proposer", "the owner", "an auditor"])
def test_one_administrator_cannot_reset_a_factor(confirms: str) -> None:
    """THREATS 14."""
    user, _secret = with_factor("secadmin")
    proposer = make_user("secadmin")
    second = {"nobody": None, "the proposer": proposer, "the owner": user, "an auditor": make_user("auditor")}[confirms]

    with pytest.raises(actions.UnableToProve):
        actions.reset_factor(user=user, actor=proposer, confirmed_by=second, now=NOON)

    assert SecondFactor.objects.filter(user=user).exists()


# -- One's own sign-ins


@pytest.mark.django_db
def test_somebody_sees_his_sign_ins_and_ends_the_others(client: Client) -> None:
    """ASVS 7.4.3, 7.5.2."""
    user = make_user("handler")
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"})
    give_password(elsewhere, user)
    give_password(client, user)
    assert "Chrome · Windows" in client.get("/security/").content.decode()

    assert client.post("/security/sessions/").status_code == 302

    assert not inside(elsewhere)
    assert inside(client)
    assert [visit.ended_at is None for visit in Visit.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db
def test_nobody_sees_anothers_sign_ins(client: Client) -> None:
    other = make_user("handler")
    actions.note_sign_in(user=other, device="Firefox · Linux", now=NOON)
    client.force_login(make_user("sysadmin"))

    assert "Firefox · Linux" not in client.get("/security/").content.decode()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_by_two_words_at_most(agent: str, device: str) -> None:
    assert device_of(agent) == device
