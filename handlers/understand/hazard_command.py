"""Read short commands about numbered hazards: 整改完成 12、13 已换新, 12号退回 灯还不亮, 查12号; pure."""

import re
from dataclasses import dataclass

from handlers.understand.numbers import hazard_ids
from storage.vocabulary import HazardAction, VoidReason

_COMMANDS = {
    HazardAction.SUBMIT: "整改完成 整改完毕 完成整改 整改好了 已整改完成 已整改 已完成整改 整改到位 申请验收",
    HazardAction.ACCEPT: "验收通过 通过验收 验收合格 同意销号 可以销号 销号",
    HazardAction.SEND_BACK: "退回 驳回 打回 退回整改 重新整改 验收不通过 验收不合格",
    HazardAction.ACKNOWLEDGE: "收到",
    HazardAction.CANCEL: "撤销 撤回 作废 撤销上报 撤销隐患 不是隐患 误报",
}
_REASONS = ("不是隐患", "误报")
"""Commands that say why."""
_ACTION_BY_COMMAND = {command: action for action, line in _COMMANDS.items() for command in line.split()}
_COMMAND = "|".join(sorted(_ACTION_BY_COMMAND, key=len, reverse=True))
# 「3个」「2楼」「13:00」 after a command are no hazard numbers but the beginning of what is said.
_NUMBER = (
    r"(?:隐患|编号|单号|序号|第|[#＃])?\s*[:#＃]?\s*"
    r"(?P<{name}>YH-?\d{{8}}-?\d{{1,4}}|\d{{1,6}})(?!\d|[./\-]\d|:[0-5]\d(?!\d)|\s?[年月日天个人点元楼层米只盏处间瓶次时分]|\s?具(?!体)|号[楼院房室])"
    r"\s*(?:号|条|项)?(?:的?隐患)?"
)
_FIRST = re.compile(_NUMBER.format(name="n"), re.IGNORECASE)
_BETWEEN = re.compile(r"[\s、，和及跟与/；]*")
_BEGINS = re.compile(rf"[#＃]?(?P<command>{_COMMAND})(?P<gap>[\s:，。、；]*)")
_NOTE_LABEL = re.compile(r"^[\s:，。；、.]*(?:(?:说明|原因|理由|备注|意见)[\s:]*)?")
_GRADE = r"\s*(?P<grade>重大|一般)(?:事故)?(?:隐患)?[\s:，。]*"
_GRADING = re.compile(rf"(?:的?等级)?(?:定级?为?|确认为?|核定为?|认定为?|改为|改成|升为|降为){_GRADE}")
_REGRADING = re.compile(r"[#＃]?(?:(?:更正|修改)[\s:，]*(?:等级[\s:，]*)?|改等级[\s:，]*)")
_REGRADED = re.compile(rf"(?:的?等级)?(?:改?为|改成|定为)?{_GRADE}")
_SHOW = re.compile(
    r"(?:查看|查询|查一下|看一下|看看|查|看)?\s*(?P<rest>.+?)\s*"
    r"(?:的?(?:情况|进度|进展|详情|经过)|怎么样了?|咋样了?|到哪一步了)?[。？]?"
)


@dataclass(frozen=True, slots=True)
class Command:
    """What is to be done to which hazards."""

    action: HazardAction
    numbers: tuple[str, ...]
    """As they were typed, "12" or "YH20261123-003"; empty where none was."""
    note: str


def read_command(text: str, *, quoted: tuple[str, ...] = ()) -> Command | None:
    """Return the command that the evened-out `text` is, None where it is none.

    The number may stand before or behind the command, else it is that of the message that is quoted. 收到 needs
    one: alone it is mere courtesy.
    """
    before, rest = leading_numbers(text)
    match = _BEGINS.match(rest)
    if match is None:
        return None
    behind, note = leading_numbers(rest[match.end() :])
    if not (before or behind) and not _stands_alone(match, note):
        return None
    action = _ACTION_BY_COMMAND[match["command"]]
    numbers = before or behind or quoted
    if action is HazardAction.ACKNOWLEDGE and not numbers:
        return None
    if note.endswith(("？", "吗", "没有")):
        return None
    note = _NOTE_LABEL.sub("", note if not before else rest[match.end() :]).strip()
    if match["command"] in _REASONS:
        note = f"{match['command']} {note}".strip()
    return Command(action, numbers, note)


def void_reason(note: str) -> VoidReason:
    """Return which kind of reason for making a hazard void the words give."""
    if re.search(r"重复|报重|重报|同一[处条个]|报过", note):
        return VoidReason.DUPLICATE
    return VoidReason.FALSE_ALARM if re.search(r"误报|不是隐患|不属实|报错|没有这", note) else VoidReason.OTHER


def quoted_numbers(quote: str) -> tuple[str, ...]:
    """Return the hazards that a quoted message, evened out, is about.

    Those that it commands or names in its first line, as the title of a card does; else the only one that it names.
    """
    command = read_command(quote)
    if command is not None and command.numbers:
        return command.numbers
    title = tuple(map(canonical, hazard_ids(quote.partition("\n")[0])))
    named = dict.fromkeys(map(canonical, hazard_ids(quote)))
    return title or (tuple(named) if len(named) == 1 else ())


def _stands_alone(match: re.Match[str], note: str) -> bool:
    """Return whether the command ends where it seems to end: 整改完成率 is no command."""
    return not note or bool(match["gap"])


def read_grading(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return (numbers, the grade's term, what is said besides) of 「定为重大 12」 or 「12号定为重大」, else None.

    So also of 「改等级 12 重大」 and 「更正：12号等级改为一般」.
    """
    again = _REGRADING.match(text)
    before, rest = leading_numbers(text[again.end() :] if again else text)
    match = (_REGRADED if again else _GRADING).match(rest)
    if match is None:
        return None
    behind, note = ((), rest[match.end() :]) if before else leading_numbers(rest[match.end() :])
    if not (before or behind) or note.endswith(("？", "吗", "没有")):
        return None
    return before or behind, match["grade"], _NOTE_LABEL.sub("", note).strip()


def leading_numbers(text: str) -> tuple[tuple[str, ...], str]:
    """Return the hazard numbers that `text` begins with, each once, and what follows them."""
    numbers: list[str] = []
    position = 0
    while match := _FIRST.match(text, position):
        numbers.append(canonical(match["n"]))
        between = _BETWEEN.match(text, match.end())
        position = between.end() if between else match.end()
    return tuple(dict.fromkeys(numbers)), text[position:]


def answered_numbers(text: str) -> tuple[str, ...]:
    """Return the hazard numbers that a short answer is (12, 是12号), empty where it says anything else."""
    numbers, rest = leading_numbers(re.sub(r"^(?:是|对)[，\s]*(?=.)", "", text.strip("。！ ")))
    return () if rest else numbers


def canonical(typed: str) -> str:
    """Return a number as it is kept: 012 → 12, yh20261123-3 → YH20261123-003."""
    if typed.isdigit():
        return str(int(typed))
    digits = re.sub(r"\D", "", typed)
    return f"YH{digits[:8]}-{int(digits[8:] or 0):03d}"


def read_show(text: str) -> str | None:
    """Return the number of the one hazard that the short `text` asks to see (12号, 查 12号, 隐患12, YH…), else None.

    A bare number is no question.
    """
    match = _SHOW.fullmatch(text.strip())
    if match is None or text.strip().isdigit():
        return None
    numbers, rest = leading_numbers(match["rest"])
    return numbers[0] if len(numbers) == 1 and not rest else None
