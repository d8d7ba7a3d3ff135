"""A chart of bars 「柱状图」 for documents: one line a name, some values side by side."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from handlers.papers.font import load_font

_WIDTH, _MARGIN, _NAMES = 1700, 30, 430
_BAR, _GAP, _HEAD = 30, 22, 130
_SIZE, _TITLE_SIZE = 28, 36
_COLOURS = ("#4472c4", "#c00000", "#70ad47")
_INK, _LINE = "#222222", "#bbbbbb"

Bars = Sequence[tuple[str, Sequence[int]]]


def bars(title: str, legend: Sequence[str], rows: Bars) -> bytes:
    """Return the chart as PNG, the rows from top to bottom, each with a bar for each of `legend` (at most three).

    Raises FontMissing.
    """
    small, large = load_font(_SIZE), load_font(_TITLE_SIZE, is_bold=True)
    tall = len(legend) * _BAR + _GAP
    image = Image.new("RGB", (_WIDTH, _HEAD + tall * max(1, len(rows)) + _MARGIN), "white")
    pen = ImageDraw.Draw(image)
    pen.text((_WIDTH // 2, _MARGIN), title, font=large, fill=_INK, anchor="ma")
    left = _NAMES
    for name, colour in zip(legend, _COLOURS, strict=False):
        pen.rectangle((left, 92, left + 24, 116), fill=colour)
        pen.text((left + 34, 104), name, font=small, fill=_INK, anchor="lm")
        left += 80 + int(small.getlength(name))
    most = max((value for _, values in rows for value in values), default=0) or 1
    room = _WIDTH - _NAMES - _MARGIN - 90
    for nth, (name, values) in enumerate(rows):
        top = _HEAD + nth * tall
        pen.text((_NAMES - 16, top + (tall - _GAP) // 2), name, font=small, fill=_INK, anchor="rm")
        for at, (value, colour) in enumerate(zip(values, _COLOURS, strict=False)):
            upper, end = top + at * _BAR, _NAMES + value * room // most
            pen.rectangle((_NAMES, upper + 3, max(end, _NAMES + 1), upper + _BAR - 3), fill=colour)
            pen.text((end + 10, upper + _BAR // 2), str(value), font=small, fill=_INK, anchor="lm")
    pen.line((_NAMES, _HEAD - 8, _NAMES, image.height - _MARGIN), fill=_LINE, width=2)
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
