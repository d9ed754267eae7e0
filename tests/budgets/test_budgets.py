"""How often an address or a phone may knock within an hour."""

import pytest
from django.utils import timezone

from efficiency.budgets import actions
from efficiency.budgets.models import Budget
from efficiency.budgets.tasks import forget_budgets
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_a_budget_counts_by_hour_and_value() -> None:
    spent = [actions.spend(what="address", value="a", limit=2, now=at("2026-09-28 10:05")) for _ in range(3)]

    assert spent == [True, True, False]
    assert actions.spend(what="address", value="b", limit=2, now=at("2026-09-28 10:05"))
    assert actions.spend(what="address", value="a", limit=2, now=at("2026-09-28 11:05"))
    assert actions.is_spent(what="address", value="a", limit=2, now=at("2026-09-28 10:59"))
    assert not actions.is_spent(what="address", value="a", limit=2, now=at("2026-09-28 11:59"))


def test_budgets_hold_no_address_and_are_forgotten_after_two_days() -> None:
    actions.spend(what="address", value="203.0.113.7", limit=2, now=at("2026-09-28 10:05"))
    actions.spend(what="address", value="203.0.113.7", limit=2, now=at("2026-09-30 09:05"))
    assert "203.0.113.7" not in str(list(Budget.objects.values()))
    assert Budget.objects.values("bucket").distinct().count() == 2

    assert actions.forget(now=at("2026-09-30 10:30")) == 1

    assert Budget.objects.get().hour == at("2026-09-30 09:00")


def test_the_hourly_task_forgets_old_budgets() -> None:
    actions.spend(what="address", value="a", limit=2, now=at("2026-09-28 10:05"))
    actions.spend(what="address", value="a", limit=2, now=timezone.now())

    assert forget_budgets() == 1
