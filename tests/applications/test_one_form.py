"""S07, one form: what was given once is offered again, with its source, to whoever shows that it is his."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from approvals.applications import actions
from approvals.applications.models import Application, FieldList
from approvals.forms import CounterForm
from approvals.models import Case, Item
from approvals.needs import needed
from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.vault.actions import block
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person, Reading
from tests.applications.builders import MONDAY, filed, online_item
from tests.approvals.builders import GOOD_CREDIT_CODE, GOOD_IDENTITY, make_case, make_clerk, make_item
from tests.cast import make_user

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}
WHOLE = Identity(
    name="顾晓演", phone="13800000001", email="gu@example.cn", id_number=GOOD_IDENTITY, address="玉山镇前进路1号"
)


def needs(item: Item, *names: str) -> Item:
    actions.set_fields(item=item, chosen=names, ground="昆效办〔2026〕1号", actor=make_user("office"), now=MONDAY)
    return item


def proven(case: Case, item: Item) -> Client:
    """The browser of somebody who has shown number and code of an earlier case."""
    client = Client(headers=EN)
    given = {"do": "earlier", "number": case.matter.reference, "code": case.code}
    assert client.post(f"/items/{item.code}/apply/", given).status_code == 302
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def earlier() -> Case:
    return filed(needs(online_item(), "phone", "email", "address"), who=WHOLE)


def test_number_and_code_of_an_earlier_case_offer_its_details_masked_with_their_source() -> None:
    case, item = earlier(), needs(online_item(), "phone", "address")

    page = text(proven(case, item).get(f"/items/{item.code}/apply/"))

    assert f"顾＊＊, from case {case.matter.reference} (食品经营许可" in page
    assert "3205••••9X" in page
    assert "玉山镇…" in page
    for secret in (WHOLE.name, WHOLE.phone, WHOLE.id_number, WHOLE.address, WHOLE.email):
        assert secret not in page


def test_what_is_left_empty_is_used_again_and_its_source_is_kept() -> None:
    case, item = earlier(), needs(online_item(), "phone")
    client = proven(case, item)

    client.post(f"/items/{item.code}/apply/", {"document": "identity", "phone": "13912345678"})

    draft = Application.objects.get(case=None)
    number = case.matter.reference
    assert draft.sources == {"name": number, "id_number": number}
    assert draft.applicant_mark == case.applicant_mark
    page = text(client.get(f"/apply/{draft.number}/review/"))
    assert f"from case {number}" in page
    assert "13912345678" in page
    assert WHOLE.name not in page


def test_what_the_new_item_does_not_need_is_not_taken_over() -> None:
    """Departments see only the fields they need."""
    case, item = earlier(), needs(online_item())
    client = proven(case, item)

    client.post(f"/items/{item.code}/apply/", {"document": "identity"})

    read = Entry.objects.filter(verb="identity-read").last()
    assert read is not None
    assert read.data["fields"] == ["id_number", "name"]
    assert set(Application.objects.get(case=None).sources) == {"name", "id_number"}


def test_another_number_takes_nothing_over() -> None:
    case, item = earlier(), online_item()
    given = {"document": "credit-code", "id_number": GOOD_CREDIT_CODE}

    answer = proven(case, item).post(f"/items/{item.code}/apply/", given)

    assert answer.status_code == 422
    assert "Please write the name of the applicant." in text(answer)


def test_a_wrong_code_offers_nothing() -> None:
    case, item = earlier(), online_item()
    client = Client(headers=EN)

    answer = client.post(
        f"/items/{item.code}/apply/", {"do": "earlier", "number": case.matter.reference, "code": "AAAABBBBCCCC"}
    )

    assert answer.status_code == 422
    assert "顾" not in text(client.get(f"/items/{item.code}/apply/"))


def test_whoever_is_blocked_is_offered_nothing() -> None:
    """PIPL 47: what must be kept and may not be shown."""
    case, item = earlier(), online_item()
    assert case.applicant is not None
    block(person=Person.objects.get(pk=case.applicant), ground="1", actor=make_user("office"), now=MONDAY)

    assert "顾＊＊" not in text(proven(case, item).get(f"/items/{item.code}/apply/"))


def test_the_offer_is_on_record_with_the_case_it_comes_from() -> None:
    case, item = earlier(), needs(online_item(), "phone")
    proven(case, item)

    entry = Entry.objects.get(verb="details-reused")
    assert (entry.subject_id, entry.data) == (str(case.pk), {"fields": ["id_number", "name", "phone"]})


def test_the_unit_reads_where_the_details_come_from() -> None:
    case, item = earlier(), needs(online_item(), "phone")
    client = proven(case, item)
    client.post(f"/items/{item.code}/apply/", {"document": "identity"})
    draft = Application.objects.get(case=None)
    actions.add_files(application=draft, files={}, now=timezone.now())
    type(draft.item).objects.filter(pk=draft.item.pk).update(materials="")
    draft.item.material_rows.all().delete()
    new = actions.file_application(application=draft)

    handler = make_user("handler", unit=new.matter.unit)
    signed_in = Client(headers=EN)
    signed_in.force_login(handler, backend="django.contrib.auth.backends.ModelBackend")
    page = text(signed_in.get(new.matter.path))

    assert "Taken over from earlier cases" in page
    assert case.matter.reference in page


def test_at_the_counter_the_source_is_shown_and_what_the_item_needs_comes_along() -> None:
    before, clerk = earlier(), make_clerk()
    item = needs(make_item(), "phone", "address")
    client = Client(headers=EN)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    known = text(client.post("/cases/new/known/", {"number": GOOD_IDENTITY, "item": item.code}))
    form = CounterForm({"item": item.code, "document": "identity", "number": GOOD_IDENTITY, "submission": "a" * 32})
    assert form.is_valid()
    kept = form.applicant(clerk)

    assert f"From case {before.matter.reference}" in known
    assert "taken over from there: Address" in known
    assert (kept.name, kept.phone, kept.address, kept.email) == ("顾晓演", "13800000001", "玉山镇前进路1号", "")


@pytest.mark.parametrize(
    ("names", "shown", "hidden"),
    [
        ((), ("顾晓演", GOOD_IDENTITY), ("13800000001", "gu@example.cn", "玉山镇前进路1号")),
        (("phone",), ("13800000001",), ("gu@example.cn", "玉山镇前进路1号")),
        (("email", "address"), ("gu@example.cn", "玉山镇前进路1号"), ("13800000001",)),
    ],
)
def test_whoever_handles_a_case_reads_the_fields_of_its_item_and_no_others(
    names: tuple[str, ...], shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    """Each cell of S07: item and field."""
    item = needs(online_item(), "phone", "email", "address")
    case = filed(item, who=WHOLE)
    needs(item, *names)
    client = Client(headers=EN)
    client.force_login(make_user("handler", unit=case.matter.unit), backend="django.contrib.auth.backends.ModelBackend")

    page = text(client.post(f"{case.matter.path}applicant/", {"purpose": "核对"}))

    assert all(value in page for value in shown)
    assert not any(value in page for value in hidden)
    assert Reading.objects.get().fields == sorted({"name", "id_number", *names})


def test_the_form_asks_for_what_the_item_needs_and_for_nothing_else() -> None:
    item = needs(online_item(), "email")

    page = text(Client(headers=EN).get(f"/items/{item.code}/apply/"))

    assert 'name="email"' in page
    assert 'name="phone"' not in page
    assert 'name="address"' not in page


def test_an_item_without_a_list_of_its_own_has_the_citys() -> None:
    item = online_item()
    assert needed(item) == ("name", "id_number", "phone")

    adjust(key="applications.fields", value=["email"], ground="昆效办〔2026〕1号", actor=None, now=MONDAY)

    assert needed(item) == ("name", "id_number", "email")
    assert needed(needs(item, "phone")) == ("name", "id_number", "phone")


def test_only_the_office_sets_the_list_and_each_setting_stays_on_record() -> None:
    item = online_item()
    with pytest.raises(actions.UnableToApply, match="Only the efficiency office"):
        actions.set_fields(item=item, chosen=["phone"], ground="x", actor=make_user("head"), now=MONDAY)
    with pytest.raises(actions.UnableToApply, match="ground"):
        actions.set_fields(item=item, chosen=["phone"], ground=" ", actor=make_user("office"), now=MONDAY)
    needs(item, "phone")
    needs(item)

    assert list(FieldList.objects.values_list("chosen", flat=True)) == [["phone"], []]
    assert Entry.objects.filter(verb="field-list-set").count() == 2


def test_a_case_of_the_counter_lends_its_details_too() -> None:
    item = online_item()
    page = text(proven(make_case(), item).get(f"/items/{item.code}/apply/"))

    assert "顾＊＊, from case" in page
