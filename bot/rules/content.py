"""What a picture or file really is, and whether it is taken; judged by its content, never by its name. Pure."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

import puremagic

from bot.rules import picture
from bot.rules.picture import Unfit
from config.evidence_table import EvidenceTable
from handlers.texts import evidence_lost as say
from storage.vocabulary import EvidenceKind

PICTURE = "picture"

_MIMES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "amr": "audio/amr",
    "mp4": "video/mp4",
    "zip": "application/zip",
}
_SUFFIXES = {
    picture.JPG: (".jpg", ".jpeg"),
    picture.PNG: (".png",),
    "text/plain": (".txt", ".csv"),
}
"""By type the suffixes that a name may keep; where there is none of them the first is put. Others: the type's own."""

_PICTURES = frozenset({".jpg", ".png", ".gif", ".webp", ".bmp", ".tiff"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_MACROS = "vbaProject.bin"
_OLD_MACROS = "_VBA_PROJECT"
_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D}
_MUST_BE = {
    EvidenceKind.IMAGE: (PICTURE, say.NO_PICTURE),
    EvidenceKind.VOICE: ("amr", say.NO_SOUND),
    EvidenceKind.VIDEO: ("mp4", say.NO_FILM),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept of a picture or file."""

    content: bytes
    mime: str
    name: str
    """With the suffix of what it really is; "" where it came without."""


def checked(content: bytes, kind: EvidenceKind, name: str, table: EvidenceTable) -> Piece:
    """Return what is to be kept of what was sent as `kind`. Raises Unfit, with the reason for the sender."""
    most = table.image_bytes if kind is EvidenceKind.IMAGE else table.file_bytes
    if not content:
        raise Unfit(say.EMPTY)
    if len(content) > most:
        raise Unfit(say.too_large(most))
    if _is_heic(content):
        raise Unfit(say.HEIC)
    found = type_of(content, name)
    must_be, otherwise = _MUST_BE.get(kind, (found, ""))
    if found != must_be:
        raise Unfit(otherwise)
    if found == PICTURE:
        content, mime = picture.cleaned(
            content,
            longest_side=table.longest_side,
            quality=table.quality,
            keeps_position=table.keeps_position,
        )
        return Piece(content, mime, _named(name, mime, ""))
    if found not in table.file_types:
        raise Unfit(say.not_taken(table.file_types))
    return Piece(content, _MIMES[found], _named(name, _MIMES[found], found))


def type_of(content: bytes, name: str) -> str:
    """Return PICTURE, a code of config.evidence_table.FILE_TYPES, or "" for everything else.

    `name` matters for text alone, which has no marks of its own: a script is text with another suffix.
    Raises Unfit where it holds a program 「宏」.
    """
    try:
        suffixes = {found.extension for found in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return "txt" if _is_text(content, name) else ""
    if suffixes & _PICTURES:
        return PICTURE
    if ".docx" in suffixes:
        return _packed(content)
    if ".doc" in suffixes:
        return _composed(content)
    return next((code for code in ("pdf", "mp4", "amr") if f".{code}" in suffixes), "")


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _packed(content: bytes) -> str:
    """Return what a zip is: an Office document without macros, or just a zip."""
    try:
        names = set(ZipFile(BytesIO(content)).namelist())
    except (BadZipFile, ValueError, LookupError, EOFError):
        return ""
    if any(name.endswith(_MACROS) for name in names):
        raise Unfit(say.WITH_MACROS)
    return next((code for part, code in _PARTS.items() if part in names), "zip")


def _composed(content: bytes) -> str:
    """Return what an OLE file is by the names of its streams: installers and messages are OLE files too."""
    if _OLD_MACROS.encode("utf-16-le") in content:
        raise Unfit(say.WITH_MACROS)
    return next((code for name, code in _STREAMS.items() if f"{name}\0".encode("utf-16-le") in content), "")


def _is_text(content: bytes, name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    if (suffix and suffix not in _SUFFIXES["text/plain"]) or _CONTROL & set(content):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not words.lstrip().startswith(("<", "#!"))
    return False


def _named(name: str, mime: str, code: str) -> str:
    suffixes = _SUFFIXES.get(mime, (f".{code}",))
    if not name or name.lower().endswith(suffixes):
        return name
    return f"{PurePosixPath(name).stem}{suffixes[0]}"
