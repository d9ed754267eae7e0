"""The request as the server hands it over."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest


class TextRequest(WSGIRequest):
    """Takes a content type that names a codec which is none for text (base64, zlib) as if it named none.

    Django reads the query with it while the request is made, where nothing turns the error into an
    answer: anybody could make the server fail by one header.
    """

    def _set_content_type_params(self, meta: Any) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
        except LookupError:
            self._encoding = None


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for budgets only: one subscriber's network for IPv6."""
    remote = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind our own proxy: the last entry is what the proxy saw; those before it can be invented.
        remote = request.headers.get("X-Forwarded-For", remote).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
