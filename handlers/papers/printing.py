"""Draw pages to be printed and put up: black on white, 300 dpi, words and QR codes."""

from collections.abc import Sequence
from io import BytesIO

import segno
from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Draw

from handlers.papers.font import load_font

DPI = 300
BLACK, WHITE = 0, 255
_QUIET = 4
"""Empty modules around a code, as ISO/IEC 18004 wants them."""


def mm(length: float) -> int:
    """Return a length in pixels."""
    return round(length * DPI / 25.4)


A4 = (mm(210), mm(297))
_SMALLEST = mm(2)


def new_page() -> tuple[Image.Image, Draw]:
    """Return an empty A4 page and the pen for it."""
    page = Image.new("L", A4, WHITE)
    return page, ImageDraw.Draw(page)


def finished(page: Image.Image) -> Image.Image:
    """Return the page as it is printed."""
    # Without greys the printer's edges are as sharp as it can, and the file is small.
    return page.convert("1", dither=Image.Dither.NONE)


def as_pdf(pages: Sequence[Image.Image], title: str) -> bytes:
    """Return the pages as PDF. Raises ValueError where there is none."""
    first, *others = pages
    content = BytesIO()
    first.save(content, "PDF", resolution=DPI, save_all=True, append_images=others, title=title)
    return content.getvalue()


def qr(words: str, size: int) -> Image.Image:
    """Return the code, at most `size` pixels wide, its modules whole pixels; H, so that dirt does not matter."""
    # UTF-8 said plainly: else segno may take an older encoding that phones here do not know.
    code = segno.make(words, error="h", encoding="utf-8", micro=False)
    scale = size // code.symbol_size(border=_QUIET)[0]
    content = BytesIO()
    code.save(content, kind="png", scale=scale, border=_QUIET)
    return Image.open(content).convert("L")


def write(pen: Draw, words: str, at: tuple[int, int], size: int, *, room: int, is_bold: bool = False) -> None:
    """Write the words around the point `at`, smaller where they are wider than `room`. Raises FontMissing."""
    while (font := load_font(size, is_bold=is_bold)).getlength(words) > room and size > _SMALLEST:
        size -= max(1, size // 20)
    pen.text(at, words, font=font, fill=BLACK, anchor="mm")
