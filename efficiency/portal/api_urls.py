"""Addresses of the API, below /api/v1/."""

from django.urls import path

from efficiency.portal import api

urlpatterns = [
    path("", api.RootView.as_view(), name="api-root"),
    path("due/", api.DueView.as_view(), name="api-due"),
    path("cards/", api.CardsView.as_view(), name="api-cards"),
    path("schema/", api.SchemaView.as_view(), name="api-schema"),
]
