"""Complaints while their handler is away (S12)."""

import pytest

from complaints import actions, rules
from complaints.models import Complaint
from efficiency.audit.models import Entry
from efficiency.notifications.models import Notice
from efficiency.organization.models import Absence, User
from tests.cast import at, make_user
from tests.complaints.conftest import SIGNED, Cast, signed

MORNING = at("2026-09-29 09:00")


def away(user: User, deputy: User | None) -> Absence:
    return Absence.objects.create(
        user=user, deputy=deputy, cause="leave", from_at=at("2026-09-29 00:00"), until_at=at("2026-10-01 00:00")
    )


def facts(complaint: Complaint, verb: str) -> dict[str, object]:
    entry = Entry.objects.about("complaint", complaint.pk).filter(verb=verb).latest("pk")
    return dict(entry.data)


def test_new_work_goes_to_whoever_stands_in_and_the_entry_says_for_whom(cast: Cast) -> None:
    complaint = signed(cast)
    deputy = make_user("handler", unit=cast.unit)
    away(cast.handler, deputy)

    complaint = actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=MORNING)

    assert (complaint.handler, complaint.matter.officer) == (deputy, deputy)
    assert facts(complaint, "complaint-assigned") == {"handler": deputy.pk, "deputy_for": cast.handler.pk}
    assert Notice.objects.filter(kind="complaint.assigned").latest("pk").recipient == deputy


def test_who_is_here_gets_his_own_work(cast: Cast) -> None:
    complaint = signed(cast)
    away(cast.handler, make_user("handler", unit=cast.unit))

    complaint = actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=SIGNED)

    assert complaint.handler == cast.handler
    assert facts(complaint, "complaint-assigned") == {"handler": cast.handler.pk}


def test_somebody_who_cannot_handle_complaints_is_given_none(cast: Cast) -> None:
    complaint = signed(cast)
    away(cast.handler, make_user("window", unit=cast.unit))

    complaint = actions.assign_handler(complaint=complaint, handler=cast.handler, actor=cast.head, now=MORNING)

    assert complaint.handler == cast.handler


def test_the_deputy_answers_for_whoever_is_away_and_no_longer_when_he_is_back(cast: Cast) -> None:
    complaint = signed(cast)
    deputy = make_user("handler", unit=cast.unit)
    away(cast.handler, deputy)
    sent = {"text": "已修好。", "contacted_how": "电话"}

    with pytest.raises(actions.UnableToReply):
        actions.reply(complaint=complaint, **sent, actor=deputy, now=at("2026-10-01 00:00"))
    actions.reply(complaint=complaint, **sent, actor=deputy, now=MORNING)

    complaint.refresh_from_db()
    assert complaint.handler == cast.handler
    assert facts(complaint, "complaint-replied")["deputy_for"] == cast.handler.pk


def test_a_colleague_who_stands_in_for_nobody_handles_nothing(cast: Cast) -> None:
    complaint = signed(cast)

    assert not rules.handles(make_user("handler", unit=cast.unit), complaint)
    assert rules.handles(cast.handler, complaint)
