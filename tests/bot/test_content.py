"""What is kept of a picture or file, and what is not taken."""

import os
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from PIL import ExifTags, Image

from bot.rules import content, picture
from bot.rules.content import checked
from bot.rules.picture import Unfit
from config.evidence_table import FILE_TYPES
from handlers.texts import evidence_lost as say
from storage.vocabulary import EvidenceKind
from tests.bot import pieces
from tests.builders import a_desk

TABLE = a_desk().tables.evidence
IMAGE, FILE, VOICE, VIDEO = EvidenceKind.IMAGE, EvidenceKind.FILE, EvidenceKind.VOICE, EvidenceKind.VIDEO
NOT_TAKEN = say.not_taken(TABLE.file_types)


def by_name(value: object) -> str | None:
    """Return how a case is called: contents that are made anew each time would give each worker other names."""
    return "content" if isinstance(value, bytes) else None


def why_not(raw: bytes, kind: EvidenceKind = FILE, name: str = "") -> str:
    with pytest.raises(Unfit) as refusal:
        checked(raw, kind, name, TABLE)
    return str(refusal.value)


def test_nothing_that_the_camera_wrote_is_left() -> None:
    raw = pieces.photo()
    assert all(secret in raw for secret in pieces.SECRETS)

    piece = checked(raw, IMAGE, "IMG_1.JPG", TABLE)

    kept = pieces.opened(piece.content)
    assert (piece.mime, piece.name) == ("image/jpeg", "IMG_1.JPG")
    assert dict(kept.getexif()) == {}
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(kept.info)
    assert not any(secret in piece.content for secret in pieces.SECRETS)


def test_where_the_bureau_wants_it_place_and_time_are_kept_and_nothing_else() -> None:
    piece = checked(pieces.photo(orientation=6), IMAGE, "", replace(TABLE, keeps_position=True))

    exif = pieces.opened(piece.content).getexif()
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (33.0, 44.0, 13.2)
    assert exif.get_ifd(ExifTags.IFD.Exif) == {ExifTags.Base.DateTimeOriginal: pieces.TAKEN}
    assert set(exif) == {ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif}
    assert not any(secret in piece.content for secret in pieces.SECRETS)


def test_a_photo_without_a_position_has_none_to_keep() -> None:
    plain = pieces.saved(Image.new("RGB", (10, 10)), "JPEG")

    piece = checked(plain, IMAGE, "", replace(TABLE, keeps_position=True))

    assert "exif" not in pieces.opened(piece.content).info


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (400, 300), (5, 5)), (3, (400, 300), (395, 5)), (6, (300, 400), (5, 5)), (8, (300, 400), (5, 395))],
)
def test_a_photo_stands_upright(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    piece = checked(pieces.photo(orientation=orientation), IMAGE, "", TABLE)

    kept = pieces.opened(piece.content)
    red, _, blue = kept.getpixel(red_at)  # type: ignore[misc]
    assert kept.size == size
    assert red > 150 > 50 > blue


def test_a_photo_with_broken_exif_is_taken_all_the_same() -> None:
    broken = pieces.photo(exif=b"Exif\0\0" + b"garbage" * 5)

    assert pieces.opened(checked(broken, IMAGE, "", TABLE).content).size == (400, 300)
    assert checked(broken, IMAGE, "", replace(TABLE, keeps_position=True)).mime == "image/jpeg"


def test_a_large_photo_is_made_smaller_and_a_small_one_is_left_so() -> None:
    large = checked(pieces.photo((5000, 2500), orientation=6), IMAGE, "", TABLE)

    assert pieces.opened(large.content).size == (1000, 2000)
    assert pieces.opened(checked(pieces.photo((40, 30)), IMAGE, "", TABLE).content).size == (40, 30)


def test_equal_photos_become_equal_files() -> None:
    first, second = (checked(pieces.photo(), IMAGE, "", TABLE) for _ in range(2))

    assert first.content == second.content


def test_what_is_transparent_stays_so_and_what_is_not_becomes_a_jpg() -> None:
    clear, opaque = (checked(pieces.screenshot(alpha=alpha), IMAGE, "屏.png", TABLE) for alpha in (100, 255))

    assert (clear.mime, clear.name) == ("image/png", "屏.png")
    assert pieces.opened(clear.content).getpixel((0, 0)) == (10, 200, 10, 100)
    assert pieces.SECRETS[1] not in clear.content
    assert (opaque.mime, opaque.name) == ("image/jpeg", "屏.jpg")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "BMP", "TIFF", "MPO"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_every_usual_kind_of_picture_becomes_a_jpg(form: str, mode: str) -> None:
    image = Image.new("RGB", (30, 20), "white").convert(mode if form != "MPO" else "RGB")
    raw = pieces.saved(image, form)

    piece = checked(raw, FILE, f"a.{form.lower()}", TABLE)

    kept = pieces.opened(piece.content)
    assert (piece.mime, piece.name, kept.format, kept.size) == ("image/jpeg", "a.jpg", "JPEG", (30, 20))


def test_a_picture_for_print_becomes_one_for_screens() -> None:
    raw = pieces.saved(Image.new("CMYK", (30, 20)), "JPEG")

    assert pieces.opened(checked(raw, IMAGE, "", TABLE).content).mode == "RGB"


@pytest.mark.parametrize("side", [9_500, 40_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    assert why_not(pieces.bomb(side), IMAGE) == say.TOO_MANY_PIXELS


def test_half_a_photo_is_refused() -> None:
    raw = pieces.photo((2000, 1500))

    assert why_not(raw[: len(raw) // 2], IMAGE) == say.UNREADABLE


@pytest.mark.parametrize("kind", [IMAGE, FILE])
def test_what_an_iphone_calls_a_photo_is_refused_with_what_to_do(kind: EvidenceKind) -> None:
    assert why_not(pieces.HEIC, kind, "IMG_1.HEIC") == say.HEIC


@pytest.mark.parametrize("raw", [pieces.PDF, pieces.EXE, pieces.HTML, b"no picture at all"], ids=by_name)
def test_what_is_no_picture_is_refused_as_a_photo_whatever_its_name(raw: bytes) -> None:
    assert why_not(raw, IMAGE, "photo.jpg") == say.NO_PICTURE


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (pieces.EXE, "photo.jpg"),
        (pieces.EXE, "setup.exe"),
        (pieces.HTML, "a.html"),
        (b"  \n<!DOCTYPE html><p>", "a.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"\x7fELF" + b"\0" * 100, "a"),
        (b"#!/bin/sh\necho hello\n", "a.txt"),
        (b"@echo off\r\ndel *\r\n", "a.bat"),
        (b"hello\0world", "a.txt"),
        (b"\x81\xff\xfe\x00", "a.txt"),
        (b"Rar!\x1a\x07\x01\0" + b"0" * 50, "a.rar"),
        (pieces.packed("AndroidManifest.xml", "classes.dex"), "a.apk"),
        (pieces.packed("a.jpg"), "a.zip"),
        (b"PK\x03\x04 but no zip", "a.docx"),
        (pieces.composed("SomethingElse"), "setup.msi"),
        (bytes(range(256)), "a.pdf"),
    ],
    ids=by_name,
)
def test_programs_pages_and_packages_are_refused_whatever_their_name(raw: bytes, name: str) -> None:
    assert why_not(raw, FILE, name) == NOT_TAKEN


@pytest.mark.parametrize(
    "raw",
    [
        pieces.packed("xl/workbook.xml", "xl/vbaProject.bin"),
        pieces.composed("Workbook", "_VBA_PROJECT"),
    ],
    ids=by_name,
)
def test_workbooks_with_programs_in_them_are_refused(raw: bytes) -> None:
    assert why_not(raw, FILE, "台账.xlsx") == say.WITH_MACROS


def a_workbook() -> bytes:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (pieces.PDF, "a.pdf", "pdf"),
        (a_workbook(), "a.xlsx", "xlsx"),
        (pieces.packed("[Content_Types].xml", "word/document.xml"), "a.docx", "docx"),
        (pieces.packed("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "pptx"),
        (pieces.composed("WordDocument"), "a.doc", "doc"),
        (pieces.composed("Workbook"), "a.xls", "xls"),
        (pieces.composed("PowerPoint Document"), "a.ppt", "ppt"),
        (pieces.AMR, "a.amr", "amr"),
        (pieces.MP4, "a.mp4", "mp4"),
        ("今天巡查，没有异常".encode(), "a.txt", "txt"),
        ("今天巡查，没有异常".encode("gb18030"), "a.csv", "txt"),
        (pieces.packed("a.jpg"), "a.zip", "zip"),
    ],
    ids=by_name,
)
def test_documents_are_kept_as_they_are(raw: bytes, name: str, code: str) -> None:
    piece = checked(raw, FILE, name, replace(TABLE, file_types=FILE_TYPES))

    assert content.type_of(raw, name) == code
    assert (piece.content, piece.name) == (raw, name)


def test_a_document_gets_the_suffix_of_what_it_is() -> None:
    assert checked(pieces.PDF, FILE, "方案.jpg", TABLE).name == "方案.pdf"
    assert checked(pieces.PDF, FILE, "方案", TABLE).name == "方案.pdf"
    assert checked(pieces.photo(), FILE, "照片.jpeg", TABLE).name == "照片.jpeg"
    assert checked(pieces.photo(), FILE, "照片.pdf", TABLE).name == "照片.jpg"


def test_a_voice_is_a_voice_and_a_video_a_video() -> None:
    assert checked(pieces.AMR, VOICE, "", TABLE).mime == "audio/amr"
    assert checked(pieces.MP4, VIDEO, "", TABLE).mime == "video/mp4"
    assert why_not(pieces.MP4, VOICE) == say.NO_SOUND
    assert why_not(pieces.AMR, VIDEO) == say.NO_FILM


def test_what_is_empty_or_too_large_is_refused() -> None:
    assert why_not(b"", IMAGE) == say.EMPTY
    assert why_not(pieces.photo() + b"\0" * TABLE.image_bytes, IMAGE) == say.too_large(TABLE.image_bytes)
    assert why_not(pieces.PDF + b"\0" * TABLE.file_bytes) == say.too_large(TABLE.file_bytes)


def test_a_picture_is_made_as_small_as_it_must_be_and_no_smaller() -> None:
    noise = Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3))
    raw = pieces.saved(noise, "PNG")

    smaller = picture.shrunk(raw, 200_000)

    assert picture.shrunk(raw, len(raw)) == raw
    assert 50_000 < len(smaller) <= 200_000
    assert smaller == picture.shrunk(raw, 200_000)
    assert pieces.opened(smaller).format == "JPEG"
    with pytest.raises(Unfit):
        picture.shrunk(raw, 1000)


def test_what_is_transparent_is_shown_on_white_where_it_must_be_a_jpg() -> None:
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    clear.paste(Image.frombytes("RGB", (600, 300), os.urandom(600 * 300 * 3)), (0, 0))

    smaller = pieces.opened(picture.shrunk(pieces.saved(clear, "PNG"), 100_000))

    assert smaller.getpixel((smaller.width // 2, smaller.height - 5)) == (255, 255, 255)
