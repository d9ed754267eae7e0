"""The demo city goes, its cards and entries stay."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from approvals.models import Case, Item
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.cards.models import Card, Shadow
from efficiency.cards.sweep import sweep
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit, User
from efficiency.portal.demo.removal import remove
from efficiency.vault.models import Person
from efficiency.workdays.calendar import official_calendar
from efficiency.workdays.current import current_calendar
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_business_rows_go_and_cards_and_entries_stay(loaded_at: datetime) -> None:
    cards, entries = Card.objects.count(), Entry.objects.count()

    remove(now=loaded_at)

    assert Card.objects.count() == cards
    assert Entry.objects.count() > entries
    for rows in (Complaint.objects, Case.objects, Item.objects, Person.objects):
        assert not rows.exists()
    assert not Unit.objects.filter(active=True).exists()
    assert not User.objects.filter(is_active=True).exists()
    named = {*Card.objects.filter(matter__isnull=False).values_list("matter", flat=True)}
    named |= {*Shadow.objects.values_list("matter", flat=True)}
    assert set(Matter.objects.values_list("pk", flat=True)) == named


def test_nothing_of_it_is_ever_carded_again(loaded_at: datetime) -> None:
    remove(now=loaded_at)
    cards = Card.objects.count()

    sweep(now=at("2026-12-22 10:00"))

    assert Card.objects.count() == cards
    assert not Clock.objects.running().exists()


def test_the_demonstration_arrangement_goes_with_it(loaded_at: datetime) -> None:
    remove(now=loaded_at)

    assert current_calendar().published_until == official_calendar().published_until


def test_a_removed_city_is_not_loaded_again_into_the_same_database(loaded_at: datetime) -> None:
    remove(now=loaded_at)

    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)


def test_removing_twice_removes_nothing_more(loaded_at: datetime) -> None:
    remove(now=loaded_at)

    assert set(remove(now=loaded_at).values()) == {0}
