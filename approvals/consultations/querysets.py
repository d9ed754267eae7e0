"""Which consultations and bulletins somebody may see."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from efficiency.organization.models import Unit
from efficiency.organization.roles import CITY_ROLES, Role

if TYPE_CHECKING:
    from approvals.consultations.models import Bulletin, Consultation  # noqa: F401  (names the rows for mypy)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations of the city."""

    def visible_to(self, user: Any) -> "ConsultationQuerySet":
        """The city's for those who watch it; else what the own unit and those below convened or were asked in."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        invitations = self.model._meta.get_field("invitations").related_model._default_manager
        asked = invitations.filter(consultation=OuterRef("pk"), unit__in=units)
        of_case = Q(case__matter__unit__in=units)
        return self.filter(Q(matter__unit__in=units) | of_case | Exists(asked))

    def open(self) -> "ConsultationQuerySet":
        """Under way."""
        return self.filter(state="open")

    def awaiting(self, units: "models.QuerySet[Unit]") -> "ConsultationQuerySet":
        """Those in which one of these units has not answered."""
        return self.open().filter(invitations__unit__in=units, invitations__answered_at=None).distinct()


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Bulletins."""

    def visible_to(self, user: Any) -> "BulletinQuerySet":
        """All for those who watch the city; else those issued to the own unit and those below."""
        if user.role_codes & {role.value for role in CITY_ROLES}:
            return self
        if not user.holds(Role.WINDOW, Role.HANDLER, Role.HEAD):
            return self.none()
        units = Unit.objects.visible_to(user)
        return self.filter(state="issued", addressees__unit__in=units).distinct()

    def to_acknowledge(self, units: "models.QuerySet[Unit]") -> "BulletinQuerySet":
        """Those issued that one of these units has not acknowledged."""
        rows = self.filter(state="issued", addressees__unit__in=units, addressees__acknowledged_at=None)
        return rows.distinct()
