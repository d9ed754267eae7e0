"""The chains that projects follow, and proposing a new version of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.projects import rules
from approvals.projects.actions.chains import UnableToRenew, add_template
from approvals.projects.chain_forms import ChainForm, TemplateForm
from approvals.projects.changes import CHAIN, payload_of
from approvals.projects.models import Template
from efficiency.changes.models import Change
from efficiency.changes.proposing import preview_or_propose
from efficiency.common.access import allow
from efficiency.organization.models import Unit
from efficiency.organization.views.answers import actor, answer, posted


@allow(rules.CHAIN_READERS)
@require_safe
def chains(request: HttpRequest) -> HttpResponse:
    """All chains with their promises."""
    rows = Template.objects.prefetch_related("versions").order_by("code")
    context = {
        "chains": [(row, next(iter(row.versions.all()), None)) for row in rows],
        "keeper": rules.KEEPERS.includes(request.user),
    }
    return render(request, "projects/chains.html", context)


@allow(rules.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def chain_new(request: HttpRequest) -> HttpResponse:
    """A new chain, without a version yet."""
    form = TemplateForm(posted(request))
    if form.is_valid():
        try:
            template = add_template(**form.cleaned_data, actor=actor(request))
        except UnableToRenew as error:
            form.add_error("code", str(error))
        else:
            messages.success(
                request, _("The chain is there. Now write its steps: another of the office confirms them.")
            )
            return redirect("project-chain-edit", template.code)
    return answer(request, "projects/chain_new.html", form)


@allow(rules.CHAIN_READERS)
@require_safe
def chain(request: HttpRequest, code: str) -> HttpResponse:
    """One chain: the version in force with its steps, and the versions before."""
    template = get_object_or_404(Template, code=code)
    versions = list(template.versions.select_related("made_by", "confirmed_by", "change").order_by("-version"))
    names = dict(Unit.objects.values_list("code", "short_name"))
    newest = versions[0] if versions else None
    lines = [
        (plan, names.get(plan.unit, plan.unit), [(names.get(one.unit, one.unit), one.limit) for one in plan.parts])
        for plan in (newest.plans if newest else [])
    ]
    context = {
        "template": template,
        "newest": newest,
        "versions": versions,
        "lines": lines,
        "keeper": rules.KEEPERS.includes(request.user),
    }
    return render(request, "projects/chain.html", context)


@allow(rules.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def chain_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the next version of a chain: its effect first, then a second person."""
    template = get_object_or_404(Template, code=code)
    newest = template.versions.order_by("-version").first()
    form = ChainForm.of(newest, posted(request))
    if form.is_valid():
        shown = preview_or_propose(
            request,
            form=form,
            kind=CHAIN.code,
            title=_("Chain: %(name)s") % {"name": template.name},
            payload=payload_of(template, form.values()),
            back=reverse("project-chain-edit", args=[code]),
            demo=template.demo,
        )
        if shown is not None:
            return shown
    waiting = Change.objects.open().filter(kind=CHAIN.code, payload__template=template.pk).first()
    units = Unit.objects.in_use().order_by("path").values_list("short_name", flat=True)
    context = {"form": form, "template": template, "waiting": waiting, "units": units}
    return render(request, "projects/chain_edit.html", context, status=422 if form.errors else 200)
