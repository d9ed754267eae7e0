"""Desks of the three administrators: system, security, audit. None of them does business."""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from efficiency.audit.models import Entry
from efficiency.cards.models import ClockFault
from efficiency.notifications.models import Notice
from efficiency.organization.models import RoleGrant, User
from efficiency.organization.roles import Role
from efficiency.portal import health
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way
from efficiency.portal.desks.second import second_person
from efficiency.workdays.templatetags.people import moment


def sysadmin(user: Any, now: datetime) -> list[Block]:
    """Whether the judge looks, what it could not judge, and what could not be sent."""
    faults = ClockFault.objects.filter(solved_at=None)
    failed = way(_("Notices that failed"), "notices-failed")
    finding = health.sweep(now)
    return [
        *second_person(user),
        Block(
            title=_("Health of the portal"),
            figures=[
                Figure(moment(health.last_good_sweep()) or "–", _("last good sweep")),
                Figure(capped(faults), _("clocks that could not be judged")),
                Figure(capped(Notice.objects.failed()), _("notices that failed"), failed.url),
            ],
            ways=[
                way(_("Health of the portal"), "health"),
                failed,
                way(_("Robots and webhooks"), "alerts"),
                way(_("Users"), "users"),
                way(_("Units"), "units"),
            ],
            note="" if finding.good else _("The judge has not looked in time. See to the worker and the beat."),
        ),
    ]


def secadmin(user: Any, now: datetime) -> list[Block]:
    """Accounts and roles."""
    roles = way(_("Roles"), "roles")
    held = (
        RoleGrant.objects.filter(revoked_at=None, user__is_active=True)
        .order_by("role")
        .values_list("role")
        .annotate(count=Count("pk"))
    )
    figures = [
        Figure(capped(User.objects.able()), _("accounts in use"), roles.url),
        Figure(capped(User.objects.filter(is_active=False)), _("disabled accounts"), roles.url),
    ]
    figures += [Figure(str(count), Role(code).label) for code, count in held]
    return [*second_person(user), Block(title=_("Accounts and roles"), figures=figures, ways=[roles])]


def auditor(user: Any, now: datetime) -> list[Block]:
    """The latest entries."""
    entries = way(_("All entries"), "audit")
    rows = [
        Row(
            title=entry.what,
            path=entries.url,
            detail=f"{moment(entry.at)} · {entry.who}",
        )
        for entry in Entry.objects.order_by("-pk")[:SHOWN]
    ]
    return [Block(title=_("Latest entries"), rows=rows, ways=[entries], empty=_("No entry yet."))]
