"""What is kept of signing in and out, and how sessions end."""

from datetime import datetime

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.keys import commitment
from efficiency.common.moments import act
from efficiency.organization.models import User, Visit


def note_sign_in(*, user: User, device: str = "", second_factor: bool = False, now: datetime | None = None) -> Visit:
    """Record that somebody signed in, and begin the visit that he sees on his page of sign-ins."""
    with act(now) as now:
        data = {"second factor": second_factor}
        record(Verb.SIGNED_IN, at=now, actor=user, kind="user", subject=user.pk, data=data, demo=user.demo)
        return Visit.objects.create(user=user, device=device[:60], epoch=user.session_epoch, began_at=now, seen_at=now)


def note_sign_out(*, user: User, visit: int | None = None, now: datetime | None = None) -> None:
    """Record that somebody signed out."""
    with act(now) as now:
        Visit.objects.filter(pk=visit or 0, user=user, ended_at=None).update(ended_at=now)
        record(Verb.SIGNED_OUT, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)


def note_presence(*, visit: int, now: datetime) -> None:
    """Note that a visit still goes on. No change of state worth an entry."""
    Visit.objects.filter(pk=visit).update(seen_at=now)


def end_other_sessions(*, user: User, visit: int | None, now: datetime | None = None) -> User:
    """End every session of the account but this one, which its view renews."""
    with act(now) as now:
        user = User.objects.select_for_update().get(pk=user.pk)
        user.session_epoch += 1
        user.save(update_fields=["session_epoch"])
        user.visits.filter(ended_at=None).exclude(pk=visit or 0).update(ended_at=now)
        user.visits.filter(pk=visit or 0).update(epoch=user.session_epoch)
        record(Verb.SESSIONS_ENDED, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)
    return user


def note_refusal(*, username: str, now: datetime | None = None) -> None:
    """Record a refused sign-in. What was typed is kept as a commitment only: it may be a password."""
    with act(now) as now:
        known = User.objects.filter(username=username).values_list("pk", flat=True).first()
        typed = commitment(username)
        subject = known if known is not None else "unknown"
        record(Verb.SIGN_IN_REFUSED, at=now, actor=None, kind="user", subject=subject, commitment=typed)
