"""Filters of the auditor's list of readings."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadingFilter(forms.Form):
    """By whom."""

    reader = forms.CharField(label=_("Read by (user name)"), max_length=60, required=False)
