"""What we say of pictures and files that did not reach us, and of those that we do not take."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.texts.duty import moment
from handlers.texts.evidence import counted
from storage.messages import Card
from storage.vocabulary import EvidenceKind

UNREADABLE = "打不开，可能没有传完整，请重新拍一张再发"
NO_PICTURE = "内容不是照片"
NO_SOUND = "内容不是录音"
NO_FILM = "内容不是视频"
TOO_MANY_PIXELS = "尺寸太大，请用普通清晰度重拍再发"
HEIC = "苹果手机的 HEIC 格式这里看不了，请截屏后发截屏，或在手机「设置—相机—格式」里选「兼容性最佳」后重拍"
WITH_MACROS = "里面有宏（程序），请另存为不带宏的文件再发"
EMPTY = "是空的"

_MEGABYTE = 1 << 20
_TYPE_TERMS = {
    "pdf": "PDF", "doc": "Word", "docx": "Word", "xls": "Excel", "xlsx": "Excel", "ppt": "PPT", "pptx": "PPT",
    "txt": "文本", "amr": "录音（AMR）", "mp4": "视频（MP4）", "zip": "压缩包（zip）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """The pieces of one message that are not in our hands."""

    failed: Sequence[EvidenceKind]
    """What could not be fetched."""
    refused: Sequence[tuple[EvidenceKind, str]]
    """What was fetched and is not taken, and why not."""
    sent_at: datetime
    hazards: Sequence[int] = ()
    """The numbers of the hazards that they were to prove."""
    duties: Sequence[str] = ()
    """The duties that they were to prove, as people call them."""


def lost(pieces: Lost, *, caller: str = "") -> Card:
    """Return what the sender is told; `caller` is the userid that is called by @ in a group."""
    used_for = [*(f"{number}号隐患" for number in pieces.hazards), *pieces.duties]
    reasons = dict.fromkeys(reason for _, reason in pieces.refused)
    return Card(
        "；".join(_titles(pieces)),
        facts=(("发送时间", moment(pieces.sent_at)), *([("用于", "、".join(used_for))] if used_for else [])),
        lines=tuple(f"{_all_with(reason, pieces)}：{reason}。" for reason in reasons),
        hints=tuple(f"重发后请说：照片 {number}" for number in pieces.hazards[:1]),
        mentions=(caller,) if caller else (),
    )


def too_large(limit_bytes: int) -> str:
    """Return the reason for a refusal by size."""
    return f"超过{limit_bytes / _MEGABYTE:.3g}MB，请压缩或截短后再发"


def not_taken(types: Collection[str]) -> str:
    """Return the reason for a refusal by type; `types` are the codes of those that are taken."""
    terms = dict.fromkeys(term for code, term in _TYPE_TERMS.items() if code in types)
    return f"这种文件不收；可以发照片、{'、'.join(terms)}"


def _titles(pieces: Lost) -> list[str]:
    refused = [kind for kind, _ in pieces.refused]
    titles = []
    if pieces.failed:
        titles.append(f"{_amount(pieces.failed)}没有取到，请再发一次")
    if refused:
        titles.append(f"{_amount(refused)}没有收下")
    return titles


def _amount(kinds: Sequence[EvidenceKind]) -> str:
    return kinds[0].term if len(kinds) == 1 else counted(kinds)


def _all_with(reason: str, pieces: Lost) -> str:
    return _amount([kind for kind, why in pieces.refused if why == reason])
