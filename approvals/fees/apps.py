"""Registration of the room."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """The room `fees`."""

    name = "approvals.fees"
    label = "fees"

    def ready(self) -> None:
        """Show the fees of a case on its page, its receipt and its progress page."""
        from approvals import panels  # models are ready only now
        from approvals.fees import panel

        panels.register("fees/case_panel.html", panel.of_case, order=60)
        panels.register_for_applicant("receipt", "fees/applicant_panel.html", panel.of_applicant, order=60)
        panels.register_for_applicant("progress", "fees/applicant_panel.html", panel.of_applicant, order=60)
