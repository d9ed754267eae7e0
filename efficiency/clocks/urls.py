"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.clocks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("policies/", views.policies, name="policies"),
]
