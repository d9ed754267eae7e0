"""What the page of a case says of the consultations on it."""

from typing import TYPE_CHECKING, Any

from approvals.consultations.models import Consultation
from approvals.consultations.querysets import ConsultationQuerySet
from approvals.consultations.rules import may_convene

if TYPE_CHECKING:
    from approvals.models import Case
    from approvals.projects.models import Project
    from efficiency.organization.models import User


def consultations_on(case: "Case", user: "User") -> dict[str, Any] | None:
    """The consultations on a case that this person sees, and the way to convene one."""
    return _panel(Consultation.objects.visible_to(user).filter(case=case), case, user)


def consultations_on_project(project: "Project", user: "User") -> dict[str, Any] | None:
    """The same on a project."""
    return _panel(Consultation.objects.visible_to(user).filter(project=project), project, user)


def _panel(seen: ConsultationQuerySet, about: "Case | Project", user: "User") -> dict[str, Any] | None:
    found = list(seen.select_related("matter").order_by("-pk")[:20])
    convenes = about.open and may_convene(user, about.matter.unit)
    if not found and not convenes:
        return None
    return {"consultations": found, "reference": about.matter.reference if convenes else ""}
