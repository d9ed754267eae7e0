"""What stands in the demo city."""

from datetime import datetime

import pytest

from approvals.kinds import CaseState
from approvals.models import Case, Item
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.cards.kinds import State
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.models import Matter
from efficiency.organization.deputies import stood_in_for
from efficiency.organization.models import Responsibility, Unit, User
from efficiency.presence.models import Duty, Enquiry, Leave, Outing, Unexcused
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_everything_is_marked(loaded_at: datetime) -> None:
    for rows in (Unit.objects, User.objects, Item.objects, Matter.objects, Card.objects):
        assert not rows.filter(demo=False).exists()
    assert not Entry.objects.filter(demo=False).exclude(verb="clocks-redated").exists()


def test_the_city_has_its_units_its_staff_and_cases_at_every_stage(loaded_at: datetime) -> None:
    assert Unit.objects.filter(kind__in=["department", "line"]).count() == 36
    assert Unit.objects.filter(kind="town").count() == 10
    assert Item.objects.count() == 182
    stages = set(Complaint.objects.values_list("state", flat=True))
    assert stages == {"quarantined", "filed", "dispatched", "signed", "replied", "closed", "discarded"}
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    sweep(now=at("2026-11-22 10:01"))
    assert set(Card.objects.numbered().values_list("state", flat=True)) == set(State.values) - {"noted"}


def test_each_demo_account_finds_work(loaded_at: datetime) -> None:
    def user(name: str) -> User:
        return User.objects.get(username=name)

    assert Complaint.objects.visible_to(user("handler")).with_units().count() >= 8
    assert Complaint.objects.visible_to(user("head")).with_units().count() >= 8
    assert Complaint.objects.visible_to(user("operator")).to_dispatch().count() >= 5
    assert Case.objects.visible_to(user("window")).open().count() >= 8
    assert Case.objects.visible_to(user("handler")).open().count() >= 4
    assert Card.objects.visible_to(user("head")).numbered().count() >= 3


def test_entries_stand_in_the_order_of_time(loaded_at: datetime) -> None:
    moments = list(Entry.objects.filter(subject_kind__in=["complaint", "case"]).values_list("at", flat=True))
    assert moments == sorted(moments)


def test_somebody_is_away_and_the_handler_stands_in(loaded_at: datetime) -> None:
    handler = User.objects.get(username="handler")

    away = User.objects.get(pk__in=stood_in_for(handler, loaded_at))

    assert Enquiry.objects.held_by(handler, loaded_at).filter(holder=away).exists()
    assert Leave.objects.filter(state="asked", user=handler).exists()
    assert Leave.objects.unreported(loaded_at).exists()
    assert Duty.objects.filter(day=loaded_at.date()).exists()
    assert Outing.objects.filter(back_at=None).exists()
    assert Unexcused.objects.exists()
    for model in (Leave, Outing, Duty, Enquiry, Unexcused, Responsibility):
        assert not model._default_manager.filter(demo=False).exists()
