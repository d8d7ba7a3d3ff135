"""Read what a confirmation of a meeting, training, report, plan or check says, in a form or in a few words; pure."""

import re
from collections.abc import Mapping

from config.lexicon import FormKind
from handlers.understand.duty_facts import Facts, bare, copied, counted, gathering, result_of, with_loose
from handlers.understand.duty_words import without_name
from handlers.understand.forms import read_form
from handlers.understand.numbers import NUMERAL

FORM = "duty"
"""The code of the form in the lexicon."""

_BY_FIELD = {
    "chair": "主持",
    "topics": "内容",
    "decisions": "议定",
    "film": "片名",
    "approver": "审批人",
    "provider": "评估单位",
    "number": "文号",
    "partner": "会同单位",
    "summary": "情况",
}
_NAME = r"[一-鿿]{2,4}"
_CHAIR = re.compile(rf"主持人?\s*(?:是|为|:)?\s*({_NAME}?)(?=\s|，|。|；|主持|\d|$)|由?({_NAME}?)(?:同志)?主持")
_BY_WORDS = {
    "film": re.compile(r"《([^》]+)》"),
    "number": re.compile(r"(第\s*\d+\s*[期号]|[一-鿿]{1,6}[〔\[（(]\d{4}[〕\]）)]\s*\d+号|\d+\s*期)"),
    "approver": re.compile(rf"(?:审批|批准|审定|签批|审核)人?\s*[:是为]?\s*({_NAME})"),
    "provider": re.compile(r"(?:检测|评估|鉴定|服务)(?:单位|机构|公司)\s*[:是为]?\s*([^\s，。；]{2,40})"),
    "partner": re.compile(r"(?:与|和|同|会同|联合)([^\s，。；]{2,20}?)(?:一起|共同|联合|[\s，。；]|$)"),
}
_EXPECTED = re.compile(rf"应到\s*({NUMERAL})")
_FREE = ("chair", "film", "number", "approver", "provider", "partner", "summary", "topics")
_ONE_WORD = ("chair", "approver", "provider", "partner")
"""What is one word in a sentence; in a form the whole line counts."""
_LEAST_SUMMARY = 4
_MARKS = " \n，,。；;:、！!"


def read(code: str, text: str, fields: Mapping[str, str], kinds: tuple[FormKind, ...]) -> Facts:
    """Return the facts of a confirmation of duty `code`, by the keys of config/duty_table.EVIDENCE."""
    kind = next(kind for kind in kinds if kind.code == FORM)
    is_form = bool(fields) and "\n" in text.strip()
    fields = with_loose(text, fields, kind)
    facts = copied(fields, {key: field for key, field in _BY_FIELD.items() if key != "summary" or is_form})
    if not is_form:
        facts |= {key: re.split(r"[\s，。；]", facts[key])[0] for key in _ONE_WORD if key in facts}
    facts |= counted({"attendees": fields.get("实到"), "expected": fields.get("应到")})
    for key, pattern in _BY_WORDS.items():
        if key not in facts and (match := pattern.search(text)):
            facts[key] = match[1].strip()
    if "chair" not in facts and (match := _CHAIR.search(text)):
        facts["chair"] = match[1] or match[2]
    if "expected" not in facts and (match := _EXPECTED.search(text)):
        facts |= counted({"expected": match[1]})
    facts = gathering(facts, text)
    facts |= result_of(fields.get("情况") or without_name(text, code), fields.get("异常", ""))
    rest = without_name(text, code).strip(_MARKS)
    if "summary" not in facts and not is_form and len(re.findall(r"[一-鿿]", rest)) >= _LEAST_SUMMARY:
        facts["summary"] = rest
    return facts


def answer(code: str, wanted: tuple[str, ...], text: str, kinds: tuple[FormKind, ...]) -> Facts:
    """Return the facts in an answer to the question for `wanted`; empty where the text holds none of them."""
    form = read_form(text, kinds)
    found = {
        key: value
        for key, value in read(code, text, form.fields if form else {}, kinds).items()
        if key in (*wanted, "expected", "attendees", "problem")
    }
    free = [key for key in wanted if key in _FREE and key not in found]
    if len(free) == 1 and bare(text) and not set(found) - {"summary"}:
        found[free[0]] = bare(text)
    if "problem" in wanted and "problem" not in found and bare(text):
        found |= {"result": "abnormal", "problem": bare(text)}
    if "file" in wanted and re.fullmatch(r"(?:文件|方案|报告)?(?:已发|发了|已上传|好了|发过去了)[。！]?", text):
        found["file_told"] = True
    return found
