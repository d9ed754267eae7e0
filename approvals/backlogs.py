"""The counters' open cases of an older system, brought in with their true dates.

The applicants stay in the older system under its numbers: a sheet carries no identity.
"""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.models import Case, CaseState, Item
from efficiency.cards.backlog import Backlog, PastPause, Promised, Typed, due_of, register
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import STATUTORY_GROUNDS, ClockKind, Ground, Subsystem
from efficiency.clocks.models import Matter
from efficiency.common.fields import ChoiceByWord, DayField, MomentField
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit, User

_PAUSE = ("pause_ground", "pause_document", "pause_from", "pause_until")


class CaseRow(forms.Form):
    """One open case."""

    number = forms.CharField(label=gettext_lazy("Number in the older system"), max_length=40)
    item = forms.ModelChoiceField(
        label=gettext_lazy("Item code"),
        queryset=Item.objects.filter(active=True).select_related("unit"),
        to_field_name="code",
        error_messages={"invalid_choice": gettext_lazy("No item in the catalogue has this code.")},
    )
    clerk = forms.ModelChoiceField(
        label=gettext_lazy("User name of the clerk"),
        queryset=User.objects.able(),
        to_field_name="username",
        error_messages={"invalid_choice": gettext_lazy("Nobody has this user name.")},
    )
    received_at = MomentField(label=pgettext_lazy("case", "Received at"))
    accepted_at = MomentField(label=gettext_lazy("Accepted at"), required=False)
    promised_limit = forms.IntegerField(
        label=gettext_lazy("Promised limit then"), min_value=1, max_value=365, required=False
    )
    statutory_limit = forms.IntegerField(
        label=gettext_lazy("Statutory limit then"), min_value=1, max_value=365, required=False
    )
    pause_ground = ChoiceByWord(label=gettext_lazy("Ground of the pause"), choices=Ground.choices, required=False)
    pause_document = forms.CharField(label=gettext_lazy("Written notice of the pause"), max_length=100, required=False)
    pause_from = DayField(label=gettext_lazy("Paused after"), required=False)
    pause_until = DayField(label=gettext_lazy("Up to and including"), required=False)

    def clean_number(self) -> str:
        """Each comes in once."""
        number: str = self.cleaned_data["number"]
        if Case.objects.filter(submission=_submission(number)).exists():
            raise ValidationError(_("This number has been brought in already."))
        return number

    def clean(self) -> Typed:
        """Days stand in their order; a pause is told whole or not at all."""
        typed: Typed = super().clean() or {}
        received, accepted = typed.get("received_at"), typed.get("accepted_at")
        if received and accepted and accepted < received:
            self.add_error("accepted_at", _("It was accepted before it was received."))
        given = [name for name in _PAUSE if typed.get(name)]
        if given and len(given) < len(_PAUSE):
            self.add_error("pause_ground", _("Fill in all four fields of the pause, or none."))
        elif given and (not accepted or typed["pause_until"] <= typed["pause_from"]):
            self.add_error("pause_until", _("A pause lies after the acceptance and ends after it begins."))
        return typed


def _submission(number: str) -> str:
    return f"backlog {number}"


def _unit(row: Typed) -> Unit:
    unit: Unit = row["item"].unit
    return unit


def _counted_from(row: Typed) -> datetime | None:
    """From when the limits run: from the receipt where it was accepted after the 5 working days (T-14)."""
    received: datetime = row["received_at"]
    accepted: datetime | None = row["accepted_at"]
    if accepted and accepted >= due_of(Promised(ClockKind.ACCEPTANCE, received)):
        return received
    return accepted


def _promises(row: Typed) -> list[Promised]:
    start = _counted_from(row)
    if start is None:
        return [Promised(ClockKind.ACCEPTANCE, row["received_at"])]
    item, pauses = row["item"], _pauses(row)
    promised = row["promised_limit"] or item.promised_limit
    found = [Promised(ClockKind.PROMISED, start, promised, item.promised_unit, pauses)]
    statutory = row["statutory_limit"] or item.statutory_limit
    if statutory:
        lawful = pauses if row["pause_ground"] in STATUTORY_GROUNDS else ()
        found.append(Promised(ClockKind.STATUTORY, start, statutory, item.statutory_unit, lawful))
    return found


def _pauses(row: Typed) -> tuple[PastPause, ...]:
    if not row["pause_ground"]:
        return ()
    first, last = (datetime.combine(row[name], time(12), SHANGHAI) for name in ("pause_from", "pause_until"))
    return (PastPause(row["pause_ground"], row["pause_document"], first, last),)


def _create(row: Typed, actor: Any, now: datetime, demo: bool) -> Matter:
    item: Item = row["item"]
    matter = clocks.open_matter(
        prefix="BJ",
        title=item.name,
        subsystem=Subsystem.APPROVAL,
        unit=item.unit,
        officer=row["clerk"],
        path="/cases/{reference}/",
        actor=actor,
        now=now,
        demo=demo,
    )
    matter.opened_at = row["received_at"]
    matter.save(update_fields=["opened_at"])
    Case.objects.create(
        matter=matter,
        item=item,
        item_version=item.version,
        code_digest=query_code_digest(query_code(matter.reference)),
        submission=_submission(row["number"]),
        note=_("No. %(number)s of the older system") % {"number": row["number"]},
        clerk=row["clerk"],
        state=CaseState.ACCEPTED if row["accepted_at"] else CaseState.RECEIVED,
        received_at=row["received_at"],
        accepted_at=row["accepted_at"],
        accepted_from=_counted_from(row),
        promised_limit=row["promised_limit"] or item.promised_limit,
        promised_unit=item.promised_unit,
        statutory_limit=row["statutory_limit"] or item.statutory_limit,
        statutory_unit=item.statutory_unit,
    )
    return matter


register(
    Backlog(
        code="cases",
        name=gettext_lazy("Open cases"),
        subsystem=Subsystem.APPROVAL,
        row_form=CaseRow,
        unit=_unit,
        promises=_promises,
        create=_create,
    )
)
