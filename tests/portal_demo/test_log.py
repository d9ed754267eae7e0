"""What the whole demo city leaves in the audit log: nothing of a citizen."""

from dataclasses import astuple
from datetime import datetime

import pytest
from django.conf import settings

from efficiency.audit.models import Entry
from efficiency.audit.reading import unsealed
from efficiency.audit.wording import words_of
from efficiency.vault.identity import unseal
from efficiency.vault.models import Person

pytestmark = pytest.mark.django_db


def test_no_detail_of_any_citizen_stands_in_what_is_hashed(loaded_at: datetime) -> None:
    """THREATS.md acceptance test 20: only commitments are in the log."""
    details = {
        detail
        for person in Person.objects.all()
        for detail in astuple(unseal(bytes(person.sealed), person.pk, settings.VAULT_KEY))
        if len(detail) > 1 and detail != "（演示）"
    }
    log = b"\n".join(line for _entry, line in unsealed()).decode()

    assert len(details) > 50
    assert [detail for detail in details if detail in log] == []


def test_what_people_typed_stands_in_rows_and_the_log_commits_to_it(loaded_at: datetime) -> None:
    """T-85: the auditor reads grounds, opinions and reasons beside their entries; the entries hold none of them."""
    entries = list(Entry.objects.exclude(commitment=None))
    words = words_of(entries)
    log = b"\n".join(line for _entry, line in unsealed()).decode()

    assert {entry.verb for entry in entries if entry.pk in words} >= {
        "card-issued",
        "case-stage-done",
        "case-declined",
        "case-asked",
        "adjustment-proposed",
        "clock-requested",
        "step-done",
        "joint-answered",
        "consultation-answered",
        "consultation-concluded",
        "bulletin-acknowledged",
        "rating-contacted",
        "rating-appealed",
        "commitment-judged",
        "commitment-answered",
    }
    assert [entry for entry in entries if entry.pk in words and not words[entry.pk].is_as_recorded] == []
    assert [each.text for each in words.values() if len(each.text) > 6 and each.text in log] == []
