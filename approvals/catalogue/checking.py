"""What the catalogue refuses, whoever changes it and however."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from approvals.content import Content, names_twice
from approvals.limits import NotComparable, keeps_within
from approvals.models import Item
from approvals.rules import may_edit_catalogue
from efficiency.common.moments import local_date
from efficiency.organization.models import User


class UnableToChangeItem(Exception):
    """The item stays as it is; the text says why."""


def refuse_stranger(actor: User | None) -> None:
    """Only the office; no actor is a load of the demo city."""
    if actor is not None and not may_edit_catalogue(actor):
        raise UnableToChangeItem(_("Only the efficiency office changes the catalogue."))


def refuse_codes(codes: Sequence[str]) -> None:
    """A code is given once."""
    if len(set(codes)) < len(codes) or Item.objects.filter(code__in=codes).exists():
        raise UnableToChangeItem(_("An item with this code exists already."))


def refuse_ahead(decided_on: date | None, now: datetime) -> None:
    """A change is decided before it is written."""
    if decided_on is not None and decided_on > local_date(now):
        raise UnableToChangeItem(_("The day of the decision lies ahead."))


def refuse_broken(item: Item, content: Content) -> None:
    """Limits that do not fit (T-25), and materials or stages of the same name."""
    if item.promised_limit < 1:
        raise UnableToChangeItem(_("The promised limit must be at least 1."))
    for row_names, text in (
        (names_twice(content["materials"]), _("This material is listed twice: %(name)s.")),
        (names_twice(content["stages"]), _("This stage is listed twice: %(name)s.")),
    ):
        if row_names:
            raise UnableToChangeItem(text % {"name": row_names[0]})
    if item.statutory_limit is not None:
        _refuse_limits(item, item.statutory_limit)


def _refuse_limits(item: Item, statutory: int) -> None:
    try:
        kept = keeps_within(item.promised_limit, item.promised_unit, statutory, item.statutory_unit)
    except NotComparable as error:
        raise UnableToChangeItem(
            _("These two limits cannot be compared. Please give both in the same unit.")
        ) from error
    if not kept:
        raise UnableToChangeItem(
            _("The promised limit (%(promised)s) must not be longer than the statutory limit (%(statutory)s).")
            % {"promised": item.promised_words, "statutory": item.statutory_words}
        )
