"""What the agent fills in, and by what the list is filtered."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.forms import CounterForm
from efficiency.organization.models import Unit, UnitKind, User

_LINES = forms.Textarea(attrs={"rows": 2})


class WindowChoice(forms.ModelChoiceField[Unit]):
    """The windows to which an agent of a unit carries papers, chosen by their codes."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return str(obj.name)


def windows_of(user: User) -> Any:
    """The own town's window, the centre's, and those of the departments."""
    unit = user.unit
    assert unit is not None  # agents have one
    kinds = (UnitKind.CENTRE, UnitKind.DEPARTMENT, UnitKind.LINE)
    above = Q(kind=UnitKind.TOWN, pk__in=[int(pk) for pk in unit.path.strip("/").split("/")])
    return Unit.objects.in_use().filter(Q(kind__in=kinds) | above).exclude(pk=unit.pk).order_by("-kind", "path")


class ErrandForm(CounterForm):
    """An application taken for somebody: as at the counter, with where it is carried and who allowed it."""

    to_unit = WindowChoice(
        label=_("Carried to the window of"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=_("Please choose"),
        error_messages={
            "required": _("Please choose the window to which the papers are carried."),
            "invalid_choice": _("Please choose the window to which the papers are carried."),
        },
    )
    authorised = forms.BooleanField(
        label=_("The applicant has signed that the agent may act for him, and I have checked his document."),
        error_messages={"required": _("Nobody acts for somebody who has not signed for it.")},
    )

    def __init__(self, *args: Any, agent: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("queue_number", "fixed", "capital", "currency"):
            del self.fields[name]
        windows = self.fields["to_unit"]
        assert isinstance(windows, WindowChoice)
        windows.queryset = windows_of(agent)


class OutcomeForm(forms.Form):
    """How it came to the applicant, or why it ended."""

    outcome = forms.CharField(
        label=_("How, and to whom"),
        max_length=300,
        widget=_LINES,
        help_text=_("For example: handed over at home, signed for. No names and numbers, please."),
        error_messages={
            "required": _("Please write how it ended."),
            "max_length": _("This has more than 300 characters. Please shorten it."),
        },
    )


class SendBackForm(forms.Form):
    """Why the window does not take the papers."""

    reason = forms.CharField(
        label=_("What is missing or wrong, all at once"),
        max_length=300,
        widget=_LINES,
        error_messages={
            "required": _("Please write why the papers go back."),
            "max_length": _("This has more than 300 characters. Please shorten it."),
        },
    )


class ErrandFilter(forms.Form):
    """What the list shows."""

    OPEN, BROUGHT, ENDED = "", "brought", "ended"

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (OPEN, _("open, oldest first")),
            (BROUGHT, _("brought to my window")),
            (ENDED, _("ended, newest first")),
        ],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)
