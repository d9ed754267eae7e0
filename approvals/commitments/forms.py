"""Forms of the units and of the office."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.commitments.defined import CONSEQUENCE
from approvals.commitments.kinds import SHARES, Consequence, Finding, Measure, Topic
from efficiency.changes.settings import value_of
from efficiency.common.fields import DayField
from efficiency.common.moments import local_date
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit

_LINES = forms.Textarea(attrs={"rows": 3})


class CommitmentForm(forms.Form):
    """What is promised, and by what it is seen."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Please choose"))
    text = forms.CharField(
        label=pgettext_lazy("of a unit", "Commitment"),
        max_length=300,
        widget=_LINES,
        help_text=_("One sentence that everybody understands."),
    )
    measure = forms.ChoiceField(label=_("Seen by"), choices=Measure.choices)
    threshold = forms.DecimalField(
        label=_("Threshold"),
        required=False,
        min_value=0,
        max_value=99_999,
        decimal_places=1,
        max_digits=6,
        help_text=_("The share in percent, or the number. Empty for what the office assesses."),
    )
    published_from = DayField(
        label=_("Published from"), help_text=_("Measured for each whole month on whose first day it stands.")
    )
    ground = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
    ends = forms.BooleanField(label=_("End this commitment on that day"), required=False)

    def __init__(self, *args: Any, units: Any, changing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)
        self.fields["published_from"].initial = local_date(timezone.now())
        if changing:
            del self.fields["unit"]
            self.fields["ground"].required = True
        else:
            del self.fields["ground"], self.fields["ends"]

    def clean(self) -> dict[str, Any]:
        """Ask for the threshold where there is one; refuse a share over 100."""
        given: dict[str, Any] = super().clean() or {}
        kind, threshold = given.get("measure"), given.get("threshold")
        if kind and kind != Measure.ASSESSED and threshold is None and "threshold" not in self.errors:
            self.add_error("threshold", _("Say from which share or number on it is kept."))
        if kind in SHARES and threshold is not None and threshold > 100:
            self.add_error("threshold", _("A share is at most 100."))
        return given


class UnitFilter(forms.Form):
    """Which unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("all"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)

    def chosen(self) -> Unit | None:
        """The unit asked for."""
        return self.cleaned_data.get("unit") if self.is_valid() else None


class AnswerForm(forms.Form):
    """What the unit says."""

    text = forms.CharField(
        label=_("Answer of the unit"),
        max_length=1000,
        widget=_LINES,
        help_text=_("Everybody reads it beside the commitment."),
    )


class SettleForm(forms.Form):
    """What the office makes of it."""

    kind = forms.ChoiceField(label=_("Consequence"), widget=forms.RadioSelect)
    ground = forms.CharField(label=_("Ground"), max_length=500, widget=_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_one = Consequence(value_of(CONSEQUENCE))
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in (set_one, Consequence.NONE)]


class AssessForm(forms.Form):
    """Whether it was kept, and what shows it."""

    kept = forms.TypedChoiceField(
        label=_("Was it kept?"),
        choices=[("yes", pgettext_lazy("promise", "kept")), ("no", _("broken"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(label=_("Evidence"), max_length=1000, widget=_LINES)


class CheckForm(forms.Form):
    """What a check of publication found."""

    topic = forms.ChoiceField(label=_("What must be published"), choices=Topic.choices)
    finding = forms.ChoiceField(label=pgettext_lazy("check", "Finding"), choices=Finding.choices)
    place = forms.CharField(
        label=_("Where it was found"), max_length=300, required=False, help_text=_("Address of the page or place.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
