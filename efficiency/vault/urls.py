"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.vault import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("readings/", views.readings, name="readings"),
]
