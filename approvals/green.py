"""The green channel (S04): large investments are taken at once and tracked all the way."""

from datetime import datetime
from decimal import Decimal

from approvals.defined import GREEN_CNY, GREEN_USD
from approvals.kinds import Currency
from efficiency.changes.settings import value_of


def is_green(capital: Decimal | None, currency: str, now: datetime) -> bool:
    """Tell whether so much capital opens the green channel; the city's thresholds decide."""
    if capital is None:
        return False
    threshold: Decimal = value_of(GREEN_USD if currency == Currency.USD else GREEN_CNY, now)
    return capital >= threshold
