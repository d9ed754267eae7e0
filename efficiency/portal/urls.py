"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from efficiency.common.access import ANYONE, allow
from efficiency.portal.views import desk, health, public, showcase

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    path("search/", public.search, name="search"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("components/", showcase.components, name="components"),
    path("language/", allow(ANYONE)(set_language), name="set_language"),
    path("api/v1/", include("efficiency.portal.api_urls")),
    path("desk/", desk.desk, name="desk"),
    path("health/", health.page, name="health"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
