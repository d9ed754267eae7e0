"""Registration of the room."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """The room `approvals.ratings`."""

    name = "approvals.ratings"
    label = "ratings"

    def ready(self) -> None:
        """Show ratings on the page of a case, and offer them to its applicant."""
        from approvals import panels  # models are ready only now
        from approvals.ratings import offering

        panels.register("ratings/case_panel.html", offering.for_staff, order=80)
        panels.register_for_applicant("progress", "ratings/offer.html", offering.for_applicant, order=80)
        panels.register_for_applicant("receipt", "ratings/offer_qr.html", offering.on_receipt, order=80)
