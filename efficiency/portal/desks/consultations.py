"""What the desks say of consultations and supervision bulletins."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.consultations.models import Bulletin, Consultation, Invitation
from efficiency.organization.models import Unit
from efficiency.portal.blocks import SHOWN, Block, Figure, Row, capped, way


def opinions_asked(user: Any) -> Block:
    """Consultations in which the unit has not given its opinion."""
    units = Unit.objects.visible_to(user)
    waiting = Invitation.objects.filter(unit__in=units, answered_at=None, consultation__state="open")
    found = waiting.select_related("consultation__matter", "unit", "clock").order_by("clock__due_at", "pk")[:SHOWN]
    rows = [
        Row(
            title=one.consultation.matter.title,
            path=one.consultation.matter.path,
            detail=f"{one.consultation.matter.reference} · {one.unit.short_name}",
            clock=one.clock,
        )
        for one in found
    ]
    every = way(_("Consultations"), "consultations")
    return Block(
        title=_("Consultations awaiting our opinion"),
        rows=rows,
        figures=[Figure(capped(Consultation.objects.awaiting(units)), _("open"), f"{every.url}?state=mine")],
        ways=[every],
        empty=_("No consultation awaits our opinion."),
    )


def bulletins_to_acknowledge(user: Any) -> Block:
    """Bulletins that name the unit and wait for its head."""
    rows = Bulletin.objects.to_acknowledge(Unit.objects.visible_to(user)).order_by("pk")
    return Block(
        title=_("Bulletins to acknowledge"),
        rows=_rows(rows),
        ways=[way(_("Supervision bulletins"), "bulletins")],
        empty=_("No bulletin waits to be acknowledged."),
    )


def bulletins_to_decide(user: Any) -> Block:
    """Drafts of colleagues."""
    drafts = Bulletin.objects.filter(state="draft").exclude(drafted_by=user).order_by("pk")
    return Block(
        title=_("Bulletins awaiting a second person"),
        rows=_rows(drafts),
        ways=[way(_("Write a bulletin"), "bulletin-new"), way(_("Supervision bulletins"), "bulletins")],
        empty=_("No bulletin of a colleague waits."),
    )


def _rows(bulletins: Any) -> list[Row]:
    return [
        Row(title=one.title, path=reverse("bulletin", args=[one.pk]), detail=one.number or one.drafted_by.display_name)
        for one in bulletins.select_related("drafted_by")[:SHOWN]
    ]
