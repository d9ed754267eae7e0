"""The second factor: set up, asked, reset. Refused codes are kept, so that guessing is bounded."""

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.codes import new_recovery_codes, recovery_digest, seal, step_of, unseal
from efficiency.organization.models import RecoveryCode, SecondFactor, User
from efficiency.organization.rules import can_change_roles_of, can_confirm_for

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class UnableToProve(Exception):
    """The second factor stays as it was; the message says why."""


class Proof(Enum):
    """What became of a code that somebody gave."""

    GIVEN = "given"
    WRONG = "wrong"
    LOCKED = "locked"


def set_factor(*, user: User, secret: bytes, code: str, now: datetime | None = None) -> list[str]:
    """Take a new secret into use once its first code is right; return the recovery codes.

    They are shown this once: only digests are kept. An older factor of the account ends.
    """
    with act(now) as now:
        step = step_of(secret, code, now, 0)
        if step is None:
            raise UnableToProve(_("This code is not right. Look at the app once more, and at the phone's clock."))
        sealed = seal(secret, user.pk, settings.VAULT_KEY)
        state = {"sealed": sealed, "set_at": now, "last_step": step, "failures": 0, "failed_at": None}
        factor, _made = SecondFactor.objects.update_or_create(user=user, defaults=state)
        record(Verb.FACTOR_SET, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)
        return _new_codes(factor)


def make_recovery_codes(*, user: User, now: datetime | None = None) -> list[str]:
    """Make new recovery codes; the old ones open nothing any more."""
    with act(now) as now:
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if factor is None:
            raise UnableToProve(_("Set up the second factor first."))
        record(Verb.RECOVERY_CODES_MADE, at=now, actor=user, kind="user", subject=user.pk, demo=user.demo)
        return _new_codes(factor)


def _new_codes(factor: SecondFactor) -> list[str]:
    factor.recovery_codes.all().delete()
    codes = new_recovery_codes()
    digests = [recovery_digest(code, factor.user_id, settings.VAULT_KEY) for code in codes]
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=digest) for digest in digests)
    return codes


def prove(*, user: User, code: str, now: datetime | None = None) -> Proof:
    """Take a code of the app or a recovery code: each at most once, and never after too many wrong ones.

    Returns instead of raising, since a refusal is kept too.
    """
    with act(now) as now:
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if factor is None:
            return Proof.WRONG
        if factor.failures >= MOST_FAILURES and factor.failed_at and now < factor.failed_at + LOCKED_FOR:
            return Proof.LOCKED
        if _takes_code(factor, code, now) or _takes_recovery_code(factor, code, now):
            SecondFactor.objects.filter(pk=factor.pk).update(failures=0, failed_at=None)
            return Proof.GIVEN
        begun_anew = factor.failures >= MOST_FAILURES
        failures = 1 if begun_anew else factor.failures + 1
        SecondFactor.objects.filter(pk=factor.pk).update(failures=failures, failed_at=now)
        data = {"in a row": failures}
        record(Verb.FACTOR_REFUSED, at=now, actor=None, kind="user", subject=user.pk, data=data, demo=user.demo)
        return Proof.LOCKED if failures >= MOST_FAILURES else Proof.WRONG


def _takes_code(factor: SecondFactor, code: str, now: datetime) -> bool:
    secret = unseal(bytes(factor.sealed), factor.user_id, settings.VAULT_KEY)
    step = step_of(secret, code.replace(" ", ""), now, factor.last_step)
    if step is None:
        return False
    # Only one of two that give the same code at the same moment is let in.
    newer = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
    return newer.update(last_step=step) == 1


def _takes_recovery_code(factor: SecondFactor, code: str, now: datetime) -> bool:
    digest = recovery_digest(code, factor.user_id, settings.VAULT_KEY)
    if not factor.recovery_codes.filter(digest=digest, used_at=None).update(used_at=now):
        return False
    user = factor.user
    data = {"left": factor.recovery_codes.filter(used_at=None).count()}
    record(Verb.RECOVERY_CODE_USED, at=now, actor=user, kind="user", subject=user.pk, data=data, demo=user.demo)
    return True


def reset_factor(*, user: User, actor: User, confirmed_by: User | None, now: datetime | None = None) -> None:
    """Take the second factor away from somebody who lost it: two administrators, never the owner.

    Every session of the account ends; the next sign-in sets up a new one.
    """
    with act(now) as now:
        if not can_change_roles_of(actor, user) or confirmed_by is None or confirmed_by.pk == actor.pk:
            raise UnableToProve(_("A second factor is reset by two administrators, and never by its owner."))
        if not can_confirm_for(confirmed_by, user):
            raise UnableToProve(_("A second factor is reset by two administrators, and never by its owner."))
        SecondFactor.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        data = {"confirmed_by": confirmed_by.pk}
        record(Verb.FACTOR_RESET, at=now, actor=actor, kind="user", subject=user.pk, data=data, demo=user.demo)
