"""Registration of the room."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """The room `consultations`."""

    name = "approvals.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Show itself on the pages of a case and of a project."""
        from approvals.consultations.panels import consultations_on, consultations_on_project
        from approvals.panels import register
        from approvals.projects.showing import show_with

        register("consultations/panel.html", consultations_on, order=50)
        show_with("consultations/panel.html", consultations_on_project)
