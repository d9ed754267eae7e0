"""Every address of the portal with the people it is for, read from the resolver itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from efficiency.common.access import Who, declared


@dataclass(frozen=True)
class Door:
    """One address: its route, its name, its view, and who may (None: nobody declared it)."""

    route: str
    name: str
    view: Any
    who: Who | None
    parameters: dict[str, Any]

    def path(self) -> str:
        """A path that resolves to this door, with made-up values for what it asks for."""
        path = "/" + self.route.replace("\\Z", "")
        for name, converter in self.parameters.items():
            kind = type(converter).__name__
            value = {"IntConverter": "0", "UUIDConverter": "00000000-0000-0000-0000-000000000000"}.get(kind, "none-0")
            for spelled in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<uuid:{name}>", f"<path:{name}>"):
                path = path.replace(spelled, value)
            path = path.replace(f"<{name}>", value)
        return path


def doors() -> list[Door]:
    """All doors, in the order of their routes."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda door: door.route)


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str) -> Iterator[Door]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            view = pattern.callback
            yield Door(route, pattern.name or "", view, declared(view), dict(pattern.pattern.converters))
