"""Hear tips 「投诉举报」 and what is done about them: 匿名举报 …, 举报进度 JB…, 受理 JB…; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_RECEIPT = r"JB[\s-]?(?P<receipt>[0-9A-Z]{8})(?![0-9A-Z])"
_ANY_RECEIPT = re.compile(_RECEIPT, re.IGNORECASE)
_VERBS = {
    "accept": "受理(?:举报)?|举报受理",
    "unfounded": "(?:举报)?不属实",
    "founded": "(?:举报)?属实",
    "refer": "转办(?:举报)?|举报转办",
    "reply": "(?:回复|答复)(?:举报人?)?",
    "reopen": "(?:重办|重新办理)(?:举报)?",
    "reveal": "(?:查?看)举报人",
    "add": "补充(?:举报)?|举报补充",
    "progress": "(?:查询?|看)?(?:举报)?的?(?:进度|结果|办理情况)|查询?(?:举报)?",
    "show": "(?:查?看)?举报",
}
_SEPARATOR = r"[\s:，。、]*"
_COMMANDS = [
    (
        verb,
        re.compile(rf"[#＃]?\s*(?:{words}){_SEPARATOR}{_RECEIPT}{_SEPARATOR}(?P<words>.*)", re.I | re.S),
        re.compile(rf"[#＃]?\s*{_RECEIPT}(?:号)?{_SEPARATOR}(?:{words})(?:[\s:，。、]+(?P<words>.*)|)", re.I | re.S),
    )
    for verb, words in _VERBS.items()
]
_NO_RECEIPT = {
    "progress": re.compile(
        r"(?:查询?|看)?(?:我的?)?举报(?:的)?(?:进度|结果|办理情况)[？。]?"
        r"|我的举报(?:咋样|怎么样|办得?怎么样)了?[？。]?"
    ),
    "add": re.compile(r"(?:补充举报|举报补充)[\s:，。]*(?P<words>.*)", re.S),
    "show": re.compile(r"举报(?:列表|清单|待办|办理)?[。]?"),
}
_TRIGGER = re.compile(
    r"[#＃]?\s*(?:【?匿名】?(?:举报|投诉|反映)|我(?:要|想)(?:匿名|实名)?(?:举报|投诉)|投诉举报|实名举报"
    r"|(?:举报|投诉|匿名|【匿名】)(?=[\s:，】]))[\s:，。]*(?P<rest>.*)",
    re.S,
)
_NO_TIP = re.compile(
    r"(?:的|进度|结果|列表)|.*(?:怎么(?:举?报|弄|发|用)|咋(?:举?报|弄|发)|如何|多少|几[条件]|哪些)"
    r"|.*(?:能|可以).{0,6}吗"
)
_LABELLED = (
    r"(?:我的?)?(?:联系方式|联系电话|电话号码|电话|手机号码?|手机|微信号?|[Qq][Qq]号?|邮箱|身份证号?)"
    r"\s*[:是为]?\s*[0-9A-Za-z_@.+-]{5,40}"
)
_BARE = r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{17}[\dXx])(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+"
_CONTACT = re.compile(f"{_LABELLED}|{_BARE}")
LEFT_OUT = "（略）"
"""What stands in place of what was taken out."""
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class TipCommand:
    """What is to be done with which tip."""

    verb: str
    """A key of the table of verbs: accept, founded …"""
    receipt: str
    """As it is stored; "" where none was given."""
    words: str = ""


def read_command(text: str) -> TipCommand | None:
    """Return what evened-out `text` wants done with a tip; a receipt alone asks what became of it."""
    for verb, before, behind in _COMMANDS:
        match = before.fullmatch(text) or behind.fullmatch(text)
        if match is not None:
            return TipCommand(verb, _stored(match), (match["words"] or "").strip())
    for verb, pattern in _NO_RECEIPT.items():
        if (match := pattern.fullmatch(text)) is not None:
            return TipCommand(verb, "", (match.groupdict().get("words") or "").strip())
    found = _ANY_RECEIPT.search(text)
    return None if found is None or read_tip(text) is not None else TipCommand("progress", _stored(found))


def read_tip(text: str) -> str | None:
    """Return what a message tells that says it is a tip, "" where it tells nothing yet; None where it is none."""
    match = _TRIGGER.fullmatch(text)
    if match is None or _NO_TIP.match(match["rest"]):
        return None
    return match["rest"].strip()


def receipt_in(text: str) -> str:
    """Return the first receipt that the text names, as it is stored; "" where there is none."""
    found = _ANY_RECEIPT.search(text)
    return "" if found is None else _stored(found)


def is_secret(text: str) -> bool:
    """Return whether evened-out `text` is a tip or speaks of one: nobody's answer to another question."""
    return read_tip(text) is not None or read_command(text) is not None


def without_contacts(text: str, own: Iterable[str]) -> tuple[str, str]:
    """Return the text without ways to reach somebody and without what is `own` to its teller, and those ways."""
    found = [match.strip() for match in _CONTACT.findall(text)]
    told = _CONTACT.sub(LEFT_OUT, text)
    for one in sorted((one for one in own if len(one) >= _SHORTEST_NAME), key=len, reverse=True):
        told = re.sub(re.escape(one), LEFT_OUT, told, flags=re.IGNORECASE)
    return told.strip(), "；".join(found)


def _stored(match: re.Match[str]) -> str:
    return f"JB{match['receipt'].upper()}"
