"""The canary sweep: a citizen's name, phone and mail reach no unit by any way (THREATS.md 1.5, row 1)."""

from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver
from openpyxl import load_workbook

from complaints import actions
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.clocks.models import Matter
from efficiency.common.cleaning import clean
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import compose
from efficiency.organization.models import User
from tests.cast import at
from tests.complaints import files
from tests.complaints.conftest import CITIZEN, Cast, dispatched

pytestmark = pytest.mark.django_db
CANARIES = (CITIZEN.name, CITIZEN.phone, CITIZEN.email, "139-1234-5678", "CANARY")
TEXT = "我是金丝雀姓名,电话139-1234-5678,或13912345678,邮箱canary@example.cn。科长收了红包。"


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """A complaint against somebody, full of canaries, at every step that leaves a trace."""
    for user in (cast.head, cast.handler, cast.operator, cast.office):
        user.email = f"{user.username}@kunshan.example.cn"
        user.save()
    photo = clean("a.jpg", files.photo_with_place())
    complaint = dispatched(cast, kind="complaint", content=TEXT, place="金丝雀姓名家,13912345678", files=[photo])
    actions.add_to(complaint=complaint, text="金丝雀姓名:再打13912345678", now=at("2026-09-28 12:00"))
    request = actions.ask_return(
        complaint=complaint, reason="x", suggested_unit=None, actor=cast.head, now=at("2026-09-28 12:00")
    )
    actions.rule_on_return(
        request=request, granted=False, ruling_note="办", actor=cast.operator, now=at("2026-09-28 13:00")
    )
    actions.sign_for(complaint=complaint, actor=cast.head, now=at("2026-09-28 14:00"))
    actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=at("2026-09-28 14:00"))
    actions.reveal_reporter(complaint=complaint, purpose="回访", actor=cast.operator, now=at("2026-09-28 15:00"))
    return complaint


def addresses(complaint: Complaint) -> list[str]:
    """Every address of the house that can be asked for, filled with this complaint where it takes a value."""
    values = {"reference": complaint.matter.reference, "pk": 1, "name": "reply", "token": "x"}
    found = []
    for pattern in _patterns(get_resolver().url_patterns):
        kwargs = {key: values.get(key, 1) for key in pattern.pattern.converters}
        path = str(pattern.pattern)
        for key, converter in pattern.pattern.converters.items():
            for kind in ("slug", "str", "int", "uuid", "path"):
                path = path.replace(f"<{kind}:{key}>", str(kwargs[key]))
            path = path.replace(f"<{key}>", str(kwargs[key]))
            assert converter is not None
        found.append("/" + path.lstrip("^").rstrip("$"))
    return [*found, "/complaints/?state=all&q=13912345678", f"/complaints/?q={complaint.matter.reference}"]


def _patterns(patterns: list[Any]) -> list[Any]:
    flat = []
    for one in patterns:
        flat += _patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]
    return flat


def text_of(response: Any) -> str:
    """What somebody could read of an answer: the page, the cells, the file."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheet" in response.get("Content-Type", ""):
        sheet = load_workbook(BytesIO(body)).active
        assert sheet is not None
        return str(list(sheet.iter_rows(values_only=True)))
    return str(body.decode("utf-8", "replace")) + str(response.headers)


@pytest.mark.parametrize("role", ["head", "handler", "other_head", "other_handler", "auditor"])
def test_no_page_file_or_export_shows_a_unit_who_complained(cast: Cast, complaint: Complaint, role: str) -> None:
    user: User = getattr(cast, role)
    client = Client(raise_request_exception=False)
    client.force_login(user)

    leaks = []
    for address in addresses(complaint):
        if "logout" in address:
            continue
        text = text_of(client.get(address))
        # The reader's own search comes back in its field; that tells him nothing.
        shown = text.replace('value="13912345678"', "").replace("q=13912345678", "")
        leaks += [(address, canary) for canary in CANARIES if canary in shown]

    assert leaks == []


def test_a_refused_act_shows_no_unit_who_complained(cast: Cast, complaint: Complaint) -> None:
    client = Client()
    for user in (cast.head, cast.handler):
        client.force_login(user)
        for act in ("identity", "reply", "ask-extension", "assign", "sign-for"):
            text = text_of(client.post(f"{complaint.matter.path}{act}/", {"purpose": "想知道"}))
            assert [canary for canary in CANARIES if canary in text] == []


def test_titles_entries_and_notices_name_no_citizen(cast: Cast, complaint: Complaint) -> None:
    stored = str(list(Matter.objects.values())) + str(list(Entry.objects.values()))
    notices = [compose(notice.kind, notice.params) for notice in Notice.objects.all()]
    said = stored + str(notices) + str(list(Notice.objects.values())) + str([m.body for m in mail.outbox])

    assert notices
    assert [canary for canary in CANARIES if canary in said] == []


def test_the_tables_of_this_room_name_the_citizen_only_in_what_he_wrote(cast: Cast, complaint: Complaint) -> None:
    fields = [field.name for field in Complaint._meta.concrete_fields if field.name != "content"]
    row = str(Complaint.objects.values(*fields).get())

    assert [canary for canary in CANARIES if canary in row] == []
