"""E-08: paused against the rules; E-09: extended against the rules. On every clock of the approval centre."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, ClassVar

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from approvals.anomalies.base import as_fact
from approvals.models import Paper, PaperKind
from efficiency.cards.models import Card
from efficiency.clocks.kinds import ClockKind, Ground, Subsystem
from efficiency.clocks.models import Extension, Matter, Pause
from efficiency.common.moments import SHANGHAI, local_date
from efficiency.irregularities.registry import Anomaly, Row
from efficiency.organization.models import RoleGrant, Unit
from efficiency.organization.roles import Role

BY_HEAD, BY_GOVERNMENT = 10, 15  # working days, Administrative Licensing Law art. 42(1) and (2)
_OF_LAW = (ClockKind.STATUTORY, ClockKind.JOINT)


class _OfClocks(Anomaly[Row]):
    """Signs on what happened to a clock."""

    def matter(self, row: Any) -> Matter:
        """The clock's."""
        matter: Matter = row.clock.matter
        return matter

    def unit(self, row: Any) -> Unit:
        """The clock's: hand-overs leave it with the unit that it was started for."""
        unit: Unit = row.clock.unit
        return unit


class _OfPauses(_OfClocks[Pause]):
    moment = "paused_from"
    choices: ClassVar[Mapping[str, type[TextChoices]]] = {"ground": Ground}

    def facts(self, row: Pause) -> Mapping[str, str]:
        """On which ground, from when until when, by which notice."""
        until = row.planned_until.isoformat() if row.planned_until else ""
        facts = {"ground": row.ground, "from": as_fact(row.paused_from), "until": until}
        return facts | {"notice": row.document}


def _pauses() -> QuerySet[Pause]:
    rows = Pause.objects.filter(clock__matter__subsystem=Subsystem.APPROVAL)
    return rows.select_related("clock__unit", "clock__matter")


class PausedOnAnotherGround(_OfPauses):
    """A ground outside the eight of art. 45: the promise stood still, the law's limit ran on (T-20)."""

    code, sign = "E-08", "pause-ground"
    words = _("a pause on a ground outside the eight of the law; the statutory limit ran on")

    def violations(self, now: datetime) -> QuerySet[Pause]:
        """Each on one of its clocks."""
        return _pauses().filter(_first_of_its_act(), ground=Ground.OTHER)


class PausedUnannounced(_OfPauses):
    """The applicant was not told in writing how long it takes."""

    code, sign = "E-08", "pause-unannounced"
    words = _("a pause without a written notice, or without its length")

    def violations(self, now: datetime) -> QuerySet[Pause]:
        """No notice; or on the law's limit no announced end."""
        endless = Q(planned_until=None, resumed_at=None, clock__kind__in=_OF_LAW)
        return _pauses().filter(Q(document="") | endless, _first_of_its_act())


class PausedAfterTheLimit(_OfPauses):
    """It came when the limit had passed, and un-does nothing (T-21)."""

    code, sign = "E-08", "pause-late"
    words = _("a pause that began after the limit had passed")

    def violations(self, now: datetime) -> QuerySet[Pause]:
        """Begun at or after the due moment, which such a pause does not move."""
        return _pauses().filter(_first_of_its_act(), paused_from__gte=F("clock__due_at"))


class PausedTooLong(_OfPauses):
    """The announced end went by and nobody recorded an end: the clock ran on by itself from there (T-22)."""

    code, sign, moment = "E-08", "pause-unended", "planned_until"
    words = _("the announced end of a pause went by and nobody recorded its end; counting went on by itself")

    def violations(self, now: datetime) -> QuerySet[Pause]:
        """Past the announced end, not resumed, and the clock was still running then."""
        today = local_date(now)
        ended = _on("clock__stopped_at"), _on("clock__cancelled_at")
        rows = _pauses().annotate(stopped_on=ended[0], cancelled_on=ended[1])
        on = (Q(stopped_on=None) | Q(stopped_on__gt=F("planned_until"))) & (
            Q(cancelled_on=None) | Q(cancelled_on__gt=F("planned_until"))
        )
        return rows.filter(on, _first_of_its_act(), planned_until__lt=today, resumed_at=None)

    def at(self, row: Pause) -> datetime:
        """The end of the announced last day."""
        assert row.planned_until is not None  # asked for
        return datetime.combine(row.planned_until, time(23, 59, 59), SHANGHAI)


class PausedTwice(_OfPauses):
    """Two pauses of one clock overlap; they are counted once (T-21)."""

    code, sign = "E-08", "pause-overlap"
    words = _("a pause began while another was open; the days they share are counted once")

    def violations(self, now: datetime) -> QuerySet[Pause]:
        """Another pause of the clock, begun before, was open when it began."""
        rows = _pauses().annotate(begun_on=_on("paused_from"))
        open_then = Q(resumed_at=None) | Q(resumed_at__gt=OuterRef("paused_from"))
        announced = Q(planned_until=None) | Q(planned_until__gte=OuterRef("begun_on"))
        earlier = Q(paused_from__lt=OuterRef("paused_from")) | Q(
            paused_from=OuterRef("paused_from"), pk__lt=OuterRef("pk")
        )
        other = Pause.objects.filter(open_then & announced & earlier, clock=OuterRef("clock"))
        return rows.filter(Exists(other), _first_of_its_act())


def _on(moment: str) -> TruncDate:
    return TruncDate(moment, tzinfo=SHANGHAI, output_field=DateField())


def _first_of_its_act() -> Q:
    """One act pauses several clocks of a case: it is irregular once."""
    same = Pause.objects.filter(
        clock__matter=OuterRef("clock__matter"), paused_from=OuterRef("paused_from"), pk__lt=OuterRef("pk")
    )
    return ~Q(Exists(same))


class _OfExtensions(_OfClocks[Extension]):
    moment = "granted_at"

    def facts(self, row: Extension) -> Mapping[str, str]:
        """How much more, when, and how much the law allows."""
        most = BY_GOVERNMENT if row.clock.kind == ClockKind.JOINT else BY_HEAD
        return {"days": str(row.amount), "most": str(most)}


def _extensions() -> QuerySet[Extension]:
    rows = Extension.objects.filter(clock__matter__subsystem=Subsystem.APPROVAL, clock__kind__in=_OF_LAW)
    return rows.select_related("clock__unit", "clock__matter")


class ExtendedTooFar(_OfExtensions):
    """More than the law lets one person give."""

    code, sign = "E-09", "extension-long"
    words = _("more time was given than the law allows: 10 working days, 15 in joint handling")

    def violations(self, now: datetime) -> QuerySet[Extension]:
        """Above 10, or above 15 in joint handling."""
        joint = Q(clock__kind=ClockKind.JOINT, amount__gt=BY_GOVERNMENT)
        return _extensions().filter(joint | Q(clock__kind=ClockKind.STATUTORY, amount__gt=BY_HEAD))


class ExtendedTwice(_OfExtensions):
    """More time a second time: on another clock of the case, or after it was filed anew."""

    code, sign = "E-09", "extension-twice"
    words = _("more time was given a second time")

    def violations(self, now: datetime) -> QuerySet[Extension]:
        """An earlier one on the same matter, or on the case that this one was filed anew for."""
        here = Q(clock__matter=OuterRef("clock__matter"), pk__lt=OuterRef("pk"))
        before = Q(clock__matter=OuterRef("clock__matter__case__predecessor__matter"))
        other = Extension.objects.filter(here | before, clock__kind=OuterRef("clock__kind"))
        return _extensions().filter(Exists(other))


class ExtendedByTheWrongPerson(_OfExtensions):
    """Neither the head of the agency, nor in joint handling the head of this level's government."""

    code, sign = "E-09", "extension-approver"
    words = _("more time was given by somebody whom the law does not name")

    def violations(self, now: datetime) -> QuerySet[Extension]:
        """The person held no such role when it was granted."""
        grants = RoleGrant.objects.filter(
            Q(revoked_at=None) | Q(revoked_at__gt=OuterRef("granted_at")),
            user=OuterRef("approved_by"),
            granted_at__lte=OuterRef("granted_at"),
        )
        head = Q(Exists(grants.filter(role=Role.HEAD)), clock__kind=ClockKind.STATUTORY)
        government = Q(Exists(grants.filter(role=Role.EXECUTIVE)), clock__kind=ClockKind.JOINT)
        return _extensions().exclude(head | government)


class ExtendedTooLate(_OfExtensions):
    """When the limit had passed already."""

    code, sign = "E-09", "extension-late"
    words = _("more time was given after the limit had passed")

    def violations(self, now: datetime) -> QuerySet[Extension]:
        """The limit as it stood had earned its card by then, or even the new one has passed."""
        carded = Card.objects.filter(clock=OuterRef("clock"), level__gt=0, breached_at__lte=OuterRef("granted_at"))
        return _extensions().filter(Q(Exists(carded)) | Q(granted_at__gte=F("clock__due_at")))


class ExtendedUntold(_OfExtensions):
    """The applicant was not told why."""

    code, sign = "E-09", "extension-untold"
    words = _("more time was given and the applicant was not told why")

    def violations(self, now: datetime) -> QuerySet[Extension]:
        """No reason; or on a case no notice of extension since."""
        paper = Paper.objects.filter(
            matter=OuterRef("clock__matter"), kind=PaperKind.EXTENSION, issued_at__gte=OuterRef("granted_at")
        )
        untold = Q(clock__matter__case__isnull=False, clock__kind=ClockKind.STATUTORY) & ~Q(Exists(paper))
        return _extensions().filter(Q(reason="") | untold)


SIGNS = (
    PausedOnAnotherGround(),
    PausedUnannounced(),
    PausedAfterTheLimit(),
    PausedTooLong(),
    PausedTwice(),
    ExtendedTooFar(),
    ExtendedTwice(),
    ExtendedByTheWrongPerson(),
    ExtendedTooLate(),
    ExtendedUntold(),
)
