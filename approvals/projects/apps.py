"""Registration of the room."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The room `projects`."""

    name = "approvals.projects"
    label = "projects"

    def ready(self) -> None:
        """Show itself on the page of a case, and follow what happens to cases that fulfil a step."""
        from approvals.following import follow_with
        from approvals.panels import register
        from approvals.projects.actions.following import follow
        from approvals.projects.panels import chain_of

        register("projects/panel.html", chain_of, order=40)
        follow_with(follow)
