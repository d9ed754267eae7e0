"""How operations describe themselves in the OpenAPI document, so that none forgets its refusals."""

from typing import Any, Literal

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from efficiency.common.problems import PROBLEM

# In every operation: what cannot be read, a token that opens nothing, an answer in no form that
# we give, too many calls, and the database away.
_ALWAYS = (400, 401, 406, 429, 503)
_LIMITS = [
    OpenApiParameter(
        "RateLimit-Policy",
        str,
        OpenApiParameter.HEADER,
        response=True,
        description="Calls a minute, as q; window, as w.",
    ),
    OpenApiParameter(
        "RateLimit",
        str,
        OpenApiParameter.HEADER,
        response=True,
        description="Calls left, as r; seconds to the next window, as t.",
    ),
]
_SENTENCES = {
    200: "As asked.",
    201: "Done: the receipt.",
    400: "A parameter, header or member is unknown or wrong; `errors` names it.",
    401: "A token is needed, or the one sent opens nothing any more.",
    403: "Not for this account, or the token does not hold the scope.",
    404: "Not there, or not for this account to see.",
    406: "No answer in the form asked for.",
    409: "Not possible as things stand, or an act under this key is being done.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The idempotency key was used before for something else.",
    429: "Too many calls: wait for the seconds in Retry-After.",
    503: "The database is away: nothing was stored.",
}
_NOT_CHANGED = {"description": "Not changed since the answer whose ETag was sent as If-None-Match."}


class Problem(serializers.Serializer[Any]):
    """A refusal (RFC 9457)."""

    type = serializers.CharField(help_text="Always about:blank: the status says what kind it is.")
    title = serializers.CharField(help_text="The phrase of the status.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong, in the language asked for with Accept-Language.")
    errors = serializers.DictField(  # type: ignore[assignment]  # the metaclass moves it away
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="For each faulty parameter or member the sentences about it.",
    )


class Described(AutoSchema):
    """Adds to each operation what all have: its refusals, the headers of the limit, its scope."""

    def get_override_parameters(self) -> list[Any]:
        """The headers of the rate limit."""
        return [*super().get_override_parameters(), *_LIMITS]

    def get_operation_id(self) -> str:
        """The name of the class: one class has one operation."""
        name = type(self.view).__name__.removesuffix("View")
        return name[0].lower() + name[1:]

    def get_summary(self) -> str | None:
        """The first sentence of the docstring."""
        return super().get_description().split("\n", 1)[0].strip() or None

    def get_description(self) -> str:  # type: ignore[override]  # as its own parent has it
        """The docstring without its first line, who may, and the scope that a token needs."""
        _first, _, rest = super().get_description().partition("\n")
        view: Any = self.view
        return f"{rest.strip()}\n\nWho: {view.who.name}. Scope of a token: {view.scope}.".strip()

    def get_auth(self) -> list[dict[str, list[str]]]:
        """No way in is asked where anybody may."""
        ways: list[dict[str, list[str]]] = super().get_auth()
        view: Any = self.view
        return [*ways, {}] if view.who.public and {} not in ways else ways

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if direction != "response":
            return bodies
        if self.method == "GET":
            bodies["304"] = dict(_NOT_CHANGED)
        for status in self._refusals():
            bodies[str(status)] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                Problem, str(status), media_types=[PROBLEM]
            )
        for code, body in bodies.items():
            body["description"] = body["description"] or _SENTENCES[int(code)]
        return dict(sorted(bodies.items()))

    def _refusals(self) -> list[int]:
        view: Any = self.view
        found = {*_ALWAYS, *view.problems, 403}
        if "{" in self.path:
            found.add(404)
        if self.method == "POST":
            found |= {409, 413, 415, 422}
        return sorted(found)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names this way in."""

    target_class = "efficiency.integrators.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "A token made at /integrators/."}


def close_bodies(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say of every object that it has no members but those described (a hook of drf-spectacular)."""
    for component in result.get("components", {}).get("schemas", {}).values():
        if component.get("type") == "object" and "properties" in component:
            component["additionalProperties"] = False
    return result
