"""Hear that a message is about the registers 「登记册」: which kind is entered, shown, ended; pure."""

import re
from dataclasses import dataclass

from storage.vocabulary import RegisterKind

_KIND_BY_WORD = {
    "证书": RegisterKind.CERTIFICATE,
    "建筑": RegisterKind.BUILDING,
    "检测评估": RegisterKind.ASSESSMENT,
    "技术服务": RegisterKind.ASSESSMENT,
    "智能设备": RegisterKind.SMART_SYSTEM,
    "技防设备": RegisterKind.SMART_SYSTEM,
    "院民人数": RegisterKind.RESIDENTS,
    "应急预案": RegisterKind.PLAN,
    "安全员登记": RegisterKind.OFFICER,
    "登记安全员": RegisterKind.OFFICER,
    "安全员": RegisterKind.OFFICER,
    "标杆机构": RegisterKind.BENCHMARK,
}
_ENTERED = "|".join(word for word in _KIND_BY_WORD if word not in ("安全员", "标杆机构"))
_SET = re.compile(rf"(?:登记|新增|更新)?\s*(?P<kind>{_ENTERED})\s*[\s:，]\s*(?P<rest>\S[^\n]{{1,300}})")
_SIGNS = {
    # 「建筑 外墙瓷砖脱落」 is a hazard, 「证书 什么时候到期」 a question.
    RegisterKind.BUILDING: re.compile(r"自建|鉴定|审验|[ABCD]\s*级|备案|已验收", re.IGNORECASE),
    RegisterKind.CERTIFICATE: re.compile(r"\d|长期"),
    RegisterKind.RESIDENTS: re.compile(r"\d"),
    RegisterKind.PLAN: re.compile(r"\d|版|评审|修订"),
    RegisterKind.SMART_SYSTEM: re.compile(r"装|正常|故障|坏|失灵|停用|没有"),
    RegisterKind.ASSESSMENT: re.compile(r"检测|评估|鉴定|燃气|电|消防|房屋"),
    RegisterKind.OFFICER: re.compile(r"\S"),
}
_ASKS = re.compile(r"[吗呢？?]|什么|几[家个]|多少|谁|哪")
_ENDED = re.compile(
    r"(?:撤销|取消|删除)登记\s*[:，]?\s*(?P<unit>\S*?)\s*"
    rf"(?P<kind>{'|'.join(sorted(_KIND_BY_WORD, key=len, reverse=True))})\s*(?P<subject>[^\n]{{0,80}})"
)
_VERIFIED = re.compile(
    r"(?P<off>(?:撤销|取消)核验|核验撤销)\s*(?:证书)?\s*[:，]?\s*(?P<whom>[^\s\d:，。][^\n:，。]{0,60})"
    r"|核验\s*证书\s*[:，]?\s*(?P<name>[^\s\d:，。][^\n:，。]{0,60})"
)
_LEDGER = re.compile(
    r"(?:查看?|看看?)?\s*登记册\s*[:，]?\s*(?P<unit>[^\s\d:，。？][^\d:，。？\n]{0,40})?[。？]?"
    r"|(?P<named>[^\s\d:，。？][^\d:，。？\n]{1,40}?)(?:的|\s)*登记册[。？]?"
)
_COUNTS = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？]{2,20}?)?(?:的|\s)*登记情况\s*(?P<named>[^\s\d:，。？]{2,20})?[。？]?"
)
_OFFICERS = re.compile(
    # 「里程碑 一院一员」 asks how far the goal is.
    r"(?!.*里程碑)(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？]{2,20}?)?(?:的|\s)*(?:安全员(?:配备)?情况|一院一员(?:情况)?|安全员持证(?:情况)?)"
    r"\s*(?P<named>[^\s\d:，。？]{2,20})?[。？]?"
)
_BENCHMARKS = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？]{2,20}?)?(?:的|\s)*标杆机构(?:名单|情况|还差几家|差几家|有哪些|有几家)?[。？]?"
)
_BENCHMARK_SET = re.compile(
    r"(?:(?P<on>设为|认定为?|定为|列为)|(?P<off>取消|撤销))\s*标杆(?:机构)?\s*[:，]?\s*(?P<unit>[^\s\d:，。？][^:，。？\n]{1,40})[。]?"
)


@dataclass(frozen=True, slots=True)
class Entering:
    """What is entered, its words still unread."""

    kind: RegisterKind
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Which entry shall stand no longer, as it was typed."""

    unit: str
    kind: RegisterKind
    subject: str


@dataclass(frozen=True, slots=True)
class Verifying:
    """Whose certificate has been seen, or not any more."""

    name: str
    is_genuine: bool


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Which unit shall be a benchmark institution, or no longer."""

    unit: str
    is_one: bool


def read_entering(text: str) -> Entering | None:
    """Return what is to be entered, None where the text is something else."""
    match = _SET.fullmatch(text.strip())
    if match is None:
        return None
    kind, rest = _KIND_BY_WORD[match["kind"]], match["rest"].strip()
    return Entering(kind, rest) if _SIGNS[kind].search(rest) and not _ASKS.search(rest) else None


def read_ending(text: str) -> Ending | None:
    """Return which entry is to be ended, None where the text is something else."""
    match = _ENDED.fullmatch(text.strip())
    return Ending(match["unit"], _KIND_BY_WORD[match["kind"]], match["subject"].strip(" 。")) if match else None


def read_verifying(text: str) -> Verifying | None:
    """Return whose certificate is verified, None where the text is something else."""
    match = _VERIFIED.fullmatch(text.strip())
    return Verifying((match["whom"] or match["name"]).strip(), not match["off"]) if match else None


def read_benchmark(text: str) -> Benchmark | None:
    """Return which unit becomes a benchmark or is one no longer, None where the text is something else."""
    match = _BENCHMARK_SET.fullmatch(text.strip())
    return Benchmark(match["unit"].strip(), bool(match["on"])) if match else None


def unit_of_register(text: str) -> str | None:
    """Return the unit whose register is asked for ("" for one's own), None where the text is something else."""
    return _unit(_LEDGER, text)


def unit_of_counts(text: str) -> str | None:
    """Return the unit whose counts are asked for ("" for all in charge), None where the text is something else."""
    return _unit(_COUNTS, text)


def unit_of_officers(text: str) -> str | None:
    """Return the unit whose safety officers are asked for, as `unit_of_counts` does."""
    return _unit(_OFFICERS, text)


def unit_of_benchmarks(text: str) -> str | None:
    """Return the unit whose benchmark institutions are asked for, as `unit_of_counts` does."""
    unit = _unit(_BENCHMARKS, text)
    return None if unit and re.match(r"设为|认定|取消|撤销|定为|列为", unit) else unit


def _unit(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.fullmatch(text.strip())
    if match is None:
        return None
    found = match.groupdict()
    unit = (found["unit"] or found.get("named") or "").strip()
    return "" if unit in ("全县", "全局") else unit
