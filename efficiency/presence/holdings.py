"""What somebody first asked keeps about whoever asked: how to reach him, until some time after the end."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.changes.settings import value_of
from efficiency.presence.models import Enquiry
from efficiency.vault.defined import ENQUIRIES
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The enquiries of these persons."""
    keep = timedelta(days=value_of(ENQUIRIES, now))
    return [
        Held(
            person=enquiry.contact,
            reference=str(enquiry.pk),
            what=_("First-asked enquiry"),
            kept_until=enquiry.finished_at + keep if enquiry.finished_at else None,
            facts={_("Asked at"): enquiry.asked_at.isoformat(timespec="minutes"), _("Text"): enquiry.text},
        )
        for enquiry in Enquiry.objects.filter(contact__in=persons)
        if enquiry.contact is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Persons whose enquiry ended so long ago that the contact need not be kept."""
    last = now - timedelta(days=value_of(ENQUIRIES, now))
    rows = Enquiry.objects.filter(contact__isnull=False, finished_at__lte=last).order_by("finished_at")
    return (person for person in rows.values_list("contact", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """Blank what was written down of the words of whoever asked."""
    Enquiry.objects.filter(contact=person).update(text="")


register(Holding("enquiries", gettext_lazy("First-asked enquiries"), find, over, forget))
