"""Replaying the finished cases of a span of days: one reading, kept until the next."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from approvals.rounds.models import Bar, Replay
from approvals.rounds.reading import read_cases
from approvals.rounds.rules import may_prepare
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.settings import asking_once
from efficiency.common.moments import SHANGHAI, act, local_date
from efficiency.organization.models import User
from efficiency.workdays.current import current_calendar

LONGEST = 3 * 366  # days
_YEAR = 365


class UnableToReplay(Exception):
    """Nothing was replayed; the text says why."""


def usual_span(now: datetime) -> tuple[date, date]:
    """The year that ended yesterday."""
    yesterday = local_date(now) - timedelta(days=1)
    return yesterday - timedelta(days=_YEAR - 1), yesterday


def take_replay(
    *, first: date, last: date, actor: User | None, now: datetime | None = None, demo: bool = False
) -> Replay:
    """Read the finished cases of a span of days; the reading before it goes. Raises UnableToReplay."""
    if actor is not None and not may_prepare(actor):
        raise UnableToReplay(_("Only the efficiency office replays cases."))
    with act(now) as now, asking_once():
        if last < first:
            raise UnableToReplay(_("The span ends before it begins."))
        if last >= local_date(now):
            raise UnableToReplay(_("Only days that are over can be replayed."))
        if (last - first).days >= LONGEST:
            raise UnableToReplay(_("Choose at most three years."))
        calendar = current_calendar()
        found = read_cases(_midnight(first), _midnight(last + timedelta(days=1)), calendar)
        Replay.objects.all().delete()
        made = Replay.objects.create(
            first_day=first,
            last_day=last,
            taken_at=now,
            taken_by=actor,
            calendar=calendar.version,
            finished=found.finished,
            replayed=found.replayed,
            without_promise=found.without_promise,
            in_hours=found.in_hours,
            otherwise_extended=found.otherwise_extended,
            filed_anew=found.filed_anew,
            with_pauses=found.with_pauses,
            demo=demo,
        )
        Bar.objects.bulk_create(
            [
                Bar(
                    replay=made,
                    item_id=key.item,
                    unit_id=key.unit,
                    limit_unit=key.limit_unit,
                    used=min(key.used, 32767),
                    cases=cases,
                )
                for key, cases in found.bars.items()
            ],
            batch_size=2_000,
        )
        facts = {"from": first.isoformat(), "until": last.isoformat(), "cases": found.replayed}
        record(Verb.CASES_REPLAYED, at=now, actor=actor, kind="replay", subject=made.pk, data=facts, demo=demo)
    return made


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
