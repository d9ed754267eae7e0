"""What other pages say of errands: who the agent of a case is, and what is opened by a number."""

from typing import Any

from django.urls import reverse

from approvals.errands.models import Errand
from approvals.models import Case
from efficiency.organization.models import User


def address_of(number: str, user: User) -> str | None:
    """The page of the errand of this number."""
    found = Errand.objects.visible_to(user).filter(number=number).exists()
    return reverse("errand", args=[number]) if found else None


def on_case(case: Case, user: User) -> dict[str, Any] | None:
    """The agent who brought the case, with the errand where this reader may open it."""
    errand = _of(case)
    if errand is None:
        return None
    return {"errand": errand, "opens": Errand.objects.visible_to(user).filter(pk=errand.pk).exists()}


def on_progress(case: Case) -> dict[str, Any] | None:
    """The room whose agent brought the case: the applicant knows whom to ask."""
    errand = _of(case)
    return {"errand": errand} if errand is not None else None


def _of(case: Case) -> Errand | None:
    return Errand.objects.filter(case=case).select_related("agent", "unit").first()
