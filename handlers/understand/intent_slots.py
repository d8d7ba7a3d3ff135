"""Fill the slots of an intent (taxonomy §4) with the words of the message; pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config.lexicon import Lexicon
from handlers.understand.days import Time
from handlers.understand.forms import Form
from handlers.understand.hazard_text import HazardReading
from handlers.understand.intent_guess import numbered
from handlers.understand.numbers import attendees
from handlers.understand.place_phrase import place_in
from handlers.understand.words import Said, any_of

_PIECE = re.compile(r"[^，。；！？\s:、]+")
_PRIVATE_HOME = re.compile(r"([一-鿿]{2,4}?)(老年公寓|护理院|养老院|养老服务中心|养护院|托老院|颐养院|康养中心)")
_LEADING = re.compile(
    r"^.*(?:在|去|到|把|看|问|查|催|让|给|是|叫|跟|和|与|说|报|举报|反映|请|的|下|个|导出|通知|发|有|家|了|前|要|里|上|个月|县|市|该|本|某|由|及|向|想)"
)
_TRIMMED = re.compile(r"(?:之?前|以前|之内|以内|内)$")


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a slot can be read from."""

    said: Said
    intent: str
    form: Form | None
    hazards: HazardReading
    times: Sequence[Time]
    lexicon: Lexicon


def slots_of(sources: Sources) -> dict[str, str]:
    """Return the slots that the message fills, by key; those it is silent on are left out.

    Words stay as they were written (deadline 「月底」, time 「今早」); hazard_id is the bare number.
    """
    filled = {key: _READERS[key](sources) for key in _KEYS.get(sources.intent, ())}
    return {key: value for key, value in filled.items() if value}


_KEYS: Mapping[str, tuple[str, ...]] = {
    "report_hazard": ("org", "town", "location", "grade", "owner", "deadline", "description"),
    "rectify_done": ("hazard_id", "location", "owner"),
    "extension_request": ("hazard_id", "deadline", "reason"),
    "accept_pass": ("hazard_id",),
    "accept_reject": ("hazard_id", "reason", "deadline"),
    "patrol_confirm": ("org", "time"),
    "meeting_confirm": ("org", "time", "attendees"),
    "training_confirm": ("org", "time", "attendees"),
    "drill_confirm": ("org", "time", "attendees"),
    "holiday_check_confirm": ("org", "time"),
    "status_query": ("org", "town", "hazard_id", "time", "grade"),
    "ledger_export": ("org", "town", "time", "grade"),
    "ranking": ("time",),
    "my_todo": ("time",),
    "anonymous_report": ("org", "location", "description"),
    "assign_urge": ("hazard_id", "owner", "deadline", "org", "town"),
    "amend_cancel": ("hazard_id", "attendees", "grade", "time"),
}


def _field(sources: Sources, key: str) -> str | None:
    return sources.form.fields.get(key) if sources.form else None


def org_in(text: str, lexicon: Lexicon) -> str | None:
    """Return the words that name an institution or a civil-affairs office, None where there are none."""
    units = lexicon.units
    towns, kinds = any_of(tuple(units.town_by_variant)), any_of(units.kinds)
    named = re.search(
        rf"(?:鲁山县)?(?:{towns})(?:街道办事处|街道|办事处|镇|乡|办)?(?:的)?(?:中心|第[一二三])?(?:{kinds}|院(?!里|子|内))",
        text,
    )
    named = named or re.search(rf"(?:鲁山县|县)(?:[一-鿿]{{0,3}}?)(?:{kinds})", text)
    if named:
        return named[0]
    if match := _PRIVATE_HOME.search(text):
        name = _LEADING.sub("", match[1])
        if len(name) >= 2:
            return name + match[2]
    if match := re.search(any_of(tuple(name for name in units.nicknames if len(name) > 2)), text):
        return match[0]
    match = re.search(r"(?:社会福利院|儿童福利院|儿童福利中心|救助管理站|殡仪馆|福利院|救助站)", text)
    return match[0] if match else None


def _org(sources: Sources) -> str | None:
    written = _field(sources, "单位")
    if written:
        return written
    return org_in(sources.said.text, sources.lexicon) or (
        org_in(sources.said.quote, sources.lexicon) if sources.said.quote else None
    )


def _town(sources: Sources) -> str | None:
    """Return the township where it stands alone; as part of an institution's name it belongs to that."""
    text = sources.said.text
    if org := org_in(text, sources.lexicon):
        text = text.replace(org, " ")
    towns = any_of(tuple(sources.lexicon.units.town_by_variant))
    match = re.search(rf"(?:{towns})(?:街道办事处|街道|办事处|镇|乡)?", text)
    return match[0] if match else None


def _location(sources: Sources) -> str | None:
    return _field(sources, "部位") or sources.hazards.place or place_in(sources.said.text, sources.lexicon.places)


def _grade(sources: Sources) -> str | None:
    written = _field(sources, "等级")
    match = sources.lexicon.intents.slots["grade"].search(written or sources.said.text)
    if match:
        return next((value for value in match.groups() if value), None)
    return written


def _owner(sources: Sources) -> str | None:
    if written := _field(sources, "责任人"):
        return written
    match = sources.lexicon.intents.slots["owner"].search(sources.said.text)
    return next((value for value in match.groups() if value), None) if match else None


_LIMIT = re.compile(r"之?前$|以前$|内$|底$|末$|后$")


def _deadline(sources: Sources) -> str | None:
    if written := _field(sources, "期限"):
        return written
    times = [time for time in sources.times if not _is_cause(time, sources)]
    limits = (
        [time for time in times if _LIMIT.search(time.words)]
        or [
            time
            for time in times
            if re.search(
                r"(?:推到|延到|延期到|延至|到|限|必须|务必|要|能不能|宽限|再给|给|期限|申请|延期|延)[^，。]{0,6}$",
                sources.said.text[: time.begin],
            )
        ]
        or (
            [
                time
                for time in times
                if re.match(
                    r"[^，。]{0,4}(?:必须|搞完|改完|弄完|整改|弄好|改好|完成|拆|清|报|处理)",
                    sources.said.text[time.end :],
                )
            ]
        )
    )
    return limits[0].words if limits else None


def _is_cause(time: Time, sources: Sources) -> bool:
    """Return whether the time belongs to the reason: 厂家要下周才来."""
    return bool(re.match(r"(?:才|以后才|之后才|开始|前后才|来(?:人|货))", sources.said.text[time.end :])) or bool(
        re.search(r"(?:这两|前两|最近)$", sources.said.text[: time.begin])
    )


def _time(sources: Sources) -> str | None:
    if written := _field(sources, "时间") or _field(sources, "节日"):
        return written
    if sources.times:
        return _joined(sources.times, sources.said.text)
    if sources.intent == "holiday_check_confirm" and (
        match := re.search(r"(?:两会|节|双节|假|放假|长假)期?前", sources.said.text)
    ):
        return match[0]
    match = sources.lexicon.intents.slots["night"].search(sources.said.text)
    return (
        match[0]
        if match and sources.intent in ("patrol_confirm", "meeting_confirm", "drill_confirm", "training_confirm")
        else None
    )


def _joined(times: Sequence[Time], text: str) -> str:
    first = times[0]
    last = times[1] if len(times) > 1 and times[1].begin - first.end <= 1 else first
    end = last.end
    if part := re.match(r"(?:上午|下午|晚上|夜里|夜间|中午|早上|夜巡(?=$)|期间|夜)", text[end:]):
        end += part.end()
    return text[first.begin : end].strip()


def _attendees(sources: Sources) -> str | None:
    written = _field(sources, "实到") or _field(sources, "参加")
    count = attendees(written or sources.said.text)
    if count is None and written and (match := re.search(r"\d+", written)):
        return match[0]
    return str(count) if count is not None else None


def _reason(sources: Sources) -> str | None:
    """Return the piece of the message that says why, by the words of causes; else the longest without the verdict."""
    slots, text = sources.lexicon.intents.slots, sources.said.text
    pieces = [piece for piece in _PIECE.findall(text) if len(piece) >= 3]
    if sources.intent == "extension_request":
        causes = [piece for piece in pieces if slots["cause"].search(piece)]
        found = causes[0] if causes else None
    else:
        others = [piece for piece in pieces if not slots["verdict"].search(piece) and not _IS_LIMIT.search(piece)]
        found = max(others, key=len, default=None) or _behind_verdict(text, slots)
    return _NUMBER_AHEAD.sub("", found) if found else None


_IS_LIMIT = re.compile(
    r"^(?:这也?(?:叫|算)整改|重新.{0,4}|.{0,6}(?:之?前|内)(?:改|弄|整改).{0,4}|#?\d+号?.{0,2}|隐患\d+)$"
)
_NUMBER_AHEAD = re.compile(r"^(?:因为|由于|#?\d+号?(?:隐患)?(?:因为|因)?|隐患\d+|理由|原因|这两天(?=下)|最近)")


def _behind_verdict(text: str, slots: Mapping[str, re.Pattern[str]]) -> str | None:
    match = slots["verdict"].search(text)
    behind = text[match.end() :].strip("，。:； ") if match else ""
    return behind if len(behind) >= 3 else None


def _hazard_id(sources: Sources) -> str | None:
    return numbered(sources.said, sources.intent)


def _description(sources: Sources) -> str | None:
    written = _field(sources, "问题")
    return written or (sources.hazards.drafts[0].problem if sources.hazards.drafts else None)


_READERS: Mapping[str, Callable[[Sources], str | None]] = {
    "org": _org,
    "town": _town,
    "location": _location,
    "grade": _grade,
    "owner": _owner,
    "deadline": _deadline,
    "time": _time,
    "attendees": _attendees,
    "reason": _reason,
    "hazard_id": _hazard_id,
    "description": _description,
}
