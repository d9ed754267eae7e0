"""Files of applicants, for those who handle the case, never shown inline."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from approvals.applications.actions import note_opened
from approvals.applications.models import Upload
from approvals.applications.rules import FILE_READERS
from approvals.rules import may_handle
from efficiency.common.access import allow
from efficiency.common.uploads import as_download
from efficiency.organization.models import User


@allow(FILE_READERS)
@require_safe
def case_file(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """The clean copy, as a download under the case's number; opening it is recorded first."""
    assert isinstance(request.user, User)
    rows = Upload.objects.visible_to(request.user).select_related("case__matter__unit", "case__clerk")
    upload = get_object_or_404(rows, pk=pk, case__matter__reference=reference)
    if upload.case is None or not may_handle(request.user, upload.case):
        raise Http404
    note_opened(upload=upload, actor=request.user)
    return as_download(upload.file, f"{reference}-{upload.pk}", upload.content_type)
