"""Sign a visit: 确认签字, 有异议 … or 拒签 …, or a photo of the signed sheet with 签字照片."""

from dataclasses import asdict

from handlers import inspection_signing as signing
from handlers.intent import Asking, Heard, Intent, Question, Reply, Wish
from handlers.texts import inspection_sign as texts
from handlers.understand.inspection_sign import read_signing


def _read(heard: Heard) -> Wish | None:
    said = read_signing(heard.text)
    return None if said is None else asdict(said)


def _resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return {**known, "said": heard.text.strip()}


def _answer(wish: Wish, asking: Asking) -> Reply:
    visit = signing.to_sign(wish["code"], asking)
    match wish["act"]:
        case "sign":
            return signing.sign(visit, asking)
        case "object" if not wish["said"]:
            return Question(texts.why_object(), {**wish, "code": visit.code})
        case "object":
            return signing.object_(visit, wish["said"], asking)
        case _:
            return signing.sign_by_photo(visit, wish["said"], asking)


INTENT = Intent(
    "inspection_sign",
    "检查签字",
    ("确认签字", "有异议 第3项当场已经换好", "拒签 第3项当场已经换好", "签字照片"),
    _read,
    _answer,
    _resume,
)
