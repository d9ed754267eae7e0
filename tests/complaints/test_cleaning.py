"""Attachments: what is taken comes out clean, everything else is refused with a sentence."""

import base64
import binascii
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from efficiency.common.cleaning import MAX_BYTES, UnableToAccept, clean
from efficiency.common.rewriting import without_naming_segments
from tests.complaints import files


@pytest.mark.parametrize("name", files.REFUSED)
def test_what_is_not_a_sound_picture_or_pdf_is_refused_by_name(name: str) -> None:
    """T-84."""
    filename, data = files.REFUSED[name]

    with pytest.raises(UnableToAccept, match=f"“{filename}”"):
        clean(filename, data)


def test_a_file_over_ten_megabytes_is_refused() -> None:
    with pytest.raises(UnableToAccept, match="10 MB"):
        clean("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * MAX_BYTES)


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")])
def test_pictures_are_written_anew(form: str, name: str) -> None:
    kept = clean(name, files.picture(form))

    with Image.open(BytesIO(kept.data)) as again:
        assert again.size == (40, 30)
        assert again.format == {"GIF": "PNG"}.get(form, form)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_place_camera_and_comment_are_gone(form: str) -> None:
    dirty = files.photo_with_place(form=form)
    assert b"CANARY" in dirty

    kept = clean(f"a.{form.lower()}", dirty)

    assert b"CANARY" not in kept.data
    with Image.open(BytesIO(kept.data)) as again:
        assert not again.getexif()
        assert not again.getexif().get_ifd(0x8825)
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(again.info)


def test_text_chunks_of_a_png_are_gone() -> None:
    kept = clean("a.png", files.png_with_text())

    assert b"CANARY" not in kept.data


def test_a_photo_held_sideways_stands_upright() -> None:
    kept = clean("a.jpg", files.photo_with_place(orientation=6))

    with Image.open(BytesIO(kept.data)) as again:
        assert again.size == (30, 40)


def test_what_is_appended_to_a_picture_is_gone() -> None:
    kept = clean("a.jpg", files.picture("JPEG") + files.ZIP + files.HTML)

    assert b"script" not in kept.data
    assert b"PK\x03\x04" not in kept.data


def test_a_large_picture_is_made_smaller() -> None:
    kept = clean("a.jpg", files.picture("JPEG", (6000, 3000)))

    with Image.open(BytesIO(kept.data)) as again:
        assert max(again.size) <= 4096


def test_see_through_parts_stay() -> None:
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(BytesIO(clean("a.png", out.getvalue()).data)) as again:
        assert again.mode == "RGBA"


def test_a_webp_named_jpg_by_a_phone_is_taken_for_what_it_is() -> None:
    assert clean("IMG.JPG", files.picture("WEBP")).content_type == "image/webp"


def test_a_pdf_keeps_its_pages_and_loses_all_that_names_or_acts() -> None:
    kept = clean("a.pdf", files.pdf())

    with pikepdf.open(BytesIO(kept.data)) as again:
        assert len(again.pages) == 1
        assert not again.attachments
        assert not {"/OpenAction", "/Names", "/Metadata", "/AcroForm"} & set(again.Root.keys())
        assert "/Author" not in again.docinfo
        assert not {"/AA", "/PieceInfo", "/Annots"} & set(again.pages[0].obj.keys())
        assert "/A" in again.pages[0].obj.Resources.XObject
        for thing in again.objects:
            assert b"CANARY" not in thing.unparse(resolved=True)
            if isinstance(thing, pikepdf.Stream):
                assert b"CANARY" not in thing.read_raw_bytes()


def test_a_jpeg_inside_a_pdf_keeps_its_picture() -> None:
    photo = files.photo_with_place()

    stripped = without_naming_segments(photo)

    assert b"CANARY" not in stripped
    with Image.open(BytesIO(photo)) as before, Image.open(BytesIO(stripped)) as after:
        assert before.tobytes() == after.tobytes()


def test_the_name_in_a_message_is_only_its_last_printable_part() -> None:
    with pytest.raises(UnableToAccept, match="“passwd.svg”"):
        clean("..\\..//etc/pas\x00s\nwd.svg", files.SVG)


@pytest.mark.parametrize("wrapping", ["FlateDecode", "ASCII85Decode", "ASCIIHexDecode"])
def test_a_jpeg_wrapped_once_more_inside_a_pdf_loses_its_names_too(wrapping: str) -> None:
    packed: dict[str, Callable[[bytes], bytes]] = {
        "FlateDecode": zlib.compress,
        "ASCII85Decode": base64.a85encode,
        "ASCIIHexDecode": binascii.hexlify,
    }
    out = BytesIO()
    with pikepdf.open(BytesIO(files.pdf())) as document:
        photo = document.pages[0].obj.Resources.XObject.A
        both = pikepdf.Array([pikepdf.Name("/" + wrapping), pikepdf.Name.DCTDecode])
        photo.write(packed[wrapping](files.photo_with_place()), filter=both)
        document.save(out, compress_streams=False)

    kept = clean("a.pdf", out.getvalue())

    with pikepdf.open(BytesIO(kept.data)) as again:
        raw = again.pages[0].obj.Resources.XObject.A.read_raw_bytes()
    assert raw.startswith(b"\xff\xd8")
    assert b"CANARY" not in raw


def test_content_credentials_go_and_the_colour_profile_stays() -> None:
    def segment(mark: int, data: bytes) -> bytes:
        return bytes([0xFF, mark]) + (len(data) + 2).to_bytes(2, "big") + data

    credentials, profile = segment(0xEB, b"JP jumb CANARY"), segment(0xE2, b"ICC_PROFILE\0\1\1rgb")
    photo = files.picture("JPEG")

    kept = without_naming_segments(photo[:2] + credentials + profile + photo[2:])

    assert kept == photo[:2] + profile + photo[2:]
