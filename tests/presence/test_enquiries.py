"""First-asked responsibility (S11)."""

from datetime import date

import pytest

from efficiency.audit.models import Entry
from efficiency.notifications.models import Notice
from efficiency.presence.actions.enquiries import (
    UnableToHandle,
    decline_enquiry,
    finish_enquiry,
    note_enquiry,
    offer_enquiry,
    take_enquiry,
)
from efficiency.presence.models import Enquiry
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person
from tests.cast import at
from tests.presence.builders import NOW, Team, approved, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def other() -> Team:
    return make_team()


def noted(team: Team, **more: object) -> Enquiry:
    return note_enquiry(
        by="visit",
        topic="排污许可",
        text="企业问续期材料",
        actor=team.first,
        now=NOW,
        **more,  # type: ignore[arg-type]
    )


def test_whoever_is_asked_first_owns_it_for_so_many_working_days(team: Team) -> None:
    enquiry = noted(team)

    assert (enquiry.holder, enquiry.unit, enquiry.due_on) == (team.first, team.unit, date(2026, 11, 19))
    assert not enquiry.is_late(date(2026, 11, 19))
    assert enquiry.is_late(date(2026, 11, 20))


def test_who_asked_is_kept_in_the_vault_alone(team: Team) -> None:
    enquiry = noted(team, contact=Identity(name="金丝雀姓名", phone="13912345678"))

    assert Person.objects.get().pk == enquiry.contact
    assert "金丝雀" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_it_stays_until_somebody_takes_it_over(team: Team, other: Team) -> None:
    enquiry = noted(team)
    offer_enquiry(enquiry=enquiry, unit=other.unit, user=None, note="归你们管", actor=team.first, now=NOW)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.holder) == ("offered", team.first)
    assert Notice.objects.get(kind="enquiry.offered").recipient == other.head

    enquiry = take_enquiry(enquiry=enquiry, actor=other.second, now=NOW)

    assert (enquiry.state, enquiry.holder, enquiry.unit) == ("held", other.second, other.unit)
    assert Notice.objects.get(kind="enquiry.taken").recipient == team.first


def test_who_declines_says_why_and_it_stays(team: Team, other: Team) -> None:
    enquiry = noted(team)
    offer_enquiry(enquiry=enquiry, unit=other.unit, user=other.first, note="", actor=team.first, now=NOW)
    with pytest.raises(UnableToHandle):
        decline_enquiry(enquiry=enquiry, reason=" ", actor=other.first, now=NOW)

    enquiry = decline_enquiry(enquiry=enquiry, reason="属生态环境局职责", actor=other.first, now=NOW)

    assert (enquiry.state, enquiry.holder) == ("held", team.first)
    assert "属生态环境局职责" in Notice.objects.get(kind="enquiry.declined").words.body


def test_only_whom_it_was_offered_to_answers(team: Team, other: Team) -> None:
    enquiry = noted(team)
    with pytest.raises(UnableToHandle):
        take_enquiry(enquiry=enquiry, actor=other.first, now=NOW)
    offer_enquiry(enquiry=enquiry, unit=other.unit, user=other.first, note="", actor=team.first, now=NOW)

    for somebody in (other.second, team.second, team.first):
        with pytest.raises(UnableToHandle):
            take_enquiry(enquiry=enquiry, actor=somebody, now=NOW)


def test_only_its_owner_offers_or_finishes_it(team: Team, other: Team) -> None:
    enquiry = noted(team)

    with pytest.raises(UnableToHandle):
        offer_enquiry(enquiry=enquiry, unit=other.unit, user=None, note="", actor=team.second, now=NOW)
    with pytest.raises(UnableToHandle):
        finish_enquiry(enquiry=enquiry, outcome="已答复", actor=team.second, now=NOW)


def test_it_is_offered_to_somebody_else(team: Team, other: Team) -> None:
    enquiry = noted(team)
    for unit, user in ((team.unit, None), (team.unit, team.first), (team.unit, other.first)):
        with pytest.raises(UnableToHandle):
            offer_enquiry(enquiry=enquiry, unit=unit, user=user, note="", actor=team.first, now=NOW)

    assert offer_enquiry(
        enquiry=enquiry, unit=team.unit, user=team.second, note="", actor=team.first, now=NOW
    ).user == (team.second)


def test_whoever_stands_in_settles_it_and_the_entry_says_for_whom(team: Team) -> None:
    """S12."""
    enquiry = noted(team)
    approved(team)

    finish_enquiry(enquiry=enquiry, outcome="已电话答复", actor=team.second, now=at("2026-11-18 10:00"))

    entry = Entry.objects.about("enquiry", enquiry.pk).get(verb="enquiry-finished")
    assert entry.data == {"deputy_for": team.first.pk}


def test_an_offer_lapses_when_it_is_settled(team: Team, other: Team) -> None:
    enquiry = noted(team)
    handover = offer_enquiry(enquiry=enquiry, unit=other.unit, user=None, note="", actor=team.first, now=NOW)

    finish_enquiry(enquiry=enquiry, outcome="已当面答复", actor=team.first, now=NOW)

    handover.refresh_from_db()
    assert (handover.taken, handover.answered_at) == (False, NOW)
    with pytest.raises(UnableToHandle):
        finish_enquiry(enquiry=enquiry, outcome="再答", actor=team.first, now=NOW)
