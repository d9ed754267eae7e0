"""Yuan with two places: how they are kept, how a charge is reckoned, how they are written. No floats anywhere."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
MOST = Decimal("9999999999.99")  # of one amount

if TYPE_CHECKING:
    _Whole = models.DecimalField[Decimal | int, Decimal]  # what it is to those who read and write it
else:
    _Whole = models.BigIntegerField


def rounded(amount: Decimal) -> Decimal:
    """Yuan to the fen, half a fen up: done once, at the end."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def charge(rate: Decimal, quantity: Decimal) -> Decimal:
    """What a quantity costs at a rate."""
    return rounded(rate * quantity)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, with its two places."""
    return sum(amounts, ZERO)


def written(amount: Decimal | None) -> str:
    """An amount as people read it: 12,345.60; a dash where there is none."""
    return "–" if amount is None else f"{amount:,.2f}"


class YuanField(_Whole):
    """Yuan with two places, stored as whole fen: exact on every database, and a third place cannot be stored.

    SQLite keeps a decimal column as a binary fraction; sums of those are not sums of money.
    """

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """Fen as yuan."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Any:
        """Text or a number as yuan."""
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(_("This is not an amount."), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        """Yuan as fen. What has a third place is refused, never rounded in silence."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        fen = Decimal(value).scaleb(2)
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} yuan has more than two places")
        return int(fen)
