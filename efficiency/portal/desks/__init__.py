"""A home for each role that answers: what must I do now?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from efficiency.organization.roles import Role
from efficiency.portal.blocks import Block
from efficiency.portal.desks import administration, business, guests, money, supervision

Desk = Callable[[Any, datetime], list[Block]]

# In the order in which somebody with several roles reads them.
DESKS: dict[str, Desk] = {
    Role.OFFICE: supervision.office,
    Role.EXECUTIVE: supervision.executive,
    Role.OPERATOR: business.operator,
    Role.HEAD: business.head,
    Role.HANDLER: business.handler,
    Role.WINDOW: business.window,
    Role.FEE: money.fee,
    Role.INSPECTOR: guests.inspector,
    Role.SUPERVISOR: guests.supervisor,
    Role.APPRAISER: guests.appraiser,
    Role.INVESTIGATOR: guests.investigator,
    Role.SYSADMIN: administration.sysadmin,
    Role.SECADMIN: administration.secadmin,
    Role.AUDITOR: administration.auditor,
}


def desks_of(user: Any, now: datetime) -> list[tuple[str, list[Block]]]:
    """The blocks of every role that somebody holds, under the role's name."""
    return [(str(Role(code).label), desk(user, now)) for code, desk in DESKS.items() if code in user.role_codes]
