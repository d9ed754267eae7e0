"""Does the sealer keep up, is what it signs published, and do the witnesses look?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from efficiency.audit import checkpoints
from efficiency.audit.models import Entry, Seal, Verification
from efficiency.audit.sealing import GRACE
from efficiency.common.moments import database_now

# The sealer comes every minute; three of them missed are told.
LONGEST_UNSEALED = timedelta(minutes=3)
# A transaction that writes for longer keeps its own entries out of the seals for as long.
LONGEST_TRANSACTION = GRACE


def trouble_of_seals(now: datetime | None = None) -> str:
    """Why entries are not sealed, or that the last examination found faults; empty where all is well."""
    now = now or database_now()
    found = Verification.objects.order_by("-pk").first()
    if found and found.faults:
        return _("the examination of the log found %(number)s faults, the first: %(first)s") % {
            "number": found.faults,
            "first": found.words,
        }
    waiting = waiting_since()
    if waiting and now - waiting > LONGEST_UNSEALED:
        return _("entries have waited for their seal for %(seconds)s s") % {
            "seconds": int((now - waiting).total_seconds())
        }
    age = oldest_transaction()
    if age > LONGEST_TRANSACTION:
        return _("a transaction has been writing for %(seconds)s s; its entries are not sealed yet") % {
            "seconds": int(age.total_seconds())
        }
    return ""


def trouble_of_checkpoints(now: datetime | None = None) -> str:
    """Why the newest seal has no checkpoint outside the database; empty where it has one."""
    now = now or database_now()
    newest = Seal.objects.order_by("-size").first()
    try:
        last = checkpoints.latest()
        checkpoints.refuse_unless_contained(last)
    except (checkpoints.UnableToPublish, OSError, ValueError) as error:
        return str(error)
    if newest and (last is None or last.size < newest.size) and now - newest.at > LONGEST_UNSEALED:
        return _("the seal of %(seconds)s s ago has no published checkpoint") % {
            "seconds": int((now - newest.at).total_seconds())
        }
    return ""


def trouble_of_witnesses(now: datetime | None = None) -> str:
    """Which witness has confirmed nothing for too long; empty where both have."""
    now = now or database_now()
    last = checkpoints.latest()
    if last is None:
        return ""
    names = [
        each.name
        for each in checkpoints.witnesses()
        if each.at is None or (each.size < last.size and now - each.at > settings.WITNESS_EVERY)
    ]
    said = ", ".join(str(_("auditor") if name == "auditor" else _("efficiency office")) for name in names)
    return _("no confirmation lately by: %(names)s") % {"names": said} if names else ""


def waiting_since() -> datetime | None:
    """Since when the oldest entry that the next seal will take has waited."""
    newest = Seal.objects.order_by("-size").first()
    oldest = Entry.objects.filter(pk__gt=newest.upto if newest else 0).order_by("pk").first()
    if oldest is None:
        return None
    return max(oldest.at, newest.at) if newest else oldest.at


def oldest_transaction() -> timedelta:
    """How long the oldest writing transaction of this database has been open."""
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(clock_timestamp() - MIN(xact_start), interval '0') FROM pg_stat_activity"
            " WHERE backend_xid IS NOT NULL AND datname = current_database()"
        )
        age: timedelta = cursor.fetchone()[0]
    return age
