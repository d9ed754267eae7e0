"""A new version of a chain, as a change that takes two persons: found by the room of changes when the house starts."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.projects.actions.chains import renew_chain
from approvals.projects.chains import Plan, loaded, typed
from approvals.projects.models import Project, Template, TemplateVersion
from efficiency.changes.kinds import ChangeKind, Difference, Effect, Payload, UnableToChange, register
from efficiency.changes.models import Change
from efficiency.organization.models import Unit


def payload_of(template: Template, given: dict[str, Any]) -> dict[str, Any]:
    """What a proposal holds: the version it was made on, and the version as it would be."""
    newest = template.versions.order_by("-version").first()
    return {
        "template": template.pk,
        "version": newest.version if newest else 0,
        "was": _values(newest) if newest else None,
        "values": {name: given[name] for name in ("steps", "total", "before", "basis")},
    }


def describe(payload: Payload) -> list[Difference]:
    """The limits, and each line of the chain that differs."""
    was, new = payload["was"] or {"steps": [], "total": "", "before": "", "basis": ""}, payload["values"]
    labels = {name: str(TemplateVersion._meta.get_field(name).verbose_name) for name in ("total", "before", "basis")}  # type: ignore[union-attr]
    found = [
        Difference(label, _said(was[name]), _said(new[name]))
        for name, label in labels.items()
        if was[name] != new[name]
    ]
    before, after = _lines(loaded(was["steps"])), _lines(loaded(new["steps"]))
    for number in sorted({*before, *after}):
        if before.get(number) != after.get(number):
            label = _("Step %(number)s") % {"number": number}
            found.append(Difference(label, before.get(number, ""), after.get(number, "")))
    return found


def effect(payload: Payload, now: datetime) -> Effect:
    """Projects under way keep their version; new ones follow the new one."""
    template = Template.objects.filter(pk=payload["template"]).first()
    if template is None:
        raise UnableToChange(_("This chain is gone."))
    newest = template.versions.order_by("-version").first()
    if (newest.version if newest else 0) != payload["version"]:
        raise UnableToChange(_("The chain was renewed meanwhile. Please propose the change again."))
    if payload["was"] == payload["values"]:
        raise UnableToChange(_("Nothing was changed."))
    count = Project.objects.open().filter(chain__template=template).count()
    keep = ngettext(
        "%(count)s project under way keeps the version it was opened on.",
        "%(count)s projects under way keep the version they were opened on.",
        count,
    )
    return Effect([keep % {"count": count}, _("Projects opened from then on follow the new version.")])


def apply(change: Change, actor: Any, now: datetime) -> str:
    """Make the version."""
    effect(change.payload, now)
    template = Template.objects.get(pk=change.payload["template"])
    renew_chain(
        template=template,
        values=change.payload["values"],
        actor=change.proposed_by,
        confirmed_by=actor,
        change=change,
        now=now,
    )
    return reverse("project-chain", args=[template.code])


def _values(version: TemplateVersion) -> dict[str, Any]:
    return {"steps": version.steps, "total": version.total, "before": version.before, "basis": version.basis}


def _lines(plans: list[Plan]) -> dict[int, str]:
    codes = {plan.unit for plan in plans} | {part.unit for plan in plans for part in plan.parts}
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "short_name"))
    return {plan.number: typed([plan], names) for plan in plans}


def _said(value: object) -> str:
    return "" if value is None else str(value)


CHAIN = ChangeKind(
    code="project-chain",
    name=gettext_lazy("Chain of a project"),
    proposers=("office",),
    deciders=("office",),
    describe=describe,
    effect=effect,
    apply=apply,
)
register(CHAIN)
