"""The hotline's open complaints of an older system, brought in with their true dates.

The citizens stay in the older system under its numbers: a sheet carries no identity.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.intake import hotline
from complaints.kinds import Identity, IntakeChannel, Kind, State
from complaints.models import Complaint, Dispatch
from complaints.redaction import title_of
from efficiency.cards.backlog import Backlog, Promised, Typed, register
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.clocks.models import Matter
from efficiency.common.fields import ChoiceByWord, MomentField
from efficiency.common.keys import query_code, query_code_digest
from efficiency.organization.models import Unit
from efficiency.vault.redaction import redact


class ComplaintRow(forms.Form):
    """One open complaint."""

    number = forms.CharField(label=gettext_lazy("Number in the older system"), max_length=40)
    kind = ChoiceByWord(label=gettext_lazy("Kind"), choices=Kind.choices)
    content = forms.CharField(label=gettext_lazy("What happened"), max_length=4000)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    filed_at = MomentField(label=gettext_lazy("Filed at"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Code of the unit"),
        queryset=Unit.objects.in_use(),
        to_field_name="code",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No unit has this code.")},
    )
    dispatched_at = MomentField(label=gettext_lazy("Dispatched at"), required=False)

    def clean_number(self) -> str:
        """Each comes in once."""
        number: str = self.cleaned_data["number"]
        if Complaint.objects.filter(submission=_submission(number)).exists():
            raise ValidationError(_("This number has been brought in already."))
        return number

    def clean(self) -> Typed:
        """A complaint that was dispatched names its unit and moment, in their order."""
        typed: Typed = super().clean() or {}
        filed, unit, dispatched = (typed.get(name) for name in ("filed_at", "unit", "dispatched_at"))
        if bool(unit) != bool(dispatched) and "unit" not in self.errors and "dispatched_at" not in self.errors:
            self.add_error("dispatched_at", _("Give both the unit and the moment of the dispatch, or neither."))
        if filed and dispatched and dispatched < filed:
            self.add_error("dispatched_at", _("It was dispatched before it was filed."))
        return typed


def _submission(number: str) -> str:
    return f"backlog {number}"


def _scrub(row: list[str]) -> list[str]:
    number, kind, content, place, *rest = row
    return [number, kind, redact(content), redact(place), *rest]


def _unit(row: Typed) -> Unit:
    return row["unit"] or hotline()


def _promises(row: Typed) -> list[Promised]:
    promises = [Promised(ClockKind.CITIZEN, row["filed_at"])]
    if row["dispatched_at"]:
        return [*promises, Promised(ClockKind.REPLY, row["dispatched_at"])]
    return [*promises, Promised(ClockKind.DISPATCH, row["filed_at"])]


def _create(row: Typed, actor: Any, now: datetime, demo: bool) -> Matter:
    unit, dispatched = _unit(row), row["dispatched_at"]
    shared = redact(row["content"])
    matter = clocks.open_matter(
        prefix="TS",
        title=title_of(row["kind"], shared),
        subsystem=Subsystem.HOTLINE,
        unit=unit,
        officer=None,
        path="/complaints/{reference}/",
        actor=actor,
        now=now,
        demo=demo,
    )
    matter.opened_at = row["filed_at"]
    matter.save(update_fields=["opened_at"])
    submission = _submission(row["number"])
    complaint = Complaint.objects.create(
        matter=matter,
        submission=submission,
        fingerprint="",
        code_digest=query_code_digest(query_code(submission)),
        kind=row["kind"],
        channel=IntakeChannel.PHONE,
        content=row["content"],
        shared_content=shared,
        place=redact(row["place"]),
        identity=Identity.ANONYMOUS,
        filed_at=row["filed_at"],
        state=State.DISPATCHED if dispatched else State.FILED,
        dispatched_at=dispatched,
    )
    if dispatched:
        note = _("No. %(number)s of the older system") % {"number": row["number"]}
        Dispatch.objects.create(complaint=complaint, unit=unit, note=note, by=actor, at=dispatched)
    return matter


register(
    Backlog(
        code="complaints",
        name=gettext_lazy("Open complaints"),
        subsystem=Subsystem.HOTLINE,
        row_form=ComplaintRow,
        unit=_unit,
        promises=_promises,
        create=_create,
        scrub=_scrub,
    )
)
