"""Forms of whoever rates, of the units and of the office."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.forms import ProgressForm
from approvals.ratings.actions.giving import MOST_WORDS
from approvals.ratings.kinds import Channel, Code
from approvals.ratings.models import Rating
from approvals.ratings.periods import Period, last_months
from efficiency.common.fields import DayField
from efficiency.organization.forms.choices import offer
from efficiency.organization.models import Unit

_LINES = forms.Textarea(attrs={"rows": 3})


class NumberForm(ProgressForm):
    """The number of the case with its query code."""


class RatingForm(forms.Form):
    """One rating: the code was chosen by a large button; words and name are free."""

    code = forms.TypedChoiceField(
        label=_("Your rating"),
        choices=Code.choices,
        coerce=int,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Please choose one of the five."),
            "invalid_choice": _("Please choose one of the five."),
        },
    )
    words = forms.CharField(
        label=_("What was good or bad? (if you like)"),
        max_length=MOST_WORDS,
        required=False,
        widget=_LINES,
        help_text=_("Names and telephone numbers are taken out before anybody reads it."),
        error_messages={"max_length": _("Please shorten it to 500 characters.")},
    )
    named = forms.BooleanField(
        label=_("You may call me about it (rating with name)"),
        required=False,
        help_text=_(
            "Then the unit must call you and put it right. Only who calls you reads your name and phone; "
            "the clerk of the window does not. Without it nobody learns who rated."
        ),
    )


class ActForm(forms.Form):
    """The base of what is asked for an act on a rating."""


class ContactForm(ActForm):
    """How the rater was reached, and what he said."""

    how = forms.CharField(label=_("How did you reach the rater?"), max_length=100)
    text = forms.CharField(
        label=_("What did he say?"), max_length=1000, widget=_LINES, help_text=_("Write no names or numbers here.")
    )


class TryForm(ActForm):
    """How it was tried."""

    how = forms.CharField(label=_("How did you try?"), max_length=100)
    text = forms.CharField(label=_("Note"), max_length=1000, required=False)


class RectifyForm(ActForm):
    """Why it happened and what was done."""

    reasons = forms.CharField(label=_("Why did it happen?"), max_length=1000, widget=_LINES)
    text = forms.CharField(label=_("What have you put right?"), max_length=1000, widget=_LINES)


class CallBackForm(ActForm):
    """What the rater says of it."""

    content = forms.TypedChoiceField(
        label=_("Is the rater content now?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("What did he answer?"), max_length=1000, widget=_LINES)


class GroundForm(ActForm):
    """The ground of an appeal or a ruling."""

    ground = forms.CharField(label=_("Ground"), max_length=500, widget=_LINES)


class PurposeForm(ActForm):
    """For what the identity is read."""

    purpose = forms.CharField(label=_("What for? It is recorded."), max_length=200)


class PeriodForm(forms.Form):
    """From when until when; this month and the two before where nothing is said."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=pgettext_lazy("day", "Until"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("all"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("The end lies before the beginning."))
        return given

    def period(self) -> Period:
        """What was asked for; the usual where it makes no sense."""
        usual = last_months(timezone.now(), 3)
        given = self.cleaned_data if self.is_valid() else {}
        return Period(given.get("since") or usual.first, given.get("until") or max(usual.last, usual.first))

    def unit_asked(self) -> Unit | None:
        """The unit asked for."""
        return self.cleaned_data.get("unit") if self.is_valid() else None


class ListForm(PeriodForm):
    """Which ratings of a period."""

    STATES = (
        ("", _("all")),
        ("contact", _("to be contacted")),
        ("fix", _("to be put right")),
        ("back", _("to be called back")),
        ("appeal", _("appealed against")),
        ("bad", _("bad ones")),
        ("words", _("with words")),
        ("voided", _("voided")),
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=STATES)
    code = forms.TypedChoiceField(
        label=_("Rating"), required=False, choices=[("", _("all")), *Code.choices], coerce=int, empty_value=None
    )
    channel = forms.ChoiceField(label=_("Given by"), required=False, choices=[("", _("all")), *Channel.choices])
    item = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31)
    clerk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def rows(self, user: Any) -> Any:
        """The ratings that `user` may see of what was asked for."""
        given = self.cleaned_data if self.is_valid() else {}
        show, period, unit = given.get("show", ""), self.period(), self.unit_asked()
        seen = Rating.objects.visible_to(user)
        by_show: dict[str, Callable[[], Any]] = {
            "contact": seen.to_contact,
            "fix": seen.to_fix,
            "back": seen.to_call_back,
            "appeal": seen.appealed,
            "bad": seen.bad,
            "words": lambda: seen.exclude(words=""),
            "voided": lambda: seen.exclude(voided_at=None),
        }
        found = by_show[show]() if show else seen
        if show not in ("contact", "fix", "back", "appeal"):  # what waits is shown, however old
            found = found.between(period.since, period.until)
        if unit is not None:
            found = found.filter(unit__path__startswith=unit.path)
        exact = {name: given[name] for name in ("code", "channel", "item", "clerk") if given.get(name)}
        return found.filter(**exact)


class ImportForm(forms.Form):
    """A sheet with ratings of another system."""

    source = forms.CharField(label=_("Name of the other system"), max_length=60)
    sheet = forms.FileField(
        label=_("Excel sheet"), help_text=_("At most 5000 rows. Nothing is taken unless every row is well.")
    )
