"""Plates of patrol points 「巡查点」 to be cut out and put up: A4 pages with QR codes, as PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Draw

from handlers.papers.font import load_font

_DPI = 300
_COLUMNS, _ROWS = 2, 3
PER_PAGE = _COLUMNS * _ROWS

_BLACK, _WHITE = 0, 255


def _mm(length: float) -> int:
    return round(length * _DPI / 25.4)


_PAGE = (_mm(210), _mm(297))
_CELL = (_PAGE[0] // _COLUMNS, _PAGE[1] // _ROWS)
_MARGIN = _mm(8)
_QR = _mm(54)
_QUIET = 4
"""Empty modules around the code, as ISO/IEC 18004 wants them."""
_DASH = _mm(2)
_SMALLEST = _mm(2)


@dataclass(frozen=True, slots=True)
class Plate:
    """What stands on one plate."""

    point: str
    unit: str
    code: str

    @property
    def says(self) -> str:
        """Return the words that the QR code holds: what a person might type instead."""
        return f"巡查点 {self.code}"


def print_plates(plates_by_unit: Sequence[Sequence[Plate]]) -> bytes:
    """Return a PDF with the plates of each unit beginning on a page of their own. Raises FontMissing, ValueError.

    ValueError where there is no plate at all.
    """
    first, *others = [page for plates in plates_by_unit for page in _pages(plates)]
    content = BytesIO()
    first.save(content, "PDF", resolution=_DPI, save_all=True, append_images=others, title="巡查点")
    return content.getvalue()


def _pages(plates: Sequence[Plate]) -> Iterator[Image.Image]:
    for begin in range(0, len(plates), PER_PAGE):
        yield draw_page(plates[begin : begin + PER_PAGE])


def draw_page(plates: Sequence[Plate]) -> Image.Image:
    """Return one page with up to PER_PAGE plates, black on white. Raises FontMissing."""
    page = Image.new("L", _PAGE, _WHITE)
    pen = ImageDraw.Draw(page)
    _draw_cuts(pen)
    for place, plate in enumerate(plates):
        row, column = divmod(place, _COLUMNS)
        _draw_plate(page, pen, plate, column * _CELL[0], row * _CELL[1])
    # Without greys the printer's edges are as sharp as it can, and the file is small.
    return page.convert("1", dither=Image.Dither.NONE)


def _draw_cuts(pen: Draw) -> None:
    for x in (_CELL[0] * column for column in range(1, _COLUMNS)):
        for y in range(0, _PAGE[1], 2 * _DASH):
            pen.line((x, y, x, y + _DASH), fill=_BLACK, width=2)
    for y in (_CELL[1] * row for row in range(1, _ROWS)):
        for x in range(0, _PAGE[0], 2 * _DASH):
            pen.line((x, y, x + _DASH, y), fill=_BLACK, width=2)


def _draw_plate(page: Image.Image, pen: Draw, plate: Plate, left: int, top: int) -> None:
    middle = left + _CELL[0] // 2
    _write(pen, "巡查点", middle, top + _mm(10), _mm(5))
    _write(pen, plate.point, middle, top + _mm(19), _mm(10), is_bold=True)
    code = _qr(plate.says)
    page.paste(code, (middle - code.width // 2, top + _mm(24)))
    _write(pen, plate.code, middle, top + _mm(79), _mm(6), is_bold=True)
    _write(pen, plate.unit, middle, top + _mm(86), _mm(4))
    _write(pen, f"在民安里扫这个码，或者发送：{plate.says}", middle, top + _mm(92), _mm(3.2))


def _qr(words: str) -> Image.Image:
    """Return the code, its modules whole pixels; H, so that dirt and scratches do not matter."""
    # UTF-8 said plainly: else segno may take an older encoding that phones here do not know.
    code = segno.make(words, error="h", encoding="utf-8", micro=False)
    scale = _QR // code.symbol_size(border=_QUIET)[0]
    content = BytesIO()
    code.save(content, kind="png", scale=scale, border=_QUIET)
    return Image.open(content).convert("L")


def _write(pen: Draw, words: str, middle: int, line: int, size: int, *, is_bold: bool = False) -> None:
    """Write the words around the point (middle, line), smaller where they are too long for the plate."""
    room = _CELL[0] - 2 * _MARGIN
    while (font := load_font(size, is_bold=is_bold)).getlength(words) > room and size > _SMALLEST:
        size -= max(1, size // 20)
    pen.text((middle, line), words, font=font, fill=_BLACK, anchor="mm")
