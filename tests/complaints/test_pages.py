"""The pages of those who work on complaints: who sees what, what each may do, and at what cost."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from complaints import actions
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.organization.models import User
from tests.cast import at, make_unit, make_user
from tests.complaints.conftest import FILED, Cast, as_, dispatched, make_complaint, post, replied, signed

pytestmark = pytest.mark.django_db


# -- who sees it -----------------------------------------------------------------------------------


def test_the_unit_and_the_hotline_see_a_dispatched_complaint_and_others_get_404(cast: Cast) -> None:
    path = dispatched(cast).matter.path

    seen = {user: as_(user).get(path).status_code for user in vars(cast).values() if isinstance(user, User)}

    assert seen == {
        cast.operator: 200,
        cast.office: 200,
        cast.auditor: 200,
        cast.head: 200,
        cast.handler: 200,
        cast.other_head: 404,
        cast.other_handler: 404,
    }


def test_before_dispatch_no_unit_sees_it(cast: Cast) -> None:
    path = make_complaint().matter.path

    assert as_(cast.head).get(path).status_code == 404
    assert as_(cast.operator).get(path).status_code == 200


def test_the_unit_above_sees_what_the_one_below_has_and_not_the_other_way_round(cast: Cast) -> None:
    below = make_unit("城管中队", parent=cast.unit)
    below_head = make_user("head", unit=below)
    above = dispatched(cast)
    given = actions.dispatch(complaint=make_complaint(), unit=below, note="", actor=cast.operator, now=FILED)

    assert as_(cast.head).get(given.matter.path).status_code == 200
    assert as_(below_head).get(given.matter.path).status_code == 200
    assert as_(below_head).get(above.matter.path).status_code == 404


def test_a_unit_that_returned_it_still_sees_it_and_can_do_nothing(cast: Cast) -> None:
    complaint = dispatched(cast)
    request = actions.ask_return(
        complaint=complaint, reason="x", suggested_unit=None, actor=cast.head, now=at("2026-09-28 12:00")
    )
    actions.rule_on_return(
        request=request, granted=True, ruling_note="", actor=cast.operator, now=at("2026-09-28 13:00")
    )

    assert as_(cast.head).get(complaint.matter.path).status_code == 200
    assert post(cast.head, complaint, "sign-for").status_code == 403


@pytest.mark.parametrize("role", ["window", "executive", "sysadmin", "secadmin", "fee"])
def test_other_roles_have_no_way_in(cast: Cast, role: str) -> None:
    somebody = as_(make_user(role, unit=cast.unit))
    path = dispatched(cast).matter.path

    for address in ("/complaints/", path, "/complaints/export/", "/complaints/call/", f"{path}files/1/"):
        assert somebody.get(address).status_code == 403


def test_the_auditor_reads_and_does_nothing(cast: Cast) -> None:
    complaint = make_complaint()

    assert as_(cast.auditor).get("/complaints/").status_code == 200
    assert post(cast.auditor, complaint, "dispatch", unit=cast.unit.pk).status_code == 403
    assert as_(cast.auditor).get("/complaints/export/").status_code == 403


# -- what they do ----------------------------------------------------------------------------------


def test_the_whole_way_by_the_pages(cast: Cast) -> None:
    complaint = make_complaint()
    steps: list[tuple[User, str, dict[str, Any], str]] = [
        (cast.operator, "dispatch", {"unit": cast.unit.pk, "note": "请尽快"}, "dispatched"),
        (cast.head, "sign-for", {}, "signed"),
        (cast.head, "assign", {"handler": cast.handler.pk}, "signed"),
        (cast.handler, "ask-extension", {"days": 2, "reason": "采购"}, "signed"),
        (cast.office, "rule-on-extension", {"granted": "yes", "ruling_note": ""}, "signed"),
        (cast.handler, "reply", {"text": "修好了", "contacted_how": "电话"}, "replied"),
        (cast.operator, "send-back", {"reason": "没修好"}, "signed"),
        (cast.head, "reply", {"text": "真修好了", "contacted_how": "上门"}, "replied"),
        (cast.operator, "close", {}, "closed"),
    ]
    for user, act, data, state in steps:
        response = post(user, complaint, act, **data)
        assert response.status_code == 302, (act, response.content.decode())
        complaint.refresh_from_db()
        assert complaint.state == state, act
    assert Entry.objects.about("complaint", complaint.pk).count() == 10


def test_returns_and_held_complaints_by_the_pages(cast: Cast) -> None:
    held, abuse = make_complaint(suspicious="proof"), make_complaint(suspicious="quick")
    assert post(cast.operator, held, "release").status_code == 302
    assert post(cast.operator, abuse, "discard", reason="广告").status_code == 302
    assert post(cast.operator, held, "dispatch", unit=cast.unit.pk).status_code == 302
    assert post(cast.head, held, "ask-return", reason="不是我局", suggested_unit=cast.other_unit.pk).status_code == 302

    assert post(cast.operator, held, "rule-on-return", granted="yes").status_code == 302

    held.refresh_from_db()
    abuse.refresh_from_db()
    assert (held.state, abuse.state) == ("filed", "discarded")


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("reply", {"text": "", "contacted_how": ""}),
        ("reply", {"text": "好了", "contacted_how": ""}),
        ("ask-extension", {"days": "x", "reason": "y"}),
        ("ask-extension", {"days": "0", "reason": "y"}),
        ("ask-extension", {"days": "2", "reason": ""}),
        ("ask-return", {"reason": ""}),
        ("assign", {"handler": ""}),
        ("assign", {"handler": "999999"}),
    ],
)
def test_a_malformed_act_comes_back_with_its_errors(cast: Cast, act: str, data: dict[str, str]) -> None:
    complaint = signed(cast)

    response = post(cast.head, complaint, act, **data)

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    for field in ("text", "reason"):
        assert data.get(field, "") in response.content.decode()


def test_an_act_that_the_action_refuses_says_why_and_keeps_what_was_typed(cast: Cast) -> None:
    complaint = signed(cast)  # dispatched in September: today the window has long passed

    response = post(cast.head, complaint, "ask-return", reason="不是我局职责")

    assert response.status_code == 409
    assert "error-summary" in response.content.decode()
    assert "不是我局职责" in response.content.decode()


def test_an_act_that_is_over_changes_nothing_and_shows_where_it_stands(cast: Cast) -> None:
    complaint = replied(cast)
    post(cast.operator, complaint, "close")

    assert post(cast.operator, complaint, "close").status_code == 409
    assert post(cast.operator, complaint, "send-back", reason="x").status_code == 409
    assert post(cast.head, complaint, "reply", text="x", contacted_how="y").status_code == 409
    assert Complaint.objects.get().state == "closed"


def test_an_unknown_act_is_not_found_and_a_look_at_an_act_leads_to_the_page(cast: Cast) -> None:
    complaint = signed(cast)

    assert post(cast.head, complaint, "explode").status_code == 404
    assert as_(cast.head).get(f"{complaint.matter.path}reply/")["Location"] == complaint.matter.path


def test_the_dispatch_page_finds_units_by_name(cast: Cast) -> None:
    complaint = make_complaint()

    page = as_(cast.operator).get(f"{complaint.matter.path}dispatch/?q=水务").content.decode()

    assert "市水务局" in page
    assert "市城市管理局" not in page


def test_dispatch_without_a_unit_is_malformed(cast: Cast) -> None:
    complaint = make_complaint()

    response = post(cast.operator, complaint, "dispatch", note="请尽快")

    assert response.status_code == 422
    assert "请尽快" in response.content.decode()


# -- lists -----------------------------------------------------------------------------------------


def rows_of(user: User, query: str = "") -> list[str]:
    return [row.complaint.matter.reference for row in as_(user).get(f"/complaints/{query}").context["rows"]]


def test_a_unit_lists_its_own_by_days_left(cast: Cast) -> None:
    second = dispatched(cast, now=at("2026-10-09 09:00")).matter.reference
    first = signed(cast).matter.reference
    actions.dispatch(complaint=make_complaint(), unit=cast.other_unit, note="", actor=cast.operator, now=FILED)
    answered = replied(cast).matter.reference

    assert rows_of(cast.head) == rows_of(cast.handler) == [first, second]
    assert rows_of(cast.head, "?state=replied") == [answered]
    assert len(rows_of(cast.other_head)) == 1


def test_a_sent_back_complaint_stands_in_the_list_once_by_its_new_limit(cast: Cast) -> None:
    complaint = replied(cast)
    actions.send_back(complaint=complaint, reason="没修", actor=cast.operator, now=at("2026-09-30 09:00"))

    assert rows_of(cast.head) == [complaint.matter.reference]


def test_the_hotline_lists_what_waits_for_dispatch_with_what_is_held(cast: Cast) -> None:
    later = make_complaint(now=at("2026-09-28 15:00")).matter.reference
    held = make_complaint(suspicious="proof").matter.reference
    with_unit = dispatched(cast)
    actions.ask_return(
        complaint=with_unit, reason="x", suggested_unit=None, actor=cast.head, now=at("2026-09-28 12:00")
    )

    assert rows_of(cast.operator) == [held, later]
    assert rows_of(cast.operator, "?state=quarantined") == [held]
    assert rows_of(cast.operator, "?state=asked") == [with_unit.matter.reference]
    assert len(rows_of(cast.operator, "?state=all")) == 3


def test_a_unit_cannot_filter_for_what_is_not_its_own(cast: Cast) -> None:
    make_complaint(suspicious="proof")

    for state in ("todo", "quarantined", "discarded", "asked", "all"):
        assert rows_of(cast.head, f"?state={state}") == []


def test_neither_name_nor_phone_can_be_searched_for(cast: Cast) -> None:
    complaint = dispatched(cast, content="我是金丝雀姓名,电话13912345678,路灯坏了")

    assert rows_of(cast.operator, "?state=all&q=13912345678") == []
    assert rows_of(cast.operator, "?state=all&q=金丝雀姓名") == []
    assert rows_of(cast.operator, "?state=all&q=路灯") == [complaint.matter.reference]
    assert rows_of(cast.head, f"?q={complaint.matter.reference.lower()}") == [complaint.matter.reference]


@pytest.mark.parametrize("cursor", ["after=x", "before=x", "after=W10", "after=WyJ4IiwxXQ"])
def test_a_broken_cursor_shows_the_first_page(cast: Cast, cursor: str) -> None:
    reference = make_complaint().matter.reference

    assert rows_of(cast.operator, f"?{cursor}") == [reference]
    assert rows_of(cast.operator, f"?state=all&{cursor}") == [reference]


def test_pages_follow_each_other(cast: Cast) -> None:
    for _ in range(51):
        make_complaint()

    client = as_(cast.operator)
    first = client.get("/complaints/").context["page"]
    second = client.get(f"/complaints/?after={first.after}").context["page"]

    assert (len(first.rows), len(second.rows), second.after) == (50, 1, None)


@pytest.mark.parametrize("address", ["/complaints/", "/complaints/?state=all", "/complaints/?state=units"])
def test_a_list_costs_the_same_queries_for_one_row_and_for_thirty(cast: Cast, address: str) -> None:
    for user in (cast.operator, cast.head):
        if user is cast.operator:
            make_complaint()
        signed(cast)
    few = {user: queries(user, address) for user in (cast.operator, cast.head)}
    for _ in range(30):
        make_complaint()
        signed(cast)

    assert {user: queries(user, address) for user in (cast.operator, cast.head)} == few


def queries(user: User, address: str) -> int:
    client = as_(user)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_links_to_what_is_due_before_and_after_it(cast: Cast) -> None:
    first, middle, last = (dispatched(cast, now=at(f"2026-10-{day} 09:00")) for day in ("08", "09", "12"))

    context = as_(cast.head).get(middle.matter.path).context

    assert (context["previous"], context["following"]) == (first.matter.path, last.matter.path)


def test_an_export_is_recorded_and_holds_what_its_reader_sees(cast: Cast) -> None:
    mine = dispatched(cast)
    actions.dispatch(complaint=make_complaint(), unit=cast.other_unit, note="", actor=cast.operator, now=FILED)

    sheet = load_workbook(BytesIO(as_(cast.head).get("/complaints/export/?state=all").content)).active

    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [mine.matter.reference]
    assert rows[0][6] == "2026-10-10"  # the make-up Saturday, not the midnight after it
    entry = Entry.objects.get(verb=Verb.COMPLAINTS_EXPORTED)
    assert (entry.actor, entry.data["rows"]) == (cast.head, 1)


def test_formulas_in_a_complaint_are_text_in_the_file(cast: Cast) -> None:
    make_complaint(content="=HYPERLINK(1)路灯")

    sheet = load_workbook(BytesIO(as_(cast.operator).get("/complaints/export/").content)).active

    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_page_offers_only_what_would_not_be_refused(cast: Cast) -> None:
    fresh, old = dispatched(cast, now=timezone.now()), dispatched(cast)

    assert offered(cast.head, fresh) == ["sign-for", "assign", "ask-extension", "ask-return"]
    assert offered(cast.handler, fresh) == ["sign-for", "ask-extension", "ask-return"]
    assert offered(cast.head, old) == ["sign-for", "assign"]
    assert offered(cast.operator, fresh) == offered(cast.office, fresh) == offered(cast.auditor, fresh) == []
    assert offered(cast.operator, replied(cast)) == ["close", "send-back"]


def offered(user: User, complaint: Complaint) -> list[str]:
    return [offer["act"].name for offer in as_(user).get(complaint.matter.path).context["acts"]]
