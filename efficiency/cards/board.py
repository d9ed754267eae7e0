"""What the board shows: its filters and order, the tiles above the list, a row's lateness."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.cards.claims import days_late
from efficiency.cards.kinds import OPEN_STATES, UNFINISHED_STATES, State
from efficiency.cards.levels import LevelFace
from efficiency.cards.models import Card, SweepRun
from efficiency.cards.querysets import CardQuerySet
from efficiency.clocks.kinds import Subsystem
from efficiency.common.fields import DayField
from efficiency.common.moments import SHANGHAI
from efficiency.organization.models import Unit
from efficiency.workdays.calendar import WorkCalendar

ORDERS = {"": ("-issued_at", "-pk"), "late": ("breached_at", "pk")}
UNFINISHED = "unfinished"
_PRINTED = re.compile(r"(?:〔|\[|\()?(?P<year>20\d\d)(?:〕|\]|\)|\D)\s*(?P<serial>\d{1,9})\s*号?$")


class BoardFilter(forms.Form):
    """The filters in the address. What cannot be read filters nothing and says so."""

    q = forms.CharField(
        label=gettext_lazy("Number of card or matter"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    subsystem = forms.ChoiceField(
        label=gettext_lazy("Business"), choices=[("", gettext_lazy("All")), *Subsystem.choices], required=False
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), (UNFINISHED, gettext_lazy("not finished")), *State.choices],
        required=False,
    )
    since = DayField(label=gettext_lazy("Issued from"), required=False)
    until = DayField(label=gettext_lazy("up to"), required=False)
    new = forms.BooleanField(label=gettext_lazy("only new ones"), required=False)
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        choices=[("", gettext_lazy("newest first")), ("late", gettext_lazy("oldest breach first"))],
        required=False,
    )

    def __init__(self, *args: Any, user: Any, levels: Iterable[LevelFace], reminders: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]
        if reminders:
            del self.fields["level"], self.fields["state"]
        else:
            names = [(face.number, face.name) for face in levels if face.number]
            self.fields["level"].choices = [("", _("All")), *names]  # type: ignore[attr-defined]

    def narrow(self, cards: CardQuerySet, *, new_since: datetime | None) -> CardQuerySet:
        """Keep the cards that the filters name."""
        self.is_valid()
        wanted = self.cleaned_data
        if unit := wanted.get("unit"):
            cards = cards.filter(unit__in=Unit.objects.under(unit))
        if subsystem := wanted.get("subsystem"):
            cards = cards.filter(matter__subsystem=subsystem)
        if wanted.get("level") is not None:
            cards = cards.filter(standing_level=wanted["level"])
        if state := wanted.get("state"):
            cards = cards.filter(state__in=UNFINISHED_STATES if state == UNFINISHED else [state])
        if wanted.get("new"):
            cards = cards.filter(issued_at__gt=new_since) if new_since else cards.none()
        if since := wanted.get("since"):
            cards = cards.filter(issued_at__gte=_start_of(since))
        if until := wanted.get("until"):
            cards = cards.filter(issued_at__lt=_start_of(until + timedelta(days=1)))
        return cards.filter(_named(wanted["q"].strip())) if wanted.get("q") else cards

    def order(self) -> Sequence[str]:
        """The order of the list, for keyset pages."""
        return ORDERS[self.cleaned_data.get("sort") or ""]

    def names_in_use(self) -> list[str]:
        """Which filters are set (their names only: a search text may hold anything)."""
        return sorted(name for name, value in self.cleaned_data.items() if value)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _named(text: str) -> Q:
    """Find by the printed number (效能卡〔2026〕12号, 2026-12 or 12), else by the matter's number."""
    if text.rstrip("号").isdecimal() and len(text) <= 9:
        return Q(serial=int(text.rstrip("号")))
    if "号" in text or "〔" in text or re.fullmatch(r"20\d\d\D\d{1,9}", text):
        found = _PRINTED.search(text)
        return Q(year=int(found["year"]), serial=int(found["serial"])) if found else Q(pk=None)
    return Q(matter__reference__startswith=text.upper())


@dataclass(frozen=True)
class Row:
    """One line of the board."""

    card: Card
    level: LevelFace
    standing: LevelFace
    is_new: bool
    days_late: int | None
    stood_in: str  # for the officer in charge when the card was issued; empty: nobody, or not for this reader

    @property
    def tone(self) -> str:
        """How loud its state is said: what waits stands out, what is void is quiet."""
        if self.card.state in (State.REVOKED, State.SUPERSEDED, State.CLOSED):
            return "quiet"
        return "warn" if self.card.state in OPEN_STATES else "neutral"


def rows_of(
    cards: Iterable[Card],
    *,
    faces: Mapping[int, LevelFace],
    new_since: datetime | None,
    calendar: WorkCalendar,
    now: datetime,
) -> list[Row]:
    """Put cards into lines; asks the database nothing."""
    return [
        Row(
            card=card,
            level=faces[card.level],
            standing=faces[card.standing_level],
            is_new=new_since is not None and card.issued_at > new_since,
            days_late=days_late(card, calendar=calendar, now=now),
            stood_in=getattr(card, "stood_in_name", None) or "",
        )
        for card in cards
    ]


@dataclass(frozen=True)
class Tile:
    """A figure above the list; the query leads to the rows behind it."""

    label: str
    value: int
    query: str


def tiles(cards: CardQuerySet, *, faces: Mapping[int, LevelFace], new_since: datetime | None) -> list[Tile]:
    """Count the cards that are not finished, by level and state, in one grouped query."""
    is_new = Q(issued_at__gt=new_since) if new_since else Q(pk=None)
    groups: Sequence[Mapping[str, Any]] = list(
        cards.filter(state__in=UNFINISHED_STATES)
        .order_by()
        .values("standing_level", "state")
        .annotate(cards=Count("pk"), new=Count("pk", filter=is_new))
    )

    def total(name: str, **wanted: Any) -> int:
        return sum(group[name] for group in groups if all(group[key] == value for key, value in wanted.items()))

    by_level = [
        Tile(
            _("%(level)s, not finished") % {"level": face.name},
            total("cards", standing_level=number),
            f"?level={number}&state={UNFINISHED}",
        )
        for number, face in faces.items()
        if number
    ]
    return [
        Tile(_("new since you last looked"), total("new"), f"?new=on&state={UNFINISHED}"),
        Tile(_("awaiting the unit's statement"), total("cards", state=State.ISSUED), f"?state={State.ISSUED}"),
        Tile(_("awaiting the office"), total("cards", state=State.ANSWERED), f"?state={State.ANSWERED}"),
        *by_level,
    ]


@dataclass(frozen=True)
class LastCheck:
    """When the judge last finished well, and whether that is too long ago."""

    at: datetime | None
    stale: bool

    @property
    def words(self) -> str:
        """Say how long ago it was."""
        if self.at is None:
            return _("The automatic check has not run yet.")
        if timezone.now() - self.at < timedelta(minutes=1):
            return _("Last check: just now.")
        return _("Last check: %(ago)s ago.") % {"ago": timesince(self.at, depth=1)}


def last_check(now: datetime) -> LastCheck:
    """Find the last good sweep."""
    run = SweepRun.objects.filter(refusal="", finished_at__isnull=False).order_by("-finished_at").first()
    at = run.finished_at if run else None
    return LastCheck(at=at, stale=at is None or now - at > 2 * settings.SWEEP_EVERY)
