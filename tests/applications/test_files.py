"""Files on the page of a case: for those who handle it, each opening on record."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from approvals.applications import actions
from approvals.applications.actions.completing import open_points
from approvals.applications.models import Upload
from approvals.models import Case
from efficiency.audit.models import Entry
from efficiency.organization.models import User
from tests.applications.builders import filed, photo, ready
from tests.applications.test_completing import told
from tests.approvals.builders import make_clerk
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def path(case: Case) -> str:
    return f"/cases/{case.matter.reference}/files/{Upload.objects.filter(case=case).earliest('pk').pk}/"


def read(answer: Any) -> bytes:
    """What was handed out; the file is closed again."""
    if not answer.streaming:
        return bytes(answer.content)
    body = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return body


def people(case: Case) -> dict[str, Any]:
    return {
        "handler": make_user("handler", unit=case.matter.unit),
        "head": make_user("head", unit=case.matter.unit),
        "centre": make_clerk(),
        "stranger": make_user("handler"),
        "office": make_user("office"),
        "executive": make_user("executive"),
    }


@pytest.mark.parametrize(
    ("name", "status"),
    [("handler", 200), ("head", 200), ("centre", 200), ("stranger", 404), ("office", 403), ("executive", 403)],
)
def test_whoever_handles_the_case_opens_its_files_and_nobody_else(name: str, status: int) -> None:
    """THREATS 2 and 19."""
    case = filed()

    answer = signed_in(people(case)[name]).get(path(case))
    read(answer)

    assert answer.status_code == status
    assert Entry.objects.filter(verb="file-read").count() == (1 if status == 200 else 0)


def test_a_file_is_a_download_that_no_browser_shows_or_keeps() -> None:
    """THREATS 19."""
    case = filed()
    answer = signed_in(make_user("handler", unit=case.matter.unit)).get(path(case))
    read(answer)

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_opening_is_on_record_with_who_and_which() -> None:
    case = filed()
    handler = make_user("handler", unit=case.matter.unit)
    read(signed_in(handler).get(path(case)))

    entry = Entry.objects.get(verb="file-read")
    assert (entry.actor, entry.subject_id) == (handler, str(case.pk))


def test_nobody_of_the_house_opens_a_file_of_a_draft() -> None:
    draft = ready()
    upload = Upload.objects.earliest("pk")
    handler = make_user("handler", unit=draft.item.unit)

    assert signed_in(handler).get(f"/cases/{draft.number}/files/{upload.pk}/").status_code == 404


def test_what_was_not_handed_in_yet_is_not_opened() -> None:
    case = told()
    actions.add_to_point(case=case, files={open_points(case)[0].pk: [photo()]}, now=timezone.now())
    waiting = Upload.objects.get(point__isnull=False)
    handler = make_user("handler", unit=case.matter.unit)

    assert signed_in(handler).get(f"/cases/{case.matter.reference}/files/{waiting.pk}/").status_code == 404


def test_the_page_of_the_case_shows_the_files_by_material() -> None:
    case = filed()

    page = signed_in(make_user("handler", unit=case.matter.unit)).get(case.matter.path).content.decode()

    assert "Sent online" in page
    assert f'href="{path(case)}"' in page
    assert "Filed online" in page


def test_the_office_sees_that_there_are_files_and_opens_none() -> None:
    case = filed()

    page = signed_in(make_user("office")).get(case.matter.path).content.decode()

    assert "Only those who handle the case can open the files." in page
    assert path(case) not in page


def test_the_list_shows_what_came_online_and_waits_soonest_first() -> None:
    handler_unit = filed(now=timezone.now()).matter.unit
    handler = make_user("handler", unit=handler_unit)

    page = signed_in(handler).get("/cases/?state=received&online=on").content.decode()

    assert Case.objects.get().matter.reference in page


def test_an_online_application_has_a_number_of_queries_that_does_not_grow_with_its_files(
    django_assert_max_num_queries: Any,
) -> None:
    case = filed()
    upload = Upload.objects.earliest("pk")
    Upload.objects.bulk_create(
        Upload(
            case=case, application=upload.application, material=f"材料{place}", file=upload.file.name,
            content_type="image/png", size=1, sha256="x", at=upload.at,
        )
        for place in range(30)
    )  # fmt: skip
    client = signed_in(make_user("handler", unit=case.matter.unit))
    client.get(case.matter.path)

    with django_assert_max_num_queries(60):
        client.get(case.matter.path)
