"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.notifications.views import alerts, inbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.open_all, name="inbox-read"),
    path("inbox/<int:pk>/", inbox.open_notice, name="notice"),
    path("notices/failed/", inbox.failed, name="notices-failed"),
    path("notices/<int:pk>/again/", inbox.try_again, name="notice-again"),
    path("alerts/", alerts.endpoints, name="alerts"),
    path("alerts/new/", alerts.new_endpoint, name="alert-new"),
    path("alerts/mine/", alerts.mine, name="alerts-mine"),
    path("alerts/<int:pk>/", alerts.endpoint, name="alert"),
    path("alerts/<int:pk>/switch/", alerts.switch, name="alert-switch"),
    path("alerts/<int:pk>/test/", alerts.send_test, name="alert-test"),
]
