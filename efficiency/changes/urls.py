"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.changes import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("changes/<int:pk>/withdraw/", views.withdraw_change, name="change-withdraw"),
]
