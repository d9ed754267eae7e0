"""Forms about people, units and posts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password. One message for a wrong name, a wrong password, a disabled account."""

    error_messages = {  # noqa: RUF012  (the base class declares it so)
        "invalid_login": _("This user name and password do not belong together. Please try again."),
        "inactive": _("This user name and password do not belong together. Please try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "autocomplete": "username"})
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
