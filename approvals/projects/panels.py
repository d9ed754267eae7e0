"""What the page of a case says of the project whose step it fulfils."""

from typing import TYPE_CHECKING, Any

from approvals.projects.models import Project, Run

if TYPE_CHECKING:
    from approvals.models import Case
    from efficiency.organization.models import User


def chain_of(case: "Case", user: "User") -> dict[str, Any] | None:
    """The step and its project; nothing where the case stands alone."""
    run = Run.objects.filter(case=case).select_related("step__project__matter", "joint_clock").first()
    if run is None:
        return None
    readable = Project.objects.visible_to(user).filter(pk=run.step.project_id).exists()
    return {"step": run.step, "project": run.step.project, "run": run, "readable": readable}
