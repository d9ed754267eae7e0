"""Yuan are kept to the fen and never as floats (T-29)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from approvals.fees.models import Standard
from approvals.fees.money import YuanField, charge, rounded, total, written
from tests.fees.builders import make_standard, yuan

AMOUNTS = st.integers(0, 999_999_999).map(lambda fen: Decimal(fen).scaleb(-2))


def test_half_a_fen_goes_up() -> None:
    assert rounded(Decimal("0.125")) == yuan("0.13")


def test_a_charge_is_rounded_once_at_the_end() -> None:
    assert charge(yuan("0.33"), Decimal("1.5")) == yuan("0.50")


def test_an_amount_is_written_in_groups_of_three_with_two_places() -> None:
    assert written(yuan("1234567.8")) == "1,234,567.80"


def test_the_sum_of_nothing_has_two_places() -> None:
    assert str(total([])) == "0.00"


@given(st.lists(AMOUNTS, max_size=30))
def test_a_sum_does_not_depend_on_the_order(amounts: list[Decimal]) -> None:
    assert total(amounts) == total(reversed(amounts)) == sum(map(int, (each * 100 for each in amounts))) / Decimal(100)


@given(AMOUNTS)
def test_what_is_stored_comes_back(amount: Decimal) -> None:
    field = YuanField()

    assert field.from_db_value(field.get_prep_value(amount), None, None) == amount


@pytest.mark.parametrize("value", ["0.001", "12.345"])
def test_a_third_place_cannot_be_stored(value: str) -> None:
    with pytest.raises(ValueError, match="more than two places"):
        YuanField().get_prep_value(Decimal(value))


def test_what_is_no_amount_is_refused() -> None:
    with pytest.raises(ValidationError):
        YuanField().to_python("many")


@pytest.mark.django_db
def test_the_database_adds_up_to_the_fen() -> None:
    """T-29: ten times 0.10 is 1.00 on every database."""
    for _number in range(10):
        make_standard(lower=yuan("0.10"))

    assert Standard.objects.aggregate(sum=Sum("lower"))["sum"] == yuan("1.00")
