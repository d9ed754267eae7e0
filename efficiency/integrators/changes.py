"""Opening the portal to another system takes two persons: a token works in the name of an account."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange, register
from efficiency.changes.models import Change
from efficiency.common.moments import SHANGHAI
from efficiency.integrators.actions import UnableToChangeToken, make_token, refusal_to_make
from efficiency.integrators.rules import DECIDERS, PROPOSERS
from efficiency.integrators.scopes import Scope
from efficiency.organization.models import Unit, User

TOKEN = "api-token"  # noqa: S105 - the name of a kind of change


def payload_of(*, name: str, unit: Unit, account: User, scopes: list[str], last_day: date) -> dict[str, Any]:
    """What is proposed, as JSON."""
    return {
        "name": name,
        "unit": unit.pk,
        "account": account.pk,
        "scopes": sorted(scopes),
        "last_day": last_day.isoformat(),
    }


def _describe(payload: Payload) -> list[Difference]:
    account = User.objects.get_queryset().get(pk=payload["account"])
    last_day = date_format(date.fromisoformat(payload["last_day"]), "DATE_FORMAT")
    rows = [
        (_("System"), payload["name"]),
        (_("Unit that runs it"), Unit.objects.get(pk=payload["unit"]).name),
        (_("Acting account"), f"{account.display_name} ({account.username})"),
        (_("It may"), "; ".join(str(Scope(scope).label) for scope in payload["scopes"])),
        (_("Last day"), last_day),
    ]
    return [Difference(label, "", after) for label, after in rows]


def _effect(payload: Payload, now: datetime) -> Effect:
    account = User.objects.get_queryset().get(pk=payload["account"])
    refusal = refusal_to_make(
        account=account, scopes=payload["scopes"], expires_at=_end_of(payload["last_day"]), now=now
    )
    if refusal:
        raise UnableToChange(refusal)
    sentence = _("The system %(name)s will see and do what %(account)s may, as far as its scopes reach.")
    return Effect(sentences=[sentence % {"name": payload["name"], "account": account.display_name}])


def _apply(change: Change, actor: User, now: datetime) -> str:
    payload = change.payload
    try:
        token = make_token(
            name=payload["name"],
            unit=Unit.objects.get(pk=payload["unit"]),
            account=User.objects.get_queryset().get(pk=payload["account"]),
            scopes=payload["scopes"],
            expires_at=_end_of(payload["last_day"]),
            actor=actor,
            now=now,
            demo=change.demo,
        )
    except UnableToChangeToken as error:
        raise UnableToChange(str(error)) from error
    return reverse("integrator", args=[token.pk])


def _end_of(day: str) -> datetime:
    """The midnight after the last day."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), SHANGHAI)


register(
    ChangeKind(
        code=TOKEN,
        name=gettext_lazy("token of another system"),
        proposers=PROPOSERS,
        deciders=DECIDERS,
        describe=_describe,
        effect=_effect,
        apply=_apply,
    )
)
