"""The pages of the room: who may see what, what is sent, how many queries."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from efficiency.common.moments import local_date
from efficiency.organization.models import Absence, Post, Responsibility, User
from efficiency.presence.actions.enquiries import note_enquiry, offer_enquiry
from efficiency.presence.actions.leaves import ask_leave
from efficiency.presence.actions.outings import go_out
from efficiency.presence.actions.rosters import Turn, add_duties
from efficiency.presence.actions.unexcused import record_unexcused
from efficiency.presence.kinds import Half
from efficiency.presence.models import Duty, Enquiry, Leave, Outing, Unexcused
from efficiency.presence.spans import Span
from efficiency.vault.identity import Identity
from efficiency.workdays.current import current_calendar
from tests.cast import make_unit, make_user
from tests.common.queries import queries_of
from tests.presence.builders import NOW, Team, approved, as_, asked, make_team, span

pytestmark = pytest.mark.django_db
PAGES = ["/whereabouts/", "/leave/", "/leave/new/", "/outings/", "/outings/new/", "/roster/", "/asked/", "/asked/new/"]


@pytest.fixture
def team() -> Team:
    return make_team()


def away_now(user: User, deputy: User | None) -> Absence:
    now = timezone.now()
    hour = timedelta(hours=1)
    return Absence.objects.create(
        user=user, deputy=deputy, cause="leave", from_at=now - hour, until_at=now + timedelta(days=2)
    )


@pytest.mark.parametrize("path", [*PAGES, "/unexcused/"])
def test_every_member_of_staff_opens_the_pages_and_visitors_sign_in_first(team: Team, path: str) -> None:
    assert as_(team.first).get(path).status_code == 200
    assert Client().get(path).status_code in (302, 403)


def test_somebody_without_a_unit_opens_them_too() -> None:
    client = as_(make_user("sysadmin"))

    assert {client.get(path).status_code for path in PAGES} == {200}


# -- The public board


def test_the_board_says_who_is_away_and_who_stands_in_but_not_why(team: Team) -> None:
    """S13."""
    away_now(team.first, team.second)

    page = Client(headers={"accept-language": "en"}).get("/staff/").content.decode()

    assert "陆甲" in page
    assert "away" in page
    assert "朱乙 stands in" in page
    assert "leave" not in page


def test_the_board_names_who_answers_for_a_unit_and_who_is_on_duty(team: Team) -> None:
    """S13."""
    now = timezone.now()
    Responsibility.objects.create(unit=team.unit, kind="office", office_name="局办公室", since=now)
    Duty.objects.create(unit=team.unit, day=local_date(now), shift="leader", user=team.head)

    page = Client(headers={"accept-language": "en"}).get(f"/staff/{team.unit.pk}/").content.decode()

    assert "沈市长" in page
    assert "局办公室" in page
    assert "顾局长 (leader on duty)" in page


def test_a_unit_without_posts_has_a_board_and_a_closed_one_has_none() -> None:
    unit = make_unit()
    client = Client(headers={"accept-language": "en"})

    assert "No post is written down" in client.get(f"/staff/{unit.pk}/").content.decode()
    unit.active = False
    unit.save(update_fields=["active"])
    assert client.get(f"/staff/{unit.pk}/").status_code == 404


def test_posts_are_found_by_their_duties(team: Team) -> None:
    Post.objects.create(unit=team.unit, name="收费岗", duties="开具票据")

    rows = Client().get("/staff/?q=票据").context["found"].rows

    assert [post.name for post in rows] == ["收费岗"]


def test_thirty_posts_cost_as_many_queries_as_one(team: Team) -> None:
    away_now(team.first, team.second)
    few = queries_of(Client(), "/staff/")
    for number in range(30):
        unit = make_unit(f"单位{number}")
        holder = make_user(unit=unit)
        Post.objects.create(unit=unit, name="岗", duties="职责", holder=holder, deputy=team.second)
        away_now(holder, team.second)

    assert queries_of(Client(), "/staff/") == few


# -- Leave


def test_leave_is_asked_for_decided_and_reported_back_from_on_pages(team: Team) -> None:
    today = local_date(timezone.now())
    data = {"kind": "annual", "first": today, "last": today + timedelta(days=10), "reason": "探望父母"}

    assert as_(team.first).post("/leave/new/", data).status_code == 302
    leave = Leave.objects.get()
    page = as_(team.head).get(f"/leave/{leave.pk}/").content.decode()
    assert "探望父母" in page
    assert as_(team.head).post(f"/leave/{leave.pk}/decide/", {"approve": "yes"}).status_code == 302

    leave.refresh_from_db()
    assert (leave.state, leave.decided_by) == ("approved", team.head)
    assert as_(team.first).post(f"/leave/{leave.pk}/return/").status_code == 302
    leave.refresh_from_db()
    assert leave.state == "returned"


def test_a_wrong_leave_is_told_with_what_was_typed(team: Team) -> None:
    data = {"kind": "annual", "first": "2026-11-20", "last": "2026-11-18", "reason": "探望父母"}

    response = as_(team.first).post("/leave/new/", data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["last"]
    assert "探望父母" in response.content.decode()


def test_a_refusal_without_a_reason_is_told_beside_its_field(team: Team) -> None:
    leave = asked(team.first)

    response = as_(team.head).post(f"/leave/{leave.pk}/decide/", {"approve": "no"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["note"]


def test_a_colleagues_leave_does_not_exist(team: Team) -> None:
    leave = approved(team)
    stranger = make_team().head

    for somebody in (team.second, stranger, make_user("office"), make_user("auditor")):
        assert as_(somebody).get(f"/leave/{leave.pk}/").status_code == 404
        assert as_(somebody).post(f"/leave/{leave.pk}/decide/", {"approve": "yes"}).status_code == 404
    for somebody in (team.first, team.head, team.leader):
        assert as_(somebody).get(f"/leave/{leave.pk}/").status_code == 200


def test_the_head_finds_what_waits_for_him_and_what_is_not_reported(team: Team) -> None:
    waiting = asked(team.second)
    over = approved(team, user=None, now=NOW)

    def shown(query: str) -> list[Leave]:
        return list(as_(team.head).get(f"/leave/?{query}").context["found"].rows)

    assert shown("show=decide") == [waiting]
    assert shown("show=unit&state=unreported") == ([over] if over.is_unreported(timezone.now()) else [])
    assert shown("show=unit&state=asked") == [waiting]
    assert shown("") == []


def test_many_leaves_cost_as_many_queries_as_one(team: Team) -> None:
    asked(team.first)
    client = as_(team.head)
    few = queries_of(client, "/leave/?show=unit")
    for _number in range(30):
        asked(make_user("handler", unit=team.unit))

    assert queries_of(client, "/leave/?show=unit") == few


# -- Absence without leave


def test_the_head_records_and_withdraws_an_absence_on_pages(team: Team) -> None:
    day = _last_working_day()
    data = {"user": team.first.pk, "first": day, "last": day, "ground": "上午抽查不在岗"}

    assert as_(team.head).post("/unexcused/new/", data).status_code == 302
    row = Unexcused.objects.get()
    assert as_(team.first).get(f"/unexcused/{row.pk}/").status_code == 200
    assert as_(team.second).get(f"/unexcused/{row.pk}/").status_code == 404
    assert as_(team.first).post(f"/unexcused/{row.pk}/", {"reason": "我在"}).status_code == 422
    assert as_(team.head).post(f"/unexcused/{row.pk}/", {"reason": "记错人"}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_by == team.head


def test_who_answers_for_nobody_records_nothing(team: Team) -> None:
    assert as_(team.first).get("/unexcused/new/").status_code == 404


def test_the_office_sees_every_absence_on_record(team: Team) -> None:
    row = record_unexcused(user=team.first, span=span("2026-11-16"), ground="抽查", actor=team.head, now=NOW)

    assert list(as_(make_user("office")).get("/unexcused/").context["found"].rows) == [row]
    assert list(as_(make_team().head).get("/unexcused/").context["found"].rows) == []


# -- Going out and whereabouts


def test_going_out_and_coming_back_on_pages(team: Team) -> None:
    later = timezone.localtime(timezone.now()) + timedelta(hours=3)
    data = {"place": "周市镇", "errand": "现场核查", "back_on": later.date(), "back_at": f"{later:%H:%M}"}

    assert as_(team.first).post("/outings/new/", data).status_code == 302
    row = Outing.objects.get()
    assert "周市镇" in as_(team.second).get("/whereabouts/").content.decode()
    assert "周市镇" in as_(team.second).get("/outings/").content.decode()
    assert as_(make_team().first).post(f"/outings/{row.pk}/back/").status_code == 404
    assert as_(team.first).post(f"/outings/{row.pk}/back/").status_code == 302
    row.refresh_from_db()
    assert row.back_at is not None


def test_another_unit_reads_that_somebody_is_out_but_not_where(team: Team) -> None:
    now = timezone.now()
    go_out(user=team.first, place="周市镇", errand="现场核查", planned_back_at=now + timedelta(hours=3), now=now)
    client = as_(make_team().first)

    page = client.get("/whereabouts/?q=陆甲").content.decode()

    assert "gone out" in page
    assert "周市镇" not in page
    assert list(client.get("/outings/").context["found"].rows) == []


def test_a_large_unit_costs_as_many_queries_as_a_small_one(team: Team) -> None:
    away_now(team.first, team.second)
    client = as_(team.head)
    few = queries_of(client, "/whereabouts/")
    for _number in range(30):
        away_now(make_user("handler", unit=team.unit), team.second)

    assert queries_of(client, "/whereabouts/") == few


# -- Rosters


def test_a_roster_is_pasted_shown_and_mended(team: Team) -> None:
    path = f"/roster/units/{team.unit.pk}/add/"

    assert as_(team.head).post(path, {"table": "2026-11-21\t白班\t陆甲"}).status_code == 302
    duty = Duty.objects.get()
    page = as_(team.second).get("/roster/?first=2026-11-16").content.decode()
    assert "day: 陆甲" in page
    assert "nobody on duty" in page  # the Sunday after
    assert as_(team.head).post(f"/roster/{duty.pk}/remove/").status_code == 302
    assert not Duty.objects.exists()


def test_a_faulty_table_adds_nothing_and_names_every_fault(team: Team) -> None:
    table = "2026-11-21,白班,陆甲\n2026-11-22,中班,王五"

    response = as_(team.head).post(f"/roster/units/{team.unit.pk}/add/", {"table": table})

    assert response.status_code == 422
    assert len(response.context["form"].errors["table"]) == 2
    assert not Duty.objects.exists()


def test_a_head_keeps_no_other_units_roster(team: Team) -> None:
    other = make_team()
    add_duties(unit=other.unit, turns=[Turn(date(2026, 11, 21), "day", other.first)], actor=other.head, now=NOW)

    assert as_(team.head).get(f"/roster/units/{other.unit.pk}/add/").status_code == 404
    assert as_(team.head).post(f"/roster/{Duty.objects.get().pk}/remove/").status_code == 404
    assert as_(team.first).get(f"/roster/units/{team.unit.pk}/add/").status_code == 403


# -- First asked


def enquiry_of(team: Team) -> Enquiry:
    contact = Identity(name="金丝雀姓名", phone="13912345678")
    return note_enquiry(by="visit", topic="排污许可", text="问续期材料", contact=contact, actor=team.first)


def test_an_enquiry_goes_from_hand_to_hand_on_pages(team: Team) -> None:
    other = make_team()
    data = {"by": "visit", "topic": "排污许可", "text": "企业问续期材料"}
    assert as_(team.first).post("/asked/new/", data).status_code == 302
    enquiry = Enquiry.objects.get()
    path = f"/asked/{enquiry.pk}/"

    assert as_(team.first).post(f"{path}offer/", {"unit": other.unit.pk, "person": "没有此人"}).status_code == 422
    assert as_(team.first).post(f"{path}offer/", {"unit": other.unit.pk}).status_code == 302
    assert list(as_(other.second).get("/asked/?show=offered").context["found"].rows) == [enquiry]
    assert as_(other.second).post(f"{path}take/").status_code == 302
    assert as_(other.second).post(f"{path}finish/", {"outcome": "已告知清单"}).status_code == 302

    enquiry.refresh_from_db()
    assert (enquiry.holder, enquiry.state) == (other.second, "finished")


def test_an_enquiry_of_others_does_not_exist(team: Team) -> None:
    enquiry = enquiry_of(team)
    stranger = as_(make_team().first)

    assert stranger.get(f"/asked/{enquiry.pk}/").status_code == 404
    assert stranger.post(f"/asked/{enquiry.pk}/take/").status_code == 404
    assert as_(team.second).get(f"/asked/{enquiry.pk}/").status_code == 200
    assert as_(make_user("office")).get("/asked/?show=all").context["found"].rows == [enquiry]


def test_a_declined_enquiry_is_back_with_its_owner(team: Team) -> None:
    enquiry, other = enquiry_of(team), make_team()
    offer_enquiry(enquiry=enquiry, unit=other.unit, user=other.first, note="", actor=team.first)
    path = f"/asked/{enquiry.pk}/decline/"

    assert as_(other.first).post(path, {"reason": ""}).status_code == 422
    assert as_(other.first).post(path, {"reason": "不属本局"}).status_code == 302
    assert list(as_(team.first).get("/asked/").context["found"].rows) == [enquiry]


# -- Who answers for a unit


def test_the_system_administrator_names_who_answers_for_a_unit(team: Team) -> None:
    path = f"/units/{team.unit.pk}/responsible/"
    client = as_(make_user("sysadmin"))

    data = {"head": team.head.pk, "leader": team.second.pk, "office_name": "局办公室", "office": team.first.pk}
    assert client.post(path, data).status_code == 302

    rows = Responsibility.objects.filter(until=None).order_by("kind").values_list("kind", "user", "office_name")
    assert list(rows) == [
        ("head", team.head.pk, ""),
        ("leader", team.second.pk, ""),
        ("office", team.first.pk, "局办公室"),
    ]
    assert "局办公室" in client.get(f"/units/{team.unit.pk}/").content.decode()
    assert "沈市长" in client.get(path).content.decode()  # who led before


def test_a_person_without_an_office_and_a_head_who_leads_himself_are_refused(team: Team) -> None:
    client = as_(make_user("sysadmin"))
    data = {"head": team.head.pk, "leader": team.head.pk, "office": team.first.pk}

    response = client.post(f"/units/{team.unit.pk}/responsible/", data)

    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["leader", "office_name"]


def _last_working_day() -> date:
    """Today, or on a day of rest the last working day before it."""
    day = local_date(timezone.now())
    while not current_calendar().is_working(day):
        day -= timedelta(days=1)
    return day


def test_whoever_stands_in_for_the_head_decides_on_his_pages(team: Team) -> None:
    """S12."""
    away_now(team.head, team.second)
    leave = ask_leave(
        user=team.first, kind="annual", span=Span(date(2026, 12, 1), Half.MORNING, date(2026, 12, 2), "pm")
    )

    assert as_(team.second).post(f"/leave/{leave.pk}/decide/", {"approve": "yes"}).status_code == 302
    leave.refresh_from_db()
    assert leave.decided_by == team.second
