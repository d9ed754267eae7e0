"""The judge's look for what is irregular beside broken limits: a task of its own, so that no card waits for it."""

import logging
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from efficiency.audit.actions import record_all
from efficiency.audit.models import Entry
from efficiency.audit.verbs import Verb
from efficiency.cards.issuing import issue_found
from efficiency.cards.sweep import refuse_wrong_clock
from efficiency.common.moments import database_now
from efficiency.irregularities.kinds import Consequence
from efficiency.irregularities.models import Finding, Look
from efficiency.irregularities.registry import Anomaly, anomalies, in_force, rule_of

logger = logging.getLogger(__name__)
BATCH = 500
OVERLAP = timedelta(days=2)  # an act that was still open at the last look is met by the next


def look(now: datetime | None = None, *, full: bool = False) -> Look:
    """Look for every irregularity that is not kept yet; any number of looks at once keep each once.

    `now` is the database's clock unless a test hands a moment in. A quick look asks for what
    happened since shortly before the last good one, a full one for everything. What cannot be
    looked for stands in the run's row and stops nothing else. Raises UnableToSweep, as the judge
    does, where this worker's clock and the database's differ.
    """
    moment = database_now() if now is None else now
    if now is None:
        refuse_wrong_clock(moment)
    since = None if full else _since()
    run = _Run(Look(started_at=moment, full=since is None, worker=socket.gethostname()[:100]))
    follows = in_force(moment)
    for anomaly in anomalies():
        if follows[anomaly.code] == Consequence.NOTHING or (anomaly.nightly and since is not None):
            continue
        try:
            _take_up(anomaly, run, moment, since)
        except (OperationalError, InterfaceError):
            raise  # the database is away, not a rule at fault
        except Exception:  # whatever it is, it must not stop the other rules
            logger.exception("irregularities of %s %s could not be looked for", anomaly.code, anomaly.sign)
            run.row.failed.append(f"{anomaly.code} {anomaly.sign}")
    return run.finish(moment)


class _Run:
    """The run's row, saved when there is something to say; idle looks share one."""

    def __init__(self, row: Look) -> None:
        self.row = row

    def saved(self) -> Look:
        if self.row._state.adding:
            self.row.save()
        return self.row

    def finish(self, moment: datetime) -> Look:
        row = self.row
        newest = Look.objects.order_by("-pk").first() if row._state.adding and not row.failed else None
        if newest is not None and newest.full == row.full and not (newest.found or newest.failed):
            newest.started_at, self.row = row.started_at, newest
        self.row.finished_at = moment if row._state.adding else max(moment, database_now())
        self.row.save()
        return self.row


def _since() -> datetime | None:
    """From when on a quick look asks; None, for everything, where nobody has looked yet."""
    good = Look.objects.filter(finished_at__isnull=False, failed=[]).order_by("-pk").first()
    return None if good is None else good.started_at - OVERLAP


def _take_up(anomaly: Anomaly[Any], run: _Run, moment: datetime, since: datetime | None) -> None:
    after = 0
    while True:
        rows = list(anomaly.unrecorded(moment, since).filter(pk__gt=after)[:BATCH])
        if rows:
            after = rows[-1].pk
            with transaction.atomic():
                found, cards = _keep(anomaly, rows, run.saved(), moment)
                run.row.found += found
                run.row.cards += cards
                run.row.save()
        if len(rows) < BATCH:
            return


def _keep(anomaly: Anomaly[Any], rows: Sequence[Any], run: Look, moment: datetime) -> tuple[int, int]:
    """Keep what nobody else has kept, with its entries and its cards: how many of each.

    The constraint decides between two looks at once: whose row stands is told by the run it names.
    """
    rows = anomaly.gathered(rows)
    follows = {row.subject: _consequence(anomaly, row) for row in rows}
    rows = [row for row in rows if follows[row.subject] != Consequence.NOTHING]
    made = [_finding(anomaly, row, run, moment) for row in {row.subject: row for row in reversed(rows)}.values()]
    Finding.objects.bulk_create(sorted(made, key=lambda one: (one.at, one.subject)), ignore_conflicts=True)
    subjects = [one.subject for one in made]
    mine = Finding.objects.filter(look=run, rule=anomaly.code, subject__in=subjects)
    kept = list(mine.select_related("matter", "unit").order_by("pk"))
    record_all(_entry(finding, moment) for finding in kept)
    carded = [finding for finding in kept if follows[finding.subject] == Consequence.CARD]
    return len(kept), sum(_card(anomaly, finding, moment) for finding in carded)


def _consequence(anomaly: Anomaly[Any], row: Any) -> Consequence:
    """What follows by the setting in force when it happened: a setting never counts backwards."""
    rule = rule_of(anomaly.code)
    follows = rule.consequence(anomaly.at(row))
    return Consequence.INFORMATION if rule.never_carded and follows == Consequence.CARD else follows


def _finding(anomaly: Anomaly[Any], row: Any, run: Look, moment: datetime) -> Finding:
    return Finding(
        rule=anomaly.code,
        sign=anomaly.sign,
        subject=row.subject,
        matter=anomaly.matter(row),
        unit=anomaly.unit(row),
        at=anomaly.at(row),
        found_at=moment,
        facts=dict(anomaly.facts(row)),
        look=run,
        demo=anomaly.demo(row),
    )


def _entry(finding: Finding, moment: datetime) -> Entry:
    data = {"rule": finding.rule, "sign": finding.sign, "of": finding.subject, "unit": finding.unit_id}
    return Entry(
        at=moment,
        verb=Verb.IRREGULARITY_FOUND,
        subject_kind="irregularity",
        subject_id=str(finding.pk),
        data=data | {"at": finding.at.isoformat()},
        demo=finding.demo,
    )


def _card(anomaly: Anomaly[Any], finding: Finding, moment: datetime) -> bool:
    """Issue the card that the city's setting makes of it; none where that part of the city is on trial."""
    rule = rule_of(finding.rule)
    with override("zh-hans"):  # the language of the document
        ground = _("%(title)s: %(words)s (%(law)s)") % {"title": rule.title, "words": anomaly.words, "law": rule.law}
    finding.card = issue_found(
        unit=finding.unit,
        matter=finding.matter,
        rule=finding.rule,
        ground=ground,
        facts={"kind": "found", "finding": finding.pk},
        breached_at=finding.at,
        demo=finding.demo,
        now=moment,
    )
    if finding.card is not None:
        finding.save(update_fields=["card"])
    return finding.card is not None
