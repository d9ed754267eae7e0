"""A card reaches whoever stands in for somebody who is away (S12)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from efficiency.audit.models import Entry
from efficiency.cards import rules
from efficiency.cards.models import Card, StandIn
from efficiency.cards.sweep import sweep
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import compose
from efficiency.organization.models import Absence, Unit, User
from tests.cards.builders import ISSUED, make_hand_card, visitor
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db


def away(user: User, deputy: User | None, until: str = "2026-10-13 00:00") -> None:
    Absence.objects.create(user=user, deputy=deputy, cause="leave", from_at=at("2026-10-12 00:00"), until_at=at(until))


def late_matter(unit: Unit, officer: User | None = None) -> None:
    matter = make_matter(unit)
    matter.officer = officer
    matter.save(update_fields=["officer"])
    make_clock(matter=matter)


def told() -> dict[int | None, str]:
    """Who was told of the card, and for whom."""
    card = Card.objects.get(level=1)
    rows = Notice.objects.filter(key=f"card-{card.pk}-issued", channel="inbox")
    return {row.recipient_id: row.params.get("stands_in_for", "") for row in rows}


def test_the_deputies_of_officer_and_head_are_told_and_read_for_whom() -> None:
    unit = make_unit()
    officer, head = make_user("handler", unit=unit), make_user("head", unit=unit)
    deputy, second = make_user("handler", unit=unit), make_user("handler", unit=unit)
    away(officer, deputy)
    away(head, second)
    late_matter(unit, officer)

    sweep(ISSUED)

    assert told() == {
        officer.pk: "",
        head.pk: "",
        deputy.pk: officer.display_name,
        second.pk: head.display_name,
    }
    notice = Notice.objects.get(recipient=deputy, channel="inbox")
    assert f"because you stand in for {officer.display_name}" in compose(notice.kind, notice.params).body


def test_who_is_back_is_told_alone() -> None:
    unit = make_unit()
    officer, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    away(officer, deputy, until="2026-10-12 08:59")
    late_matter(unit, officer)

    sweep(ISSUED)

    assert told() == {officer.pk: ""}


def test_a_deputy_who_is_told_anyway_is_told_once() -> None:
    unit = make_unit()
    officer, head = make_user("handler", unit=unit), make_user("head", unit=unit)
    away(officer, head)
    late_matter(unit, officer)

    sweep(ISSUED)

    assert told() == {officer.pk: "", head.pk: ""}


def test_the_deputy_gets_an_email_where_he_has_an_address() -> None:
    unit = make_unit()
    officer, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    User.objects.filter(pk=deputy.pk).update(email="b@example.cn")
    away(officer, deputy)
    late_matter(unit, officer)

    sweep(ISSUED)

    notices = Notice.objects.filter(recipient=deputy).order_by("channel").values_list("channel", flat=True)
    assert list(notices) == ["email", "inbox"]


def kept() -> set[tuple[int, int | None]]:
    """Who was away and who stood in, as the record has it."""
    return set(StandIn.objects.values_list("away", "person"))


def test_the_record_says_who_stood_in_when_the_card_was_issued() -> None:
    unit = make_unit()
    officer, head = make_user("handler", unit=unit), make_user("head", unit=unit)
    deputy = make_user("handler", unit=unit)
    away(officer, deputy)
    late_matter(unit, officer)

    sweep(ISSUED)

    assert kept() == {(officer.pk, deputy.pk)}
    assert Card.objects.get(level=1).officer == officer
    entry = Entry.objects.get(verb="card-stood-in")
    assert entry.data == {"away": officer.pk, "stand_in": deputy.pk}
    assert (entry.subject_id, entry.at) == (str(Card.objects.get(level=1).pk), ISSUED)
    assert head.pk in told()


def test_where_nobody_is_left_the_record_says_that_too() -> None:
    unit = make_unit()
    officer = make_user("handler", unit=unit)
    away(officer, None)
    late_matter(unit, officer)

    sweep(ISSUED)

    assert kept() == {(officer.pk, None)}


def test_who_comes_back_later_changes_no_record() -> None:
    unit = make_unit()
    officer, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    away(officer, deputy)
    late_matter(unit, officer)
    sweep(ISSUED)

    Absence.objects.all().delete()

    assert kept() == {(officer.pk, deputy.pk)}
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.update(person=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.all().delete()


def test_a_person_of_two_absences_at_once_is_on_record_once() -> None:
    unit = make_unit()
    officer, deputy = make_user("handler", unit=unit), make_user("handler", unit=unit)
    away(officer, deputy)
    away(officer, deputy)
    late_matter(unit, officer)

    sweep(ISSUED)

    assert kept() == {(officer.pk, deputy.pk)}


def test_a_card_by_hand_says_who_stood_in_as_well() -> None:
    unit = make_unit()
    head, deputy = make_user("head", unit=unit), make_user("handler", unit=unit)
    away(head, deputy)

    make_hand_card(unit)

    assert kept() == {(head.pk, deputy.pk)}
    assert Entry.objects.get(verb="card-stood-in").data == {"away": head.pk, "stand_in": deputy.pk}


def test_where_all_are_here_a_sweep_asks_one_question_and_writes_nothing() -> None:
    unit = make_unit()
    late_matter(unit, make_user("handler", unit=unit))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        sweep(ISSUED)

    about_absence = [one["sql"] for one in asked if "organization_absence" in one["sql"]]
    assert len(about_absence) == 1
    assert about_absence[0].lstrip().startswith("SELECT 1 FROM organization_absence")
    assert kept() == set()


def stood_in_card() -> tuple[Card, User, User]:
    """A card of a counter's officer who was away, with him and the colleague who stood in."""
    unit = make_unit()
    officer, deputy = make_user("window", unit=unit), make_user("window", unit=make_unit())
    away(officer, deputy)
    late_matter(unit, officer)
    sweep(ISSUED)
    return Card.objects.get(level=1), officer, deputy


def test_whom_the_card_names_as_stand_in_may_read_it_as_the_officer_may() -> None:
    card, officer, deputy = stood_in_card()
    stranger = make_user("window", unit=make_unit())

    for person, readable in ((officer, True), (deputy, True), (stranger, False)):
        assert Card.objects.visible_to(person).filter(pk=card.pk).exists() is readable
        assert rules.sees_officer(person, card) is readable


def test_who_stands_in_now_reads_the_earlier_cards_of_the_officer_until_he_is_back() -> None:
    unit = make_unit()
    officer, deputy = make_user("window", unit=unit), make_user("window", unit=make_unit())
    late_matter(unit, officer)
    sweep(ISSUED)

    assert not Card.objects.visible_to(deputy).exists()
    row = Absence.objects.create(
        user=officer, deputy=deputy, cause="leave", from_at=at("2026-10-13 00:00"), until_at=at("2099-01-01 00:00")
    )
    assert Card.objects.visible_to(deputy).exists()
    row.delete()
    assert not Card.objects.visible_to(deputy).exists()


@pytest.mark.parametrize("address", ["/cards/{}/", "/cards/{}/notice/"])
def test_page_and_printed_notice_say_who_stood_in(address: str) -> None:
    card, officer, deputy = stood_in_card()
    Absence.objects.all().delete()

    page = visitor(make_user("office")).get(address.format(card.pk)).content.decode()

    assert officer.display_name in page
    assert deputy.display_name in page


def test_who_watches_the_city_is_not_told_names_of_officers() -> None:
    card, officer, deputy = stood_in_card()
    page = visitor(make_user("executive")).get(f"/cards/{card.pk}/").content.decode()

    assert officer.display_name not in page
    assert deputy.display_name not in page


def test_board_says_who_stood_in_to_office_and_unit_alone() -> None:
    card, _officer, deputy = stood_in_card()
    of_unit = make_user("handler", unit=card.unit)

    for person, is_told in ((make_user("office"), True), (of_unit, True), (make_user("auditor"), False)):
        page = visitor(person).get("/cards/").content.decode()
        assert (f"officer away, {deputy.display_name} stood in" in page) is is_told


def test_api_names_stand_ins_to_office_and_unit_alone() -> None:
    card, officer, deputy = stood_in_card()
    known = [{"away": officer.display_name, "stand_in": deputy.display_name, "is_officer": True}]

    for person, expected in ((make_user("office"), known), (make_user("auditor"), [])):
        assert visitor(person).get(f"/api/v1/cards/{card.pk}/").json()["stand_ins"] == expected
