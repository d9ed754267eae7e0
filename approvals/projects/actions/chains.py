"""New versions of a chain: proposed by one of the office, confirmed by another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.projects.models import Template, TemplateVersion
from efficiency.audit.actions import record
from efficiency.audit.verbs import Verb
from efficiency.changes.models import Change
from efficiency.common.moments import act


class UnableToRenew(Exception):
    """The chain stays as it was; the text says why."""


def add_template(
    *, code: str, name: str, series: str, actor: Any | None, now: datetime | None = None, demo: bool = False
) -> Template:
    """Add a chain without a version; projects follow it once it has one."""
    with act(now) as now:
        if Template.objects.filter(code=code).exists():
            raise UnableToRenew(_("Another chain bears this code."))
        template = Template.objects.create(code=code, name=name, series=series, demo=demo)
        facts = {"name": name, "series": series}
        record(Verb.CHAIN_ADDED, at=now, actor=actor, kind="chain", subject=template.pk, data=facts, demo=demo)
    return template


def renew_chain(
    *,
    template: Template,
    values: Mapping[str, Any],
    actor: Any | None,
    confirmed_by: Any | None = None,
    change: Change | None = None,
    now: datetime | None = None,
) -> TemplateVersion:
    """Make the next version; projects under way keep theirs. On the desk only a confirmed change calls this."""
    with act(now) as now:
        Template.objects.select_for_update().get(pk=template.pk)
        newest = template.versions.order_by("-version").first()
        version = TemplateVersion.objects.create(
            template=template,
            version=newest.version + 1 if newest else 1,
            steps=values["steps"],
            total=values["total"],
            before=values.get("before"),
            basis=values["basis"],
            change=change,
            made_by=actor,
            confirmed_by=confirmed_by,
            made_at=now,
        )
        facts = {"version": version.version, "total": version.total, "steps": len(version.steps)}
        by = confirmed_by or actor
        record(Verb.CHAIN_RENEWED, at=now, actor=by, kind="chain", subject=template.pk, data=facts, demo=template.demo)
    return version
