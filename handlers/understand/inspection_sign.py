"""Read how a visit is signed: 确认签字, 有异议 …, 拒签 …, 签字照片, each perhaps with the visit's code; pure."""

import re
from dataclasses import dataclass

_CODE = r"(?:\s*(?P<code>JC\d{8}-\d{1,4}))?"
_SIGN = re.compile(rf"(?:我方|单位)?(?:确认签字|签字确认|同意签字|确认并签字){_CODE}", re.IGNORECASE)
_OBJECT = re.compile(
    rf"(?:有异议|拒绝?签字?|不同意签字|不签字){_CODE}(?:[\s:，。]+(?P<why>.*))?", re.IGNORECASE | re.DOTALL
)
_PHOTO = re.compile(
    rf"(?:签字(?:表|单|页|记录)?照片|照片签字|签字照){_CODE}(?:[\s:，]*签字人?[\s:]*(?P<name>[一-鿿·]{{2,20}}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """What is done: sign, object or photo; the code "" where none was named."""

    act: str
    code: str = ""
    said: str = ""
    """Why somebody objects, or who signed the sheet."""


def read_signing(text: str) -> Signing | None:
    """Return how the evened-out `text` signs a visit, None where it does not."""
    said = text.strip(" 。！")
    if match := _SIGN.fullmatch(said):
        return Signing("sign", (match["code"] or "").upper())
    if match := _OBJECT.fullmatch(said):
        return Signing("object", (match["code"] or "").upper(), (match["why"] or "").strip())
    if match := _PHOTO.fullmatch(said):
        return Signing("photo", (match["code"] or "").upper(), match["name"] or "")
    return None
