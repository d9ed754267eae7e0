"""Files that citizens, and others, send: made here, so that every byte is known."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

GPS = "31.3855"
CAMERA = "CANARY-CAMERA"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A small red picture."""
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def photo_with_place(orientation: int = 1, form: str = "JPEG") -> bytes:
    """A photo with camera, place, comment and orientation in its EXIF data."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112], exif[0x010E] = CAMERA, orientation, "CANARY-DESCRIPTION"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 23.0, 7.8), 29: "2026:09:28"})
    options: dict[str, Any] = {"comment": b"CANARY-COMMENT"} if form == "JPEG" else {}
    return picture(form, exif=exif.tobytes(), **options)


def png_with_text() -> bytes:
    """A PNG with an author's text chunk and XMP."""
    info = PngInfo()
    info.add_text("Author", "CANARY-AUTHOR")
    info.add_itxt("XML:com.adobe.xmp", "<x>CANARY-XMP</x>")
    return picture("PNG", pnginfo=info)


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes whose head promises side times side pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(password: str = "", pages: int = 1) -> bytes:
    """A PDF with author, XMP, a script, an embedded file, an annotation, and a photo with EXIF data."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 200))
        page = document.pages[0]
        photo = document.make_stream(
            photo_with_place(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=40,
            Height=30,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        photo.Metadata = document.make_stream(b"<x>CANARY-XMP</x>")
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=photo))
        page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /A Do Q")
        page.obj.PieceInfo = pikepdf.Dictionary(Editor="CANARY-EDITOR")
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-SCRIPT')")
        page.obj.AA = pikepdf.Dictionary(O=script)
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="CANARY-T")
        page.obj.Annots = pikepdf.Array([document.make_indirect(note)])
        document.Root.OpenAction = script
        document.attachments["canary.txt"] = b"CANARY-EMBEDDED"
        document.docinfo["/Author"] = "CANARY-AUTHOR"
        with document.open_metadata() as meta:
            meta["dc:creator"] = ["CANARY-CREATOR"]
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=encryption)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
EXE = b"MZ\x90\x00" + b"\x00" * 200
ZIP = b"PK\x03\x04" + b"\x00" * 100
GIF_AND_SCRIPT = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)"
PNG_AND_HTML = b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"
PDF_IN_NAME_ONLY = b"%PDF-1.7\n<html><script>alert(1)</script>"

# name, content
REFUSED = {
    "svg": ("a.svg", SVG),
    "svg as png": ("a.png", SVG),
    "html": ("a.html", HTML),
    "html as jpg": ("a.jpg", HTML),
    "exe": ("a.exe", EXE),
    "exe as pdf": ("a.pdf", EXE),
    "zip": ("a.zip", ZIP),
    "docx": ("a.docx", ZIP),
    "gif and script": ("a.gif", GIF_AND_SCRIPT),
    "gif and script as js": ("a.js", GIF_AND_SCRIPT),
    "png and html": ("a.png", PNG_AND_HTML),
    "pdf in name only": ("a.pdf", PDF_IN_NAME_ONLY),
    "picture as html": ("a.html", picture()),
    "picture as pdf": ("a.pdf", picture()),
    "pdf as picture": ("a.png", pdf()),
    "double extension": ("a.png.exe", picture()),
    "bomb": ("a.png", png_bomb()),
    "bomb below the warning": ("a.png", png_bomb(7_000)),
    "cut off jpeg": ("a.jpg", picture("JPEG", (400, 400))[:400]),
    "cut off png": ("a.png", picture()[:40]),
    "locked pdf": ("a.pdf", pdf(password="x")),
    "long pdf": ("a.pdf", pdf(pages=201)),
    "empty": ("a.png", b""),
    "bmp": ("a.bmp", picture("BMP")),
    "tiff": ("a.tiff", picture("TIFF")),
    "tiff as jpg": ("a.jpg", picture("TIFF")),
    "text": ("a.txt", b"hello"),
}
