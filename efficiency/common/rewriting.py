"""Re-writes a PDF: the pages as they look, and nothing that names, acts or hides."""

import base64
import zlib
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
# JPEG segments of applications and comments: EXIF, XMP, Photoshop, content credentials. Only what
# the colours need is kept of them: JFIF, the colour profile, Adobe's mark.
_NAMING_SEGMENTS = {*range(0xE1, 0xF0), 0xFE} - {0xEE}
_PROFILE = b"ICC_PROFILE\0"
_MOST_PHOTO_BYTES = 40 * 1024 * 1024


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
    except (pikepdf.PdfError, zlib.error, RuntimeError, TypeError, KeyError, OverflowError) as error:
        raise ValueError("damaged") from error


def _scrub(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _scrub_dictionary(thing)
        if isinstance(thing, pikepdf.Stream) and _filters(thing)[-1:] == [pikepdf.Name.DCTDecode]:
            thing.write(without_naming_segments(_photo(thing)), filter=pikepdf.Name.DCTDecode)


def _scrub_dictionary(thing: Any, depth: int = 0) -> None:
    for key in _FORBIDDEN:
        if key in thing:
            del thing[key]
    for value in list(thing.values()) if depth < 20 else ():
        # Indirect objects are visited on their own; this walks the direct ones inside.
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            _scrub_dictionary(value, depth + 1)


def _filters(stream: pikepdf.Stream) -> list[Any]:
    kind = stream.get("/Filter")
    if kind is None:
        return []
    return list(kind.as_list()) if isinstance(kind, pikepdf.Array) else [kind]


def _photo(stream: pikepdf.Stream) -> bytes:
    """The JPEG inside, also where it was wrapped once more. Raises ValueError for a wrapping nobody uses."""
    data = stream.read_raw_bytes()
    for wrapping in _filters(stream)[:-1]:
        if wrapping == pikepdf.Name.FlateDecode:
            data = zlib.decompressobj().decompress(data, _MOST_PHOTO_BYTES)
        elif wrapping == pikepdf.Name.ASCII85Decode:
            data = base64.a85decode(data.strip().removeprefix(b"<~").removesuffix(b"~>"))
        elif wrapping == pikepdf.Name.ASCIIHexDecode:
            data = bytes.fromhex(data.decode("ascii").strip().removesuffix(">"))
        else:
            raise ValueError("unknown wrapping of a photo")
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("not a photo")
    return data


def without_naming_segments(jpeg: bytes) -> bytes:
    """Return the JPEG without what applications wrote beside the picture; the picture is not touched."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, position = [b"\xff\xd8"], 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF and jpeg[position + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        segment = jpeg[position : position + length]
        if jpeg[position + 1] not in _NAMING_SEGMENTS or segment[4:].startswith(_PROFILE):
            kept.append(segment)
        position += length
    return b"".join(kept) + jpeg[position:]
