"""Who may: every view and API operation declares it; what declares nothing is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:  # the framework's views import this module's permission class by name
    from rest_framework.request import Request
    from rest_framework.views import APIView

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Who:
    """A group of people that a page is for.

    `roles` are the role codes that belong to it; empty with `public` false means anyone
    signed in. The access matrix is generated from these declarations.
    """

    name: str
    public: bool = False
    roles: frozenset[str] = frozenset()

    def includes(self, user: Any) -> bool:
        """Tell whether the user (or an anonymous visitor) belongs to this group."""
        if self.public:
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        return not self.roles or bool(self.roles & user.role_codes)


ANYONE = Who("anyone", public=True)
SIGNED_IN = Who("signed in")


def holders_of(*roles: str) -> Who:
    """The people who hold at least one of these roles."""
    return Who(" or ".join(roles), roles=frozenset(roles))


def allow(who: Who) -> Callable[[View], View]:
    """Declare who may use a view (a function, or the function `as_view()` made)."""

    def declare(view: View) -> View:
        view.who = who  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Any) -> Who | None:
    """Return what a resolved view declares, or None where it declares nothing."""
    for candidate in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        who = getattr(candidate, "who", None)
        if isinstance(who, Who):
            return who
    return None


class Declared(BasePermission):
    """The API's side of the same declaration: a view class names its `who`."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Refuse where nothing is declared or the user is not among those named."""
        who = getattr(view, "who", None)
        return isinstance(who, Who) and who.includes(request.user)
