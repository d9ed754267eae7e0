"""Making, issuing and revoking tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.integrators.models import Token
from efficiency.integrators.rules import LONGEST_DAYS, may_act
from efficiency.integrators.scopes import Scope
from efficiency.organization.models import Unit, User

# So that a scan of somebody's files finds secrets that lie about.
_PREFIX = "xntk_"


class UnableToChangeToken(Exception):
    """The token cannot be made, issued or revoked; the text says why."""


def refusal_to_make(*, account: User, scopes: Sequence[str], expires_at: datetime, now: datetime) -> str:
    """Say why such a token cannot be made now; empty where it can."""
    if not may_act(account):
        return _("A token works in the name of an account in use that holds no administrator's role.")
    if not scopes or set(scopes) - set(Scope.values):
        return _("Choose what the token may do.")
    if expires_at <= now:
        return _("The last day must not have passed.")
    if expires_at > now + timedelta(days=LONGEST_DAYS):
        return _("A token is in force for at most one year.")
    return ""


def make_token(
    *,
    name: str,
    unit: Unit,
    account: User,
    scopes: Sequence[str],
    expires_at: datetime,
    actor: User | None,
    now: datetime | None = None,
    demo: bool = False,
) -> Token:
    """Make a token without a secret: it opens nothing before one is issued."""
    with act(now) as now:
        refusal = refusal_to_make(account=account, scopes=scopes, expires_at=expires_at, now=now)
        if refusal:
            raise UnableToChangeToken(refusal)
        token = Token.objects.create(
            name=name,
            unit=unit,
            account=account,
            scopes=sorted(scopes),
            expires_at=expires_at,
            made_at=now,
            made_by=actor,
            demo=demo,
        )
        _note(Verb.TOKEN_MADE, token, actor, now, account=account.pk, unit=unit.pk, scopes=token.scopes)
    return token


def issue_secret(*, token: Token, actor: User | None, now: datetime | None = None) -> str:
    """Give the token its secret and return it: the only moment at which anybody can read it."""
    with act(now) as now:
        token = _locked(token)
        if token.revoked_at is not None:
            raise UnableToChangeToken(_("This token is revoked."))
        if token.digest is not None:
            raise UnableToChangeToken(_("The secret was shown already. If it is lost, revoke the token."))
        secret = _PREFIX + secrets.token_urlsafe(32)
        token.digest, token.issued_at, token.issued_by = digest_of(secret), now, actor
        token.save(update_fields=["digest", "issued_at", "issued_by"])
        _note(Verb.TOKEN_ISSUED, token, actor, now)
    return secret


def revoke_token(*, token: Token, actor: User, now: datetime | None = None) -> Token:
    """Take the token out of force: dead on its next request."""
    with act(now) as now:
        token = _locked(token)
        if token.revoked_at is not None:
            raise UnableToChangeToken(_("This token is revoked."))
        token.revoked_at, token.revoked_by = now, actor
        token.save(update_fields=["revoked_at", "revoked_by"])
        _note(Verb.TOKEN_REVOKED, token, actor, now)
    return token


def digest_of(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so a plain digest gives nothing away."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _locked(token: Token) -> Token:
    return Token.objects.select_for_update().get(pk=token.pk)


def _note(verb: Verb, token: Token, actor: User | None, now: datetime, **facts: object) -> None:
    record(verb, at=now, actor=actor, kind="token", subject=token.pk, data={"name": token.name, **facts})
