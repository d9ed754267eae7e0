"""What the hotline keeps about a citizen, for how long, and what of it he wrote himself."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Addition, Attachment, Complaint
from efficiency.changes.settings import value_of
from efficiency.vault.defined import COMPLAINTS
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """The complaints of these persons with what they wrote."""
    keep = timedelta(days=value_of(COMPLAINTS, now))
    rows = Complaint.objects.filter(reporter__in=persons).select_related("matter").prefetch_related("additions")
    return [
        Held(
            person=complaint.reporter,
            reference=complaint.matter.reference,
            what=_("Complaint"),
            kept_until=complaint.matter.closed_at + keep if complaint.matter.closed_at else None,
            facts={
                _("Filed at"): complaint.filed_at.isoformat(timespec="minutes"),
                _("What happened"): complaint.content,
                _("Where"): complaint.place,
                _("Additions"): "\n".join(addition.text for addition in complaint.additions.all()),
                _("Files"): str(complaint.attachments.count()),
            },
        )
        for complaint in rows
        if complaint.reporter is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Persons one of whose complaints ended so long ago that it need not be kept."""
    last = now - timedelta(days=value_of(COMPLAINTS, now))
    rows = Complaint.objects.filter(reporter__isnull=False, matter__closed_at__lte=last).order_by("matter__closed_at")
    return (person for person in rows.values_list("reporter", flat=True) if person is not None)


def forget(person: uuid.UUID, now: datetime) -> None:
    """Leave the complaint and take out the citizen: the text without names stays, files and place go."""
    complaints = Complaint.objects.filter(reporter=person)
    for attachment in Attachment.objects.filter(complaint__in=complaints):
        transaction.on_commit(partial(attachment.file.delete, save=False))
    Attachment.objects.filter(complaint__in=complaints).delete()
    Addition.objects.filter(complaint__in=complaints).update(text=F("shared_text"))
    complaints.update(content=F("shared_content"), place="")


register(Holding("complaints", gettext_lazy("Complaints"), find, over, forget))
