"""Whose token acted: entries name the system and its token beside the account (S30)."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from efficiency.audit.actions import record
from efficiency.audit.exporting import export
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.integrators.models import Token
from efficiency.organization.models import User
from tests.api.builders import FILING, new_key, program, send, token_for
from tests.cards.builders import head_of, make_hand_card, visitor
from tests.cast import make_user
from tests.complaints.conftest import make_cast

pytestmark = pytest.mark.django_db


def filed_by_system() -> tuple[Entry, Token, User]:
    """A complaint that a system filed for its account."""
    account = make_user(unit=make_cast().unit)
    token, secret = token_for(account, "complaints:file")
    send(program(secret), "/api/v1/complaints/new/", FILING, key=new_key())
    return Entry.objects.get(verb=Verb.COMPLAINT_FILED), token, account


def test_entry_names_the_token_and_its_system_beside_the_account() -> None:
    entry, token, account = filed_by_system()

    assert entry.actor_id == account.pk
    assert entry.data["through"] == {"token": token.pk, "system": "住建局工单系统"}
    assert ("through", "") not in entry.facts


def test_entries_of_an_act_on_a_card_name_the_token_too() -> None:
    card = make_hand_card()
    token, secret = token_for(head_of(card), "cards:act")

    response = send(program(secret), f"/api/v1/cards/{card.pk}/answer/", {"text": "已整改。"}, key=new_key())

    assert response.status_code == 200
    assert Entry.objects.get(verb=Verb.CARD_ANSWERED).data["through"]["token"] == token.pk


def test_what_follows_in_the_same_thread_names_no_token() -> None:
    filed_by_system()

    with act() as now:
        entry = record(Verb.USER_ADDED, at=now, actor=None, kind="user", subject=1)
    card = make_hand_card()
    visitor(head_of(card)).post(f"/cards/{card.pk}/answer/", {"text": "已整改。"})

    assert "through" not in entry.data
    assert "through" not in Entry.objects.get(verb=Verb.CARD_ANSWERED).data


def test_a_person_in_the_browser_names_no_token_at_the_api() -> None:
    card = make_hand_card()

    send(visitor(head_of(card)), f"/api/v1/cards/{card.pk}/receive/", key=new_key())

    assert "through" not in Entry.objects.get(verb=Verb.CARD_SERVED).data


def test_auditor_reads_the_system_in_list_sheet_and_file() -> None:
    entry, token, account = filed_by_system()
    auditor = visitor(make_user("auditor"))
    words = f"{account.display_name}, through 住建局工单系统 (token {token.pk})"

    page = auditor.get("/audit/?verb=complaint-filed").content.decode()
    sheet = load_workbook(BytesIO(auditor.get("/audit/export/?verb=complaint-filed").content)).active

    assert words in page
    assert words in [cell.value for row in sheet.iter_rows() for cell in row]
    exported = [json.loads(line) for line in b"".join(export()).splitlines()[1:]]
    lines = [record[1] for record in exported if record[1].get("id") == entry.pk]
    assert lines[0]["data"]["through"]["system"] == "住建局工单系统"
