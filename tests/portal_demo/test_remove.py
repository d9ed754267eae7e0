"""The demo city goes, its cards and entries stay."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.models import Case, Item
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.sweep import sweep
from efficiency.clocks.models import Clock, Matter
from efficiency.organization.models import Unit, User
from efficiency.portal.demo.loading import load
from efficiency.portal.demo.removal import remove
from efficiency.vault.models import Person
from efficiency.workdays.current import current_calendar
from tests.approvals.builders import make_case
from tests.cast import at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-22 10:00")


def test_business_rows_go_and_cards_and_entries_stay() -> None:
    load(now=NOW)
    cards, entries = Card.objects.count(), Entry.objects.count()

    remove(now=NOW)

    assert Card.objects.count() == cards
    assert Entry.objects.count() > entries
    for rows in (Complaint.objects, Case.objects, Item.objects, Person.objects):
        assert not rows.exists()
    assert not Unit.objects.filter(active=True).exists()
    assert not User.objects.filter(is_active=True).exists()
    assert set(Matter.objects.values_list("pk", flat=True)) == set(
        Card.objects.filter(matter__isnull=False).values_list("matter", flat=True)
    )


def test_nothing_of_it_is_ever_carded_again() -> None:
    load(now=NOW)
    remove(now=NOW)
    cards = Card.objects.count()

    sweep(now=at("2026-12-22 10:00"))

    assert Card.objects.count() == cards
    assert not Clock.objects.running().exists()


def test_the_demonstration_arrangement_goes_with_it() -> None:
    published = current_calendar().published_until
    load(now=NOW)

    remove(now=NOW)

    assert current_calendar().published_until == published


def test_real_rows_are_not_touched() -> None:
    case = make_case(accept=True)
    call_command("load_demo", force=True, verbosity=0)

    call_command("remove_demo", stdout=StringIO())

    case.refresh_from_db()
    assert case.state == "accepted"
    assert Clock.objects.running().filter(matter=case.matter).count() == 2
    assert case.clerk.is_active
    assert Item.objects.get() == case.item


def test_a_removed_city_is_not_loaded_again_into_the_same_database() -> None:
    load(now=NOW)
    remove(now=NOW)

    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)


def test_removing_twice_removes_nothing_more() -> None:
    load(now=NOW)
    remove(now=NOW)

    assert set(remove(now=NOW).values()) == {0}
