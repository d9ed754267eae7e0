"""What the house does with what applicants gave: files opened, details offered again, lists set, figures taken out."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.applications.actions.rows import UnableToApply
from approvals.applications.models import FieldList, Upload
from approvals.applications.rules import may_set_fields
from approvals.models import Case, Item
from approvals.needs import ALWAYS, WORDS
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


def note_opened(*, upload: Upload, actor: User, now: datetime | None = None) -> None:
    """Write down that somebody opens a file, before it is handed out."""
    case = upload.case
    assert case is not None  # nobody of the house sees a draft
    with act(now) as now:
        data = {"file": upload.pk}
        record(Verb.FILE_READ, at=now, actor=actor, kind="case", subject=case.pk, data=data, demo=case.matter.demo)


def note_reused(*, case: Case, fields: Collection[str], now: datetime | None = None) -> None:
    """Write down that the details of an earlier case are offered to whoever has shown its number and code."""
    with act(now) as now:
        data = {"fields": sorted(fields)}
        record(Verb.DETAILS_REUSED, at=now, actor=None, kind="case", subject=case.pk, data=data, demo=case.matter.demo)


def set_fields(
    *, item: Item, chosen: Collection[str] | None, ground: str, actor: User, now: datetime | None = None
) -> FieldList:
    """Set which details those who handle an item may read; None: the city's list. Raises UnableToApply.

    From now on, for cases that are open too: whoever needs less sees less at once.
    """
    with act(now) as now:
        if not may_set_fields(actor):
            raise UnableToApply(_("Only the efficiency office sets which details an item needs."))
        if not ground.strip():
            raise UnableToApply(_("Please write the ground."))
        if chosen is not None and any(name in ALWAYS or name not in WORDS for name in chosen):
            raise UnableToApply(_("Please choose from the list."))
        fields = None if chosen is None else [name for name in WORDS if name in chosen]
        row = FieldList.objects.create(
            item=item, chosen=fields, ground=ground.strip(), set_at=now, set_by=actor, demo=item.demo
        )
        data = {"fields": fields, "item": item.code}
        record(Verb.FIELD_LIST_SET, at=now, actor=actor, kind="item", subject=item.pk, data=data, demo=item.demo)
    return row


def record_export(*, actor: User, rows: int, filters: dict[str, str], now: datetime | None = None) -> None:
    """Write down that somebody took the figures out of the house (T-82)."""
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.SHARE_EXPORTED, at=now, actor=actor, kind="applications", subject="export", data=data)
