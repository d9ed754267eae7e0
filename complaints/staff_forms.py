"""The small forms of the acts on a complaint, and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.defined import REPLY_EXTENSION
from complaints.models import Complaint
from complaints.telling import handlers_of
from efficiency.changes.settings import value_of
from efficiency.organization.models import Unit, UnitKind, User

_LINES = forms.Textarea(attrs={"rows": 3})


class ActForm(forms.Form):
    """The base: knows the complaint, so that choices fit it. An act without questions uses it as it is."""

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint = complaint


class DiscardForm(ActForm):
    """Why it is abuse."""

    reason = forms.CharField(label=_("Reason, shown to the citizen"), max_length=500, widget=_LINES)


class AskReturnForm(ActForm):
    """Why it belongs elsewhere, and where."""

    reason = forms.CharField(label=_("Why is this not for your unit?"), max_length=500, widget=_LINES)
    suggested_unit = forms.ModelChoiceField(
        label=_("Unit you suggest"), queryset=Unit.objects.none(), required=False, empty_label=_("no suggestion")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["suggested_unit"]
        field.queryset = able_units().exclude(pk=self.complaint.matter.unit_id)


class AskExtensionForm(ActForm):
    """How much more time, and why."""

    days = forms.IntegerField(label=_("More working days"), min_value=1)
    reason = forms.CharField(label=_("Reason, shown to the citizen"), max_length=500, widget=_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].help_text = _("At most %(days)s.") % {"days": value_of(REPLY_EXTENSION)}


class RulingForm(ActForm):
    """Grant or refuse."""

    granted = forms.TypedChoiceField(
        label=_("Ruling"),
        choices=[("yes", _("grant")), ("no", _("refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ruling_note = forms.CharField(label=_("Reason of the ruling"), max_length=500, required=False, widget=_LINES)


class AssignForm(ActForm):
    """Who handles it."""

    handler = forms.ModelChoiceField(label=_("Handler"), queryset=User.objects.none(), empty_label=_("Please choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["handler"]
        field.queryset = handlers_of(self.complaint.matter.unit).order_by("display_name", "pk")


class ReplyForm(ActForm):
    """The answer, and how the citizen was reached."""

    text = forms.CharField(
        label=_("Answer to the citizen"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The citizen reads it once the hotline has checked it. Write no names of private people."),
    )
    contacted_how = forms.CharField(
        label=_("How was the citizen contacted?"),
        max_length=200,
        help_text=_("For example: by phone through the hotline on 9 October; or why that was not possible."),
    )


class SendBackForm(ActForm):
    """What is missing."""

    reason = forms.CharField(label=_("What is missing in the answer?"), max_length=500, widget=_LINES)


class PurposeForm(forms.Form):
    """Why somebody reads an identity."""

    purpose = forms.CharField(
        label=_("What do you need the identity for?"),
        max_length=200,
        help_text=_("Your name, this purpose and the moment are recorded and read by the auditor."),
    )


class DispatchForm(forms.Form):
    """To which unit, with what note; `search` narrows the choice."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("Choose one of the units offered.")},
    )
    note = forms.CharField(label=_("Note to the unit"), max_length=500, required=False, widget=_LINES)

    def __init__(self, *args: Any, search: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = able_units()
        if search:
            units = units.filter(Q(name__icontains=search) | Q(short_name__icontains=search) | Q(code=search))
        field: Any = self.fields["unit"]
        field.queryset = units
        if search:
            field.empty_label = None


class ListForm(forms.Form):
    """Filters of the list."""

    q = forms.CharField(
        label=_("Number or words of the title"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args: Any, tabs: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = tabs


def able_units() -> Any:
    """Units that can be given a complaint."""
    return Unit.objects.in_use().exclude(kind__in=(UnitKind.HOTLINE, UnitKind.CITY)).order_by("path")
