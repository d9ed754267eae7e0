"""Forms about accounts and roles."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from efficiency.organization.forms.choices import offer
from efficiency.organization.forms.factors import GroundForm
from efficiency.organization.models import Unit, User
from efficiency.organization.querysets import UserQuerySet
from efficiency.organization.roles import Role


class SignInForm(AuthenticationForm):
    """User name and password. One message for a wrong name, a wrong password, a disabled account."""

    error_messages = {  # noqa: RUF012  (the base class declares it so)
        "invalid_login": _("This user name and password do not belong together. Please try again."),
        "inactive": _("This user name and password do not belong together. Please try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        # The base class only tells the browser; PostgreSQL refuses to note a longer name.
        self.fields["username"].validators.append(MaxLengthValidator(60, self.error_messages["invalid_login"]))
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "autocomplete": "username"})
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class PeopleFilter(forms.Form):
    """Which accounts to show."""

    q = forms.CharField(label=_("Name or user name"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("any")), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), ("on", _("enabled")), ("off", _("disabled"))]
    )

    def narrowed(self, people: UserQuerySet) -> UserQuerySet:
        """The accounts that fit; none while the filters are wrong."""
        if not self.is_valid():
            return people.none()
        wanted = self.cleaned_data
        if wanted["q"]:
            people = people.named_like(wanted["q"])
        if wanted["role"]:
            people = people.filter(pk__in=User.objects.holding(wanted["role"]).values("pk"))
        if wanted["state"]:
            people = people.filter(is_active=wanted["state"] == "on")
        return people


class PersonForm(forms.Form):
    """What is known of somebody with an account."""

    display_name = forms.CharField(label=_("Name"), max_length=60)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False)
    title = forms.CharField(label=_("Post title"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(
        label=_("Language of e-mails"), required=False, choices=[("", _("as the portal")), *settings.LANGUAGES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], Unit.objects.in_use())


class NewPersonForm(PersonForm):
    """A new account, with the password its owner must change when he first signs in."""

    field_order = ["username", "password"]
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]+\Z",
        label=_("User name"),
        max_length=60,
        error_messages={"invalid": _("Use letters, digits, dots, hyphens and underscores only.")},
    )
    password = forms.CharField(
        label=_("Initial password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


class RoleForm(GroundForm):
    """A role to give, and why."""

    field_order = ["role"]
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
