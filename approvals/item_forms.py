"""The forms with which the office keeps the catalogue; each row of an imported sheet is read by the same fields."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Field, IntegerField
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from approvals.catalogue.rows import content_of
from approvals.codes import VENUES, Audience, Channel, Level, Theme
from approvals.content import OF_GUIDE, Content
from approvals.fields import CodesField
from approvals.limits import NotComparable, keeps_within
from approvals.models import Guide, Item, ItemMaterial, ItemStage
from efficiency.clocks.kinds import Ground
from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit, UnitKind

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]{2,49}")
_OF_OUR_OWN = {"new", "export", "import", "imports", "template", "list"}  # pages below /items/
DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.LINE, UnitKind.TOWN, UnitKind.CENTRE)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PHONES = re.compile(r"[0-9+\-()（） 、,，;；转]{3,60}")

GROUPS = {
    "what": (
        "code", "name", "unit", "type", "handling", "active", "main_code", "main_name", "main_level", "main_basis",
    ),
    "limits": (
        "promised_limit", "promised_unit", "promised_note", "statutory_limit", "statutory_unit", "statutory_note",
        "special", "green",
    ),
    "law": ("basis", "conditions", "quantity", "powers"),
    "stages": ("procedure", "delegation", "delegation_note", "on_commitment", "partners", "intermediaries"),
    "ways": (
        "channels", "venues", "depth", "visits", "address", "appointment", "post", "places", "hours", "phone",
        "supervision_phone", "questions",
    ),
    "public": ("audience", "themes", "result", "result_validity", "fee"),
}  # fmt: skip
OF_PAGE = tuple(name for names in GROUPS.values() for name in names)
_IN_COLUMNS = tuple(name for name in OF_PAGE if name not in OF_GUIDE and not name.startswith("main_"))
CHOICES: Mapping[str, Any] = {
    "special": Ground.choices,
    "audience": Audience.choices,
    "themes": Theme.choices,
    "channels": Channel.choices,
    "venues": [(level.value, level.label) for level in VENUES],
}
_ROWS = {"sample": 2, "basis": 3, "conditions": 3, "procedure": 4, "powers": 2, "places": 2, "questions": 6}
_PHONE_FIELDS = ("phone", "supervision_phone")


def _field_of(field: "Field[Any, Any]", **given: Any) -> forms.Field | None:
    """The form's field of a model's field: codes are ticked, long texts have room."""
    if isinstance(field, CodesField):
        return forms.MultipleChoiceField(
            label=given.get("label", field.verbose_name),
            choices=CHOICES[field.name],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if field.name == "address":
        return forms.URLField(label=field.verbose_name, max_length=300, required=False, assume_scheme="https")
    if isinstance(field, IntegerField):
        given["validators"] = field.validators  # the largest number; the database knows only the smallest
    if field.name in _ROWS:
        given["widget"] = forms.Textarea(attrs={"rows": _ROWS[field.name]})
    made: forms.Field | None = field.formfield(**given)
    return made


class ContentForm(forms.Form):
    """Everything that stands once in an item."""

    main_code = forms.CharField(
        label=_("Base code of the main item"),
        max_length=50,
        required=False,
        help_text=_("Empty: the item has a main item of its own, under its code."),
    )
    main_name = forms.CharField(label=_("Main item"), max_length=200, required=False)
    main_level = forms.ChoiceField(
        label=_("Level of the power"), choices=Level.choices, initial=Level.COUNTY, required=False
    )
    main_basis = forms.CharField(
        label=_("Setting basis"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = fields_for_model(Item, fields=_IN_COLUMNS, formfield_callback=_field_of)
        made |= fields_for_model(Guide, fields=OF_GUIDE, formfield_callback=_field_of)
        self.fields = {name: self.fields.get(name) or made[name] for name in OF_PAGE}

    def clean(self) -> dict[str, Any]:
        """What one field alone cannot tell."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, text in broken(cleaned):
            self.add_error(name, text)
        return cleaned

    def values(self) -> Content:
        """What the action stores, but for materials and stages."""
        return values_of(self.cleaned_data)


def broken(cleaned: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What one field alone cannot tell: the promise keeps within the statute (T-25), phones are those of offices."""
    found: list[tuple[str, Any]] = []
    promised, statutory = cleaned.get("promised_limit"), cleaned.get("statutory_limit")
    units = cleaned.get("promised_unit"), cleaned.get("statutory_unit")
    if promised == 0:
        found.append(("promised_limit", _("The promised limit must be at least 1.")))
    elif promised and statutory is not None and all(units):
        found += _compared(promised, str(units[0]), statutory, str(units[1]))
    if cleaned.get("main_code") and not cleaned.get("main_name"):
        found.append(("main_name", _("A main item with a code has a name too.")))
    for name in _PHONE_FIELDS:
        text = cleaned.get(name) or ""
        if _MOBILE.search(text):
            found.append((name, _("This looks like a person's mobile number. Please give the phone of an office.")))
        elif text and not _PHONES.fullmatch(text):
            found.append((name, _("A phone number has digits and hyphens.")))
    code = cleaned.get("code") or ""
    if code and (not _CODE.fullmatch(code) or code in _OF_OUR_OWN):
        found.append(("code", _("A code has 3 to 50 letters, digits and hyphens.")))
    return found


def _compared(promised: int, promised_unit: str, statutory: int, statutory_unit: str) -> list[tuple[str, Any]]:
    try:
        kept = keeps_within(promised, promised_unit, statutory, statutory_unit)
    except NotComparable:
        return [("promised_unit", _("These two limits cannot be compared. Please give both in the same unit."))]
    return [] if kept else [("promised_limit", _("The promised limit must not be longer than the statutory limit."))]


def values_of(cleaned: Mapping[str, Any]) -> Content:
    """What the action stores, of a form or of a row of a sheet; a main item is described where it has a code."""
    made = {name: cleaned[name] for name in OF_PAGE if not name.startswith("main_")}
    if cleaned["main_code"]:
        made["main"] = {
            "code": cleaned["main_code"],
            "name": cleaned["main_name"],
            "type": cleaned["type"],
            "level": cleaned["main_level"] or Level.COUNTY,
            "basis": cleaned["main_basis"],
        }
    return made


class VersionForm(forms.Form):
    """Why an item changes, by which document, and from when."""

    ground = forms.CharField(
        label=_("Ground of the change"),
        max_length=300,
        error_messages={"required": _("Please write why the catalogue changes.")},
    )
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)
    decided_on = DayField(
        label=_("Decided on"),
        required=False,
        help_text=_("Empty: today. A change is published within 20 working days of its decision."),
    )
    effective_on = DayField(
        label=_("In force from"), required=False, help_text=_("Empty: at once. A later day begins at 0:00.")
    )

    def when(self) -> dict[str, Any]:
        """What the action is told."""
        cleaned = self.cleaned_data
        day: date | None = cleaned["effective_on"]
        return {
            "ground": cleaned["ground"],
            "document": cleaned["document"],
            "decided_on": cleaned["decided_on"],
            "effective_from": datetime.combine(day, time(), SHANGHAI) if day else None,
        }


class TakeBackForm(forms.Form):
    """Why a scheduled change is taken back."""

    ground = forms.CharField(
        label=_("Ground"),
        max_length=300,
        error_messages={"required": _("Please write why the change is taken back.")},
    )


class PageForm(ContentForm):
    """An item on the office's page, with the newest version that the editor saw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.in_use().filter(kind__in=DEPARTMENTS)


def initial_of(item: Item) -> Content:
    """What the page of an item begins with."""
    held = content_of(item)
    first = {name: held.get(name) for name in OF_PAGE if name in held}
    if item.main is not None:
        main = item.main
        first |= {"main_code": main.code, "main_name": main.name, "main_level": main.level, "main_basis": main.basis}
    return first | {"seen": item.newest}


class _Row:
    """What the page says of a row before it is opened."""

    @property
    def row_name(self) -> str:
        """The name of the material or stage."""
        return str(self["name"].value() or "")  # type: ignore[index]  # a form beside this class

    @property
    def has_row(self) -> bool:
        """It holds a row, not an empty place."""
        return bool(self.row_name)


class MaterialForm(_Row, forms.ModelForm[ItemMaterial]):
    """One material."""

    class Meta:
        """All but its place."""

        model = ItemMaterial
        fields = ("name", "required", "originals", "copies", "issuer", "shared", "note", "sample")
        formfield_callback = _field_of


class StageForm(_Row, forms.ModelForm[ItemStage]):
    """One stage."""

    class Meta:
        """All but its place."""

        model = ItemStage
        fields = ("name", "limit", "limit_unit", "post")
        formfield_callback = _field_of


class RowsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Rows of materials or stages: empty ones are passed over, a name stands once."""

    twice: Any = ""

    def clean(self) -> None:
        """Each name once."""
        seen: set[str] = set()
        for form in self.kept():
            name = form.cleaned_data["name"]
            if name in seen:
                form.add_error("name", self.twice % {"name": name})
            seen.add(name)

    def kept(self) -> list[forms.Form]:
        """The forms that hold a row and are not struck out, in the order that was asked for."""
        filled = [
            form for form in self.forms if getattr(form, "cleaned_data", {}).get("name") and form not in self.struck()
        ]
        return sorted(filled, key=lambda form: form.cleaned_data.get("ORDER") or len(self.forms))

    def struck(self) -> list[forms.Form]:
        """The forms whose row is taken out."""
        return [form for form in self.forms if getattr(form, "cleaned_data", {}).get("DELETE")]


def rows_of(formset: Any) -> list[Content]:
    """What a version keeps of rows of materials or stages."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name not in ("ORDER", "DELETE")}
        for form in formset.kept()
    ]


class MaterialRows(RowsFormSet):
    """The materials of an item."""

    twice = _("This material is listed twice: %(name)s.")


class StageRows(RowsFormSet):
    """The stages of an item."""

    twice = _("This stage is listed twice: %(name)s.")


MaterialFormSet = forms.formset_factory(
    MaterialForm, formset=MaterialRows, extra=3, can_delete=True, can_order=True, max_num=60, validate_max=True
)
StageFormSet = forms.formset_factory(
    StageForm, formset=StageRows, extra=2, can_delete=True, can_order=True, max_num=20, validate_max=True
)
