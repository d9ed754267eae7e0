"""What the counter keeps about an applicant, and for how long."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from approvals.models import Case
from efficiency.changes.settings import value_of
from efficiency.vault.defined import CASES
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The cases of these applicants."""
    keep = timedelta(days=value_of(CASES, now))
    rows = Case.objects.filter(applicant__in=persons).select_related("matter", "item")
    return [
        Held(
            person=case.applicant,
            reference=case.matter.reference,
            what=_("Case"),
            kept_until=case.matter.closed_at + keep if case.matter.closed_at else None,
            facts={
                _("Item"): case.item.name,
                pgettext("case", "Received at"): case.received_at.isoformat(timespec="minutes"),
                _("State"): str(case.get_state_display()),
            },
        )
        for case in rows
        if case.applicant is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Applicants one of whose cases ended so long ago that it need not be kept."""
    last = now - timedelta(days=value_of(CASES, now))
    rows = Case.objects.filter(applicant__isnull=False, matter__closed_at__lte=last).order_by("matter__closed_at")
    return (person for person in rows.values_list("applicant", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """The rows of a case hold the key of the applicant, and a mark by which he is known again: it goes."""
    Case.objects.filter(applicant=person).update(applicant_mark="")


register(Holding("cases", gettext_lazy("Cases"), find, over, forget))
