"""What people ask about their own data: found, copied, corrected, erased or blocked, answered (T-85)."""

import json
import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from complaints.models import Addition, Attachment, Complaint
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.clocks.models import Matter
from efficiency.organization.models import User
from efficiency.vault import actions
from efficiency.vault.actions.retention import refusal_to_erase
from efficiency.vault.identity import Identity
from efficiency.vault.models import DataRequest, Person, Reading
from tests.cast import at, make_user
from tests.complaints.conftest import make_cast, make_complaint

pytestmark = pytest.mark.django_db
WANG = Identity(name="王小明", phone="139 0000-1234", email="wang@example.cn", id_number="32058319901230001X")
FILED, CLOSED = at("2026-09-28 10:00"), at("2026-10-09 10:00")
SOON, LATER = at("2026-11-02 09:00"), at("2029-10-10 10:00")


@pytest.fixture
def office() -> User:
    return make_user("office")


def filed(*, closed: bool = True, **given: Any) -> Complaint:
    make_cast()
    text = "我是王小明,路灯坏了。"
    complaint = make_complaint(person=WANG, content=text, now=FILED, **given)
    if closed:
        Matter.objects.filter(pk=complaint.matter_id).update(closed_at=CLOSED)
        complaint.matter.refresh_from_db()
    return complaint


def received(office: User, kind: str = "erase") -> DataRequest:
    return actions.receive_request(kind=kind, channel="visit", checked="出示身份证", actor=office, now=SOON)


def sought(office: User, kind: str = "erase") -> tuple[DataRequest, Person]:
    request = received(office, kind)
    (found,) = actions.seek(request=request, given=Identity(name="王小明", phone="13900001234"), actor=office, now=SOON)
    request.refresh_from_db()
    return request, Person.objects.get(pk=found)


def test_a_request_stands_in_the_register_with_its_day(office: User) -> None:
    request = received(office)

    assert request.due_on == date(2026, 11, 17)
    assert Entry.objects.get(verb=Verb.DATA_REQUEST_RECEIVED).data == {"kind": "erase", "due": "2026-11-17"}


def test_the_person_is_found_by_name_and_number_however_they_are_written(office: User) -> None:
    complaint = filed()

    _request, person = sought(office)

    assert person.pk == complaint.reporter
    reading = Reading.objects.latest("pk")
    assert (reading.reader, reading.fields, reading.person_id) == (office, ["name", "phone"], person.pk)
    entry = Entry.objects.get(verb=Verb.IDENTITY_SOUGHT)
    assert entry.data == {"fields": ["name", "phone"], "found": 1}
    assert "王小明" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    "given",
    [
        Identity(name="王小明"),
        Identity(phone="13900001234"),
        Identity(name="王小明", address="前进路"),
        Identity(),
    ],
)
def test_a_name_alone_or_a_number_alone_finds_nobody(office: User, given: Identity) -> None:
    filed()
    request = received(office)

    with pytest.raises(actions.UnableToAnswer):
        actions.seek(request=request, given=given, actor=office, now=SOON)

    assert not Entry.objects.filter(verb=Verb.IDENTITY_SOUGHT).exists()


def test_somebody_else_of_the_same_name_is_not_found(office: User) -> None:
    filed()
    request = received(office)

    assert actions.seek(request=request, given=Identity(name="王小明", phone="1"), actor=office, now=SOON) == []


def test_the_copy_holds_identity_and_matters_and_is_recorded(office: User) -> None:
    """PIPL 45."""
    complaint = filed()
    request, person = sought(office, "copy")

    (dossier,) = actions.export(request=request, actor=office, now=SOON)

    assert dossier.identity == WANG
    (held,) = dossier.held
    assert (held.reference, held.facts["What happened"]) == (complaint.matter.reference, "我是王小明,路灯坏了。")
    assert held.kept_until == CLOSED + timedelta(days=1096)
    assert Reading.objects.filter(person=person, reader=office).latest("pk").fields == [
        "address",
        "email",
        "id_number",
        "name",
        "phone",
    ]
    assert Entry.objects.filter(verb=Verb.DATA_EXPORTED).count() == 1


def test_a_correction_is_sealed_anew_and_committed_to(office: User) -> None:
    """PIPL 46."""
    filed()
    request, person = sought(office, "correct")

    actions.correct(request=request, person=person, changes={"phone": "13700000000"}, actor=office, now=SOON)

    shown = actions.reveal(person.pk, reader=office, purpose="核对", fields=["phone", "name"], now=SOON)
    assert shown == Identity(name="王小明", phone="13700000000")
    entry = Entry.objects.get(verb=Verb.IDENTITY_CORRECTED)
    assert entry.data == {"fields": ["phone"], "request": request.pk}
    assert entry.commitment is not None


def test_somebody_outside_the_request_is_not_corrected(office: User) -> None:
    request = received(office, "correct")
    person = Person.objects.get(pk=actions.store(WANG, actor=None, now=FILED))

    with pytest.raises(actions.UnableToAnswer):
        actions.correct(request=request, person=person, changes={"phone": "1"}, actor=office, now=SOON)


def test_what_the_law_still_keeps_is_blocked_instead_of_erased(office: User) -> None:
    """T-85."""
    filed()
    request, person = sought(office)

    reasons = actions.erase_or_block(request=request, actor=office, now=SOON)

    assert reasons == {person.pk: "The legal period of keeping has not ended."}
    person.refresh_from_db()
    assert (person.blocked_at, person.erased_at) == (SOON, None)
    assert bytes(person.sealed) != b""


def test_an_open_matter_blocks_too(office: User) -> None:
    """T-85."""
    filed(closed=False)
    request, person = sought(office)

    reasons = actions.erase_or_block(request=request, actor=office, now=LATER)

    assert reasons == {person.pk: "A matter of this person is still being handled."}


def test_who_is_blocked_is_shown_to_nobody_and_written_to_by_nobody(office: User) -> None:
    """T-85."""
    filed()
    request, person = sought(office)
    actions.erase_or_block(request=request, actor=office, now=SOON)
    before = Reading.objects.count()

    with pytest.raises(actions.UnableToReveal, match="blocked"):
        actions.reveal(person.pk, reader=office, purpose="回访", fields=["phone"], now=SOON)
    assert actions.address_for_sending(person.pk, now=SOON) == ""
    assert Reading.objects.count() == before

    shown = actions.reveal(
        person.pk, reader=office, purpose="调取", fields=["phone"], despite_block="法院调取函〔2026〕1号", now=SOON
    )
    assert shown.phone == WANG.phone
    assert Entry.objects.latest("pk").data == {"fields": ["phone"], "despite block": "法院调取函〔2026〕1号"}


def test_an_unblocked_person_can_be_shown_again(office: User) -> None:
    person = Person.objects.get(pk=actions.store(WANG, actor=None, now=FILED))
    actions.block(person=person, ground="核实", actor=office, now=SOON)
    actions.unblock(person=person, ground="本人撤回", actor=office, now=SOON)

    assert actions.reveal(person.pk, reader=office, purpose="回访", fields=["name"], now=SOON).name == "王小明"
    assert [entry.data for entry in Entry.objects.filter(verb=Verb.IDENTITY_UNBLOCKED)] == [{"ground": "本人撤回"}]


CANARIES = ("王小明", "139 0000-1234", "13900001234", "wang@example.cn", "32058319901230001X")


def test_after_the_period_nothing_of_the_person_is_left_and_the_record_stays(office: User) -> None:
    """T-85, THREATS 4, 20."""
    complaint = filed()
    Addition.objects.create(complaint=complaint, text="王小明补充", shared_text="补充", at=SOON)
    entries = list(Entry.objects.order_by("pk").values())
    request, person = sought(office)

    reasons = actions.erase_or_block(request=request, actor=office, now=LATER)

    assert reasons == {person.pk: ""}
    person.refresh_from_db()
    assert (bytes(person.sealed), person.erased_at) == (b"", LATER)
    left = str([list(model._default_manager.values()) for model in (Person, Complaint, Addition, Attachment, Entry)])
    assert [canary for canary in CANARIES if canary in left] == []
    assert list(Entry.objects.order_by("pk").values())[: len(entries)] == entries
    with pytest.raises(actions.UnableToReveal, match="no longer kept"):
        actions.reveal(person.pk, reader=office, purpose="回访", fields=["name"], now=LATER)
    assert actions.words_to_hide(person.pk, now=LATER) == ()


def test_a_procedure_keeps_what_its_period_no_longer_keeps(office: User) -> None:
    filed()
    person = Person.objects.latest("stored_at")
    actions.hold(person=person, document="昆法〔2028〕1号", actor=office, now=SOON)
    person.refresh_from_db()

    assert "昆法〔2028〕1号" in refusal_to_erase(person, LATER)
    assert actions.keep_to_periods(now=LATER).erased == 0
    actions.hold(person=person, document="", actor=office, now=LATER)
    assert actions.keep_to_periods(now=LATER).erased == 1
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == [Verb.IDENTITY_HELD, Verb.IDENTITY_RELEASED, Verb.IDENTITY_ERASED]


def test_the_timetable_erases_whom_no_period_keeps_and_nobody_else() -> None:
    """T-85, PIPL 19."""
    over, running = filed(), filed(closed=False)

    assert actions.keep_to_periods(now=CLOSED + timedelta(days=1095)).erased == 0
    assert actions.keep_to_periods(now=CLOSED + timedelta(days=1096)).erased == 1

    erased = set(Person.objects.exclude(erased_at=None).values_list("pk", flat=True))
    assert erased == {over.reporter}
    assert running.reporter not in erased


def test_the_database_keeps_no_text_of_an_erased_person() -> None:
    person = actions.store(WANG, actor=None, now=FILED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person).update(erased_at=SOON)


@pytest.mark.parametrize(
    ("outcome", "refusal", "reply"),
    [("granted", "period", "x"), ("refused", "", "x"), ("partly", "", "x"), ("granted", "", " ")],
)
def test_an_answer_names_a_ground_where_something_is_refused(
    office: User, outcome: str, refusal: str, reply: str
) -> None:
    """T-85, PIPL 50."""
    with pytest.raises(actions.UnableToAnswer):
        actions.answer_request(
            request=received(office), outcome=outcome, refusal=refusal, reply=reply, actor=office, now=SOON
        )


def test_an_answered_request_is_closed_for_good(office: User) -> None:
    filed()
    request, person = sought(office)
    actions.answer_request(
        request=request, outcome="partly", refusal="period", reply="已限制访问", actor=office, now=SOON
    )

    for act in (
        lambda: actions.answer_request(
            request=request, outcome="granted", refusal="", reply="x", actor=office, now=SOON
        ),
        lambda: actions.erase_or_block(request=request, actor=office, now=LATER),
        lambda: actions.seek(request=request, given=Identity(name="x", phone="1"), actor=office, now=SOON),
        lambda: actions.correct(request=request, person=person, changes={"phone": "1"}, actor=office, now=SOON),
    ):
        with pytest.raises(actions.UnableToAnswer, match="answered"):
            act()


@pytest.mark.parametrize(
    "values",
    [
        {"answered_at": SOON, "outcome": "refused", "reply": "x", "refusal": ""},
        {"answered_at": SOON, "outcome": "", "reply": "x"},
        {"answered_at": SOON, "outcome": "granted", "reply": ""},
    ],
)
def test_the_database_takes_no_half_answer(office: User, values: dict[str, Any]) -> None:
    request = received(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=request.pk).update(**values)


# -- Its pages


def entered(client: Client) -> DataRequest:
    response = client.post("/data-requests/new/", {"kind": "erase", "channel": "visit", "checked": "出示身份证"})
    assert response.status_code == 302
    return DataRequest.objects.get()


def test_the_office_handles_a_request_from_end_to_end(client: Client, office: User) -> None:
    """T-85."""
    complaint = filed()
    client.force_login(office)
    request = entered(client)
    path = f"/data-requests/{request.pk}/"

    assert client.post(f"{path}seek/", {"name": "王小明"}).status_code == 422
    assert client.post(f"{path}seek/", {"name": "王小明", "phone": "13900001234"}).status_code == 302
    assert "王小明" not in client.get(path).content.decode()
    told = json.loads(client.post(f"{path}copy/", {"form": "json"}).content)
    assert told[0]["identity"]["email"] == "wang@example.cn"
    assert told[0]["held"][0]["reference"] == complaint.matter.reference
    sheet = load_workbook(BytesIO(client.post(f"{path}copy/").content)).active
    assert sheet is not None
    assert "wang@example.cn" in {row[2] for row in sheet.iter_rows(values_only=True)}
    assert client.post(f"{path}persons/{complaint.reporter}/", {"phone": "13700000000"}).status_code == 302
    assert client.post(f"{path}persons/{uuid.uuid4()}/", {"phone": "1"}).status_code == 404
    kept = f"{path}persons/{complaint.reporter}/keep/"
    assert client.post(kept, {"act": "hold"}).status_code == 422
    assert client.post(kept, {"act": "hold", "document": "昆法〔2026〕1号"}).status_code == 302
    assert Person.objects.get().held_for == "昆法〔2026〕1号"
    client.post(kept, {"act": "release", "document": "昆法〔2026〕2号"})
    assert Person.objects.get().held_for == ""
    client.post(f"{path}erase/")
    client.post(kept, {"act": "unblock", "document": "本人撤回"})
    assert Person.objects.get().blocked_at is None
    client.post(f"{path}erase/")
    assert Person.objects.get().blocked_at is not None
    answer = {"outcome": "partly", "refusal": "period", "reply": "已限制访问。"}
    assert client.post(f"{path}answer/", answer | {"refusal": ""}).status_code == 422
    assert client.post(f"{path}answer/", answer).status_code == 302
    assert "已限制访问。" in client.get(path).content.decode()


def test_the_auditor_reads_the_register_and_does_nothing(client: Client, office: User) -> None:
    request = received(office)
    client.force_login(make_user("auditor"))

    assert client.get("/data-requests/").status_code == 200
    assert client.get(f"/data-requests/{request.pk}/").status_code == 200
    for act in ("seek", "copy", "erase", "answer"):
        assert client.post(f"/data-requests/{request.pk}/{act}/").status_code == 403
