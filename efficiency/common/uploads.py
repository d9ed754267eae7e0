"""Files on their way in and out: several in a form, each re-written or refused by its name; handed out as downloads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext

from efficiency.common import cleaning


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[UploadedFile[Any]]:
        """All files of the field."""
        return files.getlist(name) if hasattr(files, "getlist") else [file for file in [files.get(name)] if file]


class FilesField(forms.Field):
    """Files re-written without metadata; each refusal names its file."""

    widget = ManyFilesInput

    def clean(self, value: list[UploadedFile[Any]] | None) -> list[cleaning.CleanFile]:
        """Return the clean copies. Raises ValidationError with a sentence for each refused file."""
        files = value or []
        if len(files) > cleaning.MAX_FILES:
            raise forms.ValidationError(
                gettext("At most %(most)s files can be sent; you chose %(number)s.")
                % {"most": cleaning.MAX_FILES, "number": len(files)}
            )
        clean, refusals = [], []
        for file in files:
            try:
                if (file.size or 0) > cleaning.MAX_BYTES:
                    raise cleaning.too_large(file.name or "")
                clean.append(cleaning.clean(file.name or "", file.read()))
            except cleaning.UnableToAccept as refusal:
                refusals.append(str(refusal))
        if refusals:
            raise forms.ValidationError([forms.ValidationError(refusal) for refusal in refusals])
        return clean


def as_download(file: FieldFile, name: str, content_type: str) -> FileResponse:
    """The clean copy as a download, `name` with the file's own ending; no browser shows it inline or keeps it."""
    ending = str(file.name).rsplit(".", 1)[-1]
    response = FileResponse(file.open("rb"), as_attachment=True, filename=f"{name}.{ending}", content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
