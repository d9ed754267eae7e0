"""Addresses of all rooms. Each room writes its whole paths, so a search finds them."""

from django.urls import include, path

urlpatterns = [
    path("", include("efficiency.portal.urls")),
    path("", include("approvals.urls")),
    path("", include("approvals.applications.urls")),
    path("", include("approvals.appointments.urls")),
    path("", include("approvals.errands.urls")),
    path("", include("approvals.fees.urls")),
    path("", include("approvals.rounds.urls")),
    path("", include("approvals.projects.urls")),
    path("", include("approvals.consultations.urls")),
    path("", include("approvals.ratings.urls")),
    path("", include("approvals.commitments.urls")),
    path("", include("complaints.urls")),
    path("", include("efficiency.irregularities.urls")),
    path("", include("efficiency.cards.urls")),
    path("", include("efficiency.clocks.urls")),
    path("", include("efficiency.notifications.urls")),
    path("", include("efficiency.integrators.urls")),
    path("", include("efficiency.presence.urls")),
    path("", include("efficiency.organization.urls")),
    path("", include("efficiency.workdays.urls")),
    path("", include("efficiency.vault.urls")),
    path("", include("efficiency.changes.urls")),
    path("", include("efficiency.audit.urls")),
]

handler400 = "efficiency.common.web.unreadable"
handler404 = "efficiency.common.web.not_found"
handler500 = "efficiency.common.web.failed"
