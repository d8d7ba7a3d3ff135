"""An xlsx file as plain cells of text: read with limits, written so that no text becomes a formula."""

import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as WrittenCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 5000
"""Filled rows of one sheet; a county has hundreds of institutions and some thousand people."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be."""

    max_bytes: int = MAX_BYTES
    max_unpacked_bytes: int = MAX_UNPACKED_BYTES
    max_rows: int = MAX_ROWS
    """Filled rows of one sheet."""


_MAX_COLUMNS = 60
_IS_DATE = "这里是日期，请改成文字"
_OLD_OFFICE_FILE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

# A damaged or foreign file makes openpyxl fail in all of these ways, depending on which part is wrong.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, IndexError, ValueError, TypeError, AttributeError,
    SyntaxError, EOFError, OSError, NotImplementedError,
)  # fmt: skip

_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")


class BookWrong(Exception):
    """The workbook cannot be used; `faults` say why in Chinese, each beginning with its cell where it has one."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Take at least one fault."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as its author meant it."""

    place: str
    """单位!C5."""
    text: str
    """Without line breaks, invisible signs and spaces at the ends; "" for an empty cell."""
    fault: str = ""
    """Why the cell has no text, in Chinese."""
    moment: datetime | None = None
    """Of a cell that holds a date, which is no text: without a zone, midnight of a mere day."""
    spaced: str = ""
    """The text with the spaces that stand between Chinese characters, where they may mean something; "" as text."""


Rows = Sequence[Sequence[Cell]]


def open_sheets(content: bytes, limits: Limits | None = None) -> Mapping[str, Rows]:
    """Return the filled rows of every sheet by its name, in the order of the file. Raises BookWrong."""
    limits = limits or Limits()
    _refuse_unreadable(content, limits)
    try:
        with warnings.catch_warnings():
            # openpyxl tells that it drops styles and drop-downs, which nobody reads here.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), read_only=True)
            return {sheet.title.strip(): list(_filled(sheet, limits.max_rows)) for sheet in book.worksheets}
    except _DAMAGED as error:
        raise BookWrong(["文件打不开：不是 xlsx 工作簿，或者已经损坏"]) from error


def _refuse_unreadable(content: bytes, limits: Limits) -> None:
    if len(content) > limits.max_bytes:
        raise BookWrong([f"文件太大：不能超过 {limits.max_bytes // 1024 // 1024} MB"])
    if content.startswith(_OLD_OFFICE_FILE):
        locked = _ENCRYPTED in content
        raise BookWrong(
            ["文件有打开密码：请去掉密码后再导入" if locked else "这是旧版 xls 文件：请另存为 xlsx 后再导入"]
        )
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(BytesIO(content)).infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BookWrong(["文件打不开：不是 xlsx 工作簿，或者已经损坏"]) from error
    if unpacked > limits.max_unpacked_bytes:
        raise BookWrong(["文件解开后太大，不像是花名册或台账"])


def _filled(sheet: Any, max_rows: int) -> Iterator[list[Cell]]:
    # Files of some programs state wrong dimensions and would be cut short.
    sheet.reset_dimensions()
    count = 0
    for number, row in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS), start=1):
        cells = [_cell(f"{sheet.title}!{get_column_letter(n)}{number}", one) for n, one in enumerate(row, start=1)]
        if any(cell.text or cell.fault for cell in cells):
            count += 1
            if count > max_rows:
                raise BookWrong([f"工作表“{sheet.title}”太长：不能超过 {max_rows} 行"])
            yield cells


def _cell(place: str, found: Any) -> Cell:
    match found.value:
        case None:
            return Cell(place, "")
        case str() if found.data_type == "f":
            return Cell(place, "", "这里是公式，请改成文字（复制后“选择性粘贴”为“数值”）")
        case str() as text if found.data_type == "e":
            return Cell(place, "", f"这里是错误值 {text}")
        case str() as text:
            return Cell(place, tidy(text), spaced=on_one_line(text))
        case bool() as flag:
            return Cell(place, "是" if flag else "否")
        case int() | float() as number:
            # Numbers come as 13800000001.0 as well.
            return Cell(place, str(int(number)) if number == int(number) else str(number))
        case datetime() as at:
            return Cell(place, "", _IS_DATE, at)
        case date() as day:
            return Cell(place, "", _IS_DATE, datetime.combine(day, time()))
        case _:
            return Cell(place, "", "这里要写文字")


def tidy(text: str) -> str:
    """Return the text on one line, without invisible signs, and without spaces between Chinese characters."""
    return _BETWEEN_CHINESE.sub("", on_one_line(text))


def on_one_line(text: str) -> str:
    """Return the text on one line, without invisible signs, its words one space apart."""
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Zs") else sign for sign in text)
    shown = "".join(sign for sign in visible if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(shown.split())


def put_text(page: Worksheet, row: int, column: int, text: str) -> WrittenCell:
    """Write `text` as text, whatever it begins with: never a formula, never a number that loses its zeros."""
    cell = page.cell(row, column)
    assert isinstance(cell, WrittenCell)
    cell.value = "".join(sign for sign in text if _is_storable(sign))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _is_storable(sign: str) -> bool:
    # XML 1.0 §2.2: what it cannot hold makes other programs offer to repair the file.
    return sign in "\n\t" or not (unicodedata.category(sign) in ("Cc", "Cs") or sign in "\ufffe\uffff")
