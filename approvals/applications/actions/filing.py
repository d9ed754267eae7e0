"""Filing a draft: it becomes a case, through the same act as at the counter."""

from datetime import datetime

from django.utils.translation import gettext as _

from approvals.actions import UnableToAct, receive_case
from approvals.actions.receiving import Kept
from approvals.applications.actions.rows import UnableToApply, note
from approvals.applications.depth import goes_online
from approvals.applications.models import Application
from approvals.catalogue import item_at
from approvals.materials import wanted
from approvals.models import Case, Item
from efficiency.audit.verbs import Verb
from efficiency.common.failpoints import failpoint
from efficiency.common.moments import act


class UnableToFile(UnableToApply):
    """The application stays a draft; the text says why."""


def file_application(*, application: Application, now: datetime | None = None) -> Case:
    """File a draft: a case is received at this moment, by the database's clock, and its days begin (art. 32).

    Filed twice it gives the same case. The item as it is in force now decides which materials must
    be there. Raises UnableToFile.
    """
    with act(now) as now:
        rows = Application.objects.select_for_update(of=("self",)).select_related("case__matter", "case__item")
        draft = rows.filter(pk=application.pk).first()
        if draft is None:
            raise UnableToFile(_("This draft is no longer kept. Please begin anew."))
        if draft.case is not None:
            return draft.case
        item = item_at(draft.item_id, now)
        _refuse_filing(draft, item, now)
        assert draft.applicant is not None  # saved by the first step, and forgotten only with the draft
        sent = set(draft.uploads.values_list("material", flat=True))
        try:
            case = receive_case(
                item=item,
                applicant=Kept(draft.applicant, draft.applicant_mark),
                materials=[material for material in item.material_list if material in sent],
                submission=draft.number,
                capital=draft.capital,
                currency=draft.currency,
                actor=None,
                now=now,
            )
        except UnableToAct as refusal:
            raise UnableToFile(str(refusal)) from refusal
        draft.uploads.update(case=case)
        draft.case, draft.submitted_at = case, now
        draft.save(update_fields=["case", "submitted_at"])
        note(Verb.APPLICATION_FILED, draft, now, {"case": case.matter.reference, "files": draft.uploads.count()})
        failpoint("filing.before-commit")
    return case


def missing_of(application: Application, item: Item) -> list[str]:
    """The materials that the item asks for and that were not sent; what is optional or shared is not asked for."""
    sent = set(application.uploads.values_list("material", flat=True))
    return [material for material in wanted(item) if material not in sent]


def _refuse_filing(draft: Application, item: Item, now: datetime) -> None:
    if draft.expires_at <= now:
        raise UnableToFile(_("This draft is no longer kept. Please begin anew."))
    if not goes_online(item):
        raise UnableToFile(_("This item cannot be applied for online any more. Please come to the counter."))
    missing = missing_of(draft, item)
    if missing:
        raise UnableToFile(_("Still missing: %(what)s.") % {"what": "、".join(missing)})
