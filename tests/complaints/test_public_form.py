"""The public form: never refuses an honest sender, keeps what was typed, holds what looks scripted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from complaints import actions, proof
from complaints.models import Complaint
from efficiency.budgets.models import Budget
from efficiency.common.keys import query_code
from efficiency.common.requests import address_of
from efficiency.vault.models import Person
from tests.complaints import files
from tests.complaints.conftest import Cast

pytestmark = pytest.mark.django_db
URL = "/complaints/new/"


def honest(**changed: Any) -> dict[str, Any]:
    """What a browser sends a minute after the form was opened."""
    token = proof.issue(timezone.now() - timedelta(minutes=1))
    data = {
        "content": "小区门口的路灯三天不亮了。",
        "kind": "repair",
        "place": "前进路100号",
        "identity": "real",
        "name": "王小明",
        "phone": "13912345678",
        "email": "wang@example.cn",
        "submission": token,
        "proof": proof.find(token),
    }
    return {key: value for key, value in (data | changed).items() if value is not None}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_form_opens_for_anyone_and_works_without_scripts(cast: Cast, client: Client) -> None:
    page = client.get(URL).content.decode()

    assert re.findall(r'name="(\w+)"', page.split("data-complaint", 1)[1].split("</form>")[0]) == [
        "csrfmiddlewaretoken",
        "content",
        *["kind"] * 5,
        "place",
        "files",
        *["identity"] * 3,
        "name",
        "phone",
        "email",
        "submission",
        "proof",
    ]


def test_an_honest_form_is_filed_and_leads_to_its_receipt(cast: Cast, client: Client) -> None:
    response = client.post(URL, honest(), follow=True)

    complaint = Complaint.objects.get()
    assert complaint.state == "filed"
    page = response.content.decode()
    code = query_code(complaint.submission)
    assert complaint.matter.reference in page
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page
    assert "data:image/svg+xml" in page
    assert "clock-face" in page
    assert "no-store" in response["Cache-Control"]


def test_sent_twice_it_is_one_complaint_with_one_number(cast: Cast, client: Client) -> None:
    data = honest()

    first, second = client.post(URL, data, follow=True), client.post(URL, data, follow=True)

    reference = Complaint.objects.get().matter.reference
    assert reference in first.content.decode()
    assert reference in second.content.decode()


def test_sent_again_with_other_contents_it_comes_back_ready_to_be_filed_anew(cast: Cast, client: Client) -> None:
    data = honest()
    client.post(URL, data)

    response = client.post(URL, data | {"content": "另外一件事情,水管漏水。"})

    assert response.status_code == 422
    page = response.content.decode()
    assert Complaint.objects.get().matter.reference in page
    token = re.search(r'name="submission" value="([^"]+)"', page)
    assert token and token[1] != data["submission"]
    again = client.post(URL, data | {"content": "另外一件事情,水管漏水。", "submission": token[1]})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"proof": ""}, "proof"),
        ({"proof": None}, "proof"),
        ({"submission": None, "proof": None}, "token"),
        ({"submission": "forged"}, "token"),
    ],
)
def test_what_fails_the_proof_is_accepted_and_held(
    cast: Cast, client: Client, changed: dict[str, Any], reason: str
) -> None:
    response = client.post(URL, honest(**changed), follow=True)

    assert response.status_code == 200
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.quarantine_reason) == ("quarantined", reason)
    assert complaint.matter.reference in response.content.decode()


def test_what_comes_too_quick_is_accepted_and_held(cast: Cast, client: Client) -> None:
    token = proof.issue(timezone.now())

    client.post(URL, honest(submission=token, proof=proof.find(token)))

    assert Complaint.objects.get().quarantine_reason == "quick"


def test_over_the_budget_of_an_address_it_is_accepted_and_held(cast: Cast, client: Client, settings: Any) -> None:
    settings.COMPLAINTS_AN_HOUR_ADDRESS = 2
    for _ in range(3):
        assert client.post(URL, honest(identity="anonymous")).status_code == 302
    other = Client(REMOTE_ADDR="198.51.100.9")
    other.post(URL, honest(identity="anonymous"))

    reasons = list(Complaint.objects.order_by("pk").values_list("quarantine_reason", flat=True))
    assert reasons == ["", "", "address", ""]


def test_over_the_budget_of_a_phone_it_is_accepted_and_held(cast: Cast, client: Client, settings: Any) -> None:
    settings.COMPLAINTS_AN_HOUR_PHONE = 1
    for phone in ("13912345678", "139-1234-5678", "13900000000"):
        Client(REMOTE_ADDR="198.51.100.9").post(URL, honest(phone=phone))

    reasons = list(Complaint.objects.order_by("pk").values_list("quarantine_reason", flat=True))
    assert reasons == ["", "phone", ""]


def test_no_address_is_kept_anywhere(cast: Cast) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(URL, honest())

    assert "203.0.113.77" not in str(list(Complaint.objects.values())) + str(list(Budget.objects.values()))


def test_subscribers_of_one_ipv6_network_share_a_budget(rf: Any) -> None:
    first = rf.get("/", REMOTE_ADDR="2001:db8:1:2::1")
    second = rf.get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")

    assert address_of(first) == address_of(second) == "2001:db8:1:2::/64"


def test_behind_the_own_proxy_only_its_own_word_counts(rf: Any, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})

    assert address_of(request) == "203.0.113.7"


def test_anonymous_keeps_no_name_that_was_typed(cast: Cast, client: Client) -> None:
    """T-52."""
    client.post(URL, honest(identity="anonymous"))

    assert Complaint.objects.get().reporter is None
    assert not Person.objects.exists()


MALFORMED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": (dict.fromkeys(honest()), "content"),
    "no content": ({"content": None}, "content"),
    "empty content": ({"content": ""}, "content"),
    "blank content": ({"content": " \n\t "}, "content"),
    "three signs": ({"content": "路灯坏"}, "content"),
    "content too long": ({"content": "路" * 5001}, "content"),
    "null sign in content": ({"content": "路灯\x00坏了很久"}, "content"),
    "no kind": ({"kind": None}, "kind"),
    "unknown kind": ({"kind": "report"}, "kind"),
    "kind with script": ({"kind": "<script>alert(1)</script>"}, "kind"),
    "place too long": ({"place": "路" * 201}, "place"),
    "null sign in place": ({"place": "前进路\x00"}, "place"),
    "no identity": ({"identity": None}, "identity"),
    "unknown identity": ({"identity": "secret"}, "identity"),
    "real without name": ({"name": ""}, "name"),
    "real without phone": ({"phone": ""}, "phone"),
    "confidential without name": ({"identity": "confidential", "name": "  "}, "name"),
    "confidential without phone": ({"identity": "confidential", "phone": None}, "phone"),
    "name too long": ({"name": "王" * 61}, "name"),
    "null sign in name": ({"name": "王\x00"}, "name"),
    "letters for a phone": ({"phone": "call me"}, "phone"),
    "short phone": ({"phone": "12345"}, "phone"),
    "long phone": ({"phone": "1" * 16}, "phone"),
    "phone with plus inside": ({"phone": "139+12345678"}, "phone"),
    "phone over the field": ({"phone": "1" * 31}, "phone"),
    "mail without at": ({"email": "wang.example.cn"}, "email"),
    "mail without domain": ({"email": "wang@"}, "email"),
    "mail with break": ({"email": "wang@example.cn\nBcc: x@example.cn"}, "email"),
    "six files": ({"files": [upload(f"{n}.png", files.picture()) for n in range(6)]}, "files"),
    "a script among files": ({"files": [upload("a.png", files.picture()), upload("b.svg", files.SVG)]}, "files"),
    "an empty file": ({"files": [upload("a.png", b"")]}, "files"),
    "a large file": ({"files": [upload("a.jpg", files.picture("JPEG") + b"x" * (10 * 1024 * 1024))]}, "files"),
    "a locked pdf": ({"files": [upload("a.pdf", files.pdf(password="x"))]}, "files"),
    "a pixel bomb": ({"files": [upload("a.png", files.png_bomb())]}, "files"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_form_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, client: Client, case: str) -> None:
    changed, field = MALFORMED[case]
    for file in changed.get("files", []):
        file.seek(0)
    data = honest(**changed)

    response = client.post(URL, data)

    assert response.status_code == 422
    assert not Complaint.objects.exists()
    form = response.context["form"]
    assert field in form.errors
    page = response.content.decode()
    assert "error-summary" in page
    for typed in ("content", "place", "name", "phone"):
        value = data.get(typed, "")
        assert form[typed].value() == (value or None if typed not in data else value)
    if "\x00" not in data.get("content", "") and data.get("content", "").strip():
        assert data["content"].strip() in page


def test_refused_files_are_named_each_with_its_reason(cast: Cast, client: Client) -> None:
    response = client.post(URL, honest(files=[upload("a.svg", files.SVG), upload("b.png", b"")]))

    assert [error.split("”")[0] for error in response.context["form"].errors["files"]] == ["“a.svg", "“b.png"]


def test_when_a_form_comes_back_it_asks_for_the_files_again(cast: Cast, client: Client) -> None:
    response = client.post(URL, honest(content="", files=[upload("a.png", files.picture())]))

    assert "alert-warning" in response.content.decode()
    assert "alert-warning" not in client.post(URL, honest(content="")).content.decode()


def test_files_are_kept_clean(cast: Cast, client: Client) -> None:
    client.post(URL, honest(files=[upload("a.jpg", files.photo_with_place()), upload("b.pdf", files.pdf())]))

    kept = Complaint.objects.get().attachments.order_by("pk")
    assert [file.content_type for file in kept] == ["image/jpeg", "application/pdf"]
    with kept[0].file.open("rb") as file:
        assert b"CANARY" not in file.read()


class HalfAnHourAgo(signing.TimestampSigner):
    """Signs as it was signed half an hour and a second ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(timezone.now().timestamp()) - 1801)


def test_a_receipt_closes_after_half_an_hour(cast: Cast, client: Client) -> None:
    client.post(URL, honest())
    complaint = Complaint.objects.get()
    old = HalfAnHourAgo(salt="complaints.receipt").sign_object(complaint.pk)

    response = client.get(f"/complaints/receipt/{old}/")

    assert response.status_code == 410
    assert complaint.matter.reference not in response.content.decode()


def test_a_forged_receipt_shows_nothing(cast: Cast, client: Client) -> None:
    client.post(URL, honest())

    assert client.get(f"/complaints/receipt/{signing.dumps(1, salt='other')}/").status_code == 410


def test_with_the_database_away_no_number_is_shown(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_given: object) -> HttpResponse:
        raise OperationalError("away")

    monkeypatch.setattr(actions, "file_complaint", away)

    response = client.post(URL, honest())

    assert response.status_code == 503
    assert "TS-" not in response.content.decode()


def test_with_the_broker_away_the_form_still_works(cast: Cast, client: Client, settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    assert client.post(URL, honest()).status_code == 302
    assert Complaint.objects.count() == 1


def test_the_operators_form_files_a_call(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)

    response = client.post("/complaints/call/", honest(proof=None), follow=True)

    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.state) == ("phone", "filed")
    assert complaint.matter.reference in response.content.decode()


def test_a_malformed_call_comes_back_as_it_was_typed(cast: Cast, client: Client) -> None:
    client.force_login(cast.operator)

    response = client.post("/complaints/call/", honest(name=""))

    assert response.status_code == 422
    assert "小区门口的路灯三天不亮了。" in response.content.decode()
