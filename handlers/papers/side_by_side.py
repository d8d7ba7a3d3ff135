"""One picture that shows before and after side by side, so that whoever accepts sees both at a look."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from handlers.papers.font import FontMissing, load_font
from handlers.papers.picture import shrunk

_SIDE = 720
"""Of each half, in pixels: enough to see a cable, small enough for a phone's connection."""
_HEAD = 56
_GAP = 12
_BACKGROUND, _INK = (255, 255, 255), (34, 34, 34)


def draw(title: str, halves: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a JPEG with the pictures beside each other, each under its own words; `title` stands under them.

    Raises Unreadable where one is no picture. Without a Chinese font on the machine it has no words.
    """
    opened = [(words, Image.open(shrunk(content, _SIDE))) for words, content in halves]
    height = max(picture.height for _, picture in opened)
    width = sum(picture.width for _, picture in opened) + _GAP * (len(opened) + 1)
    sheet = Image.new("RGB", (width, height + 2 * _HEAD + _GAP), _BACKGROUND)
    left = _GAP
    for words, picture in opened:
        sheet.paste(picture, (left, _HEAD))
        _write(sheet, words, (left, _GAP))
        left += picture.width + _GAP
    _write(sheet, title, (_GAP, _HEAD + height + _GAP))
    content = BytesIO()
    sheet.save(content, "JPEG", quality=85)
    return content.getvalue()


def _write(sheet: Image.Image, words: str, at: tuple[int, int]) -> None:
    try:
        font = load_font(30)
    except FontMissing:
        return
    ImageDraw.Draw(sheet).text(at, words, font=font, fill=_INK)
