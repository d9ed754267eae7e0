"""The pages of changes."""

import pytest
from django.test import Client

from efficiency.changes.models import Change, Decision
from efficiency.organization.models import User
from tests.cast import make_user
from tests.changes.builders import applied, proposed
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_second_person_sees_the_effect_and_confirms() -> None:
    change, second = proposed(), signed_in(make_user("office"))

    page = second.get(f"/changes/{change.pk}/").content.decode()
    answer = second.post(f"/changes/{change.pk}/", {"confirm": "yes", "note": ""})

    assert "The word becomes new." in page
    assert "and 2 more" in page
    assert answer.status_code == 302
    assert applied == ["new"]
    assert "See what came of it" in second.get(f"/changes/{change.pk}/").content.decode()


def test_the_proposer_sees_no_decision_but_may_withdraw() -> None:
    first = make_user("office")
    change, client = proposed(actor=first), signed_in(first)

    page = client.get(f"/changes/{change.pk}/").content.decode()

    assert "Another person decides on it." in page
    assert 'name="confirm"' not in page
    assert client.post(f"/changes/{change.pk}/withdraw/").status_code == 302
    assert Change.objects.get().decision == Decision.WITHDRAWN


def test_a_rejection_without_a_note_is_asked_again_and_keeps_the_choice() -> None:
    change, second = proposed(), signed_in(make_user("office"))

    answer = second.post(f"/changes/{change.pk}/", {"confirm": "no", "note": ""})

    assert answer.status_code == 422
    assert "Say why the change is rejected." in answer.content.decode()
    assert Change.objects.get().open


def test_a_kind_of_others_is_not_found() -> None:
    change = proposed()

    assert signed_in(make_user("head")).get(f"/changes/{change.pk}/").status_code == 404
    assert signed_in(make_user("auditor")).get(f"/changes/{change.pk}/").status_code == 200
    assert signed_in(make_user("window")).get(f"/changes/{change.pk}/").status_code == 403


def test_the_list_takes_the_same_number_of_queries_for_one_and_thirty() -> None:
    first, client = make_user("office"), signed_in(make_user("office"))
    proposed(actor=first)
    one = queries_of(client, "/changes/")
    for _ in range(29):
        proposed(actor=first)

    assert queries_of(client, "/changes/") == one
    assert client.get("/changes/").content.decode().count("awaits a second person") == 60
