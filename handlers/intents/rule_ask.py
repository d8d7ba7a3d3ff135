"""Answer what the rules are, from the tables the program works by: 演练多久一次, 什么算重大隐患."""

import re

from handlers.intent import Asking, Heard, Intent, Reply, Wish
from handlers.texts import rule as texts
from handlers.understand.rule_topic import RuleTopic, rule_asked

_EXAMPLES = ("演练多久一次", "隐患整改期限是几天", "什么算重大隐患")
_ASKED = re.compile(
    r"(?:请问|问一下|规定)?[^，。？\d]{2,10}(?:要|应该|得|是)?(?:多久|多长时间|几天)(?:一次|(?:搞|做|开|查|巡|组织)一次)?[？。]?"
    r"|(?:什么|啥|哪些)(?:情况|样的|样)?(?:算|是|属于)重大(?:事故)?隐患[？。]?"
)
_NOT_A_RULE = re.compile(r"我|俺|本院|谁|还有|还剩|没|已|超期|剩|申请")


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip()
    if heard.form is not None or not _ASKED.fullmatch(text) or _NOT_A_RULE.search(text):
        return None
    return {"text": text} if rule_asked(text).topic is not RuleTopic.OTHER else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    text, tables = str(wish["text"]), asking.desk.tables
    asked = rule_asked(text)
    match asked.topic:
        case RuleTopic.DUTY:
            return texts.duties([tables.duties.by_code[code] for code in asked.duties])
        case RuleTopic.RECTIFYING:
            return texts.rectifying(tables.hazards)
        case RuleTopic.EXTENSION:
            return texts.extension(tables.hazards.longest_extension)
        case RuleTopic.ACCEPTANCE:
            return texts.acceptance(tables.hazards)
        case RuleTopic.MAJOR:
            grades = asking.desk.lexicon.hazards.grades
            return texts.major([one.clause for one in grades])
        case RuleTopic.OTHER:
            return texts.unknown(_EXAMPLES)


INTENT = Intent("rule_ask", "问规定", _EXAMPLES, _read, _answer, guesses=("ask_rule",))
