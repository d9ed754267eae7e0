"""Drafts: begun, saved step by step, erased."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from approvals.applications import actions
from approvals.applications.models import Application, Upload
from approvals.applications.tasks import erase_expired
from efficiency.audit.models import Entry
from efficiency.changes.adjusting import adjust
from efficiency.vault.holdings import held_about
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person
from tests.applications.builders import MONDAY, WHO, begun, filed, online_item, photo, ready
from tests.cast import at

pytestmark = pytest.mark.django_db


def stored_files() -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / "applications").rglob("*") if path.is_file()]


def test_a_draft_has_a_number_and_keeps_who_applies_in_the_vault_alone() -> None:
    draft = begun()

    assert draft.number.startswith("SQ-260914-")
    row = str(Application.objects.values().get())
    for secret in (WHO.name, WHO.phone, WHO.id_number, draft.code):
        assert secret not in row
    assert Person.objects.get().pk == draft.applicant


def test_no_entry_of_a_draft_names_the_applicant() -> None:
    ready()

    text = str(list(Entry.objects.values()))
    for secret in (WHO.name, WHO.phone, WHO.id_number):
        assert secret not in text


def test_an_item_that_is_not_done_online_is_not_begun() -> None:
    with pytest.raises(actions.UnableToApply, match="come to the counter"):
        begun(online_item(depth="1"))


def test_whoever_stood_there_before_is_erased_when_who_applies_changes() -> None:
    draft = begun()
    before = draft.applicant
    actions.save_who(
        application=draft,
        given=actions.Given(identity=Identity(name="沈晓演", id_number="H12345678"), document="other"),
        now=MONDAY,
    )

    now_there = Application.objects.get().applicant
    assert dict(Person.objects.values_list("pk", "erased_at")) == {before: MONDAY, now_there: None}


def test_files_are_kept_by_material_and_taken_back() -> None:
    draft = begun()
    actions.add_files(application=draft, files={"申请书": [photo(), photo()]}, now=MONDAY)
    first = Upload.objects.first()
    assert first is not None
    actions.take_back(application=draft, upload=first.pk, now=MONDAY)

    assert list(Upload.objects.values_list("material", "content_type")) == [("申请书", "image/png")]


def test_a_material_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(actions.UnableToApply, match="list of materials has changed"):
        actions.add_files(application=begun(), files={"别的": [photo()]}, now=MONDAY)


def test_more_files_than_the_city_takes_are_refused_and_none_is_kept() -> None:
    draft = begun()
    files = {"申请书": [photo()] * 31}

    with pytest.raises(actions.UnableToApply, match="At most 30 files"):
        actions.add_files(application=draft, files=files, now=MONDAY)

    assert not Upload.objects.exists()


def test_the_file_of_another_draft_is_not_taken_back() -> None:
    mine, other = begun(), ready()
    foreign = other.uploads.first()
    assert foreign is not None
    actions.take_back(application=mine, upload=foreign.pk, now=MONDAY)

    assert Upload.objects.count() == 2


def test_saving_renews_the_days_of_a_draft() -> None:
    draft = begun(now=MONDAY)
    actions.add_files(application=draft, files={"申请书": [photo()]}, now=at("2026-09-20 09:00"))

    assert Application.objects.get().expires_at == at("2026-10-20 09:00")


def test_the_city_sets_for_how_many_days_a_draft_is_kept() -> None:
    adjust(key="applications.draft-days", value=7, ground="昆效办〔2026〕1号", actor=None, now=MONDAY)

    assert begun().expires_at == MONDAY + timedelta(days=7)


def test_an_expired_draft_can_neither_be_saved_nor_filed() -> None:
    draft = ready()
    late = MONDAY + timedelta(days=31)

    with pytest.raises(actions.UnableToApply, match="no longer kept"):
        actions.add_files(application=draft, files={"申请书": [photo()]}, now=late)
    with pytest.raises(actions.UnableToFile, match="no longer kept"):
        actions.file_application(application=draft, now=late)


def test_an_expired_draft_is_erased_with_its_files_and_its_applicant(
    django_capture_on_commit_callbacks: object,
) -> None:
    before = set(stored_files())
    draft = ready(now=timezone.now() - timedelta(days=31))
    assert len(set(stored_files()) - before) == 2

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without a type
        assert erase_expired() == 1

    assert not Application.objects.exists()
    assert set(stored_files()) == before
    assert {(person.pk, bytes(person.sealed)) for person in Person.objects.all()} == {(draft.applicant, b"")}
    assert Entry.objects.filter(verb="application-erased", data={"why": "expired"}).count() == 1


def test_a_draft_within_its_days_and_a_filed_application_are_not_erased() -> None:
    begun(now=timezone.now())
    filed(now=timezone.now() - timedelta(days=60))

    assert erase_expired() == 0
    assert Application.objects.count() == 2


def test_an_applicant_is_told_of_his_draft_and_can_have_it_erased_at_once() -> None:
    """PIPL 45, 47: nothing binds a draft."""
    draft = ready()
    assert draft.applicant is not None

    held = held_about([draft.applicant], MONDAY)

    assert [(one.reference, one.facts["Files"], one.binds(MONDAY)) for one in held] == [(draft.number, "2", False)]
