"""The public staff board (S13): who does what in each unit, who answers for it, and who is here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from efficiency.common.access import ANYONE, allow
from efficiency.organization.forms import PostFilter
from efficiency.organization.models import Post, Responsibility, Unit
from efficiency.organization.views.answers import answer, part
from efficiency.presence.models import Duty
from efficiency.presence.whereabouts import Standing, answering_for, duties_today, standings

ORDER = ["unit__path", "name", "pk"]


@dataclass(frozen=True)
class Line:
    """One post, and where its holder is; None where the post is vacant."""

    post: Post
    standing: Standing | None


@dataclass
class Sheet:
    """One unit on the board."""

    unit: Unit
    answering: dict[str, Responsibility]
    duties: list[Duty]
    lines: list[Line] = field(default_factory=list)


@allow(ANYONE)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """The staff board: every unit's posts, who holds them, what their duties are."""
    form = PostFilter(request.GET)
    rows = form.narrowed(Post.objects.in_use()).select_related("unit", "holder", "deputy")
    found = part(request, rows, ORDER)
    now = timezone.now()
    return answer(request, "presence/staff.html", form, found=found, sheets=_sheets(found.rows, now), now=now)


@allow(ANYONE)
@require_safe
def unit_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of one unit, as it is hung up beside its door."""
    unit = get_object_or_404(Unit.objects.in_use(), pk=pk)
    rows = Post.objects.in_use().filter(unit=unit).select_related("unit", "holder", "deputy")
    found = part(request, rows, ORDER)
    now = timezone.now()
    sheets = _sheets(found.rows, now) or [_empty(unit, now)]
    return answer(request, "presence/unit_staff.html", PostFilter(), found=found, unit=unit, sheets=sheets, now=now)


def _sheets(posts: Sequence[Post], now: datetime) -> list[Sheet]:
    """The posts of a page by unit: the same few queries for one post and for fifty."""
    units = {post.unit_id: post.unit for post in posts}
    answering, duties = answering_for(units, now), duties_today(units, now)
    holders = [post.holder for post in posts if post.holder is not None and post.holder.is_active]
    where = standings(holders, now)
    sheets = {pk: Sheet(unit, answering.get(pk, {}), duties.get(pk, [])) for pk, unit in units.items()}
    for post in posts:
        sheets[post.unit_id].lines.append(Line(post, where.get(post.holder_id) if post.holder_id else None))
    return list(sheets.values())


def _empty(unit: Unit, now: datetime) -> Sheet:
    return Sheet(unit, answering_for([unit.pk], now).get(unit.pk, {}), duties_today([unit.pk], now).get(unit.pk, []))
