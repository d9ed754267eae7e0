"""Writing entries."""

import pytest
from django.db import connection

from efficiency.audit.actions import UnableToRecord, record
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from tests.cast import at, make_user
from tests.conftest import CommittedDatabase


def test_an_entry_outside_a_transaction_is_refused(committed_db: CommittedDatabase) -> None:
    with pytest.raises(UnableToRecord):
        record(Verb.UNIT_ADDED, at=at("2026-09-28 10:00"), actor=None, kind="unit", subject=7)

    assert not connection.in_atomic_block
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_a_verb_outside_the_closed_list_is_refused() -> None:
    with pytest.raises(ValueError, match="card-lost"):
        record("card-lost", at=at("2026-09-28 10:00"), actor=None, kind="card", subject=7)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_entry_keeps_the_name_the_actor_had_then() -> None:
    user = make_user(name="王敏")
    with act(at("2026-09-28 10:00")) as now:
        entry = record(Verb.UNIT_ADDED, at=now, actor=user, kind="unit", subject=7)

    user.display_name = "王敏(已调离)"
    user.save()

    assert Entry.objects.get(pk=entry.pk).who == "王敏"


@pytest.mark.django_db
def test_an_act_that_fails_leaves_no_entry() -> None:
    class Failed(Exception):
        pass

    with pytest.raises(Failed), act(at("2026-09-28 10:00")) as now:
        record(Verb.UNIT_ADDED, at=now, actor=None, kind="unit", subject=7)
        raise Failed

    assert Entry.objects.count() == 0
