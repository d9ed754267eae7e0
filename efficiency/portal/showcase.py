"""Every component in all its states, for those who build and those who check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from efficiency.cards.levels import LevelFace
from efficiency.clocks.explanation import ClockState, ExplainedDay, Explanation
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit
from efficiency.clocks.models import Clock
from efficiency.clocks.templatetags.clocks import face
from efficiency.common.charts import Chart, Series
from efficiency.common.lists import Page
from efficiency.common.moments import SHANGHAI
from efficiency.portal.blocks import Block, Figure, Row, Way
from efficiency.workdays.calendar import official_calendar

# The National Day week of 2026: holiday, make-up Saturday, and the days around them.
START, DUE = date(2026, 9, 24), date(2026, 10, 10)
TODAY = date(2026, 9, 29)


class SampleForm(forms.Form):
    """One field of each kind; it is shown empty and with errors."""

    words = forms.CharField(
        label=_("What happened"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("In your own words.")
    )
    place = forms.CharField(label=_("Where"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), ("repair", _("repair"))])
    identity = forms.ChoiceField(
        label=_("Identity"),
        choices=[("real", _("with my name")), ("anonymous", _("anonymous"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=_("I have read the notice"))


@dataclass(frozen=True)
class SampleEntry:
    """A line of a timeline."""

    at: datetime
    who: str
    what: str
    note: str = ""
    law: str = ""


def _moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def _clock(*, due: date = DUE, stopped: date | None = None, paused: bool = False, cancelled: bool = False) -> Clock:
    return Clock(
        kind=ClockKind.REPLY,
        limit=5,
        limit_unit=LimitUnit.WORKING_DAYS,
        day_end=DayEnd.MIDNIGHT,
        started_at=_moment(START),
        due_at=_moment(due + timedelta(days=1), 0),
        stopped_at=_moment(stopped) if stopped else None,
        cancelled_at=_moment(TODAY) if cancelled else None,
        paused=paused,
    )


def _days(*, due: date, today: date, paused: frozenset[date] = frozenset()) -> Iterator[ExplainedDay]:
    calendar, number = official_calendar(), 0
    last = max(due, today)
    for offset in range((last - START).days + 1):
        seen = calendar.kind_of(START + timedelta(days=offset))
        state: Any = "counted"
        if offset == 0:
            state = "start"
        elif seen.day in paused:
            state = "paused"
        elif seen.day == due:
            state = "due"
        elif not seen.working:
            state = "rest"
        elif seen.day > due:
            state = "late"
        elif seen.day > today:
            state = "left"
        counted = state in ("counted", "left", "due")
        number += counted
        yield ExplainedDay(seen.day, state, number if counted else None, seen.name, seen.make_up)


def _face(
    state: ClockState,
    *,
    today: date,
    due: date = DUE,
    paused: frozenset[date] = frozenset(),
    left: int = 0,
    late: int = 0,
) -> dict[str, Any]:
    explanation = Explanation(
        clock=_clock(due=due, stopped=today if state in ("in_time", "stopped_late") else None),
        started_at=_moment(START),
        due_at=_moment(due + timedelta(days=1), 0),
        due_day=due,
        provisional=False,
        state=state,
        days_left=left,
        days_late=late,
        days=list(_days(due=due, today=today, paused=paused)),
    )
    return face(explanation, today)


def samples() -> dict[str, Any]:
    """All that the page of components shows."""
    sent = SampleForm({"words": "", "identity": "nobody"})
    sent.is_valid()
    rows = [
        Row(title=str(_("Street lamp out on Qianjin Road")), path="#rows", detail="TS-260924-000001", clock=_clock())
    ]
    block = Block(
        title=_("Complaints in my hands, by days left"),
        rows=rows,
        figures=[Figure("3", _("past the limit"), "#figures"), Figure("–", _("no denominator"))],
        ways=[Way(_("All complaints"), "#ways"), Way(_("Inbox"), "#ways")],
    )
    paused = frozenset(date(2026, 9, day) for day in (28, 29, 30))
    return {
        "now": _moment(TODAY),
        "form": SampleForm(),
        "sent": sent,
        "faces": [
            (_("running"), _face("running", today=TODAY, left=3)),
            (_("late"), _face("late", today=date(2026, 10, 14), late=3)),
            (_("done in time"), _face("in_time", today=date(2026, 9, 30))),
            (_("paused"), _face("paused", today=TODAY, due=date(2026, 10, 13), paused=paused)),
        ],
        "chips": [
            _clock(),
            _clock(due=date(2026, 9, 30)),
            _clock(due=TODAY),
            _clock(due=date(2026, 9, 25)),
            _clock(stopped=date(2026, 9, 28)),
            _clock(paused=True),
            _clock(cancelled=True),
        ],
        "levels": [
            LevelFace(0, str(_("reminder")), "!", "none", Decimal(0)),
            LevelFace(1, str(_("yellow card")), "黄", "yellow", Decimal(1)),
            LevelFace(2, str(_("red card")), "红", "red", Decimal(5)),
        ],
        "tones": ("neutral", "good", "warn", "late", "quiet"),
        "entries": [
            SampleEntry(_moment(START), "市12345热线", str(_("dispatched")), law="《江苏省12345热线运行管理办法》"),
            SampleEntry(
                _moment(TODAY), "市城市管理局", str(_("signed for")), note=str(_("The crew comes on Wednesday."))
            ),
        ],
        "steps": [_("What happened"), _("Where"), _("Check and send")],
        "consequences": [_("5 points go back to the unit."), _("Two documents are marked.")],
        "middle": Page(rows=[], after="next", before="previous"),
        "sample_block": block,
        "chart": _chart(),
    }


def _chart() -> Chart:
    return Chart(
        "sample",
        _("Complaints in my hands, by days left"),
        labels=["3", "2", "1", "0"],
        links=["#figures"],
        series=[Series(_("running"), [4, 2, None, 1]), Series(_("paused"), [1, 0, 2, 0])],
        head=_("Time left"),
        marks=[(_("late"), 3)],
    )
