"""Files of a complaint, for those who may see the complaint, never shown inline."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from complaints.models import Attachment, Complaint
from complaints.rules import READERS
from efficiency.common.access import allow


@allow(READERS)
@require_safe
def attachment(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """The clean copy, as a download under the complaint's number."""
    mine = Complaint.objects.visible_to(request.user).filter(matter__reference=reference)
    found = get_object_or_404(Attachment, pk=pk, complaint__in=mine)
    ending = str(found.file.name).rsplit(".", 1)[-1]
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{reference}-{found.pk}.{ending}",
        content_type=found.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
