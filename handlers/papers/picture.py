"""Pictures as they go into documents: upright, no larger than one looks at them, as JPEG."""

from io import BytesIO

from PIL import Image, ImageOps


class Unreadable(ValueError):
    """The content is no picture that can be opened."""


def shrunk(content: bytes, longest_side: int) -> BytesIO:
    """Return the picture with no side longer than so many pixels. Raises Unreadable."""
    try:
        with Image.open(BytesIO(content)) as original:
            upright = ImageOps.exif_transpose(original).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(type(error).__name__) from error
    upright.thumbnail((longest_side, longest_side))
    small = BytesIO()
    upright.save(small, "JPEG", quality=80)
    small.seek(0)
    return small
