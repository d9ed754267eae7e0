"""Filters of the room's lists."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InboxFilter(forms.Form):
    """Which notices to show."""

    unread = forms.BooleanField(label=_("Only unread"), required=False)
