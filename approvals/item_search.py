"""The search over the catalogue: for the public, for the counter, for the office."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from approvals.codes import VENUES, Audience, Depth, Handling, Theme
from approvals.models import Item
from approvals.querysets import ItemQuerySet
from efficiency.organization.models import Unit

PUBLISHED, WITHDRAWN, SCHEDULED = "", "withdrawn", "scheduled"


class UnitChoice(forms.ModelChoiceField[Unit]):
    """Departments by their names, chosen by their codes."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return str(obj.name)


class ItemSearch(forms.Form):
    """Words and filters; what cannot be read is passed over, so that an old address still shows a list."""

    q = forms.CharField(label=_("Item, pinyin initials, code or department"), max_length=60, required=False)
    who = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[("", _("everybody")), (Audience.PERSON, _("persons")), (Audience.FIRM, _("firms"))],
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("all themes")), *Theme.choices])
    unit = UnitChoice(
        label=_("Department"),
        required=False,
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("all departments"),
    )
    handling = forms.ChoiceField(label=_("Handling"), required=False, choices=[("", _("all kinds")), *Handling.choices])
    venue = forms.ChoiceField(
        label=_("Where it is taken"),
        required=False,
        choices=[("", _("anywhere")), *((level.value, level.label) for level in VENUES)],
    )
    online = forms.BooleanField(label=_("The whole way online"), required=False)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (PUBLISHED, _("in the published list")),
            (WITHDRAWN, _("taken from the list")),
            (SCHEDULED, _("with a scheduled change")),
        ],
    )

    def __init__(self, *args: Any, editor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, UnitChoice)
        unit.queryset = Unit.objects.in_use().filter(items__isnull=False).distinct().order_by("path")
        if not editor:
            del self.fields["state"]

    def found(self) -> QuerySet[Item]:
        """The items that fit."""
        self.is_valid()
        asked = self.cleaned_data
        rows = _in_state(asked.get("state", PUBLISHED)).search(asked.get("q", ""))
        for name, column in (("who", "audience"), ("theme", "themes"), ("venue", "venues")):
            if asked.get(name):
                rows = rows.with_code(column, asked[name])
        if asked.get("unit"):
            rows = rows.filter(unit=asked["unit"])
        if asked.get("handling"):
            rows = rows.filter(handling=asked["handling"])
        if asked.get("online"):
            rows = rows.filter(depth=Depth.WHOLE)
        return rows.for_lists()

    def told(self) -> dict[str, str]:
        """The filters that are set, for the record of an export."""
        return {name: str(value) for name, value in self.data.items() if value and name in self.fields}


def _in_state(state: str) -> ItemQuerySet:
    if state == WITHDRAWN:
        return Item.objects.filter(active=False)
    rows = Item.objects.published()
    return rows.filter(next_change_at__isnull=False) if state == SCHEDULED else rows
