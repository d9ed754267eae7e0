"""What happens to commitments: published, measured, answered, settled; and checks of publication."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from approvals.commitments import rules, telling
from approvals.commitments.defined import CONSEQUENCE
from approvals.commitments.kinds import Consequence, Finding, Measure, Outcome, Topic
from approvals.commitments.measuring import Month, measure
from approvals.commitments.models import Answer, Check, Commitment, Settlement, Verdict, Version
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import commitment_to
from efficiency.cards.actions import UnableToIssue, issue_by_hand
from efficiency.cards.kinds import LevelNumber
from efficiency.changes.settings import value_of
from efficiency.common.moments import act, local_date
from efficiency.organization.models import Unit, User

RULE = "S36"  # a broken public commitment; what follows is the city's to decide


class UnableToCommit(Exception):
    """It cannot be done like this; the text says why."""


def publish(
    *,
    unit: Unit,
    text: str,
    measure: Measure,
    threshold: Decimal | None,
    published_from: date,
    actor: User,
    commitment: Commitment | None = None,
    ends: bool = False,
    ground: str = "",
    now: datetime | None = None,
) -> Version:
    """Publish a commitment, or the next version of one, from a day on. Raises UnableToCommit.

    Never for a day that has passed: nobody is measured by what was not published.
    """
    with act(now) as now:
        if not rules.can_publish(actor, unit):
            raise UnableToCommit(_("The head of the unit publishes its commitments."))
        if published_from < local_date(now):
            raise UnableToCommit(_("A commitment is published from today or a later day on."))
        if commitment is None:
            commitment = Commitment.objects.create(unit=unit, demo=unit.demo)
        else:
            commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
        last = commitment.versions.order_by("-number").first()
        if last is not None and published_from < last.published_from:
            raise UnableToCommit(_("A new version cannot begin before the one it follows."))
        if last is not None and not ground.strip():
            raise UnableToCommit(_("Say why the commitment changes."))
        version = Version.objects.create(
            commitment=commitment,
            number=last.number + 1 if last else 1,
            text=text.strip(),
            measure=measure,
            threshold=None if measure == Measure.ASSESSED else threshold,
            published_from=published_from,
            ends=ends,
            ground=ground.strip(),
            by=actor,
            at=now,
            demo=commitment.demo,
        )
        verb = Verb.COMMITMENT_ENDED if ends else Verb.COMMITMENT_PUBLISHED
        facts = {"version": version.number, "row": version.pk, "from": published_from.isoformat(), "measure": measure}
        record(
            verb,
            at=now,
            actor=actor,
            kind="commitment",
            subject=commitment.pk,
            data=facts,
            commitment=commitment_to(version.ground),
            demo=commitment.demo,
        )
    return version


def measure_month(*, month: Month, now: datetime | None = None) -> int:
    """Give every commitment that stood on the first of a month that is over its verdict; return how many.

    Those that the office assesses wait for it. Once a month each: a run twice does nothing twice.
    """
    with act(now) as now:
        if now < month.until:
            return 0
        given = 0
        done = Verdict.objects.filter(month=month.first).values("commitment")
        waiting = Version.objects.standing(month.first).exclude(commitment__in=done).exclude(measure=Measure.ASSESSED)
        for version in waiting.select_related("commitment__unit").order_by("commitment"):
            found = measure(Measure(version.measure), version.threshold, version.commitment.unit, month)
            _judge(version, month, found.outcome, now, part=found.part, whole=found.whole)
            given += 1
        return given


def assess(
    *, commitment: Commitment, month: Month, kept: bool, evidence: str, actor: User, now: datetime | None = None
) -> Verdict:
    """Say for the office whether a commitment was kept that no data can tell, with the evidence."""
    with act(now) as now:
        if not rules.OFFICE.includes(actor):
            raise UnableToCommit(_("The office assesses commitments."))
        if not evidence.strip():
            raise UnableToCommit(_("Name the evidence."))
        standing = Version.objects.standing(month.first).filter(commitment=commitment)
        version = standing.select_related("commitment__unit").first()
        if version is None or now < month.until:
            raise UnableToCommit(_("This commitment did not stand in that month, or the month is not over."))
        if version.measure != Measure.ASSESSED or commitment.verdicts.filter(month=month.first).exists():
            raise UnableToCommit(_("This month has its verdict already."))
        outcome = Outcome.KEPT if kept else Outcome.BROKEN
        return _judge(version, month, outcome, now, evidence=evidence.strip(), actor=actor)


def answer(*, verdict: Verdict, text: str, actor: User, now: datetime | None = None) -> Answer:
    """Answer to a broken commitment in the name of the unit, in public. Raises UnableToCommit."""
    with act(now) as now:
        verdict = _locked(verdict)
        if not rules.can_answer(actor, verdict):
            raise UnableToCommit(_("There is nothing to answer, or it is not yours to answer."))
        if not text.strip():
            raise UnableToCommit(_("Write the answer."))
        given = Answer.objects.create(verdict=verdict, text=text.strip(), by=actor, at=now, demo=verdict.demo)
        _note(Verb.COMMITMENT_ANSWERED, verdict, actor, now, given.text, answer=given.pk)
    return given


def settle(*, verdict: Verdict, kind: Consequence, ground: str, actor: User, now: datetime | None = None) -> Settlement:
    """Draw the consequence of a broken commitment: a card by hand, a lead, or none, with its ground.

    What the city has set says which of card and lead there is. Raises UnableToCommit.
    """
    with act(now) as now:
        verdict = _locked(verdict)
        if not rules.can_settle(actor, verdict):
            raise UnableToCommit(_("The office has settled this already, or there is nothing to settle."))
        if not ground.strip():
            raise UnableToCommit(_("Name the ground."))
        if kind not in (value_of(CONSEQUENCE, now), Consequence.NONE):
            raise UnableToCommit(_("The city has set another consequence."))
        card = None
        if kind == Consequence.CARD:
            try:
                card = issue_by_hand(
                    unit=verdict.unit,
                    matter=None,
                    level=LevelNumber.FIRST,
                    rule=RULE,
                    ground=ground,
                    actor=actor,
                    now=now,
                )
            except UnableToIssue as error:
                raise UnableToCommit(str(error)) from error
        settled = Settlement.objects.create(
            verdict=verdict, kind=kind, ground=ground.strip(), card=card, by=actor, at=now, demo=verdict.demo
        )
        _note(Verb.COMMITMENT_SETTLED, verdict, actor, now, settled.ground, kind=kind, settlement=settled.pk)
    return settled


def check_publication(
    *, unit: Unit, topic: Topic, finding: Finding, place: str, note: str, actor: User, now: datetime | None = None
) -> Check:
    """Record what a check of publication found. Raises UnableToCommit."""
    with act(now) as now:
        if not rules.OFFICE.includes(actor):
            raise UnableToCommit(_("The office checks what is published."))
        if finding == Finding.PUBLISHED and not place.strip():
            raise UnableToCommit(_("Say where it is published."))
        made = Check.objects.create(
            unit=unit,
            topic=topic,
            finding=finding,
            place=place.strip(),
            note=note.strip(),
            by=actor,
            at=now,
            demo=unit.demo,
        )
        record(
            Verb.PUBLICATION_CHECKED,
            at=now,
            actor=actor,
            kind="unit",
            subject=unit.pk,
            data={"topic": topic, "finding": finding, "check": made.pk},
            commitment=commitment_to(made.note),
            demo=unit.demo,
        )
    return made


def _judge(
    version: Version,
    month: Month,
    outcome: Outcome,
    now: datetime,
    *,
    part: int = 0,
    whole: int = 0,
    evidence: str = "",
    actor: User | None = None,
) -> Verdict:
    commitment = version.commitment
    verdict = Verdict.objects.create(
        commitment=commitment,
        version=version,
        unit=commitment.unit,
        month=month.first,
        outcome=outcome,
        part=part,
        whole=whole,
        evidence=evidence,
        by=actor,
        at=now,
        demo=commitment.demo,
    )
    _note(Verb.COMMITMENT_JUDGED, verdict, actor, now, evidence, outcome=outcome, month=month.first.isoformat())
    if outcome == Outcome.BROKEN:
        telling.broken(verdict, now=now)
    return verdict


def _locked(verdict: Verdict) -> Verdict:
    rows = Verdict.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "answer", "settlement").get(pk=verdict.pk)


def _note(verb: Verb, verdict: Verdict, actor: User | None, now: datetime, words: str, /, **facts: object) -> None:
    """Write an entry; to typed `words`, which stand in their row, it only commits."""
    record(
        verb,
        at=now,
        actor=actor,
        kind="commitment",
        subject=verdict.commitment_id,
        data={"verdict": verdict.pk, **facts},
        commitment=commitment_to(words),
        demo=verdict.demo,
    )
