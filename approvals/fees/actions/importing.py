"""Bringing in what banks and other systems report."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.fees.actions.billing import UnableToCharge, pay_bill
from approvals.fees.kinds import Source
from approvals.fees.models import Payment
from approvals.fees.reports import Report, read_reports
from approvals.fees.rules import may_import
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.common.moments import act
from efficiency.organization.models import User


class UnableToImport(Exception):
    """Nothing was brought in; the text says why."""


def import_payments(*, rows: Sequence[Sequence[str]], actor: User, now: datetime | None = None) -> list[Report]:
    """Record every payment of a sheet, or none where one row is not well.

    What settles an open bill to the fen pays it; everything else is recorded as it was reported, and where it is not
    what the list asks for it shows as a mismatch (E-10). Raises UnableToImport.
    """
    if not may_import(actor):
        raise UnableToImport(_("The fee window and the efficiency office bring payments in."))
    with act(now) as now:
        reports, faults = read_reports(rows, now=now)
        if faults:
            raise UnableToImport("; ".join(str(fault) for fault in faults[:5]))
        for report in reports:
            _record(report, actor, now)
        facts = {"rows": len(reports), "mismatches": sum(report.differs for report in reports)}
        demo = actor.demo
        record(Verb.PAYMENTS_IMPORTED, at=now, actor=actor, kind="payments", subject="import", data=facts, demo=demo)
    return reports


def _record(report: Report, actor: User, now: datetime) -> None:
    if report.pays and report.bill is not None:
        try:
            pay_bill(
                bill=report.bill,
                channel=report.channel,
                actor=actor,
                slip=report.slip,
                paid_at=report.paid_at,
                source=Source.IMPORT,
                now=now,
            )
        except UnableToCharge as error:
            raise UnableToImport(f"{report.slip}: {error}") from error
        return
    payer = report.case.applicant if report.case else report.bill.payer if report.bill else None
    demo = actor.demo or bool(report.bill and report.bill.demo) or bool(report.case and report.case.matter.demo)
    Payment.objects.create(
        slip=report.slip,
        unit=report.unit,
        amount=report.amount,
        expected=report.expected,
        paid_at=report.paid_at,
        payer=payer,
        channel=report.channel,
        source=Source.IMPORT,
        case=report.case,
        fee=report.fee,
        standard=report.standard,
        bill=report.bill,
        named=report.named or (report.standard.name if report.standard else ""),
        quantity=report.quantity,
        recorded_by=actor,
        recorded_at=now,
        demo=demo,
    )
