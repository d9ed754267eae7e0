"""Registration of the room."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """The room `approvals`."""

    name = "approvals"

    def ready(self) -> None:
        """Show the irregularities of a case on its page."""
        from approvals import irregular, panels  # models are ready only now

        panels.register("approvals/case_irregular.html", irregular.of_case, order=90)
