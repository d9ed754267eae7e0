"""A draft: begun, saved step by step, erased."""

import logging
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.applicants import mark_of
from approvals.applications.actions.rows import (
    UnableToApply,
    drop,
    keep,
    kept_until,
    locked_draft,
    note,
    refuse_too_many,
)
from approvals.applications.depth import goes_online
from approvals.applications.models import Application
from approvals.catalogue import item_at
from approvals.models import Item
from efficiency.audit.verbs import Verb
from efficiency.common.cleaning import CleanFile
from efficiency.common.keys import query_code, query_code_digest
from efficiency.common.moments import act, local_date
from efficiency.vault import actions as vault
from efficiency.vault.identity import Identity
from efficiency.vault.models import Person

logger = logging.getLogger(__name__)
_AT_ONCE = 500

__all__ = [
    "Given",
    "UnableToApply",
    "add_files",
    "begin",
    "erase",
    "erase_expired",
    "save_who",
    "take_back",
]


@dataclass(frozen=True)
class Given:
    """Who applies, and what of it was taken over from which earlier case."""

    identity: Identity
    document: str
    sources: Mapping[str, str] = field(default_factory=dict)
    capital: Decimal | None = None
    currency: str = ""


def begin(*, item: Item, given: Given, now: datetime | None = None, demo: bool = False) -> Application:
    """Begin a draft under a new number. Raises UnableToApply where the item is not applied for online."""
    with act(now) as now:
        item = item_at(item.pk, now)
        if not goes_online(item):
            raise UnableToApply(_("This item cannot be applied for online. Please come to the counter."))
        number = _free_number(now)
        application = Application(
            number=number,
            code_digest=query_code_digest(query_code(number)),
            item=item,
            version=item.version,
            started_at=now,
            demo=demo or item.demo,
        )
        _put_who(application, given, now)
        application.save()
        note(Verb.APPLICATION_BEGUN, application, now, {"number": number, "item": item.code, "version": item.version})
        _note_sources(application, given, now)
    return application


def save_who(*, application: Application, given: Given, now: datetime | None = None) -> Application:
    """Save who applies; whoever stood there before is erased. Raises UnableToApply."""
    with act(now) as now:
        application = locked_draft(application, now)
        before = application.applicant
        _put_who(application, given, now)
        application.save()
        _erase_person(before, now)
        note(Verb.APPLICATION_SAVED, application, now, {"step": "who"})
        _note_sources(application, given, now)
    return application


def add_files(
    *, application: Application, files: Mapping[str, Sequence[CleanFile]], now: datetime | None = None
) -> None:
    """Keep the files sent for each material, by its name. Raises UnableToApply."""
    with act(now) as now:
        application = locked_draft(application, now)
        listed = item_at(application.item_id, now).material_list
        if any(material not in listed for material in files):
            raise UnableToApply(_("The list of materials has changed. Please look at it again."))
        refuse_too_many(application.uploads, [clean for each in files.values() for clean in each], now)
        for material, each in files.items():
            keep(each, now, application=application, material=material)
        _touch(application, now)
        note(Verb.FILES_SENT, application, now, {"files": sum(len(each) for each in files.values())})


def take_back(*, application: Application, upload: int, now: datetime | None = None) -> None:
    """Delete one file of a draft. Raises UnableToApply."""
    with act(now) as now:
        application = locked_draft(application, now)
        if drop(application.uploads.filter(pk=upload)):
            _touch(application, now)
            note(Verb.FILE_TAKEN_BACK, application, now)


def erase(*, application: Application, why: str = "asked", now: datetime | None = None) -> None:
    """Erase a draft with its files and with who began it. Raises UnableToApply where it was filed."""
    with act(now) as now:
        draft = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first()
        if draft is None:
            return
        if draft.case_id is not None:
            raise UnableToApply(_("This application has been filed already."))
        drop(draft.uploads.all())
        note(Verb.APPLICATION_ERASED, draft, now, {"why": why})
        person = draft.applicant
        draft.delete()
        _erase_person(person, now)


def erase_expired(*, now: datetime | None = None) -> int:
    """Erase every draft whose days are over, each in a transaction of its own; returns how many."""
    with act(now) as moment:
        expired = list(Application.objects.expired(moment).order_by("expires_at")[:_AT_ONCE])
    erased = 0
    for draft in expired:
        try:
            erase(application=draft, why="expired", now=now)
        except UnableToApply:
            continue  # filed meanwhile
        except Exception:
            logger.exception("draft %s could not be erased", draft.pk)
            continue
        erased += 1
    return erased


def _put_who(application: Application, given: Given, now: datetime) -> None:
    application.document = given.document
    application.applicant = vault.store(given.identity, actor=None, now=now, demo=application.demo)
    application.applicant_mark = mark_of(given.identity.id_number)
    application.sources = dict(given.sources)
    application.capital = given.capital if application.is_firm else None
    application.currency = given.currency if application.capital is not None else ""
    application.saved_at, application.expires_at = now, kept_until(now)


def _note_sources(application: Application, given: Given, now: datetime) -> None:
    if given.sources:
        note(Verb.DETAILS_REUSED, application, now, {"from": dict(given.sources)})


def _touch(application: Application, now: datetime) -> None:
    application.saved_at, application.expires_at = now, kept_until(now)
    application.save(update_fields=["saved_at", "expires_at"])


def _erase_person(person: uuid.UUID | None, now: datetime) -> None:
    """Nothing else stands on the applicant of a draft."""
    if person is not None:
        vault.erase(person=Person.objects.get(pk=person), actor=None, now=now)


def _free_number(now: datetime) -> str:
    """Random digits, as for matters: numbers tell nobody how many drafts a day brings."""
    for _attempt in range(8):
        number = f"SQ-{local_date(now):%y%m%d}-{secrets.randbelow(1_000_000):06d}"
        if not Application.objects.filter(number=number).exists():
            return number
    raise UnableToApply(_("No free number was found. Please try again."))
