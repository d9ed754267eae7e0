"""Forms of the room."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.events import event_choices
from efficiency.notifications.kinds import EmailChoice, EndpointKind
from efficiency.organization.models import Unit


class InboxFilter(forms.Form):
    """Which notices to show."""

    unread = forms.BooleanField(label=_("Only unread"), required=False)


class EndpointForm(forms.Form):
    """What can be changed of a robot; its address and secret are never shown again."""

    name = forms.CharField(label=_("Name"), max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        empty_label=_("whole city"),
        help_text=_("A unit's robot hears what people of the unit are told."),
    )
    events = forms.MultipleChoiceField(label=_("What it hears"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    url = forms.CharField(
        label=_("New address"),
        max_length=500,
        required=False,
        help_text=_("Empty: the address stays."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=_("New signing secret"),
        max_length=200,
        required=False,
        help_text=_("Empty: the secret stays."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, events = self.fields["unit"], self.fields["events"]
        assert isinstance(unit, forms.ModelChoiceField)  # declared above
        assert isinstance(events, forms.MultipleChoiceField)  # declared above
        unit.queryset = Unit.objects.in_use()
        events.choices = event_choices()


class NewEndpointForm(EndpointForm):
    """A new robot."""

    field_order = ["name", "kind", "url", "secret", "unit", "events", "language"]
    kind = forms.ChoiceField(label=_("Kind"), choices=EndpointKind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url, secret = self.fields["url"], self.fields["secret"]
        url.label, secret.label = _("Address"), _("Signing secret")
        url.help_text = _("As the group's robot page shows it. It is kept encrypted and never shown again.")
        secret.help_text = _("DingTalk, Feishu and webhooks sign with it; WeCom has none.")

    def clean(self) -> dict[str, Any]:
        """Every kind but the file has an address."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") != EndpointKind.FILE and not values.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter the address."))
        return values


class ChoiceForm(forms.Form):
    """How somebody wants to be told."""

    email = forms.ChoiceField(label=_("E-mails"), choices=EmailChoice.choices, widget=forms.RadioSelect)
    sms = forms.BooleanField(label=_("Text messages for what is urgent"), required=False)
    phone = forms.RegexField(
        r"^1[3-9]\d{9}\Z",
        label=_("Mobile number"),
        required=False,
        help_text=_("For text messages alone: kept encrypted, shown to nobody else."),
        error_messages={"invalid": _("Enter a mobile number of 11 digits.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        """Text messages need a number."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("sms") and not values.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter the number for text messages."))
        return values
