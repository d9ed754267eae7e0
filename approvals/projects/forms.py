"""Forms of the room."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.credentials import BadCredential, Document, checked
from approvals.projects.kinds import MOST_EXTENSION, Currency, Series, State, Verdict
from approvals.projects.models import Step, Template
from efficiency.clocks.kinds import Ground
from efficiency.common.fields import DayField
from efficiency.common.moments import local_date
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit, User
from efficiency.organization.roles import Role
from efficiency.vault.identity import Identity

_LINES = forms.Textarea(attrs={"rows": 3})


def leaders() -> Any:
    """Who may lead a major project: city leaders with an account in use."""
    return User.objects.able().holding(Role.EXECUTIVE).order_by("display_name", "pk")


class ProjectForm(forms.Form):
    """A new project."""

    template = forms.ModelChoiceField(Template.objects.none(), label=_("Chain"), empty_label=_("Please choose"))
    name = forms.CharField(
        label=_("Project"),
        max_length=150,
        help_text=_("What is built or set up, without the name of the firm: lists and cards show it."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit that leads"),
        empty_label=_("Please choose"),
        help_text=_("It answers for the whole chain."),
    )
    firm = forms.CharField(label=_("Firm"), max_length=60, help_text=_("Kept in the identity vault alone."))
    number = forms.CharField(label=_("Unified social credit code"), max_length=40, required=False)
    phone = forms.RegexField(
        label=_("Phone"),
        regex=r"^\+?[0-9][0-9 \-]{5,18}[0-9]$",
        error_messages={"invalid": _("A phone number has 7 to 20 digits. Please check it.")},
    )
    capital = forms.DecimalField(
        label=_("Capital"), max_digits=18, decimal_places=2, min_value=Decimal("0.01"), required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices, initial=Currency.CNY)
    leader = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Leader of a major project"),
        required=False,
        empty_label=_("no major project"),
        help_text=_("Puts the project on the register of major projects."),
    )
    submission = forms.RegexField(
        regex=r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form has lost its number. Please open a new form."),
            "invalid": _("This form has lost its number. Please open a new form."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["template"], Template.objects.filter(versions__isnull=False).distinct())
        offer(self.fields["unit"], Unit.objects.in_use())
        offer(self.fields["leader"], leaders())
        if not self.is_bound:
            self.initial.setdefault("submission", secrets.token_hex(16))

    def clean_number(self) -> str:
        """Check the digits where a number was typed: before its name is approved a firm has none."""
        number: str = self.cleaned_data["number"].strip()
        if not number:
            return ""
        try:
            return checked(Document.CREDIT_CODE, number, today=local_date(timezone.now()))
        except BadCredential as error:
            raise forms.ValidationError(str(error)) from error

    def identity(self) -> Identity:
        """The firm, for the vault."""
        given = self.cleaned_data
        return Identity(name=given["firm"], phone=given["phone"], id_number=given["number"])


class ProjectFilter(forms.Form):
    """What the list of projects shows."""

    LATE, ALL = "late", "all"

    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("under way")), (LATE, _("past a limit")), *State.choices[1:], (ALL, _("all"))],
    )
    series = forms.ChoiceField(label=_("Series"), required=False, choices=[("", _("all")), *Series.choices])
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that leads"), required=False, empty_label=_("all"))
    leader = forms.ModelChoiceField(User.objects.none(), label=_("Leader"), required=False, empty_label=_("all"))
    q = forms.CharField(label=_("Number or project"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], Unit.objects.in_use())
        offer(self.fields["leader"], leaders())


class PapersForm(forms.Form):
    """The papers of a step, ticked one by one."""

    taken = forms.MultipleChoiceField(
        label=_("Papers taken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The list of materials has changed. Please tick them again.")},
    )
    more = forms.CharField(
        label=_("Further papers"), max_length=1000, required=False, widget=_LINES, help_text=_("One a line.")
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taken"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(paper, paper) for paper in step.required]
        if not step.required:
            del self.fields["taken"]
            self.fields["more"].label = _("Papers taken")
            self.fields["more"].required = True

    def papers(self) -> list[str]:
        """All that was ticked and typed."""
        given = self.cleaned_data
        typed = [line.strip() for line in given["more"].splitlines() if line.strip()]
        return [*given.get("taken", []), *typed]


class CaseNumberForm(forms.Form):
    """Which case fulfils the step."""

    case = forms.CharField(label=_("Case number"), max_length=50)


class ResultForm(forms.Form):
    """What came out of a step."""

    result = forms.CharField(label=_("Certificate number or decision"), max_length=200)


class ReasonForm(forms.Form):
    """How and why the firm withdrew."""

    reason = forms.CharField(label=_("How and why the firm withdrew"), max_length=300, widget=_LINES)


class AnswerForm(forms.Form):
    """A unit's opinion in joint handling."""

    verdict = forms.ChoiceField(label=_("Opinion"), choices=Verdict.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        max_length=2000,
        required=False,
        widget=_LINES,
        help_text=_("Needed where you do not simply agree. Please write no personal data here."),
    )

    def clean(self) -> dict[str, Any]:
        """Conditions and disagreement say why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") not in (None, Verdict.AGREE) and not given.get("text"):
            self.add_error("text", _("Please write what is missing or which rule stands against it."))
        return given


class LeaderForm(forms.Form):
    """Who leads a major project; nobody takes it off the register."""

    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("Leader of a major project"), required=False, empty_label=_("no major project")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["leader"], leaders())


class AskForm(forms.Form):
    """Why a clock is asked for something."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_LINES)
    document = forms.CharField(
        label=_("Number of the written notice to the applicant"),
        max_length=100,
        help_text=_("The applicant is told in writing, with the reason."),
    )


class ExtensionForm(AskForm):
    """How much more time."""

    field_order = ["amount", "reason", "document"]
    amount = forms.IntegerField(
        label=_("Working days more"),
        min_value=1,
        max_value=MOST_EXTENSION,
        help_text=_(
            "At most 15, once, by the head of this level's government (Administrative Licensing Law, art. 42)."
        ),
    )


class PauseForm(AskForm):
    """Why and until when a promise stands still."""

    field_order = ["ground", "planned_until", "reason", "document"]
    ground = forms.ChoiceField(label=_("Ground of the pause"), choices=Ground.choices)
    planned_until = DayField(label=_("Planned until"))


class DecideForm(forms.Form):
    """Grant or refuse."""

    grant = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("grant")), ("no", _("refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=_LINES)

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("grant") is False and not given.get("note"):
            self.add_error("note", _("Say why the request is refused."))
        return given


class RevealForm(forms.Form):
    """Why somebody needs to know the firm."""

    purpose = forms.CharField(
        label=_("What do you need the firm's details for?"),
        max_length=200,
        error_messages={"required": _("Say what you need the details for.")},
    )
