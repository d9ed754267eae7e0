"""The settings desk: one place, effect first, two persons, versions that stay."""

import pytest
from django.test import Client

from efficiency.audit.models import Entry
from efficiency.changes.models import Change, Setting
from efficiency.changes.settings import value_of
from efficiency.organization.models import User
from tests.cast import make_user
from tests.common.queries import queries_of

pytestmark = pytest.mark.django_db
WINDOW = "/settings/complaints.return-window/"
ASKED = {"value": "2", "from": "", "change_ground": "单位反映一日过短", "change_document": "昆效办〔2026〕3号"}


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def proposed(client: Client, address: str, asked: dict[str, str]) -> Change:
    """Look at the effect, then put it before a second person."""
    assert client.post(address, asked).status_code == 200
    assert client.post(address, asked | {"confirm": "1"}).status_code == 302
    return Change.objects.latest("pk")


def test_the_effect_is_shown_before_anything_is_proposed() -> None:
    answer = signed_in(make_user("office")).post(WINDOW, ASKED)

    assert "It is in force as soon as it is confirmed." in answer.content.decode()
    assert not Change.objects.exists()


def test_a_second_person_of_the_office_puts_it_in_force() -> None:
    change = proposed(signed_in(make_user("office")), WINDOW, ASKED)
    assert value_of("complaints.return-window") == 1

    answer = signed_in(make_user("office")).post(f"/changes/{change.pk}/", {"confirm": "yes", "note": ""})

    assert answer.status_code == 302
    assert value_of("complaints.return-window") == 2
    row = Setting.objects.get()
    assert (row.change, row.ground, row.document) == (change, "单位反映一日过短", "昆效办〔2026〕3号")
    assert {row.made_by, row.confirmed_by} == {change.proposed_by, Change.objects.get().decided_by}
    assert Entry.objects.get(verb="policy-changed").data["value"] == [1, 2]


def test_every_version_stays_in_sight_with_its_persons_and_its_ground() -> None:
    change = proposed(signed_in(make_user("office", name="甲")), WINDOW, ASKED)
    signed_in(make_user("office", name="乙")).post(f"/changes/{change.pk}/", {"confirm": "yes", "note": ""})

    page = signed_in(make_user("auditor")).get(WINDOW).content.decode()

    assert "Proposed by 甲, confirmed by 乙" in page
    assert "单位反映一日过短 · 昆效办〔2026〕3号" in page
    assert "Look at the effect" not in page


def test_without_a_ground_the_form_comes_back_with_what_was_typed() -> None:
    answer = signed_in(make_user("office")).post(WINDOW, ASKED | {"change_ground": ""})

    assert answer.status_code == 422
    assert "Name the ground." in answer.content.decode()
    assert 'value="2"' in answer.content.decode()


def test_the_value_that_stands_cannot_be_proposed() -> None:
    answer = signed_in(make_user("office")).post(WINDOW, ASKED | {"value": "1"})

    assert answer.status_code == 422
    assert "This value stands already." in answer.content.decode()


def test_technical_settings_are_decided_by_a_security_administrator() -> None:
    address, asked = "/settings/complaints.proof-bits/", ASKED | {"value": "16"}
    refused = signed_in(make_user("office")).post(address, asked | {"confirm": "1"})
    change = proposed(signed_in(make_user("sysadmin")), address, asked)

    assert refused.status_code == 422
    assert signed_in(make_user("sysadmin")).post(f"/changes/{change.pk}/", {"confirm": "yes"}).status_code == 422
    assert value_of("complaints.proof-bits") == 15
    assert signed_in(make_user("secadmin")).post(f"/changes/{change.pk}/", {"confirm": "yes"}).status_code == 302
    assert value_of("complaints.proof-bits") == 16


def test_office_hours_change_at_a_midnight_only() -> None:
    asked = ASKED | {"value": "8:30-17:30"}
    change = proposed(signed_in(make_user("office")), "/settings/office.hours/", asked)
    signed_in(make_user("office")).post(f"/changes/{change.pk}/", {"confirm": "yes"})

    row = Setting.objects.get()
    assert row.value == "08:30–17:30"
    assert row.effective_from > row.made_at
    assert f"{row.effective_from:%H:%M}" == "16:00"  # midnight in Shanghai
    assert value_of("office.hours") == "09:00–17:00"
    assert value_of("office.hours", row.effective_from) == "08:30–17:30"


def test_a_search_finds_a_setting_by_part_of_its_name() -> None:
    page = signed_in(make_user("office")).get("/settings/?q=return").content.decode()

    assert "may ask to return a complaint" in page
    assert "Office hours" not in page


def test_a_search_that_finds_nothing_says_so() -> None:
    page = signed_in(make_user("office")).get("/settings/?q=xyzzy").content.decode()

    assert "No setting has these words" in page


def test_the_desk_takes_the_same_number_of_queries_whatever_was_set() -> None:
    client = signed_in(make_user("office"))
    before = queries_of(client, "/settings/")
    for value in ("2", "3", "4"):
        change = proposed(client, WINDOW, ASKED | {"value": value})
        signed_in(make_user("office")).post(f"/changes/{change.pk}/", {"confirm": "yes"})

    assert queries_of(client, "/settings/") == before


def test_versions_go_to_a_sheet() -> None:
    client = signed_in(make_user("auditor"))

    assert client.get("/settings/export/").status_code == 200
    assert client.get(f"{WINDOW}versions/")["Content-Disposition"].endswith('.xlsx"')
    assert client.get("/settings/no-such/").status_code == 404
