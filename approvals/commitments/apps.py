"""Registration of the room."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """The room `approvals.commitments`."""

    name = "approvals.commitments"
    label = "commitments"
