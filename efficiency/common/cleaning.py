"""Files sent by citizens: known by their content, re-written without metadata, or refused with a reason."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from efficiency.common.rewriting import LockedPdf, TooManyPages, rewritten

MAX_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
# Larger pictures are made smaller: plenty for evidence, and the memory of a request stays bounded.
LONGEST_SIDE = 4096

_PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "jfif": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
# A moving picture is kept as its first frame.
_WRITTEN = {"JPEG": ("JPEG", "jpg"), "PNG": ("PNG", "png"), "WEBP": ("WEBP", "webp"), "GIF": ("PNG", "png")}
_CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf"}


class UnableToAccept(Exception):
    """A file that cannot be kept; the text names it and says why."""


@dataclass(frozen=True)
class CleanFile:
    """A re-written file: nothing in it but what can be seen."""

    data: bytes
    extension: str

    @property
    def content_type(self) -> str:
        """Its media type."""
        return _CONTENT_TYPES[self.extension]

    @property
    def sha256(self) -> str:
        """Its digest in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def clean(name: str, data: bytes) -> CleanFile:
    """Re-write one file. Raises UnableToAccept."""
    shown = _shown(name)
    if not data:
        raise UnableToAccept(_("“%(name)s” is empty.") % {"name": shown})
    if len(data) > MAX_BYTES:
        raise too_large(name)
    form = sniffed(data)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if form is None or (extension and _PICTURES.get(extension, extension.upper()) not in _siblings(form)):
        raise UnableToAccept(
            _("“%(name)s” is not a picture (JPEG, PNG, WebP, GIF) or a PDF. Please send it in one of these forms.")
            % {"name": shown}
        )
    return _clean_pdf(shown, data) if form == "PDF" else _clean_picture(shown, data, form)


def too_large(name: str) -> UnableToAccept:
    """The refusal of a file over the limit, told before it is read into memory."""
    return UnableToAccept(
        _("“%(name)s” is larger than %(megabytes)s MB. Please send a smaller file.")
        % {"name": _shown(name), "megabytes": MAX_BYTES // (1024 * 1024)}
    )


def sniffed(data: bytes) -> str | None:
    """What the first bytes say the file is; None for anything we do not take."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    return "PDF" if data.startswith(b"%PDF-") else None


def _siblings(form: str) -> set[str]:
    # Phones save WebP under .jpg: any picture may bear any picture's ending, a PDF only its own.
    return {"PDF"} if form == "PDF" else set(_PICTURES.values())


def _shown(name: str) -> str:
    """The last part of the name, short and printable, for messages."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[:60] or "?"


def _clean_picture(name: str, data: bytes, form: str) -> CleanFile:
    kind, extension = _WRITTEN[form]
    damaged = UnableToAccept(_("“%(name)s” is damaged and cannot be read as a picture.") % {"name": name})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[form]) as source:
                _refuse_huge(name, source)
                picture = _seen(source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _huge(name) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError):
        raise damaged from None
    out = BytesIO()
    picture.save(out, kind, **({} if kind == "PNG" else {"quality": 85}))
    return CleanFile(out.getvalue(), extension)


def _refuse_huge(name: str, source: Image.Image) -> None:
    if source.width * source.height > MAX_PIXELS:
        raise _huge(name)


def _huge(name: str) -> UnableToAccept:
    return UnableToAccept(
        _("“%(name)s” has more than %(million)s million pixels. Please send a smaller picture.")
        % {"name": name, "million": MAX_PIXELS // 1_000_000}
    )


def _seen(source: Image.Image) -> Image.Image:
    """What the eye sees, upright, and nothing else: no EXIF, comment, colour profile or text."""
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    source.load()
    has_alpha = source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info
    picture = ImageOps.exif_transpose(source).convert("RGBA" if has_alpha and source.format != "JPEG" else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info.clear()
    return picture


def _clean_pdf(name: str, data: bytes) -> CleanFile:
    try:
        return CleanFile(rewritten(data), "pdf")
    except LockedPdf:
        raise UnableToAccept(
            _("“%(name)s” is locked with a password. Please send it without one.") % {"name": name}
        ) from None
    except TooManyPages as error:
        raise UnableToAccept(
            _("“%(name)s” has more than %(pages)s pages. Please send the pages that matter.")
            % {"name": name, "pages": error.args[0]}
        ) from None
    except ValueError:
        raise UnableToAccept(_("“%(name)s” is damaged and cannot be read as a PDF.") % {"name": name}) from None
