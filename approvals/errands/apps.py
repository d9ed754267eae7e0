"""Registration of the room."""

from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    """The room `approvals.errands`."""

    name = "approvals.errands"
    label = "errands"

    def ready(self) -> None:
        """Say on a case who its agent is, to staff and to the applicant; open numbers of errands."""
        from approvals import finding, panels  # models are ready only now
        from approvals.errands import showing

        finding.register(showing.address_of)
        panels.register("errands/case_panel.html", showing.on_case, order=15)
        panels.register_for_applicant("progress", "errands/progress_panel.html", showing.on_progress, order=15)
