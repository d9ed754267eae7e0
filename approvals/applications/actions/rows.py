"""What the acts on online applications share: the locked row, its entry, and files kept and deleted."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.applications.defined import DRAFT_DAYS, MOST_FILES
from approvals.applications.models import Application, Upload
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.cleaning import CleanFile


class UnableToApply(Exception):
    """Nothing was changed; the text is a sentence for the applicant."""


def locked_draft(application: Application, now: datetime) -> Application:
    """The draft as it is now, locked until the act ends. Raises UnableToApply where it is none any more."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("item__unit")
    draft = rows.filter(pk=application.pk).first()
    if draft is None or (draft.case_id is None and draft.expires_at <= now):
        raise UnableToApply(_("This draft is no longer kept. Please begin anew."))
    if draft.case_id is not None:
        raise UnableToApply(_("This application has been filed already."))
    return draft


def note(verb: Verb, application: Application, now: datetime, data: dict[str, Any] | None = None) -> None:
    """Write the entry of an act of the applicant, who has no account; `data` holds no free text."""
    record(verb, at=now, actor=None, kind="application", subject=application.pk, data=data or {}, demo=application.demo)


def kept_until(now: datetime) -> datetime:
    """Until when a draft saved now is kept."""
    return now + timedelta(days=value_of(DRAFT_DAYS, now))


def refuse_too_many(uploads: Any, files: Sequence[CleanFile], now: datetime) -> None:
    """Raise UnableToApply where an application would have more files than the city takes."""
    most = value_of(MOST_FILES, now)
    if uploads.count() + len(files) > most:
        raise UnableToApply(
            _("At most %(most)s files can be sent with one application. Please put several pages into one PDF.")
            % {"most": most}
        )


def keep(files: Iterable[CleanFile], now: datetime, **belongs: Any) -> None:
    """Keep clean copies under random names; what was written goes again if the act fails."""
    written: list[Upload] = []
    try:
        for clean in files:
            upload = Upload(
                content_type=clean.content_type, size=len(clean.data), sha256=clean.sha256, at=now, **belongs
            )
            upload.file.save(f"{uuid.uuid4().hex}.{clean.extension}", ContentFile(clean.data), save=False)
            written.append(upload)
            upload.save()
    except BaseException:
        for upload in written:
            upload.file.delete(save=False)
        raise


def drop(uploads: Iterable[Upload]) -> int:
    """Delete rows, and their files once that is certain; return how many."""
    gone = list(uploads)
    for upload in gone:
        transaction.on_commit(partial(upload.file.delete, save=False))
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    return len(gone)
