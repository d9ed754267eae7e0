"""What the pages of a case show of ratings, to staff and to the applicant."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from approvals.models import Case
from approvals.qr import qr_code
from approvals.ratings import rules
from approvals.ratings.actions.tablets import shown_case
from approvals.ratings.defined import AT_ACCEPTANCE
from approvals.ratings.models import Rating, Tablet
from approvals.ratings.services import stage_of
from efficiency.changes.settings import value_of
from efficiency.organization.models import User


def for_staff(case: Case, user: User) -> dict[str, Any] | None:
    """The ratings of a case, and for the clerk who took it the way to let somebody rate.

    The clerk sees no rating of his own case: he would know who gave it (T-58).
    """
    ratings = list(Rating.objects.visible_to(user).filter(case=case).order_by("rated_at"))
    offers = rules.can_offer(user, case) and _open_stage(case)
    if not ratings and not offers:
        return None
    tablet = Tablet.objects.select_related("case").filter(clerk=user).first() if offers else None
    shown = tablet is not None and shown_case(tablet, timezone.now()) == case
    readable = rules.READERS.includes(user)
    return {"ratings": ratings if readable else [], "offers": offers, "tablet": tablet, "shown": shown}


def for_applicant(case: Case) -> dict[str, Any] | None:
    """On the progress page: the way to rate, for whoever has just shown number and code."""
    stage = _open_stage(case)
    return {"stage": stage, "number": case.matter.reference, "code": case.code} if stage else None


def on_receipt(case: Case) -> dict[str, Any]:
    """On the receipt: a QR code that leads to the rating. The code stands after the “#”, so no log ever holds it."""
    address = f"{settings.SITE_URL}{reverse('rate')}#{case.matter.reference}.{case.code}"
    return {"qr": qr_code(address)}


def _open_stage(case: Case) -> str:
    """The service that can be rated now; empty where there is none, or it has been rated."""
    stage = stage_of(case, at_acceptance=value_of(AT_ACCEPTANCE))
    return stage.value if stage and not case.ratings.filter(stage=stage).exists() else ""
