"""The rows of demo projects: taken out again, and moved back in time."""

from datetime import timedelta

from approvals.projects.models import Part, Project, Request, Run, Step, Template, TemplateVersion
from efficiency.clocks.models import Matter


def remove_projects() -> int:
    """Remove projects, their chains and what was asked for demo clocks; returns how many projects."""
    projects = Project.objects.filter(matter__demo=True)
    count = projects.count()
    Request.objects.filter(clock__matter__demo=True).delete()
    Part.objects.filter(run__step__project__in=projects).delete()
    Run.objects.filter(step__project__in=projects).delete()
    Step.objects.filter(project__in=projects).delete()
    projects.delete()
    TemplateVersion.objects.filter(template__demo=True, projects=None).delete()
    Template.objects.filter(demo=True, versions=None).delete()
    return count


def shift_project(matter: Matter, span: timedelta) -> None:
    """Move a project's own moments back with its matter."""
    for project in Project.objects.filter(matter=matter):
        project.opened_at -= span
        project.save(update_fields=["opened_at"])
        for step in project.steps.all():
            step.ready_at = step.ready_at and step.ready_at - span
            step.complete_at = step.complete_at and step.complete_at - span
            step.done_at = step.done_at and step.done_at - span
            step.save(update_fields=["ready_at", "complete_at", "done_at"])
        for run in Run.objects.filter(step__project=project):
            run.began_at -= span
            run.ended_at = run.ended_at and run.ended_at - span
            run.save(update_fields=["began_at", "ended_at"])
        for part in Part.objects.filter(run__step__project=project, answered_at__isnull=False):
            part.answered_at = part.answered_at and part.answered_at - span
            part.save(update_fields=["answered_at"])
