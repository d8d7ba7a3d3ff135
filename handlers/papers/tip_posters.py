"""Posters that lead to the public page for tips 「投诉举报」: one A4 page for each institution, as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from handlers.papers.printing import A4, as_pdf, finished, mm, new_page, qr, write

_MARGIN = mm(15)
_QR = mm(110)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on one poster."""

    unit: str
    address: str
    """Where the QR code leads."""


def print_posters(posters: Sequence[Poster]) -> bytes:
    """Return a PDF with one page for each. Raises FontMissing, ValueError where there is none."""
    return as_pdf([draw_poster(one) for one in posters], "举报海报")


def draw_poster(poster: Poster) -> Image.Image:
    """Return one page, black on white. Raises FontMissing."""
    page, pen = new_page()
    middle, room = A4[0] // 2, A4[0] - 2 * _MARGIN

    def line(words: str, at: float, size: float, *, is_bold: bool = False) -> None:
        write(pen, words, (middle, mm(at)), mm(size), room=room, is_bold=is_bold)

    line("发现安全隐患，请扫码举报", 30, 15, is_bold=True)
    line(poster.unit, 52, 9)
    code = qr(poster.address, _QR)
    page.paste(code, (middle - code.width // 2, mm(64)))
    line("微信或浏览器扫一扫，不用登录，不用留名", 188, 8, is_bold=True)
    line("可以拍照上传；提交后给回执号，凭它查办理结果", 202, 7)
    line("只给上级民政部门看，不会转给本单位", 215, 7)
    line("着火打 119，有人受伤打 120，先打电话再举报", 240, 9, is_bold=True)
    line(poster.address, 270, 4)
    return finished(page)
