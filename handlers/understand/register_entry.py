"""Read what is said of one entry of a register: 主楼 自建房 鉴定B级 2025-03-01 审验已验收; pure.

Facts by kind: officer arrangement, note · certificate certificate, level, number · building self_built, grade,
acceptance · assessment assessment, provider, qualification, passed, findings · smart_system system, installed,
working · residents total, able, half, disabled, dementia, paired_on · plan version.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.understand.days import Time
from storage.vocabulary import (
    Arrangement,
    AssessmentKind,
    CertificateKind,
    FireAcceptance,
    RegisterKind,
    SmartKind,
    Word,
)

FindTimes = Callable[[str, bool], Sequence[Time]]
"""(words, whether they look back) → the times in them, in order."""

_DUE = re.compile(
    r"(?:下一?次(?:检测|评估|鉴定|测试|评审)?(?:时间|日期)?|有效期?(?:限)?(?:至|到)?|到期日?期?|截止)\s*[:：]?\s*"
)
_NO_END = re.compile(r"长期(?:有效)?|永久")
_FILLER = re.compile(
    r"(?:检)?测(?:试)?(?:的)?|[日于在到至起]|(?:重新)?鉴定(?:为)?|评审|修订|发证|取得|领证|任职|上岗|资质|结果|证书?|编?号|消防|审验|消防审验|[-—~]+"
)
_BREAK = re.compile(r"[\s，,、;；。]+")
_NUMBER = re.compile(r"(?:证书?编?号|编号|号码|号)\s*[:：]?\s*([A-Za-z0-9][A-Za-z0-9-]{1,39})")
_LEVEL = re.compile(r"[一二三四五1-5]级(?:工)?|[初中高]级(?:工)?|技师")
_GRADE = re.compile(r"([ABCD])\s*级", re.IGNORECASE)
_SELF_BUILT = re.compile(r"(?P<no>非|不是|不属于)?(?:经营性)?自建房?")
_ACCEPTANCE = re.compile(
    r"(?:消防)?(?:审验|验收)?\s*(已验收|验收合格|已备案|备案|未办|没办|未验收|未备案|已关停|关停)"
)
_QUALIFICATION = re.compile(r"资质(?:证书?)?(?:编?号)?\s*[:：]?\s*([A-Za-z0-9一-鿿〔〕()（）-]{2,40})")
_FAILED = re.compile(r"不合格|未通过|没通过|不通过|不符合|[CD]级")
_PASSED = re.compile(r"基本合格|合格|通过|符合|[AB]级")
_NOT_INSTALLED = re.compile(r"未安装|没有?安?装|未装|没有")
_INSTALLED = re.compile(r"已安?装|安?装了|有装|安装|有")
_BROKEN = re.compile(r"不正常|异常|故障|坏了?|损坏|失灵|停用|不能用|没开")
_WORKING = re.compile(r"正常|能用|完好|好用|运行")
_FOUND = re.compile(r"[\s，。；]*(?:发现|存在|查出)?(?:的)?(?:主要)?问题\s*(?:[:：]|有)\s*(?P<found>.+)$")
_NOT_FOUND = re.compile(r"无|没有|未发现.*|/")
_VERSION = re.compile(r"第\s*(?:[\d.]+|[一二三四五六七八九十]+)\s*版|[vV]\s*\d[\d.]*|\d{4}\s*版")
_HEADS = re.compile(r"(半自理|半失能|不能自理|失能|失智|自理)\s*(?:老人|人员)?\s*[:：]?\s*(\d{1,5})\s*人?")
_TOTAL = re.compile(r"(?:共|总数|总共|合计|在院)?\s*[:：]?\s*(?<!\d)(\d{1,5})\s*人?")
_PAIRED = re.compile(r"(?:结对|点对点|人对人)(?:表|名单)?(?:已)?(?:确认|更新|核对)?\s*[:：]?\s*")
_LONGEST = 60

_ACCEPTANCE_BY_WORD = {
    "已验收": FireAcceptance.ACCEPTED, "验收合格": FireAcceptance.ACCEPTED, "已备案": FireAcceptance.FILED,
    "备案": FireAcceptance.FILED, "未办": FireAcceptance.PENDING, "没办": FireAcceptance.PENDING,
    "未验收": FireAcceptance.PENDING, "未备案": FireAcceptance.PENDING, "已关停": FireAcceptance.SHUT,
    "关停": FireAcceptance.SHUT,
}  # fmt: skip
_KEY_BY_ABILITY = {
    "自理": "able", "半自理": "half", "半失能": "half", "失能": "disabled", "不能自理": "disabled",
    "失智": "dementia",
}  # fmt: skip
_ASSESSMENTS = (
    (re.compile(r"(?:建筑)?消防(?:安全)?评估(?:检测)?|建筑评估"), AssessmentKind.BUILDING_FIRE),
    (re.compile(r"(?:建筑)?消防(?:设施)?(?:年度)?检测|消防设施"), AssessmentKind.FIRE_FACILITY),
    (re.compile(r"燃气(?:安全)?(?:检测|评估|检查)?"), AssessmentKind.GAS),
    (re.compile(r"(?:电气|电力|用电)(?:安全|防火|消防)*(?:检测|评估|检查)?"), AssessmentKind.ELECTRIC),
    (re.compile(r"房屋(?:安全)?(?:鉴定|检测)?"), AssessmentKind.HOUSE),
)
_SYSTEMS = (
    (re.compile(r"电气火灾(?:监控)?(?:系统)?"), SmartKind.ELECTRIC_FIRE),
    (re.compile(r"(?:可?燃气体?)(?:泄漏)?(?:探测)?(?:报警)?(?:系统|器)?"), SmartKind.GAS_ALARM),
    (re.compile(r"(?:消防)?一键(?:智能)?(?:报警)?(?:系统)?"), SmartKind.ONE_KEY),
    (re.compile(r"视频(?:监控)?(?:系统)?|监控"), SmartKind.VIDEO),
)
_CERTIFICATES = (
    (re.compile(r"消防设施操作员?证?|建?构?筑物?消防员证?|消控证"), CertificateKind.FIRE_OPERATOR),
    (re.compile(r"(?:安全生产)?(?:安全)?管理人?员(?:证|合格证)?"), CertificateKind.SAFETY_MANAGER),
    (re.compile(r"电工(?:操作)?证?"), CertificateKind.ELECTRICIAN),
    (re.compile(r"焊工(?:操作)?证?"), CertificateKind.WELDER),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as it was said, complete enough to be kept."""

    subject: str
    done_on: date | None
    due_on: date | None
    facts: Mapping[str, Any]


def read_entry(kind: RegisterKind, text: str, find: FindTimes, today: date) -> Said:
    """Return what the words say. Raises ValueError, in Chinese, with what is wrong or missing."""
    match kind:
        case RegisterKind.CERTIFICATE:
            return _certificate(text, find, today)
        case RegisterKind.BUILDING:
            return _building(text, find, today)
        case RegisterKind.ASSESSMENT:
            return _assessment(text, find, today)
        case RegisterKind.SMART_SYSTEM:
            return _smart_system(text, find, today)
        case RegisterKind.RESIDENTS:
            return _residents(text, find, today)
        case RegisterKind.PLAN:
            return _plan(text, find, today)
        case _:
            return _officer(text, find, today)


def subject_of(kind: RegisterKind, text: str) -> str:
    """Return the subject that the words name, as `read_entry` would call it; "" where the kind has but one."""
    match kind:
        case RegisterKind.RESIDENTS | RegisterKind.PLAN | RegisterKind.BENCHMARK:
            return ""
        case RegisterKind.ASSESSMENT:
            found: Word | None = _which(_ASSESSMENTS, text)[0]
        case RegisterKind.SMART_SYSTEM:
            found = _which(_SYSTEMS, text)[0]
        case _:
            return text.strip()[:_LONGEST]
    return found.term if found else text.strip()


def _certificate(text: str, find: FindTimes, today: date) -> Said:
    number = _NUMBER.search(text)
    rest = _without(text, number)
    is_endless = bool(_NO_END.search(rest))
    rest, done_on, due_on = _days(_NO_END.sub(" ", rest), find, today)
    kind, rest = _which(_CERTIFICATES, rest)
    if kind is None:
        raise ValueError(f"没看出是什么证，请写：{_terms(CertificateKind)}")
    if due_on is None and not is_endless:
        raise ValueError("没有有效期，请写成 2024-05-01到2027-04-30；没有期限的写“长期”")
    level = _LEVEL.search(rest)
    bare = re.search(r"(?<![A-Za-z0-9])[A-Za-z0-9-]{6,40}(?![A-Za-z0-9])", _without(rest, level))
    facts = {
        "certificate": kind.value,
        "level": level[0] if level else "",
        "number": number[1] if number else bare[0] if bare else "",
    }
    return Said(kind.term, done_on, due_on, facts)


def _building(text: str, find: FindTimes, today: date) -> Said:
    rest, done_on, due_on = _days(text, find, today)
    facts: dict[str, Any] = {}
    if grade := _GRADE.search(rest):
        facts["grade"] = grade[1].upper()
        rest = _without(rest, grade)
    if acceptance := _ACCEPTANCE.search(rest):
        facts["acceptance"] = _ACCEPTANCE_BY_WORD[acceptance[1]].value
        rest = _without(rest, acceptance)
    if self_built := _SELF_BUILT.search(rest):
        facts["self_built"] = not self_built["no"]
        rest = _without(rest, self_built)
    names = _words(rest)
    if not names:
        raise ValueError("没写是哪栋建筑，例如：主楼、东楼、厨房")
    if len(names) > 1:
        raise ValueError(f"没看懂“{'、'.join(names[1:])}”；审验只能写：{_terms(FireAcceptance)}")
    if not facts:
        raise ValueError("请写是不是自建房、鉴定几级和日期、审验办了没有，写一样也行")
    if "grade" in facts and done_on is None:
        raise ValueError("没有鉴定日期，请写成 鉴定B级 2025-03-01")
    return Said(names[0][:_LONGEST], done_on, due_on, facts)


def _assessment(text: str, find: FindTimes, today: date) -> Said:
    text, findings = _findings(text)
    kind, rest = _which(_ASSESSMENTS, text)
    if kind is None:
        raise ValueError(f"没看出是哪种检测评估，请写：{_terms(AssessmentKind)}")
    qualification = _QUALIFICATION.search(rest)
    rest, done_on, due_on = _days(_without(rest, qualification), find, today)
    if done_on is None:
        raise ValueError("没有做的日期，例如：11月20日")
    failed, passed = _FAILED.search(rest), _PASSED.search(rest)
    if not (failed or passed or findings):
        raise ValueError("没写结果，请写“合格”或“不合格”")
    rest = _without(rest, failed or passed)
    facts = {
        "assessment": kind.value,
        "provider": " ".join(_words(rest))[:_LONGEST],
        "qualification": qualification[1] if qualification else "",
        "passed": failed is None and (passed is not None or not findings),
    } | ({"findings": findings} if findings else {})
    return Said(kind.term, done_on, due_on, facts)


def _findings(text: str) -> tuple[str, list[str]]:
    """Return the text before 「发现问题：」 and what was found, one by one; nothing where none was."""
    match = _FOUND.search(text)
    if match is None:
        return text, []
    found = [one for part in re.split(r"[；;]+", match["found"]) if (one := part.strip(" ，。、"))]
    return text[: match.start()], [one for one in found if not _NOT_FOUND.fullmatch(one)]


def _smart_system(text: str, find: FindTimes, today: date) -> Said:
    kind, rest = _which(_SYSTEMS, text)
    if kind is None:
        raise ValueError(f"没看出是哪种设备，请写：{_terms(SmartKind)}")
    rest, done_on, due_on = _days(rest, find, today)
    is_broken, is_working = _BROKEN.search(rest), _WORKING.search(rest)
    is_missing = _NOT_INSTALLED.search(rest)
    if not (is_missing or _INSTALLED.search(rest) or is_broken or is_working):
        raise ValueError("请写“已装”或“未装”，装了的再写“正常”或“故障”")
    working = None if is_missing or not (is_broken or is_working) else is_broken is None
    facts = {"system": kind.value, "installed": is_missing is None, "working": working}
    return Said(kind.term, None if is_missing else done_on, None if is_missing else due_on, facts)


def _residents(text: str, find: FindTimes, today: date) -> Said:
    facts: dict[str, Any] = {}
    paired = _PAIRED.search(text)
    if paired:
        times = [one for one in find(text[paired.end() :], True) if one.begin == 0]
        facts["paired_on"] = (times[0].span.start if times else today).isoformat()
        text = text[: paired.start()] + " " + text[paired.end() + (times[0].end if times else 0) :]
    for head in _HEADS.finditer(text):
        facts[_KEY_BY_ABILITY[head[1]]] = int(head[2])
    rest, done_on, _ = _days(_HEADS.sub(" ", text), find, today)
    by_ability = [facts[key] for key in ("able", "half", "disabled") if key in facts]
    total = _TOTAL.search(rest)
    if total is None and not by_ability:
        raise ValueError("没看到人数，请写成：院民人数 45 自理20 半失能10 失能15")
    facts["total"] = int(total[1]) if total else sum(by_ability)
    is_complete = {"able", "half", "disabled"} <= facts.keys()
    if sum(by_ability) > facts["total"] or (is_complete and sum(by_ability) < facts["total"]):
        raise ValueError(f"自理、半失能、失能加起来是{sum(by_ability)}人，和总数{facts['total']}人对不上")
    if facts.get("dementia", 0) > facts["total"]:
        raise ValueError(f"失智{facts['dementia']}人，比总数{facts['total']}人还多")
    return Said("", done_on or today, None, facts)


def _plan(text: str, find: FindTimes, today: date) -> Said:
    version = _VERSION.search(text)
    _, done_on, due_on = _days(_without(text, version), find, today)
    if version is None and done_on is None:
        raise ValueError("请写第几版和评审日期，例如：应急预案 第3版 11月20日评审")
    facts = {"version": re.sub(r"\s", "", version[0]) if version else ""}
    return Said("", done_on or today, due_on, facts)


def _officer(text: str, find: FindTimes, today: date) -> Said:
    rest, done_on, _ = _days(text, find, today)
    found = next((one for one in Arrangement if one.term in rest), None)
    if found is None:
        raise ValueError(f"没写配置方式，请写：{_terms(Arrangement)}")
    note = " ".join(_words(rest.replace(found.term, " ")))
    return Said("", done_on, None, {"arrangement": found.value, "note": note[:_LONGEST]})


def _days(text: str, find: FindTimes, today: date) -> tuple[str, date | None, date | None]:
    """Return the text without its days, when it was done and when it runs out. Raises ValueError."""
    done_on = due_on = None
    if (due := _DUE.search(text)) is not None:
        times = [one for one in find(text[due.end() :], False) if one.begin == 0]
        if not times:
            raise ValueError(f"“{due[0].strip(' :：')}”后面要写日期，例如 2027-04-30")
        span = times[0].span
        due_on = span.end
        if times[0].rule == "range":
            done_on = span.start
        text = f"{text[: due.start()]} {text[due.end() + times[0].end :]}"
    times = list(find(text, True))[:1]
    if times and done_on is None:
        span = times[0].span
        done_on = span.start
        if due_on is None and times[0].rule == "range":
            due_on = span.end
        text = f"{text[: times[0].begin]} {text[times[0].end :]}"
    if done_on is not None and done_on > today:
        raise ValueError(f"{done_on.year}年{done_on.month}月{done_on.day}日还没到，请核对日期")
    if done_on is not None and due_on is not None and due_on <= done_on:
        raise ValueError("到期的日子要在后面，请核对日期")
    return text, done_on, due_on


def _which(patterns: Sequence[tuple[re.Pattern[str], Any]], text: str) -> tuple[Any, str]:
    """Return the word that the text names and the text without it; None where it names none."""
    for pattern, word in patterns:
        if (match := pattern.search(text)) is not None:
            return word, _without(text, match)
    return None, text


def _without(text: str, match: re.Match[str] | None) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}" if match else text


def _words(text: str) -> list[str]:
    return [word for word in _BREAK.split(text) if word and not _FILLER.fullmatch(word)]


def _terms(words: type[Word]) -> str:
    return "、".join(one.term for one in words)
