"""Re-writes a PDF: the pages as they look, and nothing that names, acts or hides."""

from io import BytesIO
from typing import Any

import pikepdf

MAX_PAGES = 200
MAX_OBJECTS = 50_000

# Of a page, only what draws it; annotations are drawn into it first.
_PAGE_KEYS = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}
# In any object: authors' data and what programs leave. Scripts, actions and embedded files hang
# on the catalogue and on annotations, and neither is taken over.
_FORBIDDEN = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
# JPEG segments that hold EXIF, XMP, Photoshop data and comments.
_NAMING_SEGMENTS = {0xE1, 0xED, 0xFE}


class LockedPdf(ValueError):
    """The file needs a password."""


class TooManyPages(ValueError):
    """The file has more pages than we take; the argument is the limit."""


def rewritten(data: bytes) -> bytes:
    """Return a new PDF of the pages. Raises LockedPdf, TooManyPages, ValueError for a damaged file."""
    try:
        with pikepdf.open(BytesIO(data), attempt_recovery=True) as source, pikepdf.new() as clean:
            if len(source.pages) > MAX_PAGES or len(source.objects) > MAX_OBJECTS:
                raise TooManyPages(MAX_PAGES)
            if not len(source.pages):
                raise ValueError("no page")
            source.flatten_annotations("screen")
            for page in source.pages:
                for key in set(page.obj.keys()) - _PAGE_KEYS:
                    del page.obj[key]
            clean.pages.extend(source.pages)
            _scrub(clean)
            out = BytesIO()
            clean.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise LockedPdf from None
    except (pikepdf.PdfError, RuntimeError, TypeError, KeyError, OverflowError) as error:
        raise ValueError("damaged") from error


def _scrub(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _scrub_dictionary(thing)
        if isinstance(thing, pikepdf.Stream) and _is_photo(thing):
            thing.write(without_naming_segments(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _scrub_dictionary(thing: Any, depth: int = 0) -> None:
    for key in _FORBIDDEN:
        if key in thing:
            del thing[key]
    for value in list(thing.values()) if depth < 20 else ():
        # Indirect objects are visited on their own; this walks the direct ones inside.
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            _scrub_dictionary(value, depth + 1)


def _is_photo(stream: pikepdf.Stream) -> bool:
    kind = stream.get("/Filter")
    if isinstance(kind, pikepdf.Array):
        return len(kind) == 1 and kind[0] == pikepdf.Name.DCTDecode
    return kind == pikepdf.Name.DCTDecode


def without_naming_segments(jpeg: bytes) -> bytes:
    """Return the JPEG without EXIF, XMP, Photoshop data and comments; its picture is not touched."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, position = [b"\xff\xd8"], 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF and jpeg[position + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if jpeg[position + 1] not in _NAMING_SEGMENTS:
            kept.append(jpeg[position : position + length])
        position += length
    return b"".join(kept) + jpeg[position:]
