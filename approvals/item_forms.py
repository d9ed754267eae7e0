"""The form with which the office keeps the catalogue."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.limits import NotComparable, keeps_within
from approvals.models import Item
from efficiency.organization.models import Unit, UnitKind

FIELDS = (
    "code",
    "name",
    "unit",
    "type",
    "basis",
    "conditions",
    "materials",
    "procedure",
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "fee",
    "active",
)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{2,49}")
_OF_OUR_OWN = {"new"}  # /items/new/ is a page
_DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN, UnitKind.CENTRE)


class ItemForm(forms.ModelForm[Item]):
    """All fields of an item, and the version that the editor saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """Every field that people fill."""

        model = Item
        fields = FIELDS
        widgets = {  # noqa: RUF012  (Django's own way to say it)
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (("basis", 3), ("conditions", 3), ("materials", 5), ("procedure", 4))
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.in_use().filter(kind__in=_DEPARTMENTS)
        self.initial.setdefault("seen", self.instance.newest)

    def clean_code(self) -> str:
        """A code stands in the item's address."""
        code: str = self.cleaned_data["code"]
        if not _CODE.fullmatch(code) or code in _OF_OUR_OWN:
            raise forms.ValidationError(_("A code has 3 to 50 letters, digits and hyphens."))
        return code

    def clean(self) -> dict[str, Any]:
        """The promise is positive and keeps within the statute (T-25)."""
        cleaned: dict[str, Any] = super().clean() or {}
        promised, statutory = cleaned.get("promised_limit"), cleaned.get("statutory_limit")
        if promised == 0:
            self.add_error("promised_limit", _("The promised limit must be at least 1."))
        units = cleaned.get("promised_unit"), cleaned.get("statutory_unit")
        if promised and statutory is not None and all(units):
            self._compare(promised, str(units[0]), statutory, str(units[1]))
        return cleaned

    def _compare(self, promised: int, promised_unit: str, statutory: int, statutory_unit: str) -> None:
        try:
            kept = keeps_within(promised, promised_unit, statutory, statutory_unit)
        except NotComparable:
            self.add_error(
                "promised_unit", _("These two limits cannot be compared. Please give both in the same unit.")
            )
            return
        if not kept:
            self.add_error("promised_limit", _("The promised limit must not be longer than the statutory limit."))

    def validate_constraints(self) -> None:
        """Leave out what `clean` has already said beside the field."""
        if not self.errors.keys() & {"promised_limit", "promised_unit"}:
            super().validate_constraints()

    def values(self) -> dict[str, Any]:
        """What the action stores."""
        return {name: self.cleaned_data[name] for name in FIELDS}
