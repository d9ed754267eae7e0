"""Files of a complaint, for those who may see the complaint, never shown inline."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from complaints.models import Attachment, Complaint
from complaints.rules import READERS
from efficiency.common.access import allow
from efficiency.common.uploads import as_download


@allow(READERS)
@require_safe
def attachment(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """The clean copy, as a download under the complaint's number."""
    mine = Complaint.objects.visible_to(request.user).filter(matter__reference=reference)
    found = get_object_or_404(Attachment, pk=pk, complaint__in=mine)
    return as_download(found.file, f"{reference}-{found.pk}", found.content_type)
