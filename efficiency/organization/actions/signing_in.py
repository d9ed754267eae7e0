"""What is kept of signing in and out."""

from datetime import datetime

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.keys import commitment
from efficiency.common.moments import act
from efficiency.organization.models import User


def note_sign_in(*, user: User, now: datetime | None = None) -> None:
    """Record that somebody signed in."""
    with act(now) as now:
        record(Verb.SIGNED_IN, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)


def note_sign_out(*, user: User, now: datetime | None = None) -> None:
    """Record that somebody signed out."""
    with act(now) as now:
        record(Verb.SIGNED_OUT, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)


def note_refusal(*, username: str, now: datetime | None = None) -> None:
    """Record a refused sign-in. What was typed is kept as a commitment only: it may be a password."""
    with act(now) as now:
        known = User.objects.filter(username=username).values_list("pk", flat=True).first()
        typed = commitment(username)
        subject = known if known is not None else "unknown"
        record(Verb.SIGN_IN_REFUSED, at=now, actor=None, kind="user", subject=subject, commitment=typed)
