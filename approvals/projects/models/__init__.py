"""Projects, the chains they follow, and what is asked of a second person."""

from approvals.projects.models.chains import Template, TemplateVersion
from approvals.projects.models.projects import Part, Project, Run, Step
from approvals.projects.models.requests import Request

__all__ = ["Part", "Project", "Request", "Run", "Step", "Template", "TemplateVersion"]
