"""Records of signing in are kept for at least 184 days, audit entries for ever (T-82)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command

from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.organization import actions
from efficiency.organization.actions.purging import UnableToPurge, purge_sign_ins
from efficiency.organization.models import Visit
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db
NOON = at("2026-09-28 12:00")


@pytest.mark.parametrize("days", [183, 0, -1])
def test_fewer_days_than_the_law_asks_are_refused(days: int) -> None:
    """T-82."""
    with pytest.raises(UnableToPurge):
        purge_sign_ins(days=days, actor=None, now=NOON)
    with pytest.raises(CommandError):
        call_command("purge", days=days, stdout=StringIO())


def test_what_is_older_goes_and_what_is_younger_stays() -> None:
    """T-82."""
    user = make_user("handler")
    for age in (184, 185):
        actions.note_sign_in(user=user, now=NOON - timedelta(days=age))
    attempt = AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=NOON - timedelta(days=200))
    entries = Entry.objects.count()

    done = purge_sign_ins(days=184, actor=None, now=NOON)

    assert (done.visits, done.attempts) == (1, 1)
    assert Visit.objects.get().began_at == NOON - timedelta(days=184)
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("pk").verb == Verb.LOGS_PURGED


def test_the_setting_cannot_go_below_the_law(settings: Any) -> None:
    """T-82."""
    from efficiency.organization.tasks import purge_sign_ins_task

    settings.KEEP_SIGN_INS_DAYS = 30
    with pytest.raises(UnableToPurge):
        purge_sign_ins_task()
