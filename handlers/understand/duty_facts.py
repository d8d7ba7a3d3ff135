"""Read what a confirmation says was done: results, head counts, minutes, topics, in a form or in a few words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from config.lexicon import FormKind
from handlers.understand.duty_words import ABOUT_A_RECORD
from handlers.understand.forms import read_form
from handlers.understand.numbers import NUMERAL, attendees, number
from handlers.understand.patrol_words import rest_behind

Facts = dict[str, Any]
"""What was told, by key, in JSON types; a key is only there where it was said."""

_NOTHING = re.compile(
    r"(?:均|都|全部?)?(?:无|没有?|没得|木有|未(?:曾|见|发现|查出|查到)?|没(?:有)?(?:发现|查出|查到)|不存在)"
    r"(?:任何|有|啥|什么|明显|其他|新的?)*(?:安全)?(?:异常|问题|隐患|情况|毛病)(?:情况)?"
)
_FINE = re.compile(
    r"正常|没啥事|没什么事|没啥|没毛病|一切(?:安)?好|都好|安好|平安|良好|完好|没事|安全着|(?<!不)安全无|到位|OK|ok"
)
_ABNORMAL = re.compile(r"(?:有|发现|存在)?(?:了|的)?异常(?:情况|项|的是|的有)?\s*[:，、]?\s*")
_EXCEPT = re.compile(
    r"除了?(?P<what>[^。\n]{1,80}?)(?:以?外|之外)?[，\s]*(?:其[他它余]|别的)(?:的)?(?:地方|部位)?(?:都|均|一切|全部)?(?:正常|没问题|良好|完好)"
)
_FOUND = re.compile(
    rf"(?:发现|查出|查到|存在|有)(?:了|的)?\s*(?:{NUMERAL}\s*[处条项个]\s*)?(?:安全)?(?:隐患|问题)\s*(?:有|是|为)?\s*[:，]?\s*"
)
_NONE_WORDS = re.compile(r"\s*(?:无|没有?|木有|未发现|暂无|/|不涉及|0|零)(?:隐患|问题|异常)?[。\s]*$")
_ASKS = re.compile(
    r"[吗么？]|没有?$|谁|哪|几家|几次|多少|怎么|咋|什么时候|啥时候|多久|有没有|是否|完成率|巡查率|名单|情况$|要求|规定|应该|必须|记得|提醒|请各|抓紧|尽快"
)
_CONTENTS = ("problem", "topics", "decisions", "improvements", "situation", "content", "plan")
_MARKS = " \n，,。；;:、！!"
_DECIDED_KEY = re.compile(r"[\s，。；、]*(?:会议)?(?:议定(?:事项|内容)?|决定|决议|安排|(?:调度|工作)?指示)\s*:?\s*$")


def read(code: str, text: str, fields: Mapping[str, str], kinds: tuple[FormKind, ...]) -> Facts:
    """Return the facts of a confirmation of duty `code`; empty where nothing was said.

    `fields` are those of the form that the message is, empty where it is none; then keys without a colon
    (「实到 8人 主持 李院长」) are read as well. Raises KeyError for a duty that people do not confirm.
    """
    kind = next(kind for kind in kinds if kind.code == _FORM_BY_DUTY[code])
    return _READERS[code](text, with_loose(text, fields, kind))


def knows(code: str) -> bool:
    """Return whether this duty is read here."""
    return code in _READERS


def unit_field(fields: Mapping[str, str]) -> str:
    """Return the unit that the form names, "" where it names none."""
    return fields.get("单位", "")


def without_contents(text: str, facts: Mapping[str, Any]) -> str:
    """Return the text without what was found, said and decided: a day named in there is not the day of the duty."""
    for key in _CONTENTS:
        if value := str(facts.get(key, "")):
            text = text.replace(value, " ")
    return text


def problem_form(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return what of the problem of a confirmation is still to be rectified, as the form of a hazard."""
    form = {"问题": open_problem(facts)}
    return form | {"部位": str(facts["place"])} if facts.get("place") else form


def open_problem(facts: Mapping[str, Any]) -> str:
    """Return what was found and not put right on the spot, "" where that is nothing."""
    return str(facts.get("open_problem", facts.get("problem") or ""))


def is_no_confirmation(text: str) -> bool:
    """Return whether somebody asks, or speaks of being spared the duty, instead of confirming."""
    return bool(_ASKS.search(text)) or "免办" in text or ABOUT_A_RECORD.fullmatch(text) is not None


def answer(code: str, wanted: tuple[str, ...], text: str, kinds: tuple[FormKind, ...]) -> Facts:
    """Return the facts in an answer to the question for `wanted`; empty where the text holds none of them."""
    form = read_form(text, kinds)
    found = read(code, text, form.fields if form else {}, kinds)
    if "problem" in wanted and not found.get("problem") and found.get("result") != "normal":
        found["problem"] = text.strip(_MARKS)
    if "result" in wanted and "result" not in found and (problem := bare(text)):
        found |= {"result": "abnormal", "problem": problem}
    if "topics" in wanted and "topics" not in found and (topics := _words_without_counts(text)):
        found["topics"] = topics
    return found


_FORM_BY_DUTY = {
    "patrol": "patrol",
    "weekly_meeting": "meeting",
    "drill": "drill",
    "holiday_check": "holiday_check",
    "training": "training",
}


def with_loose(text: str, fields: Mapping[str, str], kind: FormKind) -> Mapping[str, str]:
    """Return the fields; a message of one line may write some of its keys with a colon and others without."""
    if fields and "\n" in text.strip():
        return fields
    return {**loose_fields(text, kind), **fields}


def loose_fields(text: str, kind: FormKind) -> dict[str, str]:
    """Return the fields of a message whose keys stand without a colon, at the beginning or after a border."""
    synonyms = "|".join(sorted(map(re.escape, kind.key_by_synonym), key=len, reverse=True))
    keys = list(re.finditer(rf"(?:^|(?<=[\s，；。、]))({synonyms})(?:\s*:|\s+|(?=\d)|(?=无|没))", text))
    fields: dict[str, str] = {}
    for match, following in zip(keys, [*keys, None][1:], strict=True):
        if value := text[match.end() : following.start() if following else len(text)].strip(_MARKS):
            fields.setdefault(kind.key_by_synonym[match[1]], value)
    return fields


def _patrol(text: str, fields: Mapping[str, str]) -> Facts:
    facts = result_of(fields.get("情况") or text, fields.get("异常", ""))
    if not facts and not fields and (found := rest_behind(text)):
        facts = {"result": "abnormal", "problem": found}
    return facts | copied(fields, {"place": "部位", "patrollers": "巡查人"})


def _holiday_check(text: str, fields: Mapping[str, str]) -> Facts:
    facts = result_of(fields.get("情况") or text, fields.get("隐患", ""))
    if not facts and _NONE_WORDS.match(fields.get("隐患", " x")):
        facts = {"result": "normal"}
    return facts | copied(fields, {"inspectors": "检查人", "situation": "情况", "festival_words": "节日"})


def result_of(said: str, problem_field: str) -> Facts:
    """Return `result` normal or abnormal, with the problem where one was described."""
    if problem_field and not _NONE_WORDS.match(problem_field):
        return {"result": "abnormal", "problem": problem_field}
    if match := _EXCEPT.search(said):
        return {"result": "abnormal", "problem": match["what"].strip(_MARKS)}
    without_negated = _NOTHING.sub("", said)
    for sign in (_ABNORMAL, _FOUND):
        if match := sign.search(without_negated):
            return _abnormal(without_negated[match.end() :])
    if problem_field or without_negated != said or _FINE.search(said):
        return {"result": "normal"}
    return {}


def _abnormal(problem: str) -> Facts:
    problem = problem.strip(_MARKS)
    return {"result": "abnormal", "problem": problem} if problem else {"result": "abnormal"}


def bare(text: str) -> str:
    """Return the text as the problem where it is more than a nod."""
    stripped = text.strip(_MARKS)
    return (
        "" if re.fullmatch(r"收到|好的?|嗯+|行|知道了|明白|是的?|已[巡检]查?|做了|完成|OK|ok", stripped) else stripped
    )


_PEOPLE_TOPICS = re.compile(
    r"(?:学习|学了|讨论|传达|强调|布置|安排|研究|通报|总结|分析|讲了|讲解|部署|内容(?:是|为)?|议题(?:是|为)?|主题(?:是|为)?)"
    r"\s*[:，]?\s*(?P<what>.+)",
    re.DOTALL,
)
_CHAIR = re.compile(r"主持人?\s*(?:是|为|:)?\s*([一-鿿]{2,5})(?=[\s，。；]|$)|([一-鿿]{2,4}?)(?:同志)?主持")


_EXPECTED = re.compile(rf"应到\s*({NUMERAL})")


def _meeting(text: str, fields: Mapping[str, str]) -> Facts:
    facts = copied(fields, {"chair": "主持", "topics": "议题", "decisions": "议定"})
    if "chair" not in facts and (match := _CHAIR.search(text)):
        facts["chair"] = (match[1] or match[2]).removeprefix("由")
    facts |= counted({"attendees": fields.get("实到"), "expected": fields.get("应到")})
    if "expected" not in facts and (match := _EXPECTED.search(text)):
        facts |= counted({"expected": match[1]})
    return gathering(facts, text)


def _training(text: str, fields: Mapping[str, str]) -> Facts:
    facts = copied(fields, {"teacher": "主讲", "topics": "内容"})
    facts |= counted({"attendees": fields.get("参加"), "expected": fields.get("应到")})
    if "expected" not in facts and (match := _EXPECTED.search(text)):
        facts |= counted({"expected": match[1]})
    return gathering(facts, text)


def gathering(facts: Facts, text: str) -> Facts:
    """Return the facts with how many came and what it was about, where the text says so."""
    if "attendees" not in facts and (came := attendees(text)) is not None:
        facts["attendees"] = came
    if "topics" not in facts and (match := _PEOPLE_TOPICS.search(_without_decisions(text, facts))):
        facts["topics"] = match[0].strip(_MARKS)
    return facts


def _without_decisions(text: str, facts: Facts) -> str:
    """Return the text without what was decided: that is no topic."""
    decided = str(facts.get("decisions", ""))
    before, _, after = text.partition(decided) if decided else (text, "", "")
    return _DECIDED_KEY.sub("", before) + after if decided else text


def _words_without_counts(text: str) -> str:
    """Return what an answer says besides numbers of people."""
    rest = re.sub(rf"(?:实到|应到|参加|到会|共)?\s*:?\s*{NUMERAL}\s*(?:个|名|位)?\s*(?:人次|人|名|位|个)?", "", text)
    rest = rest.strip(_MARKS)
    return rest if len(rest) >= 2 and bare(rest) else ""


_STAFF = r"(?:工作人员|职工|员工|护理员|护工|院内职工|在岗人员|工人)"
_RESIDENTS = r"(?:老人|老年人|院民|服务对象|供养人员|特困人员|入住老人|孩子|儿童|受助人员|对象)"
_DISABLED = r"(?:(?:半失能|失能半失能|失能|卧床|不能自理|失智)(?:的)?(?:老人|人员)?)"
_COUNT = rf"({NUMERAL})\s*(?:多|来)?\s*(?:余)?\s*(?:个|名|位|人)?\s*"


_KINDS = {"disabled": _DISABLED, "staff": _STAFF, "residents": _RESIDENTS}
_NUMBER_BEHIND = {
    key: re.compile(rf"{what}\s*(?:人数)?\s*(?:有|共|:|是)?\s*({NUMERAL})") for key, what in _KINDS.items()
}
_NUMBER_BEFORE = {key: re.compile(rf"{_COUNT}(?:的)?{what}") for key, what in _KINDS.items()}
_ANY_KIND = re.compile("|".join(_KINDS.values()))
_NO_COUNT = re.compile(rf"{NUMERAL}\s*(?:点|:|时|分钟?|月|日|号|年|楼|层|秒)(?:{NUMERAL})?")
_PLAIN_COUNT = re.compile(
    rf"(?<![\d:])({NUMERAL})\s*(?:多|来)?\s*(?:余)?\s*(?:个人|人|名|位)(?![\u4e00-\u9fff]*(?:老人|失能))"
)
_MINUTES = re.compile(rf"(?:用时|耗时|时长|历时|用了|花了)?\s*:?\s*({NUMERAL})\s*分钟?(?!之)")
_NIGHT = re.compile(r"夜间|夜里|夜晚|晚上|熄灯后")
_SPOT = re.compile(
    rf"抽[问查考]\s*:?\s*(?P<asked>{NUMERAL})\s*(?:个|名|位)?\s*(?:人|老人|职工|员工)?[\s，]*"
    rf"(?:(?:其中)?\s*(?:答对|会答|知道|合格|清楚|熟知)\s*(?P<knew>{NUMERAL})\s*(?:个|名|位)?\s*人?|(?P<all>(?:全部?|都|均)(?:会|答对|知道|合格|清楚|熟知)了?))?"
)
_NOT_NIGHT = re.compile(r"(?:夜间\s*:?\s*(?:否|不是|无|没)|非夜间|不是夜间|白天)")


def spot(text: str) -> Facts:
    """Return how many were asked on the spot whether they know the ways out (T12-8), and how many knew."""
    match = _SPOT.search(text)
    asked = number(match["asked"]) if match else None
    if match is None or asked is None:
        return {}
    knew = number(match["knew"]) if match["knew"] else asked if match["all"] else None
    return {"spot_asked": asked} if knew is None else {"spot_asked": asked, "spot_knew": min(knew, asked)}


def night(text: str, fields: Mapping[str, str]) -> Facts:
    """Return whether the drill was at night, where that was said."""
    if "夜间" in fields:
        return {"is_night": not re.match(r"否|不|无|没", fields["夜间"])}
    if _NIGHT.search(text):
        return {"is_night": not _NOT_NIGHT.search(text)}
    return {"is_night": False} if "白天" in text else {}


def _drill(text: str, fields: Mapping[str, str]) -> Facts:
    answered = spot(text) | spot(f"抽问{fields['抽问']}" if "抽问" in fields else "")
    text = _SPOT.sub(" ", text)
    facts = _heads(
        " ".join((text, *(f"{key}:{fields[key]}" for key in ("工作人员", "老人", "失能") if key in fields)))
    )
    facts |= counted(
        {"staff": fields.get("工作人员"), "residents": fields.get("老人"), "disabled": fields.get("失能")}
    )
    facts = _shared_out(facts, fields.get("参加", ""))
    facts |= copied(fields, {"problem": "问题", "improvements": "改进", "plan": "预案", "content": "内容"})
    if _NONE_WORDS.match(facts.get("problem", "x")):
        facts["problem"] = ""
    minutes = fields.get("用时", "")
    if (match := _MINUTES.search(minutes or text)) or (match := re.match(rf"\s*({NUMERAL})\s*$", minutes)):
        facts |= counted({"minutes": match[1]})
    return facts | night(text, fields) | answered


def _heads(text: str) -> Facts:
    """Return how many of each kind were counted; a plain 「8人」 beside counted residents are the staff."""
    rest = _NO_COUNT.sub(" ", text)
    facts: Facts = {}
    for key in _KINDS:
        for patterns in _ways_of_counting(rest):
            if match := patterns[key].search(rest):
                facts |= counted({key: match[1]})
                rest = rest[: match.start()] + "；" + rest[match.end() :]
                break
    plain = _PLAIN_COUNT.search(rest)
    if plain is not None:
        heads = counted({"staff" if "residents" in facts and "staff" not in facts else "attendees": plain[1]})
        facts |= {key: value for key, value in heads.items() if key not in facts}
    return facts


def _ways_of_counting(text: str) -> tuple[Mapping[str, re.Pattern[str]], ...]:
    """Return both ways, the writer's own first: 「20个老人」 has the number before, 「老人20」 behind."""
    kind, numeral = _ANY_KIND.search(text), re.search(NUMERAL, text)
    begins_with_number = kind is not None and numeral is not None and numeral.start() < kind.start()
    ways = (_NUMBER_BEFORE, _NUMBER_BEHIND)
    return ways if begins_with_number else ways[::-1]


def _shared_out(facts: Facts, took_part: str) -> Facts:
    """Return the facts with the form's 参加 understood: everybody, or only the staff where residents stand beside."""
    total = number(took_part) if not _ANY_KIND.search(took_part) else None
    if total is None or "staff" in facts:
        return facts
    residents = facts.get("residents")
    if residents is None:
        return facts | {"attendees": total}
    return facts | {"staff": total - residents if total > residents else total}


def copied(fields: Mapping[str, str], keys: Mapping[str, str]) -> Facts:
    """Return the fields that are there under the keys of facts; `keys` are {fact: field}."""
    return {key: fields[word] for key, word in keys.items() if word in fields}


def counted(words: Mapping[str, str | None]) -> Facts:
    """Return the numbers among the words; what is none is left out."""
    counted = {key: number(word) for key, word in words.items() if word}
    return {key: value for key, value in counted.items() if value is not None}


_READERS: Mapping[str, Callable[[str, Mapping[str, str]], Facts]] = {
    "patrol": _patrol,
    "weekly_meeting": _meeting,
    "drill": _drill,
    "holiday_check": _holiday_check,
    "training": _training,
}
