"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.irregularities.views import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("irregularities/", pages.irregularities, name="irregularities"),
    path("irregularities/export/", pages.irregularities_export, name="irregularities_export"),
    path("irregularities/rules/", pages.irregularity_rules, name="irregularity_rules"),
    path("irregularities/<int:pk>/", pages.irregularity, name="irregularity"),
    path("irregularities/<int:pk>/explain/", pages.irregularity_explain, name="irregularity_explain"),
    path("irregularities/<int:pk>/settle/", pages.irregularity_settle, name="irregularity_settle"),
]
