"""A card reaches whoever stands in for somebody who is away (S12)."""

import pytest

from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import compose
from efficiency.organization.models import Absence, Unit, User
from tests.cards.builders import ISSUED
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
