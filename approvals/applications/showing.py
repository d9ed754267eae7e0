"""What other pages show of online applications: the guide of an item, the page of a case, the applicant's progress."""

from typing import Any

from approvals.applications.actions.completing import open_points
from approvals.applications.depth import goes_online
from approvals.applications.fields import in_words as fields_in_words
from approvals.applications.fields import needed
from approvals.applications.models import Application, Upload
from approvals.applications.offering import in_words
from approvals.applications.rules import may_set_fields
from approvals.kinds import Intake
from approvals.models import Case, Item
from approvals.rules import may_handle
from efficiency.organization.models import User


def on_item(item: Item, user: User | None) -> dict[str, Any] | None:
    """The way in, where the item can be applied for online; for the office the details that it needs."""
    keeper = user is not None and may_set_fields(user)
    online = goes_online(item)
    if not (online or keeper):
        return None
    return {"item": item, "online": online, "fields": fields_in_words(needed(item)) if keeper else ""}


def on_case(case: Case, user: User) -> dict[str, Any] | None:
    """The files by material, for those who handle the case; and where the applicant's details come from."""
    uploads = list(Upload.objects.handed_in().filter(case=case).select_related("point"))
    application = Application.objects.filter(case=case).first()
    if not uploads and application is None:
        return None
    names = list(dict.fromkeys(upload.material for upload in uploads))
    return {
        "case": case,
        "application": application,
        "materials": [(name, [one for one in uploads if one.material == name]) for name in names],
        "opens": may_handle(user, case),
        "sources": in_sources(application) if application else [],
    }


def on_progress(case: Case) -> dict[str, Any] | None:
    """On the progress page: the way to hand in what a notice asks for."""
    if not may_complete_online(case) or not open_points(case):
        return None
    return {"number": case.matter.reference, "code": case.code}


def may_complete_online(case: Case) -> bool:
    """Filed online, or on an item whose papers are handed in online."""
    return case.channel == Intake.ONLINE or goes_online(case.item)


def in_sources(application: Application) -> list[tuple[str, str]]:
    """Field by field the earlier case it was taken over from, in words."""
    return [(fields_in_words([name]), source) for name, source in in_words(application.sources).items()]
