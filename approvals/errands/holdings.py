"""What an errand keeps about whom it is run for, and for how long: as a case."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.errands.models import Errand
from efficiency.changes.settings import value_of
from efficiency.vault.defined import CASES
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The errands for these persons."""
    keep = timedelta(days=value_of(CASES, now))
    return [
        Held(
            person=errand.person,
            reference=errand.number,
            what=_("Errand"),
            kept_until=errand.ended_at + keep if errand.ended_at else None,
            facts={
                _("Item"): errand.item.name,
                _("Received at"): errand.taken_in_at.isoformat(timespec="minutes"),
                _("State"): str(errand.get_state_display()),
            },
        )
        for errand in Errand.objects.filter(person__in=persons).select_related("item")
        if errand.person is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Persons whose errand ended so long ago that it need not be kept."""
    last = now - timedelta(days=value_of(CASES, now))
    rows = Errand.objects.filter(person__isnull=False, ended_at__lte=last).order_by("ended_at")
    return (person for person in rows.values_list("person", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """Blank the agent's words."""
    Errand.objects.filter(person=person).update(note="", outcome="", sent_back="")


register(Holding("errands", gettext_lazy("Errands"), find, over, forget))
