"""The auditor's page of the log: seals, checkpoints, witnesses, examinations, and what to take away."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from efficiency.audit import checkpoints, exporting, verifier, watch, witness
from efficiency.audit.actions import record
from efficiency.audit.models import Seal, Verification
from efficiency.audit.tasks import run_verify
from efficiency.audit.verbs import Verb
from efficiency.audit.verification import examine
from efficiency.common import lists
from efficiency.common.access import allow, holders_of
from efficiency.common.moments import act, database_now

AUDITOR = holders_of("auditor")
# A log of this size is examined while the auditor waits, about a second; a longer one by the worker.
AT_ONCE = 200_000
_PROGRAMS = {"verifier.py": verifier.__file__, "witness.py": witness.__file__}


@allow(AUDITOR)
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """Where the log stands, who confirmed it, and what the last examinations found."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = lists.page(Seal.objects.all(), order=["-pk"], after=after, before=before, size=20)
    except lists.BadCursor:
        found = lists.page(Seal.objects.all(), order=["-pk"], size=20)
    now = database_now()
    context = {
        "found": found,
        "newest": Seal.objects.order_by("-size").first(),
        "waiting": watch.waiting_since(),
        "last": checkpoints.latest(),
        "published": {seal.size for seal in found.rows if checkpoints.path_of(seal).exists()},
        "key": checkpoints.verification_key(),
        "witnesses": checkpoints.witnesses(),
        "witness_days": settings.WITNESS_EVERY.days,
        "troubles": [
            trouble
            for trouble in (
                watch.trouble_of_seals(now),
                watch.trouble_of_checkpoints(now),
                watch.trouble_of_witnesses(now),
            )
            if trouble
        ],
        "verifications": Verification.objects.select_related("by")[:5],
        "programs": list(_PROGRAMS),
    }
    return render(request, "audit/chain.html", context)


@allow(AUDITOR)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Examine the whole log now, or have the worker do it where it is long."""
    newest = Seal.objects.order_by("-size").first()
    if newest and newest.size > AT_ONCE:
        run_verify.delay()
        messages.info(
            request, _("The log is long: its examination runs in the background. Look here again in a minute.")
        )
        return redirect("audit-chain")
    kept, _result = examine(actor=request.user)
    if kept.faults:
        messages.error(request, _("The examination found faults. The first bad record stands below."))
    else:
        messages.success(request, _("The examination found nothing wrong."))
    return redirect("audit-chain")


@allow(AUDITOR)
@require_safe
def download(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log as a file that verifier.py reads; the export is itself an entry (T-82)."""
    with act() as now:
        data = {"whole": True}
        record(Verb.ENTRIES_EXPORTED, at=now, actor=request.user, kind="audit", subject="log", data=data)
    answer = StreamingHttpResponse(exporting.export(), content_type="application/jsonl")
    answer["Content-Disposition"] = 'attachment; filename="audit-log.jsonl"'
    return answer


@allow(AUDITOR)
@require_safe
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """A published checkpoint with the lines of its witnesses, as a text file."""
    seal = get_object_or_404(Seal, size=size)
    text = checkpoints.published(seal.size)
    if not text:
        raise Http404
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="checkpoint-{seal.size}.txt"'
    return answer


@allow(AUDITOR)
@require_safe
def hashes(request: HttpRequest) -> FileResponse:
    """All published leaves, with which a rewritten record can be named."""
    try:
        file = (checkpoints.folder() / "hashes").open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename="hashes", content_type="application/octet-stream")


@allow(AUDITOR)
@require_safe
def program(request: HttpRequest, name: str) -> HttpResponse:
    """The program that checks the log, or confirms it, without the portal."""
    if name not in _PROGRAMS:
        raise Http404
    answer = HttpResponse(Path(str(_PROGRAMS[name])).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
