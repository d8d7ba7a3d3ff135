"""Fill the slots of an intent (taxonomy §4) with the words of the message; pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from config.lexicon import Lexicon
from handlers.understand.days import Time
from handlers.understand.forms import Form
from handlers.understand.hazard_text import HazardReading
from handlers.understand.intent_guess import numbered
from handlers.understand.numbers import attendees, hazard_id, hazard_ids
from handlers.understand.slot_limits import limit_in
from handlers.understand.slot_names import org_in, town_in
from handlers.understand.slot_places import spot_in
from handlers.understand.slot_reasons import reason_in
from handlers.understand.words import Said, as_written


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a slot can be read from."""

    said: Said
    intent: str
    form: Form | None
    hazards: HazardReading
    times: Sequence[Time]
    lexicon: Lexicon
    quoted_times: Sequence[Time] = ()
    """The times in what the message quotes; they count for some intents where it names none itself."""


def slots_of(sources: Sources) -> dict[str, str]:
    """Return the slots that the message fills, by key; those it is silent on are left out.

    Words stay as they were written (deadline 「月底」, time 「今早」); hazard_id is the bare number.
    """
    filled = {key: _READERS[key](sources) for key in _KEYS.get(sources.intent, ())}
    original = sources.said.original
    return {key: as_written(value, original, sources.lexicon.words) for key, value in filled.items() if value}


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
    value = sources.form.fields.get(key) if sources.form else None
    return _NEXT_KEY.sub("", value) if value else None


_NEXT_KEY = re.compile(r"[\s；，]*[\s；，/](?:[一-鿿]{2,6}:|应到|实到|主持).*", re.DOTALL)
"""An item that the form does not know, run on behind the value of one that it does."""


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
    return town_in(text, sources.lexicon)


def _location(sources: Sources) -> str | None:
    written = _field(sources, "部位")
    found = sources.hazards.place
    return written or spot_in(
        sources.said.text, found, sources.lexicon, may_be_facility=sources.intent in _AT_FACILITIES
    )


_AT_FACILITIES = frozenset(("report_hazard", "anonymous_report"))


def _grade(sources: Sources) -> str | None:
    written = _field(sources, "等级")
    match = sources.lexicon.intents.slots["grade"].search(written or sources.said.text)
    if match:
        return next((value for value in match.groups() if value), None)
    return written


def _owner(sources: Sources) -> str | None:
    if written := _field(sources, "责任人"):
        return written
    if match := sources.lexicon.intents.slots["owner"].search(sources.said.text):
        return next((value for value in match.groups() if value), None)
    if sources.said.mentions and _TO_YOU.search(sources.said.text):
        return next((one for one in sources.said.mentions if one), None)
    return None


_TO_YOU = re.compile(r"[你恁您](?:来|去)?(?:负责|盯|牵头|抓紧|办|改|弄|落实|处理)")


def _deadline(sources: Sources) -> str | None:
    number = _hazard_id(sources)
    numbers = {f"{number}号" for number in hazard_ids(sources.said.text)} | {f"{number}号"}
    times = [time for time in sources.times if time.words not in numbers]
    return _field(sources, "期限") or limit_in(sources.said.text, times, sources.intent)


def _time(sources: Sources) -> str | None:
    if written := _field(sources, "时间") or _field(sources, "节日"):
        return written
    if any(time.words != f"{_hazard_id(sources)}号" for time in sources.times):
        return _joined(_likeliest(sources), sources.said.text)
    quoted = [time for time in sources.quoted_times if not re.search(r"[前内]$", time.words)]
    if quoted and sources.intent in _QUOTING and not hazard_id(sources.said.quote):
        return _joined(quoted, sources.said.quote)
    if sources.intent in _ABOUT_PERIODS and (match := _HOLIDAY.search(f"{sources.said.text}，{sources.said.quote}")):
        return match[0]
    if sources.intent == "holiday_check_confirm" and (match := _BARE_HOLIDAY.search(sources.said.text)):
        return match[0]
    match = sources.lexicon.intents.slots["night"].search(sources.said.text)
    return (
        match[0]
        if match and sources.intent in ("patrol_confirm", "meeting_confirm", "drill_confirm", "training_confirm")
        else None
    )


_ON_A_DAY = frozenset(("meeting_confirm", "training_confirm", "drill_confirm"))
_BARE_HOLIDAY = re.compile(r"(?:节|假)前")
_HOLIDAY = re.compile(
    r"(?:两会|双节|放假|长假|过年|年|过节|汛期|[一-鿿]{2}会|高考)前|(?:春节|元旦|清明|五一|端午|中秋|国庆|重阳|中元|寒衣|元宵)节?(?:前|期间)?"
)
_ABOUT_PERIODS = frozenset(("holiday_check_confirm", "status_query", "my_todo", "ranking", "ledger_export"))
_QUOTING = _ABOUT_PERIODS | {"patrol_confirm"}


def _likeliest(sources: Sources) -> Sequence[Time]:
    """Return the times from the one on that the message is about: of a question a period, of late news the event."""
    times, text = sources.times, sources.said.text
    if sources.intent in _ON_A_DAY and (days := [one for one in times if one.period[0] == one.period[1]]):
        times = times[times.index(days[0]) :]
    for number, time in enumerate(times):
        is_aside = re.match(r"(?:就|再|才)?(?:补|来|检查组|要用|开会|汇报|上会)", text[time.end :])
        is_wanted = sources.intent not in _ABOUT_PERIODS or time.period[0] != time.period[1]
        if not is_aside and is_wanted:
            return times[number:]
    return times


def _joined(times: Sequence[Time], text: str) -> str:
    first = times[0]
    last = times[1] if len(times) > 1 and times[1].begin - first.end <= 1 else first
    end = last.end
    if part := re.match(r"(?:上午|下午|晚上|夜里|夜间|中午|早上|夜巡(?=$)|期间|夜)", text[end:]):
        end += part.end()
    return text[first.begin : end].strip()


def _attendees(sources: Sources) -> str | None:
    written = _field(sources, "实到") or _field(sources, "参加")
    text = written or sources.said.text
    if sources.intent == "amend_cancel":
        match = _RIGHT_NUMBER.search(text)
        return match[1] if match else None
    count = attendees(text)
    if count is None and written and (match := re.search(r"\d+", written)):
        return match[0]
    return str(count) if count is not None else None


_RIGHT_NUMBER = re.compile(
    r"(?:改为|改成|更正为|(?:应该?是)|应为|实际(?:是|为)?|现:?|实到:?|(?<!不)是|为)\s*(\d+|[一二两三四五六七八九十]+)(?:个)?人?(?![\d号日月楼层])"
)


def _reason(sources: Sources) -> str | None:
    return reason_in(sources.said.text, sources.intent, sources.lexicon.intents.slots)


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
