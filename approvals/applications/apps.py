"""Registration of the room."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The room `applications`."""

    name = "approvals.applications"
    label = "applications"

    def ready(self) -> None:
        """Offer itself on the guide of an item, on the page of a case and to its applicant; say what an item needs."""
        from approvals import needs, panels  # models are ready only now
        from approvals.applications import fields, showing

        needs.ask_with(fields.needed)
        panels.register_for_item("applications/item_panel.html", showing.on_item, order=20)
        panels.register("applications/case_panel.html", showing.on_case, order=20)
        panels.register_for_applicant("progress", "applications/progress_panel.html", showing.on_progress, order=20)
