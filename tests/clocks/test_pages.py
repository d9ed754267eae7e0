"""Limits on the settings desk."""

import pytest
from django.test import Client

from efficiency.changes.actions import decide, effect_of
from efficiency.changes.adjusting import adjust
from efficiency.changes.models import Change
from efficiency.clocks.actions import extend_clock, stop_clock
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Policy
from efficiency.organization.models import User
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
    "from": "",
    "change_ground": "市政府常务会议",
    "change_document": "昆政办〔2026〕4号",
}
ADDRESS = "/settings/limit.reply/"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office() -> Client:
    return signed_in(make_user("office"))


def newest(kind: ClockKind) -> Policy:
    return Policy.objects.filter(kind=kind).order_by("-version")[0]


def proposed(office: Client, address: str = ADDRESS, **asked: str) -> Change:
    assert office.post(address, REPLY | asked | {"confirm": "1"}).status_code == 302
    return Change.objects.latest("pk")


def test_the_desk_shows_a_limit_of_every_kind(office: Client) -> None:
    page = office.get("/settings/").content.decode()

    for kind in ClockKind.values:
        assert f'href="/settings/limit.{kind}/"' in page


def test_the_old_address_leads_to_the_one_place_of_all_settings(office: Client) -> None:
    assert office.get("/policies/")["Location"] == "/settings/"


def test_a_limit_changes_once_a_second_person_confirms(office: Client) -> None:
    change = proposed(office)
    assert newest(ClockKind.REPLY).version == 1

    signed_in(make_user("office")).post(f"/changes/{change.pk}/", {"confirm": "yes"})

    made = newest(ClockKind.REPLY)
    assert (made.version, made.limit, made.basis) == (2, 7, "本市设定")
    assert (made.ground, made.document, made.change) == ("市政府常务会议", "昆政办〔2026〕4号", change)
    assert made.made_by == change.proposed_by != made.confirmed_by


def test_running_clock_keeps_its_limit_and_a_later_one_gets_the_new(office: Client) -> None:
    change = proposed(office)
    running = make_clock()
    decide(change=change, confirm=True, actor=make_user("office"), now=at("2026-09-28 12:00"))
    later = make_clock(started="2026-09-28 15:00")

    running.refresh_from_db()
    assert (running.limit, running.policy.version, running.due_at) == (5, 1, at("2026-10-11 00:00"))
    assert (later.limit, later.policy.version) == (7, 2)


def test_a_limit_for_a_later_day_waits_for_it(office: Client) -> None:
    change = proposed(office, **{"from": "2040-01-04"})
    decide(change=change, confirm=True, actor=make_user("office"), now=at("2026-09-28 12:00"))

    assert make_clock(started="2026-09-29 10:00").policy.version == 1
    assert newest(ClockKind.REPLY).effective_from == at("2040-01-04 00:00")
    assert "from " in office.get("/settings/").content.decode()


def test_the_effect_counts_what_ran_started_and_would_have_been_late(office: Client) -> None:
    """Four ended in the last month: on the 4th, 5th and 6th working day, one of them extended by a day."""
    quick, in_time, late, extended = (make_clock(started="2026-08-31 10:00") for _ in range(4))
    make_clock(started="2026-09-28 10:00")
    extend_clock(
        clock=extended,
        amount=1,
        reason="跨部门",
        asked_by=make_user("handler"),
        approved_by=make_user("operator"),
        now=at("2026-09-01 10:00"),
    )
    for clock, done in ((quick, "04"), (in_time, "07"), (late, "08"), (extended, "07")):
        stop_clock(clock=clock, actor=None, now=at(f"2026-09-{done} 10:00"))
    change = proposed(office, limit="4")

    told = effect_of(kind="policy", payload=change.payload, now=at("2026-09-29 09:00")).sentences

    assert told == [
        "It is in force as soon as it is confirmed.",
        "1 running clock keeps the limit it started with.",
        "5 clocks of this kind started in the last 30 days.",
        "Ended in the last 30 days: 4; late: 1; late under the new limit: 2.",
    ]


def test_limit_that_comes_from_the_item_stays_with_the_item(office: Client) -> None:
    change = proposed(office, "/settings/limit.promised/", limit="3", rule="E-02", day_end="closing", grave_after="")
    decide(change=change, confirm=True, actor=make_user("office"))

    assert newest(ClockKind.PROMISED).limit is None
    assert "limit" not in office.get("/settings/limit.promised/").context["form"].fields


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
    response = office.post(ADDRESS, REPLY | {"basis": "某文件"} | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Change.objects.exists()


def test_change_of_nothing_cannot_be_proposed(office: Client) -> None:
    response = office.post(ADDRESS, REPLY | {"limit": "5", "basis": newest(ClockKind.REPLY).basis})

    assert response.status_code == 422
    assert not Change.objects.exists()


def test_unknown_kind_is_not_found(office: Client) -> None:
    assert office.get("/settings/limit.nothing/").status_code == 404


def test_auditor_reads_but_does_not_propose() -> None:
    client = signed_in(make_user("auditor"))

    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, REPLY | {"confirm": "1"}).status_code == 422
    assert not Change.objects.exists()


def test_head_is_refused() -> None:
    assert signed_in(make_user("head", unit=make_unit())).get("/settings/").status_code == 403


@pytest.mark.parametrize(
    "beyond", [{"limit": "2000000000"}, {"limit": "900", "limit_unit": "mo"}, {"grave_after": "32000"}]
)
def test_limit_that_leads_beyond_the_calendar_is_refused(office: Client, beyond: dict[str, str]) -> None:
    """No clock could be started under it, so no complaint could be filed."""
    response = office.post(ADDRESS, REPLY | beyond)

    assert response.status_code == 422


def test_office_hours_of_its_start_stay_with_a_clock() -> None:
    """T-09: a clock that ends at closing time keeps the closing time under which it started."""
    before = make_clock(ClockKind.ACCEPTANCE, started="2026-09-14 10:00")
    adjust(
        key="office.hours",
        value="09:00–16:00",
        ground="冬令时",
        actor=None,
        now=at("2026-09-14 12:00"),
        effective_from=at("2026-09-15 00:00"),
    )
    after = make_clock(ClockKind.ACCEPTANCE, started="2026-09-15 10:00")
    extended = extend_clock(
        clock=before,
        amount=1,
        reason="跨部门",
        asked_by=make_user("handler"),
        approved_by=make_user("head"),
        now=at("2026-09-16 10:00"),
    ).clock

    extended.refresh_from_db()
    assert before.due_at == at("2026-09-20 17:00")
    assert after.due_at == at("2026-09-21 16:00")
    assert extended.due_at == at("2026-09-21 17:00")
