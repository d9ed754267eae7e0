"""What the room tells people, in words."""

import pytest

from efficiency.cards.sweep import sweep
from efficiency.notifications.models import Notice
from efficiency.notifications.texts import compose
from tests.cards.builders import make_hand_card, make_late_card
from tests.cast import at, make_unit, make_user
from tests.clocks.builders import make_clock, make_matter

pytestmark = pytest.mark.django_db

KINDS = [
    "card.issued", "card.reminder", "card.answered", "card.ruled", "card.ruling-proposed", "card.rectified",
]  # fmt: skip


def words(notice: Notice) -> str:
    composed = compose(notice.kind, notice.params)
    return f"{composed.subject}\n{composed.body}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words(kind: str) -> None:
    params = {"number": "效能卡〔2026〕1号", "matter": "TS-1", "title": "", "unit": "市城管局", "level": 1}

    composed = compose(kind, {**params, "due": "2026-10-10T16:00:00+00:00"})

    assert composed.subject
    assert composed.body


def test_card_tells_the_head_number_matter_and_deadline() -> None:
    unit = make_unit("市城管局")
    head = make_user("head", unit=unit)
    card = make_late_card(unit)

    said = words(Notice.objects.get(recipient=head, channel="inbox"))

    assert card.number in said
    assert card.matter is not None
    assert card.matter.reference in said
    assert "24:00" in said


def test_reminder_tells_the_day_that_is_due_not_the_day_of_the_reminder() -> None:
    unit = make_unit()
    head = make_user("head", unit=unit)
    make_clock(matter=make_matter(unit))
    sweep(at("2026-10-09 09:01"))

    notice = Notice.objects.get(recipient=head, channel="inbox")

    assert notice.params["due"] == "2026-10-10T16:00:00+00:00"


def test_card_without_a_matter_can_be_told() -> None:
    unit = make_unit()
    head = make_user("head", unit=unit)
    card = make_hand_card(unit)

    assert card.number in words(Notice.objects.get(recipient=head, channel="inbox"))
