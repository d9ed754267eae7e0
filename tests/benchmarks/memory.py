"""The same page fed from memory: its template, its session, its rows, every middleware, and no query."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path

from efficiency.common.access import SIGNED_IN, allow
from efficiency.organization.models import User
from efficiency.portal.context import Surroundings
from efficiency.urls import urlpatterns as portals
from efficiency.workdays import glance
from efficiency.workdays.current import current_calendar

BACKEND = "tests.benchmarks.memory.Remembered"
_people: dict[Any, User] = {}
_pages: dict[str, tuple[str, dict[str, Any]]] = {}


class Remembered(ModelBackend):
    """Signed-in people come from memory."""

    def get_user(self, user_id: Any) -> User | None:
        """No query."""
        return _people.get(user_id)


@allow(SIGNED_IN)
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Render what was kept."""
    template, context = _pages[name]
    site = Surroundings(request)
    site.__dict__["unread"] = "3"  # what the header would ask for
    return render(request, template, {**context, "site": site})


urlpatterns = [*portals, path("memory/<slug:name>/", page, name="memory")]


def keep(name: str, client: Client, address: str, module: str) -> int:
    """Ask for the real page once and keep what it renders; return its length."""

    def note(request: HttpRequest, template: str, context: dict[str, Any], **more: Any) -> HttpResponse:
        response = render(request, template, context, **more)
        _pages[name] = (template, _settled(context))
        return response

    with patch.object(import_module(module), "render", note):
        response = client.get(address)
    assert response.status_code == 200, response.status_code
    return len(response.content)


def _settled(context: dict[str, Any]) -> dict[str, Any]:
    """Choices that a form would ask the database for at each rendering are asked for once."""
    form = context.get("form")
    for field in getattr(form, "fields", {}).values():
        if hasattr(field, "queryset"):
            field.choices = list(field.choices)
    return context


@contextmanager
def remembered(user: User) -> Iterator[Client]:
    """A browser whose session and person come from memory."""
    _people[user.pk] = user
    user.role_codes  # noqa: B018  (read once)
    calendar = current_calendar()
    with ExitStack() as until_end:
        settings = {"SESSION_ENGINE": "django.contrib.sessions.backends.cache", "ROOT_URLCONF": __name__}
        until_end.enter_context(override_settings(**settings, AUTHENTICATION_BACKENDS=[BACKEND]))
        until_end.enter_context(patch.object(glance, "current_calendar", lambda: calendar))
        client = Client()
        client.force_login(user, backend=BACKEND)
        yield client
