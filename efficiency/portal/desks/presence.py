"""What everybody's desk says of presence: for whom one stands in, whose leave waits, what one was asked."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from efficiency.common.moments import local_date
from efficiency.organization.deputies import stood_in_for
from efficiency.organization.models import User
from efficiency.organization.responsibility import duties_of
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way
from efficiency.presence.models import Enquiry, Leave
from efficiency.workdays.templatetags.people import say_day


def presence(user: Any, now: datetime) -> Block:
    """One block with the leaves to decide on and the enquiries in one's hands."""
    leaves = Leave.objects.to_decide_by(user, duties_of(user, now))
    held, offered = Enquiry.objects.held_by(user, now), Enquiry.objects.offered_to(user)
    asked = reverse("enquiries")
    return Block(
        title=_("Who is here, and what I was asked"),
        note=_standing_in(user, now),
        rows=[*_leave_rows(leaves), *_enquiry_rows(held.order_by().union(offered.order_by()))][:SHOWN],
        figures=[
            Figure(capped(leaves), _("leaves to decide on"), f"{reverse('leaves')}?show=decide"),
            Figure(capped(held), _("asked, and mine"), asked),
            Figure(capped(held.filter(due_on__lt=local_date(now))), _("of them late"), f"{asked}?show=late"),
            Figure(capped(offered), _("offered to me or my unit"), f"{asked}?show=offered"),
        ],
        ways=[way(_("Who is here"), "whereabouts"), way(_("Somebody asked me"), "enquiry-new")],
    )


def _standing_in(user: Any, now: datetime) -> str:
    away = User.objects.able().filter(pk__in=stood_in_for(user, now)).order_by("pk")
    names = "、".join(person.display_name for person in away)
    return _("You stand in for %(names)s now.") % {"names": names} if names else ""


def _leave_rows(leaves: Any) -> list[Row]:
    return [
        Row(
            title=_("%(name)s asks for leave") % {"name": leave.user.display_name},
            path=reverse("leave", args=[leave.pk]),
            detail=f"{say_day(leave.first_day)} – {say_day(leave.last_day)}",
        )
        for leave in leaves.select_related("user").order_by("first_day", "pk")[:SHOWN]
    ]


def _enquiry_rows(enquiries: Any) -> list[Row]:
    return [
        Row(
            title=enquiry.topic,
            path=reverse("enquiry", args=[enquiry.pk]),
            detail=_("due on %(day)s") % {"day": say_day(enquiry.due_on)},
        )
        for enquiry in enquiries.order_by("due_on", "id")[:SHOWN]
    ]
