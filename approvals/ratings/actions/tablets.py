"""The tablet of a window: a clerk sets it up, shows a service on it, and the next one."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from approvals.models import Case
from approvals.ratings import rules
from approvals.ratings.actions.giving import UnableToRate
from approvals.ratings.defined import AT_ACCEPTANCE
from approvals.ratings.models import Tablet
from approvals.ratings.services import stage_of
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import value_of
from efficiency.common.keys import keyed_digest
from efficiency.common.moments import act
from efficiency.organization.models import User

SHOWN_FOR = timedelta(minutes=5)


def set_up_tablet(*, actor: User, now: datetime | None = None) -> str:
    """Give the clerk's tablet a new secret address and return its secret part, shown this once."""
    if not rules.COUNTER.includes(actor):
        raise UnableToRate(_("Only window staff have a tablet."))
    with act(now) as now:
        token = secrets.token_urlsafe(24)
        given = {"digest": _digest(token), "case": None, "stage": "", "shown_at": None, "demo": actor.demo}
        tablet, _made = Tablet.objects.update_or_create(clerk=actor, defaults=given)
        record(Verb.TABLET_SET_UP, at=now, actor=actor, kind="tablet", subject=tablet.pk, demo=tablet.demo)
    return token


def offer_on_tablet(*, case: Case, actor: User, now: datetime | None = None) -> Tablet:
    """Show a service on the tablet of the clerk who took the case, in place of what stood there."""
    with act(now) as now:
        tablet = Tablet.objects.select_for_update().filter(clerk=actor).first()
        if tablet is None:
            raise UnableToRate(_("Set up your tablet first."))
        if not rules.can_offer(actor, case):
            raise UnableToRate(_("You offer a rating only for cases that you took."))
        stage = stage_of(case, at_acceptance=value_of(AT_ACCEPTANCE, now))
        if stage is None or case.ratings.filter(stage=stage).exists():
            raise UnableToRate(_("There is nothing to rate now, or it has been rated already."))
        tablet.case, tablet.stage, tablet.shown_at = case, stage, now
        tablet.save(update_fields=["case", "stage", "shown_at"])
        data = {"case": case.pk, "stage": stage}
        record(Verb.RATING_OFFERED, at=now, actor=actor, kind="tablet", subject=tablet.pk, data=data, demo=tablet.demo)
    return tablet


def clear_tablet(*, tablet: Tablet) -> None:
    """Show nothing on the tablet any more."""
    with act():
        Tablet.objects.filter(pk=tablet.pk).update(case=None, stage="", shown_at=None)


def tablet_of(token: str) -> Tablet | None:
    """The tablet behind a secret address."""
    rows = Tablet.objects.select_related("case__item", "case__matter__unit", "clerk")
    return rows.filter(digest=_digest(token), clerk__is_active=True).first()


def shown_case(tablet: Tablet, now: datetime) -> Case | None:
    """What the tablet shows at a moment: nothing once some minutes have passed."""
    if tablet.case is None or tablet.shown_at is None or now >= tablet.shown_at + SHOWN_FOR:
        return None
    return tablet.case


def _digest(token: str) -> str:
    return keyed_digest(settings.TRACKING_KEY, "tablet", token).hex()
