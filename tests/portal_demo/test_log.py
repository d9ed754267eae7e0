"""What the whole demo city leaves in the audit log: nothing of a citizen."""

from dataclasses import astuple
from datetime import datetime

import pytest
from django.conf import settings

from efficiency.audit.reading import unsealed
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
