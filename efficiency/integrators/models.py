"""Tokens of other systems, the answers they were given, and how often they call."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.integrators.querysets import TokenQuerySet
from efficiency.integrators.scopes import Scope
from efficiency.organization.models import Unit


class Token(models.Model):
    """Lets another system in, in the name of an account and for some kinds of operation.

    The account says what can be seen, as it does for a person; the scopes narrow that. The secret
    is shown once, when it is issued, and only its digest is kept. `last_used_on` is a day, not a
    moment: it tells which tokens nobody needs, and no working rhythm.
    """

    name = models.CharField(_("system"), max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit that runs it"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("acting account")
    )
    scopes = models.JSONField(_("scopes"), default=list)
    expires_at = models.DateTimeField(_("expires at"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - no secret yet
    issued_at = models.DateTimeField(_("secret issued at"), null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    demo = models.BooleanField(_("demo"), default=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        """Newest first."""

        verbose_name = _("token")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def lets_in(self, now: datetime) -> bool:
        """Tell whether it opens the door at `now`: issued, not revoked, not expired, its account in use."""
        return self.digest is not None and self.revoked_at is None and now < self.expires_at and self.account.is_active

    def holds(self, scope: str) -> bool:
        """Tell whether the token may do this kind of operation."""
        return scope in self.scopes

    @property
    def scope_labels(self) -> list[str]:
        """The scopes in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class GivenAnswer(models.Model):
    """The answer to an act that was sent with an idempotency key: sent again, it is given again.

    The key itself is not kept, and the answer is sealed with it: the row shows neither to whoever
    reads the table. No answer yet (`status` empty): the act is being done by `holder` since
    `began_at`.
    """

    caller = models.CharField(max_length=40)
    key_digest = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    holder = models.CharField(max_length=32)
    began_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    sealed_body = models.BinaryField(default=b"")

    class Meta:
        """A key is one caller's own."""

        constraints = [models.UniqueConstraint(fields=["caller", "key_digest"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.caller} {self.began_at:%F %T}"


class CallWindow(models.Model):
    """How often one caller called in one minute (counted from 1970). Old rows are deleted by a task."""

    bucket = models.CharField(max_length=64)
    minute = models.BigIntegerField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a caller and minute."""

        constraints = [models.UniqueConstraint(fields=["bucket", "minute"], name="one_window_a_minute")]

    def __str__(self) -> str:
        return f"{self.minute} {self.used}"
