"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.integrators import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("integrators/", views.integrators, name="integrators"),
    path("integrators/new/", views.new_integrator, name="integrator-new"),
    path("integrators/<int:pk>/", views.integrator, name="integrator"),
    path("integrators/<int:pk>/secret/", views.issue_secret, name="integrator-secret"),
    path("integrators/<int:pk>/revoke/", views.revoke, name="integrator-revoke"),
]
