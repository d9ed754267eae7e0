"""Registration of the room."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """The room `approvals.appointments`."""

    name = "approvals.appointments"
    label = "appointments"

    def ready(self) -> None:
        """Follow cases that were booked, show that on their page, and open numbers of appointments."""
        from approvals import finding, following, panels  # models are ready only now
        from approvals.appointments import showing
        from approvals.appointments.actions import serve

        following.follow_with(serve)
        finding.register(showing.address_of)
        panels.register_for_item("appointments/item_panel.html", showing.on_item, order=30)
        panels.register("appointments/panel.html", showing.on_case, order=10)
