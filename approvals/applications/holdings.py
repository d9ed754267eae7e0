"""What this room keeps about an applicant: drafts, and the files he sent."""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.applications.actions.rows import drop
from approvals.applications.models import Application, Upload
from approvals.models import Case
from efficiency.changes.settings import value_of
from efficiency.vault.defined import CASES
from efficiency.vault.holdings import Held, Holding, register


def find(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    """Drafts, which nothing binds, and files of cases, which are kept as long as the case."""
    return [*_drafts(persons), *_files(persons, now)]


def _drafts(persons: Collection[uuid.UUID]) -> list[Held]:
    rows = Application.objects.drafts().filter(applicant__in=persons).select_related("item")
    return [
        Held(
            person=draft.applicant,
            reference=draft.number,
            what=_("Draft of an application"),
            kept_until=draft.started_at,
            facts={
                _("Item"): draft.item.name,
                _("Begun at"): draft.started_at.isoformat(timespec="minutes"),
                _("Files"): str(draft.uploads.count()),
            },
        )
        for draft in rows
        if draft.applicant is not None
    ]


def _files(persons: Collection[uuid.UUID], now: datetime) -> list[Held]:
    keep = timedelta(days=value_of(CASES, now))
    rows = Case.objects.filter(applicant__in=persons, uploads__isnull=False).select_related("matter")
    return [
        Held(
            person=case.applicant,
            reference=case.matter.reference,
            what=_("Files sent online"),
            kept_until=case.matter.closed_at + keep if case.matter.closed_at else None,
            facts={_("Files"): str(case.uploads.count())},
        )
        for case in rows.distinct()
        if case.applicant is not None
    ]


def over(now: datetime) -> Iterable[uuid.UUID]:
    """Nobody: drafts go by the timetable of their own, and cases name whose period is over."""
    return ()


def forget(person: uuid.UUID, now: datetime) -> None:
    """The files go, drafts with them; what stays of an application says nothing about the applicant."""
    drop(Upload.objects.filter(Q(case__applicant=person) | Q(application__applicant=person)))
    Application.objects.drafts().filter(applicant=person).delete()
    Application.objects.filter(applicant=person).update(applicant_mark="", sources={})


register(Holding("applications", gettext_lazy("Online applications"), find, over, forget))
