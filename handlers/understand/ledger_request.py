"""What a wish for the ledger 「台账」 says: which hazards, with pictures or not; pure."""

import re
from dataclasses import dataclass

_ASK = re.compile(
    r"(?:请|麻烦|帮我|给我|帮忙|把|我要|要|想要|想看|看看?|查看?|调|拉|出|做|弄|整|打印|导出|导|生成|发|下载)*(?:一下|一份|个|份|张)?"
    r"[^，。；！？?没无缺少假空乱咋]{0,30}?(?:安全|隐患|工作)*台账(?:表格?|清单|明细)?"
    r"(?:导出来?|导一下|发(?:给)?(?:我|俺|过来)?(?:一份|一下)?|给我|下载|拿来|来一份|一份)*[,，\s]*(?:带上?|含|附上?|要|和|有)?(?:上|着)?(?:照片|图片|图)?"
)
_NOT_A_WISH = re.compile(r"怎么|如何|什么|咋|哪里|未建|没建|不规范|不健全|建立|完善|填写|登记不")
_OPEN = re.compile(r"(?:未|没|没有|还没|待|尚未)(?:销号|整改|闭环|完成|处理|办结)|在办|遗留")
_CLOSED = re.compile(r"已?(?:销号|闭环|办结)|已整改")
_OVERDUE = re.compile(r"超期|逾期|过期未")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\s*[-~—–到至]+\s*(\d{1,2})\.(\d{1,2})(?!\d)")
_PICTURES = re.compile(r"照片|图片|带图|附图")


@dataclass(frozen=True, slots=True)
class Request:
    """Which hazards are wanted; nothing said: all."""

    is_open: bool = False
    is_closed: bool = False
    is_overdue: bool = False
    grade: str = ""
    """一般, 重大."""
    with_pictures: bool = False


def is_request(text: str) -> bool:
    """Return whether the text, evened out, is a command for the ledger; free talk of it is left to the guess."""
    said = text.strip("。！!？? ")
    return _ASK.fullmatch(said) is not None and not _NOT_A_WISH.search(said)


def read_request(text: str) -> Request:
    """Return which hazards are wanted, the unit and the days left aside."""
    is_overdue, is_open = bool(_OVERDUE.search(text)), bool(_OPEN.search(text))
    return Request(
        is_open=is_open,
        is_closed=not (is_open or is_overdue) and bool(_CLOSED.search(text)),
        is_overdue=is_overdue,
        grade="重大" if "重大" in text else "一般" if "一般" in text else "",
        with_pictures=bool(_PICTURES.search(text)),
    )


def with_days_spelled(text: str) -> str:
    """Return the text with 11.1-11.20 as 11月1日到11月20日."""
    return _DOTTED.sub(r"\1月\2日到\3月\4日", text)
