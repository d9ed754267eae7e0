"""Limits, as changes that take two persons: what a new version would have done."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from efficiency.changes.dates import effective_from, read_day
from efficiency.changes.desk import Row, VersionLine
from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange
from efficiency.changes.models import Change
from efficiency.changes.settings import asking_once
from efficiency.changes.telling import outdated, overtaken, since_words
from efficiency.clocks.deadlines import Limit, moments
from efficiency.clocks.forms import PolicyForm
from efficiency.clocks.kinds import ClockKind, DayEnd, LimitUnit
from efficiency.clocks.models import Clock, Pause, Policy
from efficiency.clocks.moving import office_hours, spans
from efficiency.clocks.policies import SETTABLE, UnableToChangePolicy, change_policy, differences, draft_of
from efficiency.common.moments import local_date
from efficiency.workdays.calendar import WorkCalendar
from efficiency.workdays.current import current_calendar

_MONTH = timedelta(days=30)


def describe(payload: Payload) -> list[Difference]:
    """Each field that differs, in words."""
    before, after = Policy(**payload["was"]), Policy(**payload["was"] | payload["values"])
    return [
        Difference(str(Policy._meta.get_field(name).verbose_name), field_words(before, name), field_words(after, name))  # type: ignore[union-attr]
        for name in SETTABLE
        if getattr(before, name) != getattr(after, name)
    ]


def effect(payload: Payload, now: datetime) -> Effect:
    """Running clocks keep theirs; what the new limit would have done to those of the last month."""
    kind, since = payload["kind"], effective_from(read_day(payload.get("from")), now)
    try:
        current, new = draft_of(kind, payload["values"], since)
    except UnableToChangePolicy as error:
        raise UnableToChange(str(error)) from error
    coming = Policy.objects.filter(kind=kind, effective_from__gt=now).values_list("version", "effective_from")
    return Effect(
        sentences=[
            *outdated(payload.get("version", current.version), current.version),
            since_words(since, now),
            *overtaken(coming, since),
            *_clocks_concerned(kind, now),
            *_looking_back(kind, current, new, now),
        ]
    )


def apply(change: Change, actor: Any, now: datetime) -> str:
    """Make the version."""
    payload = change.payload
    try:
        change_policy(
            kind=payload["kind"],
            values=payload["values"],
            effective_from=effective_from(read_day(payload.get("from")), now),
            ground=change.ground,
            document=change.document,
            actor=change.proposed_by,
            confirmed_by=actor,
            change=change,
            now=now,
        )
    except UnableToChangePolicy as error:
        raise UnableToChange(str(error)) from error
    return reverse("setting", args=[key_of(payload["kind"])])


POLICY = ChangeKind(
    code="policy",
    name=gettext_lazy("Limit"),
    proposers=("office",),
    deciders=("office",),
    describe=describe,
    effect=effect,
    apply=apply,
)


def rows(now: datetime) -> list[Row]:
    """The limits on the settings desk: one query."""
    kept: dict[str, list[Policy]] = {}
    for policy in Policy.objects.select_related("made_by", "confirmed_by").order_by("kind", "version"):
        kept.setdefault(policy.kind, []).append(policy)
    return [_row(kept[kind], now) for kind in ClockKind.values if kind in kept]


def key_of(kind: str) -> str:
    """The key of a limit on the settings desk."""
    return f"limit.{kind}"


def words_of(policy: Policy) -> str:
    """A limit in one sentence."""
    limit = _("set on the item") if policy.limit is None else f"{policy.limit} {policy.get_limit_unit_display()}"
    told = [
        f"{limit}, {policy.get_day_end_display()}",
        _("reminder %(days)s working days before") % {"days": policy.warn_before} if policy.warn_before else "",
        _("level %(level)s") % {"level": policy.breach_level},
        _("level 2 after %(days)s working days more") % {"days": policy.grave_after} if policy.grave_after else "",
        _("rule %(rule)s") % {"rule": policy.rule},
        policy.basis,
    ]
    return "; ".join(part for part in told if part)


def field_words(policy: Policy, name: str) -> str:
    """One field of a version in words."""
    display = getattr(policy, f"get_{name}_display", None)
    value = display() if display else getattr(policy, name)
    return "" if value is None else str(value)


def _row(versions: list[Policy], now: datetime) -> Row:
    due = [policy for policy in versions if policy.effective_from <= now] or versions[:1]
    stands = due[-1]
    return Row(
        key=key_of(stands.kind),
        label=_("Limit: %(kind)s") % {"kind": stands.get_kind_display()},
        group=gettext_lazy("Limits"),
        help=gettext_lazy("For clocks that start from then on. Clocks that run keep the limit they started with."),
        kind=POLICY.code,
        stands=words_of(stands),
        since=stands.made_at and stands.effective_from,
        version=stands.version,
        form=partial(_form, versions[-1]),
        payload=partial(payload_of, versions[-1]),
        versions=partial(_lines, versions),
        coming=_lines([one for one in versions if one.effective_from > now and one.version > stands.version]),
    )


def _form(newest: Policy, typed: Any) -> forms.BaseForm:
    values = {name: getattr(newest, name) for name in SETTABLE}
    return PolicyForm(typed, instance=Policy(**values))


def payload_of(newest: Policy, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a proposal holds: the version it was made on, and the fields that differ from it."""
    was = {name: getattr(newest, name) for name in SETTABLE}
    values = {name: given[name] for name in SETTABLE if name in given and given[name] != was[name]}
    return {"kind": newest.kind, "version": newest.version, "was": was, "values": values}


def _lines(versions: list[Policy]) -> list[VersionLine]:
    return [
        VersionLine(
            number=policy.version,
            words=words_of(policy),
            since=policy.effective_from,
            ground=policy.ground,
            document=policy.document,
            made_by=str(policy.made_by or ""),
            confirmed_by=str(policy.confirmed_by or ""),
            made_at=policy.made_at,
            change=policy.change_id,
        )
        for policy in reversed(versions)
    ]


def _clocks_concerned(kind: str, now: datetime) -> list[str]:
    running = Clock.objects.running().filter(kind=kind).count()
    started = Clock.objects.filter(kind=kind, started_at__gte=now - _MONTH).count()
    keep = ngettext(
        "%(count)s running clock keeps the limit it started with.",
        "%(count)s running clocks keep the limit they started with.",
        running,
    )
    began = ngettext(
        "%(count)s clock of this kind started in the last 30 days.",
        "%(count)s clocks of this kind started in the last 30 days.",
        started,
    )
    return [keep % {"count": running}, began % {"count": started}]


def _looking_back(kind: str, current: Policy, new: Policy, now: datetime) -> list[str]:
    """Of what ended in the last month, how much was late, and how much would have been."""
    if not {"limit", "limit_unit", "day_end"} & set(differences(current, new)):
        return []
    ended = Clock.objects.filter(kind=kind, stopped_at__gte=now - _MONTH, stopped_at__lte=now)
    finished = late = would = 0
    with asking_once():
        judge = _Hindsight(current_calendar(), new)
        paused = Exists(Pause.objects.filter(clock=OuterRef("pk")))
        plain = ended.filter(~paused).values_list("started_at", "stopped_at", "due_at", "limit", "extended")
        for started_at, stopped_at, due_at, limit, extended in plain.iterator():
            assert stopped_at is not None  # filtered above
            finished += 1
            late += stopped_at >= due_at
            would += stopped_at >= judge.due(started_at, limit, extended)
        for clock in ended.filter(paused).prefetch_related(Prefetch("pauses")):
            assert clock.stopped_at is not None  # filtered above
            finished += 1
            late += clock.stopped_at >= clock.due_at
            would += clock.stopped_at >= judge.due_paused(clock)
    told = {"finished": finished, "late": late, "would": would}
    text = _("Ended in the last 30 days: %(finished)s; late: %(late)s; late under the new limit: %(would)s.")
    return [text % told]


class _Hindsight:
    """When clocks of the past would have been due under a policy: each day and limit computed once."""

    def __init__(self, calendar: WorkCalendar, policy: Policy) -> None:
        self._calendar, self._policy = calendar, policy
        self._known: dict[tuple[date | datetime, int, int], datetime] = {}

    def due(self, started_at: datetime, limit: int, extended: int) -> datetime:
        in_hours = self._policy.limit_unit == LimitUnit.WORKING_HOURS
        key = (started_at if in_hours else local_date(started_at), limit, extended)
        if key not in self._known:
            self._known[key] = self._due(started_at, limit, extended, [])
        return self._known[key]

    def due_paused(self, clock: Clock) -> datetime:
        return self._due(clock.started_at, clock.limit, clock.extended, spans(clock.pauses.all()))

    def _due(self, started_at: datetime, limit: int, extended: int, pauses: Any) -> datetime:
        found = moments(
            self._calendar,
            started_at=started_at,
            limit=Limit(
                limit if self._policy.limit is None else self._policy.limit, LimitUnit(self._policy.limit_unit)
            ),
            extended=extended,
            pauses=pauses,
            day_end=DayEnd(self._policy.day_end),
            hours=office_hours(started_at),
        )
        assert found.due_at is not None  # a clock that ended has no pause without an end
        return found.due_at
