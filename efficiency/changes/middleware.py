"""One look at the settings for each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from efficiency.changes.settings import asking_once

Answer = Callable[[HttpRequest], HttpResponse]


class OneLookAtSettings:
    """However often a request asks what the city has set, the database is asked once at most."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the page's look at the settings."""
        with asking_once():
            return self.get_response(request)
