"""What people do about an irregularity: the unit explains it, the office settles it."""

from datetime import datetime

from django.utils.translation import gettext as _

from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.audit.wording import committed
from efficiency.common.moments import act
from efficiency.irregularities.kinds import RemarkKind, State
from efficiency.irregularities.models import Finding, Remark
from efficiency.irregularities.rules import may_explain, may_settle
from efficiency.organization.models import User

MOST = 10_000  # rows in one sheet


class UnableToSettle(Exception):
    """Nothing was recorded; the text says why."""


class UnableToExport(Exception):
    """More irregularities match than a sheet is made of."""


def explain(*, finding: Finding, text: str, actor: User, now: datetime | None = None) -> Finding:
    """Keep the statement of the unit; the irregularity then awaits the office. Raises UnableToSettle."""
    with act(now) as now:
        finding = _locked(finding)
        if not may_explain(actor, finding):
            raise UnableToSettle(_("The head of the unit explains it once, before the office has settled it."))
        _say(finding, RemarkKind.STATEMENT, State.ANSWERED, Verb.IRREGULARITY_ANSWERED, text, actor, now)
    return finding


def settle(*, finding: Finding, upheld: bool, ground: str, actor: User, now: datetime | None = None) -> Finding:
    """Say for the office whether it stands or is explained, with the ground. Raises UnableToSettle."""
    with act(now) as now:
        finding = _locked(finding)
        if finding.card_id is not None:
            raise UnableToSettle(_("It has become a card: it is decided there."))
        if not may_settle(actor, finding):
            raise UnableToSettle(_("The efficiency office settles it, once."))
        if upheld:
            _say(finding, RemarkKind.UPHELD, State.UPHELD, Verb.IRREGULARITY_UPHELD, ground, actor, now)
        else:
            _say(finding, RemarkKind.EXPLAINED, State.EXPLAINED, Verb.IRREGULARITY_EXPLAINED, ground, actor, now)
    return finding


def record_export(*, rows: int, filters: list[str], actor: User, now: datetime | None = None) -> None:
    """Record who took how many irregularities out of the house, by which filters. Raises UnableToExport."""
    if rows > MOST:
        text = _("More than %(most)s irregularities match. Narrow the filters and export again.")
        raise UnableToExport(text % {"most": MOST})
    with act(now) as now:
        data = {"rows": rows, "filters": filters}
        record(Verb.IRREGULARITIES_EXPORTED, at=now, actor=actor, kind="irregularities", subject="export", data=data)


def _locked(finding: Finding) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",))
    return rows.select_related("unit", "matter").get(pk=finding.pk)


def _say(finding: Finding, kind: RemarkKind, state: State, verb: Verb, text: str, actor: User, now: datetime) -> None:
    words = text.strip()
    if not words:
        raise UnableToSettle(_("Please write the reasons."))
    remark = Remark.objects.create(finding=finding, kind=kind, text=words, by=actor, at=now, demo=finding.demo)
    finding.state = state
    finding.save(update_fields=["state"])
    data = {"rule": finding.rule, "remark": remark.pk}
    record(
        verb,
        at=now,
        actor=actor,
        kind="irregularity",
        subject=finding.pk,
        data=data,
        commitment=committed(words),
        demo=finding.demo,
    )
