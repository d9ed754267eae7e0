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


class MomentField(forms.DateTimeField):
    """A moment in local time, for cells of a sheet: 2026-09-28 10:00, or a day alone."""

    def __init__(self, **given: Any) -> None:
        formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d"]
        super().__init__(input_formats=formats, **given)

    def clean(self, value: Any) -> Any:
        """Refuse what cannot be put into another time zone."""
        moment = super().clean(value)
        if moment is not None and not _FIRST <= moment.date() <= _LAST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class ChoiceByWord(forms.ChoiceField):
    """A choice written as its code or as its word in the reader's language, for cells of a sheet."""

    def to_python(self, value: Any) -> str:
        """Turn the word into its code."""
        text = super().to_python(value).strip()
        codes = {str(label): code for code, label in self.choices}  # type: ignore[union-attr, misc]
        return str(codes.get(text, text))
