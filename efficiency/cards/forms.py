"""Forms of the room: what people type, checked; what it does is in actions.py."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from efficiency.cards.kinds import LevelNumber, RulingKind
from efficiency.cards.models import Card, CardPolicy, Level
from efficiency.clocks.kinds import Ground
from efficiency.clocks.models import Matter
from efficiency.common.fields import DayField
from efficiency.organization.models import Unit

MOST_DAYS = 250


class ReceiveForm(forms.Form):
    """Nothing to fill: the button is the act."""


class CloseForm(forms.Form):
    """Nothing to fill: the button is the act."""


class StatementForm(forms.Form):
    """The unit's side of the story."""

    text = forms.CharField(
        label=_("Statement"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What happened, why, and what the office should know. It is kept with the card as written."),
        error_messages={"required": _("Write the statement.")},
    )


class RectificationForm(forms.Form):
    """What the unit has put right."""

    text = forms.CharField(
        label=_("What was put right"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what was put right.")},
    )


class UpholdForm(forms.Form):
    """The office's reason is optional where it agrees with the card."""

    note = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class ProposalForm(forms.Form):
    """A revocation or downgrade with its ground; a revocation may name a pause nobody recorded."""

    kind = forms.ChoiceField(
        label=_("Proposal"),
        choices=RulingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you propose.")},
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The unit and the second person read this."),
        error_messages={"required": _("Give the ground.")},
    )
    pause_ground = forms.ChoiceField(
        label=_("Ground of the pause"),
        choices=[("", "—"), *Ground.choices],
        required=False,
        help_text=_("Only where a pause was never recorded: the deadline is then counted anew with it."),
    )
    pause_document = forms.CharField(label=_("Written notice of the pause"), max_length=100, required=False)
    pause_from = DayField(label=_("Paused after"), required=False)
    pause_until = DayField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if card.standing_level < LevelNumber.GRAVE:
            # The lowest numbered level has nothing below it but being revoked.
            self.fields["kind"].choices = [(RulingKind.REVOKE.value, RulingKind.REVOKE.label)]  # type: ignore[attr-defined]
        if card.clock_id is None:
            for name in self.pause_names:
                del self.fields[name]

    pause_names = ("pause_ground", "pause_document", "pause_from", "pause_until")

    def clean(self) -> dict[str, Any]:
        """A late pause is told whole or not at all, and only belongs to a revocation."""
        values = super().clean() or {}
        given = [name for name in self.pause_names if values.get(name)]
        if not given:
            return values
        if values.get("kind") != RulingKind.REVOKE:
            self.add_error("pause_ground", _("Only a revocation can record a late pause."))
        for name in self.pause_names:
            if name in self.fields and name not in self.errors and not values.get(name):
                self.add_error(name, _("Fill in all four fields of the pause, or none."))
        start, end = values.get("pause_from"), values.get("pause_until")
        if start and end and end <= start:
            self.add_error("pause_until", _("The pause must end after it begins."))
        return values


class DecisionForm(forms.Form):
    """The second person's word on a proposal."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("confirm", _("Confirm the proposal")), ("reject", _("Reject the proposal"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you confirm or reject.")},
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you reject."),
    )

    def clean(self) -> dict[str, Any]:
        """A rejection gives its reason."""
        values = super().clean() or {}
        if values.get("decision") == "reject" and not values.get("note", "").strip():
            self.add_error("note", _("Say why you reject the proposal."))
        return values


class ByHandForm(forms.Form):
    """A card that the office issues itself."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("Choose a unit from the list.")},
    )
    matter = forms.CharField(label=_("Number of the matter"), max_length=50, required=False, help_text=_("Optional."))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)
    rule = forms.CharField(
        label=_("Rule"),
        max_length=20,
        help_text=_("The number of the rule that was broken, e.g. E-07."),
        error_messages={"required": _("Name the rule that was broken.")},
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The facts, so that the unit can answer them. No names of citizens."),
        error_messages={"required": _("Give the ground.")},
    )

    def __init__(self, *args: Any, levels: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.in_use()  # type: ignore[attr-defined]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]

    def clean_matter(self) -> Matter | None:
        """Find the matter by its number."""
        reference = self.cleaned_data["matter"].strip()
        if not reference:
            return None
        matter = Matter.objects.filter(reference=reference).first()
        if matter is None:
            raise ValidationError(_("No matter has this number. Check it, or leave the field empty."))
        return matter


class LevelForm(forms.ModelForm[Level]):
    """What the city calls a level, and what it costs."""

    class Meta:
        """The number belongs to the house."""

        model = Level
        fields = ["name_hans", "name_hant", "name_en", "sign", "colour", "points"]

    def clean_points(self) -> Any:
        """Points are taken off, so they are written without a minus."""
        points = self.cleaned_data["points"]
        if points < 0:
            raise ValidationError(_("Write the points without a minus sign."))
        return points


class CardPolicyForm(forms.ModelForm[CardPolicy]):
    """Periods around a card, and what is printed on it."""

    class Meta:
        """All of it."""

        model = CardPolicy
        fields = ["answer_days", "review_days", "rectify_days", "issuer", "article", "remedy"]
        widgets = {"remedy": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("answer_days", "review_days", "rectify_days"):
            # A period that leads beyond the calendar would stop the judge: it could date no card.
            self.fields[name].validators.append(MaxValueValidator(MOST_DAYS))

    def clean_answer_days(self) -> int:
        """A unit is always heard (T-36)."""
        days: int = self.cleaned_data["answer_days"]
        if days < 1:
            raise ValidationError(_("A unit has at least 1 working day for its statement."))
        return days
