"""The outbox."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from efficiency.notifications.querysets import NoticeQuerySet
from efficiency.notifications.texts import Words, words_of


class Channel(models.TextChoices):
    """How a notice reaches its recipient."""

    INBOX = "inbox", _("inbox")
    EMAIL = "email", _("e-mail")


class Notice(models.Model):
    """One message to one person over one channel, written with the act it tells of.

    `kind` names a text in a room's notices.py, `params` fill it; it is put into words in the
    reader's language when it is shown or sent. `key` names the event ("card-17-issued"):
    one notice for each event, recipient and channel, whatever is repeated.
    An inbox notice is delivered by being written (`sent_at` = `made_at`).
    """

    key = models.CharField(max_length=80)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
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
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=models.Q(send_at__isnull=False), name="notice_to_send"),
            models.Index(fields=["recipient", "-id"], condition=models.Q(channel="inbox"), name="notice_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(channel="inbox", read_at=None), name="notice_unread"),
            models.Index(fields=["-id"], condition=models.Q(channel="email", sent_at=None), name="notice_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}"

    @property
    def words(self) -> Words:
        """Subject and body in the language in force."""
        return words_of(self.kind, self.params)

    @property
    def is_given_up(self) -> bool:
        """Tell whether an e-mail failed so often that nobody tries it any more."""
        return self.channel == Channel.EMAIL and self.sent_at is None and self.send_at is None
