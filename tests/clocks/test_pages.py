"""The pages of limits."""

import pytest
from django.test import Client

from efficiency.audit.models import Entry
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock, Policy
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock

pytestmark = pytest.mark.django_db

REPLY = {
    "limit": "7",
    "limit_unit": "wd",
    "day_end": "24:00",
    "warn_before": "1",
    "grave_after": "5",
    "breach_level": "1",
    "rule": "E-20",
    "basis": "本市设定",
}


@pytest.fixture
def office() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("office"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def newest(kind: ClockKind) -> Policy:
    return Policy.objects.filter(kind=kind).order_by("-version")[0]


def test_list_shows_the_newest_version_of_every_kind(office: Client) -> None:
    office.post("/policies/reply/", REPLY)

    policies = office.get("/policies/").context["policies"]

    assert {policy.kind for policy in policies} == set(ClockKind.values)
    assert [policy.version for policy in policies if policy.kind == "reply"] == [2]


def test_change_makes_a_new_version_and_is_on_record(office: Client) -> None:
    response = office.post("/policies/reply/", REPLY)

    assert response.status_code == 302
    assert (newest(ClockKind.REPLY).version, newest(ClockKind.REPLY).limit) == (2, 7)
    assert Entry.objects.get(verb="policy-changed").data == {
        "version": 2,
        "changed": {"limit": [5, 7], "basis": [Policy.objects.get(kind="reply", version=1).basis, "本市设定"]},
    }


def test_running_clock_keeps_its_limit(office: Client) -> None:
    clock = make_clock()

    office.post("/policies/reply/", REPLY)

    clock = Clock.objects.get(pk=clock.pk)
    assert (clock.limit, clock.policy.version, clock.due_at) == (5, 1, at("2026-10-11 00:00"))


def test_clock_started_afterwards_runs_under_the_new_version(office: Client) -> None:
    office.post("/policies/reply/", REPLY)

    clock = make_clock()

    assert (clock.limit, clock.policy.version) == (7, 2)


def test_limit_that_comes_from_the_item_stays_with_the_item(office: Client) -> None:
    typed = REPLY | {"limit": "3", "rule": "E-02", "day_end": "closing", "grave_after": ""}

    response = office.post("/policies/promised/", typed)

    assert response.status_code == 302
    assert newest(ClockKind.PROMISED).limit is None
    assert "limit" not in office.get("/policies/promised/").context["form"].fields


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "五"}, "limit"),
        ({"basis": ""}, "basis"),
        ({"grave_after": "0"}, "grave_after"),
        ({"breach_level": "2"}, "grave_after"),
        ({"breach_level": "3"}, "breach_level"),
        ({"limit_unit": "years"}, "limit_unit"),
    ],
)
def test_wrong_limit_is_sent_back_as_typed(office: Client, wrong: dict[str, str], field: str) -> None:
    response = office.post("/policies/reply/", REPLY | {"basis": "某文件"} | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert newest(ClockKind.REPLY).version == 1


def test_change_of_nothing_makes_no_version(office: Client) -> None:
    same = REPLY | {"limit": "5", "basis": newest(ClockKind.REPLY).basis}

    response = office.post("/policies/reply/", same)

    assert response.status_code == 422
    assert newest(ClockKind.REPLY).version == 1


def test_unknown_kind_is_not_found(office: Client) -> None:
    assert office.get("/policies/nothing/").status_code == 404


def test_auditor_reads_but_does_not_change() -> None:
    client = Client()
    client.force_login(make_user("auditor"), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/policies/").status_code == 200
    assert client.post("/policies/reply/", REPLY).status_code == 403


def test_head_is_refused() -> None:
    client = Client()
    client.force_login(make_user("head", unit=make_unit()), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/policies/").status_code == 403


@pytest.mark.parametrize(
    "beyond", [{"limit": "2000000000"}, {"limit": "900", "limit_unit": "mo"}, {"grave_after": "32000"}]
)
def test_limit_that_leads_beyond_the_calendar_is_refused(office: Client, beyond: dict[str, str]) -> None:
    """No clock could be started under it, so no complaint could be filed."""
    response = office.post("/policies/reply/", REPLY | beyond)

    assert response.status_code == 422
    assert newest(ClockKind.REPLY).version == 1
