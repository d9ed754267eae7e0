"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.notifications import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.open_all, name="inbox-read"),
    path("inbox/<int:pk>/", views.open_notice, name="notice"),
    path("notices/failed/", views.failed, name="notices-failed"),
    path("notices/<int:pk>/again/", views.try_again, name="notice-again"),
]
