"""Fields that forms of several rooms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


class DayField(forms.DateField):
    """A day that can also be counted from and put into another time zone: not the year 1, not 9999."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[MinValueValidator(_FIRST), MaxValueValidator(_LAST)],
            **given,
        )
