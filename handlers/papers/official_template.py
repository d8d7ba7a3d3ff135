"""Templates of the official documents, which the office edits in Word: filled in, and tried beforehand.

A placeholder stands in double braces 「{{单位}}」; a row of a table is repeated by 「{%tr for 项 in 隐患 %}」.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from handlers.papers import (
    acceptance_opinion,
    circular,
    extension_opinion,
    inspection_record,
    picture,
    rectification_notice,
    supervision_notice,
)
from handlers.papers.official import Official, Photo, Words

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

FOLDER = "papers"
"""Below the folder of the configuration."""

EXAMPLES: Mapping[str, Words] = {
    Official.NOTICE: rectification_notice.EXAMPLE.words(),
    Official.EXTENSION: extension_opinion.EXAMPLE.words(),
    Official.ACCEPTANCE: acceptance_opinion.EXAMPLE.words(),
    Official.SUPERVISION: supervision_notice.EXAMPLE.words(),
    Official.INSPECTION: inspection_record.EXAMPLE.words(),
    circular.CIRCULAR: circular.EXAMPLE,
    circular.DISPATCH: circular.EXAMPLE,
}
"""What each template may say, with values that are made up."""

_PIXELS_A_MM = 12
_UNREADABLE = "（照片打不开）"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")
_UNKNOWN_NAME = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


class TemplateWrong(Exception):
    """A template cannot be used; the message says in Chinese which one, why, and what to do."""


def file_of(name: str) -> str:
    """Return the template's path below the folder of the configuration."""
    return f"{FOLDER}/{name}.docx"


def fill(config_dir: Path, name: str, words: Words) -> bytes:
    """Return the document of one of EXAMPLES. Raises TemplateWrong."""
    template = _open(config_dir, name)
    _refuse_unknown(template, name)
    return _rendered(template, name, words)


def faults(config_dir: Path) -> list[str]:
    """Return what is wrong with the templates, one sentence each; empty where all can be used."""
    found = []
    for name, example in EXAMPLES.items():
        try:
            fill(config_dir, name, example)
        except TemplateWrong as wrong:
            found.append(str(wrong))
    return found


def _open(config_dir: Path, name: str) -> "DocxTemplate":
    # Here, because nobody who needs no document shall pay for it at every start.
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from lxml.etree import XMLSyntaxError

    try:
        content = (config_dir / file_of(name)).read_bytes()
    except OSError:
        raise _wrong(name, "没有这个文件或读不了，请从安装包的 config/papers 里拷回来") from None
    template = DocxTemplate(BytesIO(content))
    try:
        template.init_docx()
    except (BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError):
        raise _wrong(name, "打不开：不是 Word 的 docx 文件，或者已损坏，请用 Word 另存为 .docx") from None
    return template


def _refuse_unknown(template: "DocxTemplate", name: str) -> None:
    from jinja2 import TemplateError

    known = EXAMPLES[name]
    try:
        named = template.get_undeclared_template_variables()
    except TemplateError as error:
        raise _wrong(name, _misspelt(error)) from None
    unknown = sorted(named - set(known))
    if unknown:
        raise _wrong(name, _advice(unknown[0], list(known)))


def _rendered(template: "DocxTemplate", name: str, words: Words) -> bytes:
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    # Sandboxed: who may edit a letter need not be able to run a program here.
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        template.render(_drawable(dict(words), template), environment, autoescape=True)
    except UndefinedError as error:
        raise _wrong(name, _unknown_in_row(str(error), words)) from None
    except TemplateError as error:
        raise _wrong(name, _misspelt(error)) from None
    except (XMLSyntaxError, TypeError, ValueError):
        raise _wrong(name, "填写不了：占位或循环写得不完整，请对照原来的模板改正") from None
    content = BytesIO()
    template.save(content)
    return content.getvalue()


def _drawable(value: Any, template: "DocxTemplate") -> Any:
    """Return the value as the template can draw it: text that XML can hold, pictures as such, rows likewise."""
    match value:
        case Photo():
            return _picture(value, template)
        case str():
            return _CONTROL.sub(" ", value)
        case list():
            return [_drawable(row, template) for row in value]
        case dict():
            return {name: _drawable(one, template) for name, one in value.items()}
        case _:
            return value


def _picture(photo: Photo, template: "DocxTemplate") -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage
    from PIL import Image

    try:
        small = picture.shrunk(photo.content, _PIXELS_A_MM * max(photo.width_mm, photo.height_mm))
    except picture.Unreadable:
        return _UNREADABLE
    width, height = Image.open(small).size
    small.seek(0)
    is_tall = height / width > photo.height_mm / photo.width_mm
    size = {"height": Mm(photo.height_mm)} if is_tall else {"width": Mm(photo.width_mm)}
    return InlineImage(template, small, **size)


def _unknown_in_row(told: str, words: Words) -> str:
    found = _UNKNOWN_NAME.search(told)
    name = next((part for part in found.groups() if part), "") if found else ""
    rows = [row for value in words.values() if isinstance(value, list) for row in value]
    return _advice(name, list(dict.fromkeys(known for row in rows for known in row)))


def _advice(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.3)
    guess = f"，是不是“{close[0]}”" if close else ""
    return f"不认识占位“{name}”{guess}；可以用的有：{'、'.join(known)}"


def _misspelt(error: Exception) -> str:
    return f"占位写得不对（{str(error)[:80]}），请检查成对的花括号和 for、if、endfor、endif"


def _wrong(name: str, why: str) -> TemplateWrong:
    return TemplateWrong(f"公文模板 {file_of(name)} {why}")
