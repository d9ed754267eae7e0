"""What every page of the portal needs around its content."""

import logging
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.utils.translation import get_language

from efficiency.common.access import declared
from efficiency.notifications.models import Notice
from efficiency.organization.roles import Role
from efficiency.portal.navigation import FOOTER, HEADER, Door, doors, in_two
from efficiency.workdays.glance import begin_page

logger = logging.getLogger(__name__)
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
MOST_SHOWN = 99


class Surroundings:
    """Header and footer of one page, asked for only when a template names them.

    Visitors who are not signed in cost no query. When the database is away the page is drawn
    as for a visitor, so that an error page can still be shown.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.city = settings.CITY_NAME
        self.office = settings.OFFICE_NAME
        self.demo = settings.DEMO_CITY
        self.languages = [(code, TAGS[code], name) for code, name in settings.LANGUAGES]

    @property
    def language(self) -> str:
        """The tag of the page's language, with the script that picks the shapes of characters."""
        return TAGS.get(get_language() or settings.LANGUAGE_CODE, "en")

    @cached_property
    def viewer(self) -> Any:
        """Who looks at the page; a visitor when the database cannot say."""
        user: Any = getattr(self.request, "user", AnonymousUser())
        try:
            if user.is_authenticated:
                user.role_codes  # noqa: B018  (read once here, where a lost database can be caught)
        except (DatabaseError, InterfaceError):
            logger.exception("no user for %s", self.request.path)
            return AnonymousUser()
        return user

    @property
    def roles(self) -> str:
        """The names of the viewer's roles."""
        return _named(self.viewer.role_codes) if self.viewer.is_authenticated else ""

    @property
    def refused_for(self) -> str:
        """For whom the page is that this viewer was refused, "" where nobody is named."""
        match = getattr(self.request, "resolver_match", None)
        who = declared(match.func) if match else None
        return _named(who.roles) if who else ""

    @cached_property
    def doors(self) -> tuple[list[Door], list[Door]]:
        """The navigation of this viewer."""
        return in_two(doors(self.viewer, self.request.path, HEADER))

    @cached_property
    def footer_doors(self) -> list[Door]:
        """What stands below every page."""
        return doors(self.viewer, "", FOOTER)

    @property
    def layout(self) -> str:
        """Dense where staff work, airy where citizens read."""
        return "dense" if self.viewer.is_authenticated else "airy"

    @property
    def address(self) -> str:
        """Where to come back to after the language was changed: never back to a form that was sent."""
        return self.request.get_full_path()

    @cached_property
    def unread(self) -> str:
        """How many notices wait in the inbox, "" for none, "99+" for more than fit."""
        if not self.viewer.is_authenticated:
            return ""
        found = Notice.objects.inbox_of(self.viewer).unread().order_by()[: MOST_SHOWN + 1].count()
        return f"{MOST_SHOWN}+" if found > MOST_SHOWN else str(found or "")


def _named(codes: frozenset[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role.value in codes)


def page(request: HttpRequest) -> dict[str, Surroundings]:
    """Hand the surroundings to the template as `site` and begin a fresh look at the calendar."""
    begin_page()
    return {"site": Surroundings(request)}
