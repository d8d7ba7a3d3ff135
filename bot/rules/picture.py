"""Pictures made fit to be kept or sent: upright, not too large, freed of what a camera writes into them. Pure."""

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

from handlers.texts import evidence_lost as say

JPG, PNG = "image/jpeg", "image/png"

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
"""What phones and screens make; Pillow's other readers are not let near what strangers send."""
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error, zlib.error,
)  # fmt: skip
"""Whatever Pillow raises for pictures that are no pictures, or half of one."""
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_MOST_PIXELS = Image.MAX_IMAGE_PIXELS or 0
_PALETTES = ("1", "P", "PA")
_SMALLEST_SIDE = 320
_QUALITY = 85


class Unfit(Exception):
    """The content is not taken; the message says why, in Chinese, to whoever sent it."""


def cleaned(content: bytes, *, longest_side: int, quality: int, keeps_position: bool) -> tuple[bytes, str]:
    """Return the picture made anew, and its type: PNG where something of it is transparent, JPG otherwise.

    Of what stood in the file besides the picture nothing is kept, or with `keeps_position` where and when it was
    taken. Equal pictures give equal bytes. Raises Unfit.
    """
    try:
        image = _open(content)
        exif = _place_and_time(image) if keeps_position else b""
        image = _plain(_upright(_smaller(image, longest_side)))
        kind = PNG if image.mode == "RGBA" else JPG
        return _saved(image, kind, quality, exif), kind
    except _BOMB:
        raise Unfit(say.TOO_MANY_PIXELS) from None
    except _BROKEN as error:
        raise Unfit(say.UNREADABLE) from error


def shrunk(content: bytes, max_bytes: int) -> bytes:
    """Return the picture as it is where it fits, else as a JPG with as many pixels as fit. Raises Unfit."""
    if len(content) <= max_bytes:
        return content
    try:
        image = _on_white(_open(content))
        side = max(image.size)
        while side >= _SMALLEST_SIDE:
            image.thumbnail((side, side))
            if len(smaller := _saved(image, JPG, _QUALITY, b"")) <= max_bytes:
                return smaller
            side = side * 3 // 4
    except (*_BOMB, *_BROKEN) as error:
        raise Unfit(say.UNREADABLE) from error
    raise Unfit(say.TOO_MANY_PIXELS)


def _open(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content), formats=_FORMATS)
    if image.width * image.height > _MOST_PIXELS:
        # Pillow warns here and refuses only twice as many.
        raise Image.DecompressionBombError
    return image


def _smaller(image: Image.Image, longest_side: int) -> Image.Image:
    if image.mode in _PALETTES:
        # Colours of a palette cannot be mixed.
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((longest_side, longest_side))
    return image


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        # The picture is whole; only what the camera wrote beside it is not.
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Return nothing but the pixels: comments and profiles would be saved with them."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        lowest = layered.getchannel("A").getextrema()[0]
        plain = layered if isinstance(lowest, int) and lowest < 255 else layered.convert("RGB")
    else:
        plain = image.convert("L" if image.mode == "L" else "RGB")
    plain.info.clear()
    return plain


def _on_white(image: Image.Image) -> Image.Image:
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _saved(image: Image.Image, kind: str, quality: int, exif: bytes) -> bytes:
    out = BytesIO()
    more = {"exif": exif} if exif else {}
    if kind == PNG:
        image.save(out, "PNG", optimize=True, **more)
    else:
        image.save(out, "JPEG", quality=quality, optimize=True, **more)
    return out.getvalue()


def _place_and_time(image: Image.Image) -> bytes:
    """Return EXIF with nothing but where and when the picture was taken; empty where it does not say."""
    kept = Image.Exif()
    try:
        found = image.getexif()
        position = found.get_ifd(ExifTags.IFD.GPSInfo)
        taken = found.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
        if position:
            kept[ExifTags.IFD.GPSInfo] = position
        if taken:
            kept[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: taken}
        return kept.tobytes() if len(kept) else b""
    except _BROKEN:
        return b""
