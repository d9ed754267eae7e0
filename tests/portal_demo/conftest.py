"""The demo city, loaded once for a module; each test's own changes are rolled back."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from efficiency.portal.demo.loading import load
from tests.cast import at


@pytest.fixture(scope="module")
def loaded_at(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[datetime]:
    """The moment at which the demo city was loaded. Every test of the module that asks sees it whole."""
    now = at("2026-11-22 10:00")
    with django_db_blocker.unblock(), transaction.atomic():
        load(now=now)
        yield now
        transaction.set_rollback(True)
