"""Pictures and files as people send them, good and bad."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

POSITION = {
    ExifTags.GPS.GPSLatitudeRef: "N",
    ExifTags.GPS.GPSLatitude: (33.0, 44.0, 13.2),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (112.0, 54.0, 21.6),
}
TAKEN = "2026:11:23 10:05:00"
SECRETS = (b"Xiaomi 14", b"secret comment", b"secret xmp")

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AMR = b"#!AMR\n" + b"\x3c" * 100
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + b"\0" * 200
HTML = b"<html><body><script>alert(1)</script></body></html>"


def photo(size: tuple[int, int] = (400, 300), *, orientation: int = 1, shade: int = 0, **options: Any) -> bytes:
    """Return a JPG of a phone: red on the left, blue on the right, with position, time, maker and comments."""
    image = Image.new("RGB", size, (200, shade, 0))
    image.paste((0, shade, 200), (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = SECRETS[0].decode()
    exif[ExifTags.IFD.GPSInfo] = POSITION
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: TAKEN, ExifTags.Base.UserComment: SECRETS[1]}
    more = {"quality": 95, "exif": exif, "comment": SECRETS[1], "xmp": SECRETS[2], **options}
    return saved(image, "JPEG", **more)


def screenshot(size: tuple[int, int] = (300, 200), alpha: int = 255) -> bytes:
    """Return a PNG of four channels, as phones make of their screen; transparent where `alpha` is below 255."""
    note = PngInfo()
    note.add_text("Comment", SECRETS[1].decode())
    return saved(Image.new("RGBA", size, (10, 200, 10, alpha)), "PNG", pnginfo=note)


def bomb(side: int = 40_000) -> bytes:
    """Return a PNG of a few bytes that says of itself that it has `side` times `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(data)) + name + data + _crc(name + data) for name, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def packed(*names: str) -> bytes:
    """Return a zip with these files in it."""
    out = BytesIO()
    with ZipFile(out, "w") as packed_file:
        for name in names:
            packed_file.writestr(name, "x")
    return out.getvalue()


def composed(*streams: str) -> bytes:
    """Return the beginning of an OLE file with streams of these names."""
    names = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return the image in this format."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return the picture, read whole."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


def _crc(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))
