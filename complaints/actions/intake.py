"""How a complaint comes in, and what the hotline does with one that is held."""

import uuid
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils.translation import gettext as _

from complaints import rules
from complaints.actions.rows import UnableToAct, locked, not_yours, note
from complaints.kinds import Identity, IntakeChannel, Kind, State, Suspicion
from complaints.models import Addition, Attachment, Complaint
from complaints.redaction import title_of
from efficiency.audit.verbs import Verb
from efficiency.clocks import actions as clocks
from efficiency.clocks.kinds import ClockKind, Subsystem
from efficiency.clocks.models import Clock, Matter
from efficiency.common.cleaning import CleanFile
from efficiency.common.failpoints import failpoint
from efficiency.common.keys import keyed_digest, query_code, query_code_digest
from efficiency.common.moments import act, begins_again
from efficiency.organization.models import Unit, UnitKind, User
from efficiency.vault import actions as vault
from efficiency.vault.identity import Identity as Sender
from efficiency.vault.redaction import redact


class UnableToFile(UnableToAct):
    """The complaint cannot be filed."""


class UnableToFileTwice(UnableToFile):
    """The form was sent before with other contents."""


class UnableToRelease(UnableToAct):
    """The complaint is not held, or this person may not decide."""


class UnableToAdd(UnableToAct):
    """Nothing can be added."""


def file_complaint(
    *,
    submission: str,
    kind: Kind | str,
    channel: IntakeChannel | str,
    content: str,
    place: str,
    identity: Identity | str,
    person: Sender | None,
    files: Sequence[CleanFile],
    suspicious: Suspicion | str,
    actor: User | None,
    now: datetime | None = None,
    demo: bool = False,
) -> Complaint:
    """File a complaint under a new number, held for a check where `suspicious` says why.

    Opens the matter at the hotline, keeps the citizen's identity in the vault, starts the
    citizen's clock and the hotline's own; both run for held complaints too. The same submission
    sent again returns the first complaint; with other contents it raises UnableToFileTwice.
    """
    fingerprint = _fingerprint(submission, kind, content, place, identity, person, files)
    try:
        with act(now) as now:
            known = Complaint.objects.filter(submission=submission).select_related("matter").first()
            if known is not None:
                return _same(known, fingerprint)
            secrets = astuple(person) if person else ()
            shared = redact(content, *secrets)
            complaint = Complaint.objects.create(
                matter=_open_matter(title_of(kind, shared), actor, now, demo),
                submission=submission,
                fingerprint=fingerprint,
                code_digest=query_code_digest(query_code(submission)),
                kind=kind,
                channel=channel,
                content=content,
                shared_content=shared,
                place=redact(place, *secrets),
                identity=identity,
                reporter=_keep(identity, person, actor, now, demo),
                filed_at=now,
                state=State.QUARANTINED if suspicious else State.FILED,
                quarantine_reason=suspicious,
            )
            failpoint("intake.after-row")
            _start_hotline_clocks(complaint, actor, now)
            failpoint("intake.after-clocks")
            note(Verb.COMPLAINT_FILED, complaint, actor, now, kind=kind, channel=channel, files=len(files))
            if suspicious:
                note(Verb.COMPLAINT_QUARANTINED, complaint, actor, now, reason=suspicious)
            _attach(complaint, files)
            failpoint("intake.before-commit")
            return complaint
    except IntegrityError:
        # Two of the same form at once: the other one was first.
        known = Complaint.objects.filter(submission=submission).select_related("matter").first()
        if known is None:
            raise
        return _same(known, fingerprint)


def release(*, complaint: Complaint, actor: User, now: datetime | None = None) -> Complaint:
    """Let a held complaint go to dispatch; its clocks have run since it was filed."""
    with act(now) as now:
        complaint = locked(complaint)
        _check_held(complaint, actor)
        complaint.state = State.FILED
        complaint.save(update_fields=["state"])
        note(Verb.COMPLAINT_RELEASED, complaint, actor, now)
    return complaint


@begins_again
def discard(*, complaint: Complaint, reason: str, actor: User, now: datetime | None = None) -> Complaint:
    """Put a held complaint away as abuse, with a reason that the citizen can read.

    Its clocks are cancelled; a promise broken before this moment stays broken.
    """
    with act(now) as now:
        complaint = locked(complaint)
        _check_held(complaint, actor)
        if not reason.strip():
            raise UnableToRelease(_("Say why this is abuse. The citizen can read it."))
        for clock in Clock.objects.running().filter(matter=complaint.matter).order_by("pk"):
            clocks.cancel_clock(clock=clock, actor=actor, reason="discarded", now=now)
        clocks.close_matter(matter=complaint.matter, actor=actor, now=now)
        complaint.state, complaint.discard_reason = State.DISCARDED, reason.strip()
        complaint.save(update_fields=["state", "discard_reason"])
        note(Verb.COMPLAINT_DISCARDED, complaint, actor, now)
    return complaint


def add_to(*, complaint: Complaint, text: str, now: datetime | None = None) -> Addition:
    """Add what the citizen wrote on the progress page."""
    with act(now) as now:
        complaint = locked(complaint)
        if complaint.finished:
            raise UnableToAdd(_("This complaint is closed. Please file a new one if something new has happened."))
        if not text.strip():
            raise UnableToAdd(_("Write what you want to add."))
        known = vault.words_to_hide(complaint.reporter, now=now) if complaint.reporter else ()
        addition = Addition.objects.create(
            complaint=complaint, text=text.strip(), shared_text=redact(text.strip(), *known), at=now
        )
        note(Verb.COMPLAINT_ADDED_TO, complaint, None, now, addition=addition.pk)
    return addition


def _same(known: Complaint, fingerprint: str) -> Complaint:
    if known.fingerprint != fingerprint:
        raise UnableToFileTwice(
            _("This form was sent before with other contents, under number %(number)s. Send it again to file it anew.")
            % {"number": known.matter.reference}
        )
    return known


def _fingerprint(
    submission: str,
    kind: str,
    content: str,
    place: str,
    identity: str,
    person: Sender | None,
    files: Sequence[CleanFile],
) -> str:
    """A keyed digest of one sending; the submission in it keeps two sendings of one person apart."""
    parts = [submission, str(kind), content, place, str(identity), *(astuple(person) if person else ())]
    return keyed_digest(settings.COMMITMENT_KEY, *parts, *(file.sha256 for file in files)).hex()


def _open_matter(title: str, actor: User | None, now: datetime, demo: bool) -> Matter:
    return clocks.open_matter(
        prefix="TS",
        title=title,
        subsystem=Subsystem.HOTLINE,
        unit=hotline(),
        officer=None,
        path="/complaints/{reference}/",
        actor=actor,
        now=now,
        demo=demo,
    )


def hotline() -> Unit:
    """The hotline centre. Raises UnableToFile in a city that has none."""
    unit = Unit.objects.in_use().filter(kind=UnitKind.HOTLINE).order_by("pk").first()
    if unit is None:
        raise UnableToFile(_("The hotline is not set up yet. Please call 12345."))
    return unit


def _keep(identity: str, person: Sender | None, actor: User | None, now: datetime, demo: bool) -> uuid.UUID | None:
    if identity == Identity.ANONYMOUS or person is None:
        return None
    return vault.store(person, actor=actor, now=now, demo=demo)


def _start_hotline_clocks(complaint: Complaint, actor: User | None, now: datetime) -> None:
    for kind in (ClockKind.CITIZEN, ClockKind.DISPATCH):
        clocks.start_clock(matter=complaint.matter, kind=kind, unit=complaint.matter.unit, actor=actor, now=now)


def _attach(complaint: Complaint, files: Sequence[CleanFile]) -> None:
    """Keep the clean copies under random names; what was written goes again if the act fails."""
    written: list[Attachment] = []
    try:
        for clean in files:
            attachment = Attachment(
                complaint=complaint, content_type=clean.content_type, size=len(clean.data), sha256=clean.sha256
            )
            attachment.file.save(f"{uuid.uuid4().hex}.{clean.extension}", ContentFile(clean.data), save=False)
            written.append(attachment)
            attachment.save()
    except BaseException:
        for attachment in written:
            attachment.file.delete(save=False)
        raise


def _check_held(complaint: Complaint, actor: User) -> None:
    if not complaint.held:
        raise UnableToRelease(_("This complaint is not held any more."))
    if not rules.can_check_held(actor, complaint):
        raise UnableToRelease(not_yours())
