"""What the public form sends, read within limits: words, a contact, pictures made anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.rules import content
from bot.rules.content import Piece
from bot.rules.picture import Unfit
from config.evidence_table import EvidenceTable
from config.tip_table import TipPage
from handlers.texts import tip_page as texts
from storage.vocabulary import EvidenceKind

UNIT_LENGTH, CONTACT_LENGTH = 80, 100
_MOST_FIELDS = 10
_FIELD_BYTES = 16_384
_FORM_ID = re.compile(r"[0-9a-f]{32}")


class FormWrong(Exception):
    """The form is not taken; the message says why, in Chinese, to whoever sent it."""

    def __init__(self, words: str, form: "Form | None" = None, status: int = 400) -> None:
        """Take the words, and what was filled in so that it need not be typed again."""
        super().__init__(words)
        self.form = form
        self.status = status


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody filled in."""

    form_id: str
    """The same for every repeat of one form."""
    unit_id: str = ""
    """As the poster says; "" or anything."""
    unit: str = ""
    text: str = ""
    contact: str = ""


def refuse_other_pages(request: Request) -> None:
    """Refuse what another site's page sends through the visitor's browser. Raises FormWrong.

    Our own pages send no referrer, so browsers write `null` as their origin.
    """
    origin, site = request.headers.get("origin", "null"), request.headers.get("sec-fetch-site", "same-origin")
    host = request.headers.get("host", "")
    if site not in ("same-origin", "none") or (origin != "null" and origin.partition("://")[2] != host):
        raise FormWrong(texts.OTHER_PAGE, status=403)


async def read_form(request: Request, page: TipPage) -> tuple[Form, list[bytes]]:
    """Return what was filled in, and the pictures as they were sent. Raises FormWrong."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise FormWrong(texts.BROKEN, status=411)
    if int(length) > page.upload_bytes:
        raise FormWrong(texts.too_large(page.upload_bytes), status=413)
    try:
        async with request.form(
            max_files=page.photos + 1, max_fields=_MOST_FIELDS, max_part_size=_FIELD_BYTES
        ) as fields:
            form = _form(fields)
            _refuse(form, fields, page)
            return form, await _pictures(fields, form, page)
    except HTTPException:
        # Too many parts, or none that can be read.
        raise FormWrong(texts.broken(page.photos)) from None


def _form(fields: FormData) -> Form:
    return Form(
        form_id=_text(fields, "form"),
        unit_id=_text(fields, "u"),
        unit=_text(fields, "unit"),
        text=_text(fields, "text"),
        contact=_text(fields, "contact"),
    )


def _text(fields: FormData, name: str) -> str:
    found = fields.get(name, "")
    # A zero byte is no text to PostgreSQL.
    return found.replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(found, str) else ""


def _refuse(form: Form, fields: FormData, page: TipPage) -> None:
    # Nobody sees this field; programs that fill in whatever there is do.
    if _text(fields, "website") or not _FORM_ID.fullmatch(form.form_id):
        raise FormWrong(texts.BROKEN, form)
    if not form.text:
        raise FormWrong(texts.NO_TEXT, form)
    if len(form.text) > page.text_length:
        raise FormWrong(texts.too_long(len(form.text), page.text_length), form)
    if len(form.unit) > UNIT_LENGTH or len(form.contact) > CONTACT_LENGTH:
        raise FormWrong(texts.FIELD_TOO_LONG, form)


async def _pictures(fields: FormData, form: Form, page: TipPage) -> list[bytes]:
    files = [one for one in fields.getlist("photo") if isinstance(one, UploadFile) and one.size]
    if len(files) > page.photos:
        raise FormWrong(texts.too_many(page.photos), form)
    return [await one.read() for one in files]


def checked(pictures: Sequence[bytes], form: Form, table: EvidenceTable) -> list[Piece]:
    """Return the pictures made anew, as those of chats are, without where they were taken. Raises FormWrong."""
    without_place = replace(table, keeps_position=False)
    try:
        return [content.checked(one, EvidenceKind.IMAGE, "", without_place) for one in pictures]
    except Unfit as unfit:
        raise FormWrong(texts.picture_refused(str(unfit)), form) from unfit
