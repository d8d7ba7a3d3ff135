"""The hazard ledger 「台账」 as a workbook: one row per hazard, the pictures on a sheet of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.drawing.image import Image as Drawing
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers import picture as picture_file
from handlers.papers.ledger_columns import COLUMNS, here
from handlers.papers.sheets import finish, put, saved, write_header
from storage.ledger import Entry, Picture
from storage.vocabulary import Phase

LEDGER, PICTURES = "台账", "照片"
MOST_PICTURES = 1000
"""About 20 MB of workbook; more no machine of an office opens with ease."""
_NUMBER = "序号"
_PICTURE_COLUMNS = (("隐患编号", 18), ("阶段", 10), ("收到时间", 17), ("怎么看原图", 24), ("照片", 34))

_LINK = Font(color="0563C1", underline="single")

_LONGEST_SIDE = 240
"""Of an embedded picture, in pixels: enough to recognise it; the original is in the chat."""
_POINTS_PER_PIXEL = 0.75
_UNREADABLE = "打不开"

Place = tuple[str, Phase]


def draw_ledger(
    entries: Sequence[Entry],
    *,
    today: date,
    campaign_by_code: Mapping[str, str],
    content_by_file: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the workbook with the hazards in the order given, as things stand on the day.

    `campaign_by_code` says what the special actions are called.
    `content_by_file` holds the pictures that are embedded, by their path below the data folder.
    """
    entries = [
        replace(one, campaign=campaign_by_code.get(one.hazard.campaign, one.hazard.campaign)) for one in entries
    ]
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = LEDGER
    row_by_place: Mapping[Place, int] = {}
    if any(one.pictures for one in entries):
        row_by_place = _write_pictures(book.create_sheet(PICTURES), entries, content_by_file or {})
    write_header(page, [(_NUMBER, 6), *((column.title, column.width) for column in COLUMNS)])
    for number, entry in enumerate(entries, start=1):
        put(page, number + 1, 1, number)
        for place, column in enumerate(COLUMNS, start=2):
            cell = put(page, number + 1, place, column.value(entry, today))
            if column.phase and (row := row_by_place.get((entry.hazard.code, column.phase))):
                _link(cell, row)
    # To the right of unit and number one still sees whose row it is.
    finish(page, "C2", pages_wide=2)
    page.print_title_cols = "A:B"
    return saved(book)


def _link(cell: Cell, row: int) -> None:
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{PICTURES}'!A{row}")
    cell.font = _LINK


def _write_pictures(
    page: Worksheet, entries: Sequence[Entry], content_by_file: Mapping[str, bytes]
) -> Mapping[Place, int]:
    """Write a row for each picture; return where the first one of each hazard and phase stands."""
    write_header(page, _PICTURE_COLUMNS)
    row_by_place: dict[Place, int] = {}
    row = 1
    for entry in entries:
        for picture in sorted(entry.pictures, key=lambda one: list(Phase).index(one.phase)):
            row += 1
            row_by_place.setdefault((entry.hazard.code, picture.phase), row)
            put(page, row, 1, entry.hazard.code)
            put(page, row, 2, picture.phase.term)
            put(page, row, 3, here(picture.received_at))
            put(page, row, 4, f"给民安发：{entry.hazard.number}号照片")
            _embed(page, row, picture, content_by_file)
    finish(page, "A2")
    return row_by_place


def _embed(page: Worksheet, row: int, picture: Picture, content_by_file: Mapping[str, bytes]) -> None:
    content = content_by_file.get(picture.file)
    column = len(_PICTURE_COLUMNS)
    cell = put(page, row, column, "")
    if content is None:
        return
    try:
        drawing = Drawing(picture_file.shrunk(content, _LONGEST_SIDE))
    except picture_file.Unreadable:
        put(page, row, column, _UNREADABLE)
        return
    page.add_image(drawing, cell.coordinate)
    page.row_dimensions[row].height = (drawing.height + 4) * _POINTS_PER_PIXEL
