"""Building the demo city."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from approvals.models import Case, Item
from approvals.projects.models import Project
from complaints.models import Complaint
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.cards.models import Card
from efficiency.clocks.models import Matter
from efficiency.common.moments import database_now
from efficiency.notifications.actions import add_endpoint
from efficiency.notifications.kinds import EndpointKind
from efficiency.organization.models import Unit, User
from efficiency.portal.demo.applications import plan_applications
from efficiency.portal.demo.appointments import plan_appointments
from efficiency.portal.demo.bills import plan_bills
from efficiency.portal.demo.cards import plan_cards, plan_sweeps
from efficiency.portal.demo.choices import plan_choices
from efficiency.portal.demo.city import City, arrange_years, build_city
from efficiency.portal.demo.commitments import plan_commitments
from efficiency.portal.demo.consultations import plan_consultations
from efficiency.portal.demo.counter import plan_cases
from efficiency.portal.demo.errands import plan_errands
from efficiency.portal.demo.fees import list_fees
from efficiency.portal.demo.golive import plan_golive
from efficiency.portal.demo.hotline import plan_complaints
from efficiency.portal.demo.income import plan_reports, remember_income
from efficiency.portal.demo.irregularities import plan_irregularities
from efficiency.portal.demo.people import ACCOUNTS, SHOWN_UNIT
from efficiency.portal.demo.presence import plan_presence
from efficiency.portal.demo.projects import plan_projects
from efficiency.portal.demo.ratings import plan_ratings
from efficiency.portal.demo.rounds import fill_archive, plan_rounds
from efficiency.portal.demo.script import Days, Script
from efficiency.portal.demo.units import CITY
from efficiency.workdays.current import current_calendar

# How many working days before today the story begins; its oldest case was taken on day 21.
_STORY = 30
_FIRST_SWEEP = 20


class UnableToLoad(Exception):
    """The demo city does not go into this database; the text says why."""


@dataclass(frozen=True)
class Loaded:
    """What was built."""

    passwords: dict[str, str]
    counts: dict[str, int]


def is_loaded() -> bool:
    """Tell whether the demo city stands."""
    return Unit.objects.filter(code=CITY, demo=True, active=True).exists()


def load(*, now: datetime | None = None, force: bool = False, say: Callable[[str], object] = str) -> Loaded:
    """Build the demo city in one transaction: all of it or nothing.

    Everything that has a law or a clock goes through the rooms' own acts with moments handed in,
    in the order of time, and the judge looks in between as it would have. Only the finished cases
    of the past year are written in bulk. Raises UnableToLoad.
    """
    _refuse(force)
    # An exact second: moments are compared and printed, and nobody knows microseconds of a story.
    now = (now or database_now()).replace(microsecond=0)
    with transaction.atomic(), override("zh-hans"):
        years = arrange_years(now)
        if years:
            say(f"Arranged {', '.join(map(str, years))} as a demonstration.")
        days = Days(current_calendar(), now)
        city = build_city(days.at(_STORY, "08:30"))
        say(f"{len(city.units)} units, {len(city.items)} items.")
        list_fees(city, days.at(_STORY, "08:30"))
        remember_income(city, now)
        script = Script()
        courses, cases = plan_complaints(script, city, days), plan_cases(script, city, days)
        plan_bills(script, city, days)
        plan_errands(script, city, days)
        plan_appointments(script, city, days, days.at(_STORY, "08:30"))
        projects = plan_projects(script, city, days, days.at(_STORY, "08:30"))
        plan_consultations(script, city, days, projects)
        plan_reports(script, city, days)
        plan_golive(script, city, days)
        plan_ratings(script, city, days)
        plan_commitments(script, city, days)
        plan_choices(script, city, days)
        plan_presence(script, city, days, days.at(_STORY, "08:30"))
        plan_applications(script, city, days)
        plan_rounds(script, city, days)
        plan_sweeps(script, days, _FIRST_SWEEP)
        plan_cards(script, city, days, courses, cases)
        plan_irregularities(script, city, days, cases)
        say(f"{script.play()} acts played.")
        say(f"{fill_archive(city, now)} finished cases of the past year.")
        _set_up_robot(city, now)
        counts = _counts()
        record(Verb.DEMO_LOADED, at=now, actor=None, kind="demo", subject=CITY, data=counts, demo=True)
    return Loaded(city.passwords, counts)


def _set_up_robot(city: City, now: datetime) -> None:
    """A robot that leaves this machine never: it writes what it hears into a file."""
    add_endpoint(
        name="演示：群机器人（写入文件）",
        kind=EndpointKind.FILE,
        unit=city.units[SHOWN_UNIT],
        events=["card.issued", "card.reminder", "ladder", "digest"],
        language="zh-hans",
        url="",
        secret="",
        actor=None,
        now=now,
        demo=True,
    )


def _refuse(force: bool) -> None:
    if Unit.objects.filter(code=CITY, demo=True, active=False).exists():
        raise UnableToLoad(
            "The demo city was removed from this database; its cards and entries stay. Load it into an empty one."
        )
    if force:
        return
    for rows in (Matter.objects, Item.objects, Unit.objects, User.objects):
        real = rows.filter(demo=False)
        if real.exists():
            raise UnableToLoad(
                f"This database holds real rows ({rows.model._meta.verbose_name}). "
                "Use an empty database, or --force if you know what you do."
            )


def _counts() -> dict[str, int]:
    return {
        "units": Unit.objects.filter(demo=True).count(),
        "users": User.objects.filter(demo=True).count(),
        "items": Item.objects.filter(demo=True).count(),
        "complaints": Complaint.objects.filter(matter__demo=True).count(),
        "cases": Case.objects.filter(matter__demo=True).count(),
        "projects": Project.objects.filter(matter__demo=True).count(),
        "cards": Card.objects.numbered().filter(demo=True).count(),
    }


def write_accounts(passwords: dict[str, str]) -> Path:
    """Write role, user and password of each demo account where only the owner of the data reads them."""
    path = Path(settings.DATA_DIR) / "demo_accounts.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(account_lines(passwords), file, ensure_ascii=False, indent=1)
    return path


def account_lines(passwords: dict[str, str]) -> list[dict[str, Any]]:
    """Each demo account as checks from outside read it; `role` is the code that the account shows."""
    return [{"role": account.user, "user": account.user, "password": passwords[account.user]} for account in ACCOUNTS]
