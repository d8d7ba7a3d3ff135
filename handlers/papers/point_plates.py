"""Plates of patrol points 「巡查点」 to be cut out and put up: A4 pages with QR codes, as PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PIL import Image
from PIL.ImageDraw import ImageDraw as Draw

from handlers.papers.printing import A4, BLACK, as_pdf, finished, mm, new_page, qr, write

_COLUMNS, _ROWS = 2, 3
PER_PAGE = _COLUMNS * _ROWS

_CELL = (A4[0] // _COLUMNS, A4[1] // _ROWS)
_MARGIN = mm(8)
_QR = mm(54)
_DASH = mm(2)


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
    return as_pdf([page for plates in plates_by_unit for page in _pages(plates)], "巡查点")


def _pages(plates: Sequence[Plate]) -> Iterator[Image.Image]:
    for begin in range(0, len(plates), PER_PAGE):
        yield draw_page(plates[begin : begin + PER_PAGE])


def draw_page(plates: Sequence[Plate]) -> Image.Image:
    """Return one page with up to PER_PAGE plates, black on white. Raises FontMissing."""
    page, pen = new_page()
    _draw_cuts(pen)
    for place, plate in enumerate(plates):
        row, column = divmod(place, _COLUMNS)
        _draw_plate(page, pen, plate, column * _CELL[0], row * _CELL[1])
    return finished(page)


def _draw_cuts(pen: Draw) -> None:
    for x in (_CELL[0] * column for column in range(1, _COLUMNS)):
        for y in range(0, A4[1], 2 * _DASH):
            pen.line((x, y, x, y + _DASH), fill=BLACK, width=2)
    for y in (_CELL[1] * row for row in range(1, _ROWS)):
        for x in range(0, A4[0], 2 * _DASH):
            pen.line((x, y, x + _DASH, y), fill=BLACK, width=2)


def _draw_plate(page: Image.Image, pen: Draw, plate: Plate, left: int, top: int) -> None:
    middle = left + _CELL[0] // 2
    put = partial(write, pen, room=_CELL[0] - 2 * _MARGIN)
    put("巡查点", (middle, top + mm(10)), mm(5))
    put(plate.point, (middle, top + mm(19)), mm(10), is_bold=True)
    code = qr(plate.says, _QR)
    page.paste(code, (middle - code.width // 2, top + mm(24)))
    put(plate.code, (middle, top + mm(79)), mm(6), is_bold=True)
    put(plate.unit, (middle, top + mm(86)), mm(4))
    put(f"在民安里扫这个码，或者发送：{plate.says}", (middle, top + mm(92)), mm(3.2))
