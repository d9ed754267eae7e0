"""The append-only record of everything that changed."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from efficiency.audit.querysets import EntryQuerySet
from efficiency.audit.verbs import Verb


class Entry(models.Model):
    """One change of state, written in the transaction that made the change.

    Rows are inserted and never changed: database triggers refuse UPDATE, DELETE and TRUNCATE
    for every role. `data` holds facts about the thing, never personal data; where a personal
    datum must be provable later, `commitment` holds a keyed commitment to it (32 bytes).
    `actor` is empty for the judge; `actor_label` keeps the name as it was at that moment.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_label = models.CharField(_("actor"), max_length=150)
    verb = models.CharField(_("verb"), max_length=40)
    subject_kind = models.CharField(_("subject kind"), max_length=40)
    subject_id = models.CharField(_("subject"), max_length=64)
    data = models.JSONField(_("data"), default=dict)
    commitment = models.BinaryField(_("commitment"), max_length=32, null=True)
    demo = models.BooleanField(_("demo"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        """Ordered by insertion; found by subject."""

        verbose_name = _("audit entry")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"

    @property
    def who(self) -> str:
        """The actor's name as it was then; the portal itself where nobody acted."""
        return self.actor_label or gettext("The efficiency portal")

    @property
    def what(self) -> str:
        """The verb in words; a verb that the list has lost stands as it is."""
        try:
            return str(Verb(self.verb).label)
        except ValueError:
            return self.verb

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The data as pairs: in a template `data.items` would be the fact named "items"."""
        return [
            (name, fact if isinstance(fact, str) else json.dumps(fact, ensure_ascii=False))
            for name, fact in self.data.items()
        ]
