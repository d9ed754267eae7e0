"""Filters of the auditor's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.audit.querysets import EntryQuerySet
from efficiency.audit.verbs import Verb
from efficiency.common.fields import DayField


class EntryFilter(forms.Form):
    """Which entries to show: what, by whom, about what, when."""

    verb = forms.ChoiceField(label=_("What"), required=False)
    actor = forms.CharField(label=_("By (user name)"), max_length=60, required=False)
    kind = forms.CharField(label=_("About (kind)"), max_length=40, required=False)
    subject = forms.CharField(label=_("About (number)"), max_length=64, required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("up to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb = self.fields["verb"]
        assert isinstance(verb, forms.ChoiceField)
        verb.choices = [("", _("anything")), *Verb.choices]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins."))
        return values

    def narrowed(self, entries: EntryQuerySet) -> EntryQuerySet:
        """The entries that fit; none while the filters are wrong, so that no wrong list is taken for right."""
        if not self.is_valid():
            return entries.none()
        wanted = self.cleaned_data
        exact = {"verb": "verb", "actor": "actor__username", "kind": "subject_kind", "subject": "subject_id"}
        entries = entries.filter(**{exact[name]: wanted[name] for name in exact if wanted[name]})
        if wanted["first"]:
            entries = entries.from_day(wanted["first"])
        if wanted["last"]:
            entries = entries.to_day(wanted["last"])
        return entries
