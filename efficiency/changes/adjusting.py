"""Setting what a city chooses: each time a new version, never a change of an old one."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.models import Change, Setting
from efficiency.changes.settings import as_json, definition_of, forget_page
from efficiency.common.moments import act


class UnableToAdjust(Exception):
    """The setting cannot take this value; the text says why."""


def adjust(
    *,
    key: str,
    value: Any,
    ground: str,
    actor: Any | None,
    effective_from: datetime | None = None,
    document: str = "",
    confirmed_by: Any | None = None,
    change: Change | None = None,
    now: datetime | None = None,
    demo: bool = False,
) -> Setting:
    """Make the next version of a setting, in force from `effective_from` (default: from now on).

    On the desk only a confirmed change calls this; programs and tests call it themselves. Raises
    UnableToAdjust where the value is not one the setting takes, or would count backwards.
    """
    known = definition_of(key)
    with act(now) as now:
        begins = effective_from or now
        if begins < now:
            raise UnableToAdjust(_("A setting never counts backwards."))
        try:
            stored = as_json(known.read(as_json(value)))
        except ValidationError as error:
            raise UnableToAdjust(" ".join(error.messages)) from error
        _lock()
        last = Setting.objects.filter(key=key).order_by("-version").first()
        before = as_json(known.initial()) if last is None else last.value
        row = Setting(
            key=key,
            version=1 if last is None else last.version + 1,
            value=stored,
            effective_from=begins,
            ground=ground.strip(),
            document=document.strip(),
            change=change,
            made_by=actor,
            confirmed_by=confirmed_by,
            made_at=now,
            demo=demo,
        )
        row.digest = _digest(row)
        row.save()
        facts = {"version": row.version, "value": [before, stored], "effective_from": begins.isoformat()}
        by = confirmed_by or actor
        record(Verb.POLICY_CHANGED, at=now, actor=by, kind="setting", subject=key, data=facts, demo=demo)
        forget_page()
    return row


def _lock() -> None:
    """Let one version after the other be made, so that the newest row stands for all before it.

    On SQLite the transaction already holds the one write lock.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Setting._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _digest(row: Setting) -> str:
    before = Setting.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
    told = [before, row.key, row.version, row.value, row.effective_from.isoformat(), row.made_at.isoformat()]
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
