"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.audit import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", views.entries, name="audit"),
    path("audit/export/", views.export, name="audit-export"),
]
