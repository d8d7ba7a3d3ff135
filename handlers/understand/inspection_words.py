"""Read what is said in a visit: 3 有问题 二楼灭火器过期, 1-6 正常, 其余正常, 交办 3 责任人王铁柱 期限周五; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.vocabulary import CheckResult

REST = "rest"
"""The items that nobody has answered yet."""

_RESULTS = {
    CheckResult.PROBLEM: "有问题 不合格 不正常 异常 不符合 有隐患 有",
    CheckResult.NOT_APPLICABLE: "不涉及 不适用 没有这项 无此项",
    CheckResult.FINE: "正常 合格 没问题 没有问题 无问题 完好 符合 无隐患 没有 无",
}
_RESULT_BY_WORD = {word: result for result, line in _RESULTS.items() for word in line.split()}
_RESULT = "|".join(sorted(_RESULT_BY_WORD, key=len, reverse=True))
_ONE = r"\d{1,2}(?:\s*[-—~至到]\s*\d{1,2})?"
_NUMBERS = rf"{_ONE}(?:\s*[、，,和及]\s*{_ONE})*"
_REST_WORDS = r"(?:其余|其他|其它|剩下|剩余)(?:各)?(?:的|项)?(?:都|均|全部|全)?是?"
_ANSWER = re.compile(
    rf"(?:第?\s*(?P<numbers>{_NUMBERS})\s*[项号]?|(?P<rest>{_REST_WORDS}))[\s:，]*(?:都|均|全)?(?P<result>{_RESULT})"
    r"(?:$|[\s:，、]+(?P<note>.*)|(?P<glued>(?<=有问题|有隐患).+))",
    re.DOTALL,
)
_BREAK = re.compile(
    rf"[；;\n。]+|[，,]\s*(?=第?\d{{1,2}}(?:\s*[-—~至到、]\s*\d{{1,2}})*\s*[项号]?\s*(?:{_RESULT})|{_REST_WORDS}(?:{_RESULT}))"
)
_HAND_OVER = re.compile(
    rf"(?:现场)?交办\s*(?:第?\s*(?P<numbers>{_NUMBERS})\s*[项号]?(?![\d年月日楼层天]))?(?P<all>全部|所有)?[\s:，]*(?P<rest>.*)",
    re.DOTALL,
)
_CAMPAIGN = re.compile(r"(?:本次|这次)?检查(?:计入|纳入|列入)(?:专项)?[\s:，]*(?P<name>\S.{0,39})")
_TEAM = re.compile(r"检查人员[\s:，]+(?P<team>.+)", re.DOTALL)
_OWNER = re.compile(r"(?:整改)?责任人\s*[:是为]?\s*(?P<name>[一-鿿A-Za-z·]{1,20})")
_EXPLAINED = re.compile(r"(?:现场讲(?:解|给)?|已?讲给)\s*[:了给]?\s*(?P<whom>.*)", re.DOTALL)
_CANCEL = re.compile(
    r"(?:取消|作废|撤销)(?:这次|本次|现场)?检查\s*(?P<code>JC\d{8}-\d{1,4})?[\s:，]*(?:原因)?[\s:]*(?P<why>.*)",
    re.DOTALL | re.IGNORECASE,
)
_FIXED = re.compile(
    r"立行立改|(?:已经?(?:当场|现场)?|(?:当场|现场|立即|马上)(?:已经?)?)(?:组织)?"
    r"(?:清理|整改|改好|换好|更换|搬走|搬离|修好|拆除|处理|移走)"
)
_PLAIN = {
    "检查进度": "progress", "检查到哪了": "progress", "检查到哪一步了": "progress",
    "检查表": "list", "检查清单": "list", "看检查表": "list", "检查项目": "list",
    "检查结束": "end", "结束检查": "end", "检查完了": "end", "检查完毕": "end",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found at these items; `numbers` empty for those that nobody has answered."""

    numbers: tuple[int, ...]
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to do in a visit."""

    act: str
    """answer, hand_over, explain, team, campaign, progress, list, end or cancel."""
    answers: tuple[Answer, ...] = ()
    numbers: tuple[int, ...] = ()
    text: str = ""
    """Whom, why, or the words that hold a deadline."""
    named: Mapping[str, str] = field(default_factory=dict)


def read_said(text: str) -> Said | None:
    """Return what the evened-out `text` does in a visit, None where it does nothing there."""
    said = text.strip(" 。！")
    if said in _PLAIN:
        return Said(_PLAIN[said])
    if said.endswith(("？", "吗")):
        return None
    if match := _CANCEL.fullmatch(said):
        return Said("cancel", text=match["why"].strip(), named={"code": (match["code"] or "").upper()})
    if match := _EXPLAINED.fullmatch(said):
        return Said("explain", text=match["whom"].strip(" ，。:"))
    if match := _TEAM.fullmatch(said):
        return Said("team", text=match["team"])
    if match := _CAMPAIGN.fullmatch(said):
        return Said("campaign", text=match["name"])
    if match := _HAND_OVER.fullmatch(said):
        rest = match["rest"]
        owner = _OWNER.search(rest)
        named = {"owner": owner["name"]} if owner else {}
        return Said("hand_over", numbers=numbers_in(match["numbers"] or ""), text=rest, named=named)
    answers = read_answers(said)
    return Said("answer", answers) if answers else None


def read_answers(text: str) -> tuple[Answer, ...]:
    """Return the answers to items that `text` gives, in order; empty where a part of it is none."""
    found = []
    for part in _BREAK.split(text):
        if not part.strip():
            continue
        match = _ANSWER.fullmatch(part.strip(" ，"))
        if match is None:
            return ()
        note = (match["note"] or match["glued"] or "").strip(" ，:")
        numbers = numbers_in(match["numbers"] or "")
        found.append(Answer(numbers, _RESULT_BY_WORD[match["result"]], note))
    return tuple(found)


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of a list with ranges: 1-3、5 → 1 2 3 5; a range that runs backwards gives its ends."""
    found: list[int] = []
    for match in re.finditer(r"(\d{1,2})(?:\s*[-—~至到]\s*(\d{1,2}))?", text):
        first = int(match[1])
        last = int(match[2]) if match[2] else first
        found += range(first, last + 1) if first <= last else [first, last]
    return tuple(dict.fromkeys(found))


def is_fixed(text: str) -> bool:
    """Return whether a report says that what it found was put right at once."""
    return bool(_FIXED.search(text))
