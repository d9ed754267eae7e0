"""What is guarded beside the complaint itself: identity and files."""

from typing import Any

import pytest
from django.test import Client

from complaints import actions
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.cleaning import CleanFile
from tests.cast import at, make_user
from tests.complaints.conftest import CITIZEN, Cast, as_, dispatched, post, replied, signed

pytestmark = pytest.mark.django_db


# -- identity --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "identity", "head_status"),
    [
        ("repair", "real", 200),
        ("help", "real", 200),
        ("consultation", "real", 200),
        ("repair", "confidential", 403),
        ("repair", "anonymous", 403),
        ("complaint", "real", 403),
        ("suggestion", "real", 403),
    ],
)
def test_a_unit_learns_a_name_only_where_it_was_given_openly_and_nobody_is_accused(
    cast: Cast, kind: str, identity: str, head_status: int
) -> None:
    """T-50."""
    complaint = signed(cast, kind=kind, identity=identity)

    for person in (cast.head, cast.handler):
        response = post(person, complaint, "identity", purpose="上门维修")
        assert response.status_code == head_status
        assert (CITIZEN.phone in response.content.decode()) == (head_status == 200)
    for person in (cast.operator, cast.office):
        status = 403 if identity == "anonymous" else 200
        assert post(person, complaint, "identity", purpose="回访").status_code == status


def test_a_handler_who_is_not_assigned_learns_no_name(cast: Cast) -> None:
    complaint = signed(cast)
    colleague = make_user("handler", unit=cast.unit)

    assert post(colleague, complaint, "identity", purpose="x").status_code == 403
    assert post(cast.other_head, complaint, "identity", purpose="x").status_code == 404
    assert post(cast.auditor, complaint, "identity", purpose="x").status_code == 403


def test_after_the_end_the_unit_reads_no_name_any_more(cast: Cast) -> None:
    complaint = actions.close(complaint=replied(cast), actor=cast.operator, now=at("2026-09-30 09:00"))

    assert post(cast.head, complaint, "identity", purpose="x").status_code == 403


def test_each_reading_is_recorded_and_needs_a_purpose(cast: Cast) -> None:
    complaint = signed(cast)
    assert post(cast.operator, complaint, "identity", purpose=" ").status_code == 422
    assert not Entry.objects.filter(verb=Verb.IDENTITY_READ).exists()

    response = post(cast.operator, complaint, "identity", purpose="回访")

    assert CITIZEN.name in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Entry.objects.get(verb=Verb.IDENTITY_READ).actor == cast.operator


def test_an_identity_is_never_shown_by_looking(cast: Cast) -> None:
    complaint = signed(cast)

    assert as_(cast.operator).get(f"{complaint.matter.path}identity/").status_code == 405


# -- files -----------------------------------------------------------------------------------------


def test_a_file_is_a_download_in_a_sandbox_for_those_who_see_the_complaint(cast: Cast) -> None:
    """T-84."""
    complaint = dispatched(cast, files=[CleanFile(b"clean", "png")])
    path = f"{complaint.matter.path}files/{complaint.attachments.get().pk}/"

    response: Any = as_(cast.head).get(path)
    assert b"".join(response.streaming_content) == b"clean"

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert as_(cast.other_head).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_file_belongs_to_its_complaint(cast: Cast) -> None:
    with_file, without = dispatched(cast, files=[CleanFile(b"clean", "png")]), dispatched(cast)

    path = f"{without.matter.path}files/{with_file.attachments.get().pk}/"

    assert as_(cast.operator).get(path).status_code == 404


def test_an_export_keeps_no_words_that_were_searched_for(cast: Cast) -> None:
    """They may be a citizen's name, and entries are for ever."""
    dispatched(cast)

    as_(cast.operator).get(f"/complaints/export/?state=all&q={CITIZEN.name}")

    entry = Entry.objects.get(verb=Verb.COMPLAINTS_EXPORTED)
    assert entry.data == {"rows": 0, "state": "all", "searched": True}
