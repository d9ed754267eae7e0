"""What an applicant reads of the way of his case: what and when, never who and what was thought of it (T-31)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.kinds import AskKind
from approvals.models import Case, Paper
from efficiency.clocks.kinds import ClockKind
from efficiency.clocks.models import Clock, Pause
from efficiency.workdays.templatetags.people import say_day

_LEADING = (
    ClockKind.ACCEPTANCE,
    ClockKind.PROMISED,
    ClockKind.IMMEDIATE,
    ClockKind.STATUTORY,
    ClockKind.DELIVERY,
)


@dataclass(frozen=True)
class Step:
    """One line of the way."""

    at: datetime
    what: str
    note: str = ""


def steps_of(case: Case) -> list[Step]:
    """The way so far, oldest first."""
    steps = [Step(case.received_at, _("Application received"))]
    for given in case.corrections.all():
        until = _("Please complete your application by %(day)s.") % {"day": say_day(given.correct_by)}
        steps.append(Step(given.told_at, _("One-time notice given"), until))
        if given.answered_at:
            steps.append(Step(given.answered_at, _("Completed")))
    if case.accepted_from:
        steps.append(Step(case.accepted_from, _("Application accepted")))
    steps += _rulings(case)
    for name, done_at in case.stages.filter(done_at__isnull=False).values_list("name", "done_at"):
        assert done_at is not None  # asked for
        steps.append(Step(done_at, _("Stage done: %(stage)s") % {"stage": name}))
    for told in case.explanations.all():
        until = say_day(told.expected_on) if told.expected_on else ""
        note = _("It will be done by %(day)s.") % {"day": until} if until else ""
        steps.append(Step(told.at, _("Late: %(cause)s") % {"cause": told.get_cause_display()}, note))
    if case.finished_at:
        state = case.get_outcome_display() if case.outcome else case.get_state_display()
        steps.append(Step(case.finished_at, _("Ended: %(how)s") % {"how": state}))
    if case.delivered_at:
        steps.append(Step(case.delivered_at, _("Delivered: %(how)s") % {"how": case.get_delivered_how_display()}))
    return sorted(steps, key=lambda step: step.at)


def _rulings(case: Case) -> list[Step]:
    steps = []
    for ask in case.asks.filter(granted=True):
        assert ask.ruled_at is not None  # granted
        if ask.kind == AskKind.EXTENSION:
            steps.append(Step(ask.ruled_at, _("Extended by %(days)s working days") % {"days": ask.days}))
        else:
            assert ask.planned_until is not None  # a constraint
            words = {"ground": ask.get_ground_display(), "day": say_day(ask.planned_until)}
            steps.append(Step(ask.ruled_at, _("Not counted: %(ground)s, until %(day)s at the latest") % words))
    ended = Pause.objects.filter(clock__matter=case.matter, resumed_at__isnull=False).order_by()
    resumed = set(ended.values_list("resumed_at", flat=True))
    return steps + [Step(at, _("Counting goes on from the next day")) for at in resumed if at is not None]


def clock_of(case: Case) -> Clock | None:
    """The clock that says by when something is promised: the shortest that runs."""
    running = Clock.objects.running().filter(matter=case.matter, kind__in=_LEADING)
    return running.select_related("policy").order_by("due_at", "pk").first()


def papers_of(case: Case) -> list[tuple[str, str, datetime]]:
    """Titles, numbers and dates of the documents; their text is on the paper that the applicant has."""
    rows = Paper.objects.filter(matter=case.matter).select_related("unit")
    return [(paper.title, paper.number, paper.issued_at) for paper in rows]
