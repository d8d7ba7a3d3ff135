"""Read which official document is wanted: 整改通知书 12, 开12号验收意见书, 检查记录 JC20261127-001; pure."""

import re
from dataclasses import dataclass

from handlers.papers.official import Official
from handlers.understand.hazard_command import leading_numbers

_NAMES = {
    Official.NOTICE: "整改通知书 整改通知单 隐患整改通知书 责令整改通知书 限期整改通知书 整改通知",
    Official.EXTENSION: "延期审批意见书 延期审批意见 延期审批表 延期意见书 延期审批",
    Official.ACCEPTANCE: "验收意见书 整改验收意见书 隐患验收意见书 验收单 验收意见",
    Official.SUPERVISION: "挂牌督办通知书 挂牌督办通知 督办通知书 挂牌通知书",
    Official.INSPECTION: "检查记录表 检查记录单 现场检查记录 检查记录",
}
_KIND_BY_NAME = {name: kind for kind, line in _NAMES.items() for name in line.split()}
_NAME = re.compile("|".join(sorted(_KIND_BY_NAME, key=len, reverse=True)))
_WANT = re.compile(
    r"(?:请|麻烦|帮我|给我|我要|再|把)*(?:开具|出具|打印|生成|导出|下载|查看|开|出|打|做|写|发|看|要)?(?:一下|一?[份张个])?\s*"
)
_END = re.compile(r"\s*(?:发给?我|给我|一份|吧)?[。！]?")
_CODE = re.compile(r"JC-?(\d{8})-?(\d{1,4})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of document, about these hazards, or about the visit with this code."""

    kind: Official
    numbers: tuple[str, ...] = ()
    """As in hazard_command; of a visit its code; empty where none was said."""


def read_wanted(text: str) -> Wanted | None:
    """Return what the evened-out `text` wants, None where it wants no document.

    The number may stand before or behind. The record of a visit needs its code: alone it is no wish.
    """
    said = _without(_WANT, text.strip())
    numbers, rest = _leading(said)
    name = _NAME.match(rest.removeprefix("的"))
    if name is None:
        return None
    kind = _KIND_BY_NAME[name[0]]
    rest = rest.removeprefix("的")[name.end() :].lstrip(" :，")
    if not numbers:
        numbers, rest = _leading(rest)
    is_visit = any(one.startswith("JC") for one in numbers)
    if not _END.fullmatch(rest) or is_visit is not (kind is Official.INSPECTION):
        return None
    return Wanted(kind, numbers)


def _without(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found else text


def _leading(text: str) -> tuple[tuple[str, ...], str]:
    code = _CODE.match(text)
    if code is None:
        return leading_numbers(text)
    return (f"JC{code[1]}-{int(code[2]):03d}",), text[code.end() :].lstrip()
