"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.vault.views import readings, requests

urlpatterns: list[URLPattern | URLResolver] = [
    path("readings/", readings.readings, name="readings"),
    path("data-requests/", requests.requests, name="data-requests"),
    path("data-requests/new/", requests.new_request, name="data-request-new"),
    path("data-requests/<int:pk>/", requests.data_request, name="data-request"),
    path("data-requests/<int:pk>/seek/", requests.seek, name="data-request-seek"),
    path("data-requests/<int:pk>/persons/<uuid:person>/", requests.correct, name="data-request-correct"),
    path("data-requests/<int:pk>/persons/<uuid:person>/keep/", requests.keep, name="data-request-keep"),
    path("data-requests/<int:pk>/erase/", requests.erase, name="data-request-erase"),
    path("data-requests/<int:pk>/copy/", requests.copy, name="data-request-copy"),
    path("data-requests/<int:pk>/answer/", requests.answer, name="data-request-answer"),
]
