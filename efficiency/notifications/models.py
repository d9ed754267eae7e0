"""The outbox, where it leads to, and how each person wants to be told."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.events import event_names
from efficiency.notifications.kinds import Channel, EmailChoice, EndpointKind
from efficiency.notifications.querysets import EndpointQuerySet, NoticeQuerySet
from efficiency.notifications.sealing import seal, unseal
from efficiency.notifications.texts import Words, words_of
from efficiency.organization.models import Unit


class Endpoint(models.Model):
    """A group robot or a webhook, of the whole city or of one unit.

    It hears the `events` it subscribes to (kinds of notices, or rooms) when somebody of its unit
    is told of them. Its address and its secret are sealed: whoever knows them can write there.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EndpointKind.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    events = models.JSONField(_("events"), default=list)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    active = models.BooleanField(_("in use"), default=True)
    host = models.CharField(_("host"), max_length=120, blank=True)
    place = models.UUIDField(default=uuid4, editable=False)
    sealed_url = models.BinaryField(default=b"")
    sealed_secret = models.BinaryField(default=b"")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    reached_at = models.DateTimeField(_("last reached"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last failure"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    rests_until = models.DateTimeField(null=True, blank=True)  # after failures nothing is tried before
    demo = models.BooleanField(_("demo"), default=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        """By name."""

        verbose_name = _("robot")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address, for sending alone."""
        return unseal(self.sealed_url, self.place, "url")

    @property
    def secret(self) -> str:
        """The signing secret, for sending alone."""
        return unseal(self.sealed_secret, self.place, "secret")

    def set_url(self, url: str) -> None:
        """Seal an address."""
        self.sealed_url = seal(url, self.place, "url")

    def set_secret(self, secret: str) -> None:
        """Seal a secret."""
        self.sealed_secret = seal(secret, self.place, "secret")

    @property
    def event_names(self) -> list[str]:
        """What it hears, in words."""
        return event_names(self.events)

    def hears(self, kind: str) -> bool:
        """Tell whether it subscribes to this kind of notice, by its own name or its room's."""
        return kind in self.events or kind.partition(".")[0] in self.events


class Notice(models.Model):
    """One message to one person or robot over one channel, written with the act it tells of.

    `kind` names a text in a room's notices.py, `params` fill it; it is put into words in the
    reader's language when it is shown or sent. `key` names the event ("card-17-issued"):
    one notice for each event, recipient and channel, whatever is repeated.
    An inbox notice is delivered by being written (`sent_at` = `made_at`).
    """

    key = models.CharField(max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,  # an inbox has indexes of its own
    )
    # No index of its own: its rows are few among many, and two partial indexes hold them.
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.PROTECT, null=True, blank=True, related_name="notices", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(_("made at"))
    send_at = models.DateTimeField(null=True, blank=True)  # next try; NULL = nothing left to do
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        """Never twice; the queue and the inbox are answered from partial indexes."""

        verbose_name = _("notice")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient", "channel"], name="one_notice_an_event"),
            models.UniqueConstraint(
                fields=["endpoint", "key"], condition=models.Q(endpoint__isnull=False), name="one_notice_a_robot"
            ),
            models.CheckConstraint(
                condition=models.Q(recipient=None, endpoint__isnull=False, channel="robot")
                | (models.Q(recipient__isnull=False, endpoint=None) & ~models.Q(channel="robot")),
                name="to_a_person_or_a_robot",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "send_at"], condition=models.Q(send_at__isnull=False), name="notice_to_send"
            ),
            models.Index(
                fields=["endpoint", "send_at"],
                condition=models.Q(endpoint__isnull=False, send_at__isnull=False),
                name="notice_to_robot",
            ),
            models.Index(fields=["recipient", "-id"], condition=models.Q(channel="inbox"), name="notice_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(channel="inbox", read_at=None), name="notice_unread"),
            models.Index(fields=["-id"], condition=models.Q(sent_at=None) & ~models.Q(error=""), name="notice_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id or self.endpoint_id}"

    @property
    def words(self) -> Words:
        """Subject and body in the language in force."""
        return words_of(self.kind, self.params)

    @property
    def url(self) -> str:
        """Where it leads, in full."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def is_given_up(self) -> bool:
        """Tell whether sending failed so often that nobody tries it any more."""
        return self.sent_at is None and self.send_at is None


class AlertChoice(models.Model):
    """How somebody wants to be told; who has no row gets each e-mail at once and no text message."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="alert_choice"
    )
    email = models.CharField(_("e-mails"), max_length=8, choices=EmailChoice.choices, default=EmailChoice.AT_ONCE)
    sms = models.BooleanField(_("text messages"), default=False)
    place = models.UUIDField(default=uuid4, editable=False)
    sealed_phone = models.BinaryField(default=b"")
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        """Who wants text messages has a phone."""

        verbose_name = _("choice of alerts")
        constraints = [
            models.CheckConstraint(condition=models.Q(sms=False) | ~models.Q(sealed_phone=b""), name="sms_has_phone")
        ]

    def __str__(self) -> str:
        return str(self.user_id)

    @property
    def phone(self) -> str:
        """The number, for its owner and for sending alone."""
        return unseal(self.sealed_phone, self.place, "phone")

    def set_phone(self, phone: str) -> None:
        """Seal a number."""
        self.sealed_phone = seal(phone, self.place, "phone")


class DigestDay(models.Model):
    """A working day whose summaries were written: once, whoever wakes up for it."""

    day = models.DateField(primary_key=True)
    written_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """Newest first."""

        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()
