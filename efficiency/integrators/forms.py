"""What the security administrator fills in for another system."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from efficiency.changes.forms import GroundForm
from efficiency.common.fields import DayField
from efficiency.integrators.rules import may_act
from efficiency.integrators.scopes import Scope
from efficiency.organization.models import Unit, User


class TokenForm(GroundForm):
    """Which system, for whom, how far and how long."""

    name = forms.CharField(
        label=_("System"),
        max_length=60,
        help_text=_("The name by which the city knows it."),
        error_messages={"required": _("Name the system.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Unit that runs it"),
        queryset=Unit.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("Choose one of the units offered.")},
    )
    account = forms.CharField(
        label=_("Acting account"),
        max_length=60,
        help_text=_("The user name of the account in whose name it works. An account of its own is best."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Name the acting account.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(scope.value, capfirst(scope.label)) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may do.")},
    )
    last_day = DayField(
        label=_("Last day"),
        help_text=_("At most one year from now."),
        error_messages={"required": _("Choose the last day.")},
    )

    field_order = ("name", "unit", "account", "scopes", "last_day", "ground", "document")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.in_use().order_by("path")

    def clean_account(self) -> User:
        """Find the account by its user name."""
        user = User.objects.get_queryset().filter(username=self.cleaned_data["account"]).first()
        if user is None or not may_act(user):
            raise forms.ValidationError(
                _("No account in use without an administrator's role has this user name."), code="unknown"
            )
        return user
