"""Forms of the list and of one irregularity."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI
from efficiency.irregularities.kinds import State
from efficiency.irregularities.querysets import FindingQuerySet
from efficiency.irregularities.registry import anomalies, rule_of
from efficiency.organization.models import Unit

_WORDS = forms.Textarea(attrs={"rows": 4})
_TOO_LONG = _("This has more than 1,000 characters. Please shorten it.")


class FindingFilter(forms.Form):
    """The filters of the list."""

    OPEN = "open"

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All"))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), (OPEN, _("not settled")), *State.choices]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted({anomaly.code for anomaly in anomalies()})
        choices = [("", _("All")), *((code, f"{code} {rule_of(code).title}") for code in codes)]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, rows: FindingQuerySet) -> FindingQuerySet:
        """Keep what the filters name; what cannot be read filters nothing and says so."""
        self.is_valid()
        wanted = self.cleaned_data
        if rule := wanted.get("rule"):
            rows = rows.filter(rule=rule)
        if unit := wanted.get("unit"):
            rows = rows.filter(unit__in=Unit.objects.under(unit))
        if state := wanted.get("state"):
            rows = rows.waiting() if state == self.OPEN else rows.filter(state=state)
        if since := wanted.get("since"):
            rows = rows.filter(at__gte=datetime.combine(since, time(), SHANGHAI))
        if until := wanted.get("until"):
            rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time(), SHANGHAI))
        return rows

    def names_in_use(self) -> list[str]:
        """The filters that are set."""
        return [name for name, value in self.cleaned_data.items() if value not in (None, "")]


class ExplainForm(forms.Form):
    """What the unit says."""

    text = forms.CharField(
        label=_("Explanation of the unit"),
        max_length=1000,
        widget=_WORDS,
        help_text=_("What happened and why. Please name no applicant."),
        error_messages={"required": _("Please write the statement."), "max_length": _TOO_LONG},
    )


class SettleForm(forms.Form):
    """What the office says."""

    upheld = forms.TypedChoiceField(
        label=_("The irregularity"),
        choices=[("0", _("is explained: no fault")), ("1", _("is upheld"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose whether it is explained or upheld."),
            "invalid_choice": _("Please choose whether it is explained or upheld."),
        },
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=1000,
        widget=_WORDS,
        error_messages={"required": _("Please write the ground."), "max_length": _TOO_LONG},
    )
