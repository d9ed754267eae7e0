"""Knowing an applicant again by the number of his document, without keeping the number."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from approvals.defined import REFILE_DAYS
from approvals.models import Case, CaseState, Item
from efficiency.changes.settings import value_of
from efficiency.common.keys import keyed_digest

if TYPE_CHECKING:
    from approvals.querysets import CaseQuerySet

_NUMBER = re.compile(r"[A-Z0-9]{5,20}")


def mark_of(number: str) -> str:
    """The keyed digest of a document's number; empty where there is no such number."""
    return keyed_digest(settings.COMMITMENT_KEY, "applicant", number).hex() if _NUMBER.fullmatch(number) else ""


def cases_of(mark: str) -> "CaseQuerySet":
    """The applicant's cases, newest first; none where the mark is empty."""
    found = Case.objects.filter(applicant_mark=mark).order_by("-pk")
    return found if mark else found.none()


def predecessor_of(mark: str, item: Item, now: datetime, *, demo: bool) -> Case | None:
    """The case on the same item that the applicant withdrew lately and has not filed anew."""
    since = now - timedelta(days=value_of(REFILE_DAYS, now))
    withdrawn = cases_of(mark).filter(item=item, state=CaseState.WITHDRAWN, finished_at__gte=since)
    return withdrawn.filter(successor=None, matter__demo=demo).select_related("matter").first()


def known_before(number: str) -> Case | None:
    """The latest case under the same number whose applicant is still kept."""
    return cases_of(mark_of(number)).exclude(applicant=None).select_related("matter", "item").first()


def masked(name: str, phone: str) -> tuple[str, str]:
    """A name by its first sign and a phone by its last two digits: enough to agree, too little to learn."""
    return f"{name[:1]}{'＊' * max(len(name) - 1, 1)}", f"••{phone[-2:]}" if phone else ""
