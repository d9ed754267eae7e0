"""The lists of complaints: which rows, in which order, with which clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.kinds import WITH_UNIT, State
from complaints.models import Complaint
from complaints.rules import sees_city
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock
from efficiency.clocks.querysets import ClockQuerySet
from efficiency.common.lists import BadCursor, Page, page
from efficiency.organization.models import Unit

TODO, UNITS, ASKED, REPLIED, CLOSED, ALL = "todo", "units", "asked", "replied", "closed", "all"
HOTLINE_TABS = [
    (TODO, _("to dispatch")),
    (State.QUARANTINED.value, State.QUARANTINED.label),
    (UNITS, _("with a unit")),
    (ASKED, _("a unit asks for something")),
    (REPLIED, _("answers to check")),
    (CLOSED, State.CLOSED.label),
    (State.DISCARDED.value, State.DISCARDED.label),
    (ALL, _("all")),
]
UNIT_TABS = [(UNITS, _("to answer")), (REPLIED, State.REPLIED.label), (CLOSED, State.CLOSED.label), (ALL, _("all"))]
# The states whose rows stand in the order of a running clock; the others newest first.
_CLOCKED = {TODO: ClockKind.DISPATCH, State.QUARANTINED.value: ClockKind.DISPATCH, UNITS: ClockKind.REPLY}
_STATES = {
    TODO: (State.QUARANTINED, State.FILED),
    UNITS: WITH_UNIT,
    REPLIED: (State.REPLIED,),
    CLOSED: (State.CLOSED,),
    State.QUARANTINED.value: (State.QUARANTINED,),
    State.DISCARDED.value: (State.DISCARDED,),
}


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    complaint: Complaint
    clock: Clock | None


def tabs_for(user: Any) -> list[tuple[str, Any]]:
    """The states that somebody filters by; the first is his desk."""
    return list(HOTLINE_TABS if sees_city(user) else UNIT_TABS)


def listed(user: Any, *, tab: str, words: str, after: str, before: str) -> tuple[list[Row], Page[Any]]:
    """One page of what `user` may see, with its cursors; a bad cursor shows the first page."""
    try:
        return _cut(user, tab, words, after, before)
    except BadCursor:
        return _cut(user, tab, words, "", "")


def exported(user: Any, *, tab: str, words: str, most: int) -> list[Row]:
    """The same rows for a file, newest first."""
    return _with_clocks(_matching(user, tab, words).order_by("-filed_at", "-pk")[:most])


def open_reply_clocks(user: Any) -> ClockQuerySet:
    """The running reply clocks of what the user's unit, or for the hotline any unit, must answer."""
    # A reply clock runs just as long as the complaint is with a unit, so that the state need not be asked.
    clocks = Clock.objects.running().filter(kind=ClockKind.REPLY, matter__complaint__isnull=False)
    return clocks if sees_city(user) else clocks.filter(unit__in=Unit.objects.visible_to(user))


def neighbours(user: Any, clock: Clock | None) -> tuple[str | None, str | None]:
    """The pages of the complaints due just before and just after this one, for working through a list."""
    if clock is None:
        return None, None
    clocks = open_reply_clocks(user)
    earlier = Q(due_at__lt=clock.due_at) | Q(due_at=clock.due_at, pk__lt=clock.pk)
    later = Q(due_at__gt=clock.due_at) | Q(due_at=clock.due_at, pk__gt=clock.pk)
    paths = clocks.values_list("matter__path", flat=True)
    return (
        paths.filter(earlier).order_by("-due_at", "-pk").first(),
        paths.filter(later).order_by("due_at", "pk").first(),
    )


def _cut(user: Any, tab: str, words: str, after: str, before: str) -> tuple[list[Row], Page[Any]]:
    if tab not in _CLOCKED:
        cut: Page[Any] = page(
            _matching(user, tab, words).select_related("matter__unit", "handler").prefetch_related(_running()),
            order=["-filed_at", "-pk"],
            after=after,
            before=before,
        )
        return [_row(complaint) for complaint in cut.rows], cut
    if tab == UNITS:
        clocks = open_reply_clocks(user)
    elif sees_city(user):
        clocks = Clock.objects.running().filter(kind=_CLOCKED[tab], matter__complaint__state__in=_STATES[tab])
    else:
        clocks = Clock.objects.none()
    if words:
        clocks = clocks.filter(_words("matter__", words))
    related = ("matter__complaint__handler", "matter__unit")
    cut = page(clocks.select_related(*related), order=["due_at", "pk"], after=after, before=before)
    rows = []
    for clock in cut.rows:
        complaint = clock.matter.complaint
        complaint.matter = clock.matter  # one row object: the page reads the unit from here
        rows.append(Row(complaint, clock))
    return rows, cut


def _matching(user: Any, tab: str, words: str) -> QuerySet[Complaint]:
    rows: QuerySet[Complaint] = Complaint.objects.visible_to(user)
    if tab == ASKED:
        rows = rows.filter(state__in=WITH_UNIT, requests__ruled_at=None, requests__isnull=False).distinct()
    elif tab in _STATES:
        rows = rows.filter(state__in=_STATES[tab])
    return rows.filter(_words("matter__", words)) if words else rows


def _words(path: str, words: str) -> Q:
    return Q(**{f"{path}reference__istartswith": words}) | Q(**{f"{path}title__icontains": words})


def _running() -> Prefetch[Any]:
    clocks = Clock.objects.running().filter(kind__in=(ClockKind.DISPATCH, ClockKind.REPLY, ClockKind.CITIZEN))
    return Prefetch("matter__clocks", queryset=clocks.order_by("due_at", "pk"), to_attr="running_clocks")


def _with_clocks(rows: QuerySet[Complaint]) -> list[Row]:
    return [_row(one) for one in rows.select_related("matter__unit", "handler").prefetch_related(_running())]


def _row(complaint: Complaint) -> Row:
    """The complaint with the clock that is due first."""
    running: Sequence[Clock] | Iterable[Clock] = getattr(complaint.matter, "running_clocks", ())
    return Row(complaint, next(iter(running), None))
