"""The list of irregularities, its export, the rules, and one irregularity with what is said of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.audit.models import Entry
from efficiency.cards.models import Card
from efficiency.cards.rules import READERS as CARD_READERS
from efficiency.common.access import allow
from efficiency.common.lists import BadCursor, Page, excel, page
from efficiency.common.moments import SHANGHAI
from efficiency.irregularities import registry
from efficiency.irregularities.actions import MOST, UnableToExport, UnableToSettle, explain, record_export, settle
from efficiency.irregularities.forms import ExplainForm, FindingFilter, SettleForm
from efficiency.irregularities.lines import lines_of
from efficiency.irregularities.models import Finding, Look
from efficiency.irregularities.querysets import FindingQuerySet
from efficiency.irregularities.rules import HEADS, OFFICE, READERS, may_explain, may_settle
from efficiency.irregularities.wording import facts_of
from efficiency.organization.models import User
from efficiency.organization.roles import CITY_ROLES, Role

_NEWEST = ("-at", "-pk")


def _found(request: HttpRequest) -> tuple[FindingFilter, FindingQuerySet]:
    form = FindingFilter(request.GET, user=request.user)
    return form, form.narrow(Finding.objects.visible_to(request.user)).select_related("unit", "matter", "card")


@allow(READERS)
@require_safe
def irregularities(request: HttpRequest) -> HttpResponse:
    """What was found, newest first."""
    form, rows = _found(request)
    found = _page(request, rows)
    context = {
        "form": form,
        "lines": lines_of(found.rows),
        "page": found,
        "filtered": bool(form.names_in_use()),
        "last": Look.objects.filter(finished_at__isnull=False).order_by("-pk").first(),
    }
    return render(request, "irregularities/list.html", context)


def _page(request: HttpRequest, rows: FindingQuerySet) -> Page[Finding]:
    """The page that the cursor names; a cursor nobody made here leads to the first."""
    try:
        return page(rows, order=_NEWEST, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursor:
        return page(rows, order=_NEWEST)


@allow(READERS)
@require_safe
def irregularities_export(request: HttpRequest) -> HttpResponse:
    """The same list as a sheet; the export is recorded."""
    assert isinstance(request.user, User)
    form, rows = _found(request)
    found = list(rows.order_by(*_NEWEST)[: MOST + 1])
    try:
        record_export(rows=len(found), filters=form.names_in_use(), actor=request.user)
    except UnableToExport as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('irregularities')}?{request.GET.urlencode()}")
    heads = [_("Rule"), _("Title"), _("What is irregular"), _("Unit"), _("Number of the matter"), _("Matter")]
    heads += [_("Happened at"), _("Found at"), _("State"), _("Card"), _("Facts")]
    return excel("irregularities", heads, [_cells(line) for line in lines_of(found)])


def _cells(line: Any) -> list[object]:
    finding: Finding = line.finding
    matter = finding.matter
    return [
        finding.rule,
        line.title,
        line.words,
        finding.unit.name,
        matter.reference if matter else "",
        matter.title if matter else "",
        *(f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for at in (finding.at, finding.found_at)),
        finding.get_state_display(),
        finding.card.number if finding.card else "",
        "; ".join(f"{name}: {value}" for name, value in facts_of(finding)),
    ]


@allow(READERS)
@require_safe
def irregularity_rules(request: HttpRequest) -> HttpResponse:
    """The rules of supervision: title, law, by what a breach shows, and what follows now."""
    follows = registry.in_force(timezone.now())
    lines = [
        {"rule": rule, "signs": registry.signs_of(rule.code), "follows": follows.get(rule.code)}
        for rule in registry.rules()
    ]
    return render(request, "irregularities/rules.html", {"lines": lines})


def _one(request: HttpRequest, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "matter", "card"), pk=pk)


@allow(READERS)
@require_safe
def irregularity(request: HttpRequest, pk: int) -> HttpResponse:
    """One irregularity: facts, law, what was said of it, and what can be done now."""
    return _shown(request, _one(request, pk))


def _shown(request: HttpRequest, finding: Finding, *, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    (line,) = lines_of([finding])
    context = {
        "finding": finding,
        "line": line,
        "rule": registry.rule_of(finding.rule),
        "facts": facts_of(finding),
        "linked": user.holds(Role.HEAD, *CITY_ROLES),
        "card_readable": _card_readable(user, finding),
        "remarks": finding.remarks.select_related("by"),
        "explains": may_explain(user, finding),
        "settles": may_settle(user, finding),
        "explain": ExplainForm(),
        "settle": SettleForm(),
        "entries": Entry.objects.about("irregularity", finding.pk),
    }
    return render(request, "irregularities/irregularity.html", context | more, status=status)


def _card_readable(user: User, finding: Finding) -> bool:
    if finding.card_id is None or not CARD_READERS.includes(user):
        return False
    return Card.objects.visible_to(user).filter(pk=finding.card_id).exists()


@allow(HEADS)
@require_POST
def irregularity_explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit explains it."""
    assert isinstance(request.user, User)
    finding, form = _one(request, pk), ExplainForm(request.POST)
    if form.is_valid():
        try:
            explain(finding=finding, actor=request.user, **form.cleaned_data)
        except UnableToSettle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your statement is recorded. The efficiency office reads it."))
            return redirect("irregularity", pk=pk)
    return _shown(request, finding, status=422, explain=form, explains=True)


@allow(OFFICE)
@require_POST
def irregularity_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The office says whether it is explained or upheld."""
    assert isinstance(request.user, User)
    finding, form = _one(request, pk), SettleForm(request.POST)
    if form.is_valid():
        try:
            settle(finding=finding, actor=request.user, **form.cleaned_data)
        except UnableToSettle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("irregularity", pk=pk)
    return _shown(request, finding, status=422, settle=form, settles=True)
