"""A draft becomes a case, through the same act as at the counter."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.acceptance import accept_by_law
from approvals.actions import Told, accept_case, tell_to_correct, withdraw_case
from approvals.applications import actions
from approvals.applications.models import Application, Upload
from approvals.models import Case, ItemMaterial
from efficiency.clocks.models import Clock
from efficiency.vault.models import Person
from tests.applications.builders import MONDAY, begun, filed, online_item, photo, ready
from tests.approvals.builders import make_clerk
from tests.cast import at, make_user
from tests.conftest import CommittedDatabase


@pytest.mark.django_db
def test_filing_makes_a_case_received_online_by_nobody_of_the_house() -> None:
    case = filed()

    assert (case.channel, case.clerk, case.state, case.received_at) == ("online", None, "received", MONDAY)
    assert case.taken == ["申请书", "营业执照复印件"]
    assert case.missing == []
    assert list(Upload.objects.values_list("case", flat=True)) == [case.pk, case.pk]


@pytest.mark.django_db
def test_the_applicant_is_the_one_of_the_draft_and_kept_once() -> None:
    case = filed()

    assert Person.objects.count() == 1
    assert case.applicant == Application.objects.get().applicant


@pytest.mark.django_db
def test_what_is_filed_in_the_evening_counts_from_that_day() -> None:
    """T-14: five working days after Monday, however late the hour; Sunday the 20th is worked to make up."""
    case = filed(now=at("2026-09-14 23:40"))

    assert Clock.objects.get(matter=case.matter).due_at == at("2026-09-20 17:00")


@pytest.mark.django_db
def test_what_is_filed_on_a_rest_day_is_dated_by_the_moment_it_came() -> None:
    """T-04: the days run from the same working day as for whatever came on another day of rest."""
    saturday, sunday = filed(now=at("2026-09-12 10:00")), filed(now=at("2026-09-13 10:00"))

    assert saturday.received_at == at("2026-09-12 10:00")
    dues = [Clock.objects.get(matter=case.matter).due_at for case in (saturday, sunday)]
    assert dues == [at("2026-09-18 17:00"), at("2026-09-18 17:00")]


@pytest.mark.django_db
def test_where_nobody_looks_the_law_accepts_from_the_day_of_filing() -> None:
    """T-14."""
    case = filed()

    accept_by_law(at("2026-09-22 00:05"))

    case.refresh_from_db()
    assert (case.state, case.accepted_from, case.deemed) == ("accepted", MONDAY, True)


@pytest.mark.django_db
def test_filed_twice_it_is_one_case() -> None:
    draft = ready()

    first, second = (actions.file_application(application=draft, now=MONDAY) for _time in range(2))

    assert first == second == Case.objects.get()


def test_the_button_pressed_twice_at_once_makes_one_case(committed_db: CommittedDatabase) -> None:
    draft = ready()
    found: list[int] = []

    def press() -> None:
        try:
            found.append(actions.file_application(application=draft).pk)
        finally:
            connection.close()

    Application.objects.update(expires_at=at("2099-01-01 00:00"))
    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 3
    assert set(found) == {Case.objects.get().pk}


@pytest.mark.django_db
def test_nothing_is_filed_while_a_material_is_missing() -> None:
    draft = begun()
    actions.add_files(application=draft, files={"申请书": [photo()]}, now=MONDAY)

    with pytest.raises(actions.UnableToFile, match="Still missing: 营业执照复印件"):
        actions.file_application(application=draft, now=MONDAY)

    assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("what", [{"required": False}, {"shared": True}])
def test_what_is_optional_or_fetched_by_the_department_need_not_be_sent(what: dict[str, bool]) -> None:
    item = online_item()
    ItemMaterial.objects.filter(item=item, name="营业执照复印件").update(**what)
    draft = begun(item)
    actions.add_files(application=draft, files={"申请书": [photo()]}, now=MONDAY)

    case = actions.file_application(application=draft, now=MONDAY)

    assert (case.taken, case.missing) == (["申请书"], [])


@pytest.mark.django_db
def test_an_item_that_left_the_catalogue_is_not_filed() -> None:
    draft = ready()
    type(draft.item).objects.update(active=False)

    with pytest.raises(actions.UnableToFile, match="come to the counter"):
        actions.file_application(application=draft, now=MONDAY)


@pytest.mark.django_db
def test_filed_anew_online_it_goes_on_with_what_is_left_of_its_limits() -> None:
    """The same applicant is known again by his number, whichever way he files."""
    item = online_item()
    first = filed(item)
    clerk = make_clerk()
    withdraw_case(case=first, reason="改址", actor=clerk, now=at("2026-09-16 10:00"))

    second = filed(item, now=at("2026-09-17 10:00"))

    assert second.predecessor == first


@pytest.mark.django_db
def test_the_windows_of_the_centre_and_the_unit_look_after_it_and_others_do_not() -> None:
    case = filed()
    handler, stranger = make_user("handler", unit=case.matter.unit), make_user("handler")
    other_window = make_user("window", unit=stranger.unit)

    for person, sees in ((make_clerk(), True), (handler, True), (stranger, False), (other_window, False)):
        assert Case.objects.visible_to(person).filter(pk=case.pk).exists() is sees
    assert accept_case(case=case, actor=make_clerk(), now=at("2026-09-15 10:00")).state == "accepted"


@pytest.mark.django_db
def test_the_unit_gives_the_one_time_notice_on_it() -> None:
    case = filed()
    handler = make_user("handler", unit=case.matter.unit)

    told = tell_to_correct(case=case, points=[Told("照片不清", "申请书")], actor=handler, now=at("2026-09-15 10:00"))

    assert told.state == "correcting"


@pytest.mark.django_db
def test_the_database_keeps_no_application_that_is_filed_and_no_case() -> None:
    draft = ready()

    with pytest.raises(IntegrityError, match="filed_is_a_case"), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(submitted_at=MONDAY)


@pytest.mark.django_db
def test_the_database_keeps_no_file_that_belongs_to_nothing() -> None:
    ready()

    with pytest.raises(IntegrityError, match="upload_belongs"), transaction.atomic():
        Upload.objects.update(application=None)


@pytest.mark.django_db
def test_the_database_keeps_no_case_of_the_counter_that_nobody_took() -> None:
    filed()

    with pytest.raises(IntegrityError, match="somebody_took_it"), transaction.atomic():
        Case.objects.update(channel="counter")
