"""The append-only record of everything that changed."""

import json
from typing import Any

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
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
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
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["actor"], condition=models.Q(actor__isnull=False), name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"

    @property
    def who(self) -> str:
        """The actor's name as it was then, and the system that acted for him; the portal itself where nobody acted."""
        who = self.actor_label or gettext("The efficiency portal")
        if self.through:
            return gettext("%(who)s, through %(system)s (token %(token)s)") % {"who": who, **self.through}
        return who

    @property
    def through(self) -> dict[str, Any]:
        """Number and name of the token by which another system acted; empty where a person did."""
        return dict(self.data.get("through") or {})

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
            if name != "through"  # told with the actor
        ]


class Seal(models.Model):
    """One closing of the log over all entries that had settled: its size and root from then on.

    `peaks` are the finished subtrees, enough to go on without reading a leaf; `upto` is the last
    entry number given out by then; an entry numbered `floor` or below that has no leaf was put
    in by somebody else and is never sealed; `horizon` is the first transaction number that was
    not yet given out (PostgreSQL).
    """

    at = models.DateTimeField(_("sealed at"))
    size = models.BigIntegerField(_("entries in the log"), unique=True)
    added = models.PositiveIntegerField(_("entries added"))
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField()
    upto = models.BigIntegerField()
    floor = models.BigIntegerField()
    horizon = models.BigIntegerField(null=True)

    class Meta:
        """Oldest first."""

        verbose_name = _("seal")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.size)

    @property
    def sign(self) -> str:
        """The beginning of the root, by which people compare."""
        return bytes(self.root).hex()[:16]


class Leaf(models.Model):
    """The hash of one sealed entry; `id` is its position in the log, from 0."""

    id = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        """In the order of the log."""

        verbose_name = _("leaf")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.entry}"


class Node(models.Model):
    """The hash of a finished subtree of 256, 65,536 … leaves, so that a proof reads few rows."""

    level = models.PositiveSmallIntegerField()  # 8, 16, 24 …: it stands over 2 ** level leaves
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        """One of each."""

        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_node_a_place")]

    def __str__(self) -> str:
        return f"{self.level} {self.index}"


class Verification(models.Model):
    """One examination of the whole log: by whom, against which checkpoint, and what came out."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    size = models.BigIntegerField(_("entries examined"))
    checkpoint = models.BigIntegerField(_("newest checkpoint"), default=0)
    faults = models.PositiveIntegerField(_("faults"), default=0)
    kind = models.CharField(max_length=12, blank=True)
    words = models.CharField(_("first bad record"), max_length=300, blank=True)
    seconds = models.FloatField(_("seconds"))

    class Meta:
        """Newest first."""

        verbose_name = _("verification")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.faults}"
