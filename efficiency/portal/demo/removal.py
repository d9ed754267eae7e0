"""Taking the demo city out again: business rows go, cards and entries stay in the demo series."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from approvals.commitments import models as promises
from approvals.fees.models import Adjustment, Bill, BillLine, BillSeries, Fee, PastIncome, Payment, Standard
from approvals.models import (
    Ask,
    Case,
    Commitment,
    Correction,
    Explanation,
    Irregularity,
    Item,
    ItemVersion,
    MainItem,
    Paper,
    PaperSeries,
    Point,
    Stage,
)
from approvals.models import Handover as CaseHandover
from approvals.ratings.models import Appeal, FollowUp, Rating, Ruling, Tablet
from approvals.rounds.models import Proposal, Replay, Round
from complaints.models import Addition, Attachment, Complaint, Dispatch, Reply, Request
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card, ClockFault, Launch, Shadow
from efficiency.changes.actions import withdraw
from efficiency.changes.models import Change
from efficiency.clocks.models import Clock, Extension, Matter, Move, Pause
from efficiency.common.moments import database_now
from efficiency.notifications.models import Endpoint, Notice
from efficiency.organization.actions import change_unit, disable_user
from efficiency.organization.models import Absence, Post, Responsibility, Unit, User
from efficiency.portal.demo.applications import remove_applications
from efficiency.portal.demo.appointments import remove_appointments
from efficiency.portal.demo.consultations import remove_consultations
from efficiency.portal.demo.errands import remove_errands
from efficiency.portal.demo.irregularities import remove_irregularities
from efficiency.portal.demo.project_rows import remove_projects
from efficiency.portal.demo.units import CITY
from efficiency.presence.models import Duty, Enquiry, Handover, Leave, Outing, Unexcused
from efficiency.vault.models import Person
from efficiency.workdays.actions import unpublish_year
from efficiency.workdays.models import PublishedYear


def remove(*, now: datetime | None = None) -> dict[str, int]:
    """Remove what is marked as demo; returns how many rows of what.

    A card names its matter and its clock for good, so these two stay with it, closed and
    cancelled. People and units are named in entries, so accounts are disabled and units put out
    of use. Identities go, but for those that somebody has read: a reading is never removed.
    """
    now = now or database_now()
    with transaction.atomic():
        removed = _remove_matters(now) | _remove_rest(now)
        record(Verb.DEMO_REMOVED, at=now, actor=None, kind="demo", subject=CITY, data=removed, demo=True)
    (Path(settings.DATA_DIR) / "demo_accounts.json").unlink(missing_ok=True)
    return removed


def _remove_matters(now: datetime) -> dict[str, int]:
    irregularities = remove_irregularities()
    money = _remove_money()
    matters = Matter.objects.filter(demo=True)
    removed = {
        "appointments": remove_appointments(),
        "errands": remove_errands(),
        "consultations": remove_consultations(),
        "projects": remove_projects(),
        "rounds": _remove_rounds(),
        "ratings": _remove_ratings(),
        "applications": remove_applications(),
        "commitments": _remove_commitments(),
        "complaints": _remove_complaints(Complaint.objects.filter(matter__demo=True)),
        "cases": _remove_cases(Case.objects.filter(matter__demo=True)),
        "bills": money,
        "irregularities": irregularities,
    }
    carded = (
        Card.objects.filter(clock__isnull=False)
        .order_by()
        .values("clock")
        .union(Shadow.objects.order_by().values("clock"))
    )
    clocks = Clock.objects.filter(matter__demo=True)
    kept = clocks.filter(pk__in=carded)
    kept.filter(stopped_at=None, cancelled_at=None).update(cancelled_at=now, paused=False)
    kept.update(look_at=None, stage=3)
    gone = clocks.exclude(pk__in=carded)
    for model in (Pause, Extension, Move, ClockFault):
        model._default_manager.filter(clock__in=gone).delete()
    removed["clocks"] = _delete(gone)
    named = Q(pk__in=Card.objects.filter(matter__isnull=False).values("matter")) | Q(
        pk__in=Clock.objects.filter(matter__demo=True).values("matter")
    )
    matters.filter(named, closed_at=None).update(closed_at=now)
    removed["matters"] = _delete(matters.exclude(named))
    return removed


def _remove_complaints(complaints: QuerySet[Complaint]) -> int:
    for attachment in Attachment.objects.filter(complaint__in=complaints):
        transaction.on_commit(partial(attachment.file.delete, save=False))
    for model in (Attachment, Addition, Dispatch, Reply, Request):
        model._default_manager.filter(complaint__in=complaints).delete()
    return _delete(complaints)


def _remove_cases(cases: QuerySet[Case]) -> int:
    Point.objects.filter(correction__case__in=cases).delete()
    for model in (Correction, Explanation, Irregularity, Ask, Stage, CaseHandover, Commitment):
        model._default_manager.filter(case__in=cases).delete()
    Paper.objects.filter(demo=True).delete()
    PaperSeries.objects.filter(demo=True).delete()
    cases.update(predecessor=None)
    return _delete(cases)


def _remove_ratings() -> int:
    for model in (FollowUp, Appeal, Ruling):
        model._default_manager.filter(rating__demo=True).delete()
    Tablet.objects.filter(demo=True).delete()
    return _delete(Rating.objects.filter(demo=True))


def _remove_commitments() -> int:
    for model in (promises.Answer, promises.Settlement, promises.Verdict, promises.Version, promises.Check):
        model._default_manager.filter(demo=True).delete()
    return _delete(promises.Commitment.objects.filter(demo=True))


def _remove_rest(now: datetime) -> dict[str, int]:
    for change in Change.objects.open().filter(demo=True).order_by("pk"):
        withdraw(change=change, actor=change.proposed_by, now=now)
    removed = {
        "fees": _remove_fees(),
        "rounds": _remove_rounds(),
        "items": _remove_items(),
        "notices": _delete(Notice.objects.filter(Q(demo=True) | Q(endpoint__demo=True))),
        "robots": _delete(Endpoint.objects.filter(demo=True)),
        "identities": _delete(Person.objects.filter(demo=True, readings=None)),
        "launches": _delete(Launch.objects.filter(demo=True)),
        "posts": _delete(Post.objects.filter(demo=True)),
        "presence": _remove_presence(),
        "accounts disabled": 0,
        "units put out of use": 0,
        "years": 0,
    }
    for user in User.objects.filter(demo=True, is_active=True).order_by("pk"):
        disable_user(user=user, actor=None, now=now)
        removed["accounts disabled"] += 1
    # From the leaves up: a unit above others in use stays.
    for unit in Unit.objects.filter(demo=True, active=True).order_by("-path"):
        if unit.users.filter(is_active=True).exists() or unit.children.filter(active=True).exists():
            continue
        change_unit(unit=unit, changes={"active": False}, actor=None, now=now)
        removed["units put out of use"] += 1
    for year in PublishedYear.objects.filter(demo=True).order_by("-year").values_list("year", flat=True):
        unpublish_year(year=year, actor=None, now=now)
        removed["years"] += 1
    return removed


def _remove_money() -> int:
    """Payments and bills with all that stands on them, before the cases they were for."""
    for rows in (Payment, Adjustment, BillLine, PastIncome):
        rows._default_manager.filter(demo=True).delete()
    BillSeries.objects.filter(demo=True).delete()
    return _delete(Bill.objects.filter(demo=True))


def _remove_fees() -> int:
    """The list of fees with its versions."""
    Standard.objects.filter(demo=True).delete()
    return _delete(Fee.objects.filter(demo=True))


def _remove_items() -> int:
    """Items on which no case stands, with their versions; then the main items that are left without one."""
    items = Item.objects.filter(demo=True, cases=None)
    ItemVersion.objects.filter(demo=True, item__in=items).delete()
    count = _delete(items)
    MainItem.objects.filter(demo=True, items=None).delete()
    return count


def _remove_rounds() -> int:
    """Rounds with their proposals, and what was replayed of the demo city's cases."""
    Replay.objects.filter(demo=True).delete()
    Proposal.objects.filter(round__demo=True).delete()
    return _delete(Round.objects.filter(demo=True))


def _remove_presence() -> int:
    """Leaves, ways out, turns of duty, enquiries; then the absences they made, and who answered for what."""
    Handover.objects.filter(enquiry__demo=True).delete()
    rows = (Leave, Unexcused, Outing, Duty, Enquiry, Absence, Responsibility)
    return sum(_delete(model._default_manager.filter(demo=True)) for model in rows)


def _delete(rows: QuerySet[Any]) -> int:
    count = rows.count()
    rows.delete()
    return count
