"""Two persons, one ground, one decision."""

import pytest
from django.db import IntegrityError, transaction

from efficiency.audit.models import Entry
from efficiency.changes.actions import decide, propose, withdraw
from efficiency.changes.kinds import UnableToChange
from efficiency.changes.models import Change, Decision
from tests.cast import at, make_user
from tests.changes.builders import applied, proposed

pytestmark = pytest.mark.django_db
LATER = at("2026-03-02 10:00")


def test_a_proposal_changes_nothing_yet_and_keeps_the_effect_it_was_shown() -> None:
    change = proposed()

    assert applied == []
    assert (change.open, change.effect, change.proposed_at) == (
        True,
        ["The word becomes new."],
        at("2026-03-02 09:00"),
    )
    assert list(Entry.objects.values_list("verb", "subject_kind")) == [("change-proposed", "change")]


def test_a_second_person_confirms_and_it_is_applied_once() -> None:
    change, second = proposed(), make_user("office")

    decided = decide(change=change, confirm=True, actor=second, now=LATER)

    assert applied == ["new"]
    assert (decided.decision, decided.decided_by, decided.result) == (Decision.CONFIRMED, second, "/calendar/")
    with pytest.raises(UnableToChange, match="decided already"):
        decide(change=change, confirm=True, actor=second, now=LATER)
    assert applied == ["new"]


def test_nobody_decides_on_his_own_proposal() -> None:
    first = make_user("office")
    change = proposed(actor=first)

    with pytest.raises(UnableToChange, match="another person"):
        decide(change=change, confirm=True, actor=first, now=LATER)
    assert applied == []


def test_the_database_itself_refuses_one_person_for_both() -> None:
    change = proposed()

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(
            decided_by=change.proposed_by, decided_at=LATER, decision=Decision.CONFIRMED
        )


def test_the_database_itself_refuses_another_proposal_than_was_made() -> None:
    change = proposed()

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(payload={"word": "other"})
    with pytest.raises(IntegrityError), transaction.atomic():
        change.delete()


@pytest.mark.parametrize("role", ["head", "sysadmin", "auditor"])
def test_only_the_roles_of_the_kind_propose_and_decide(role: str) -> None:
    with pytest.raises(UnableToChange, match="may not propose"):
        proposed(actor=make_user(role))
    with pytest.raises(UnableToChange, match="may not decide"):
        decide(change=proposed(), confirm=True, actor=make_user(role), now=LATER)
    assert applied == []


def test_a_rejection_says_why_and_applies_nothing() -> None:
    change, second = proposed(), make_user("secadmin")

    with pytest.raises(UnableToChange, match="Say why"):
        decide(change=change, confirm=False, note=" ", actor=second, now=LATER)
    decided = decide(change=change, confirm=False, note="依据不足", actor=second, now=LATER)

    assert (applied, decided.decision, decided.note) == ([], Decision.REJECTED, "依据不足")


def test_the_proposer_alone_withdraws_and_then_nobody_decides() -> None:
    first, second = make_user("office"), make_user("office")
    change = proposed(actor=first)

    with pytest.raises(UnableToChange, match="Only the person who proposed"):
        withdraw(change=change, actor=second, now=LATER)
    withdraw(change=change, actor=first, now=LATER)
    with pytest.raises(UnableToChange, match="decided already"):
        decide(change=change, confirm=True, actor=second, now=LATER)


def test_what_cannot_be_applied_cannot_be_proposed() -> None:
    with pytest.raises(UnableToChange, match="cannot be set"):
        proposed("refused")
    assert not Change.objects.exists()


def test_a_proposal_needs_a_ground() -> None:
    with pytest.raises(UnableToChange, match="Name the ground"):
        propose(kind="word", title="x", payload={"word": "new"}, ground=" ", actor=make_user("office"), now=LATER)
