"""By which words people call the duties that one intent confirms, and what of the wanted topics was taught; pure."""

import re
from collections.abc import Collection, Mapping

SHORT_NAMES: Mapping[str, str] = {
    "month_meeting": "研判会",
    "ten_day_dispatch": "旬调度",
    "month_circular": "月通报",
    "two_month_supervision": "双月督导",
    "quarter_ranking": "按季排名",
    "quarter_circular": "季通报",
    "half_year_summary": "半年小结",
    "year_review": "全年总评",
    "office_training": "安全教育培训",
    "warning_film": "警示片",
    "inspector_training": "监管人员培训",
    "head_training": "负责人培训",
    "officers_meeting": "安全员培训会",
    "building_assessment": "消防评估",
    "technical_check": "技术鉴定",
    "self_built_check": "自建房排查",
    "deployment_meeting": "动员部署会",
    "progress_report": "党委政府报告",
    "head_major_check": "重大隐患排查",
    "publicity_month": "宣传月",
    "consultation_day": "咨询日",
    "plan_review": "应急预案修订",
    "safety_systems": "技防台账",
    "rite_plan": "祭扫方案",
    "rite_fire_check": "祭扫用火检查",
    "rite_fire_patrol": "火源巡查",
    "goal_responsibility": "目标责任运行体系",
    "goal_officers": "目标一院一员",
    "goal_guideline": "目标标准指引",
    "goal_mechanism": "目标长效机制",
    "goal_major_stock": "目标重大存量",
    "goal_grading": "目标分级评定",
    "goal_consolidated": "目标机制固化",
    "goal_training": "目标培训机制",
    "goal_defence": "目标防控体系",
}
"""What stands on buttons and may be typed, by duty; none holds another, but a longer one may hold a shorter."""

OFFICES = ("所长", "院长", "主任", "局长", "股长", "书记", "负责人")
"""What may stand behind a surname instead of the name."""

_ALSO: Mapping[str, str] = {
    "month_meeting": r"(?:安全生产)?形势研判会|每?月(?:安全)?例会",
    "two_month_supervision": r"双月督查",
    "quarter_ranking": r"季度?排名",
    "quarter_circular": r"季度通报",
    "half_year_summary": r"半年工作小结|半年总结",
    "year_review": r"年度总评",
    "office_training": r"",
    "warning_film": r"警示教育片|教育片",
    "inspector_training": r"监管人员检查和执法能力培训|执法能力培训",
    "head_training": r"负责人(?:和|及|、)(?:安全管理人员|安全员)(?:业务)?培训(?!会)",
    "officers_meeting": r"安全管理人员培训会",
    "building_assessment": r"(?:建筑)?消防安全评估(?:检测)?|消防评估检测",
    "technical_check": r"技术(?:服务机构)?(?:鉴定评估|评估|检测)",
    "self_built_check": r"自建房(?:安全)?检查",
    "deployment_meeting": r"部署会|动员会",
    "progress_report": r"向?党委(?:、|和)?政府(?:的)?(?:报告|汇报)",
    "head_major_check": r"重大事故隐患排查",
    "publicity_month": r"安全宣传(?:管理)?月|宣传管理月",
    "plan_review": r"应急预案|预案修订",
    "safety_systems": r"技防设施台账",
    "rite_plan": r"祭扫安全(?:保障)?方案|祭扫保障方案",
}
_WORDS = {
    code: "|".join(filter(None, (re.escape(name), _ALSO.get(code, ""))))
    for code, name in sorted(SHORT_NAMES.items(), key=lambda item: len(item[1]), reverse=True)
    if code != "office_training"
}
_DONE = (
    r"(?:\s*(?:确认|登记|上报|已|开了|开过|开完|做了|做完|看了|看完|完成|报了|发了|交了|印发|修订了|制定了|更新了|结束)"
    r"|[\s，:]+(?:实到|应到|主持|参加|到会|审批人|批准人|片名|检测单位|评估单位|鉴定单位|文号|已"
    r"|\d+\s*人|第\s*\d+|正常|无|未发现|有异常|发现|异常)"
    r"|\s*《).*"
)
_PREFIX = r"[#＃]?(?:补报|补录|漏报|忘报|上报)?[\s，:]*[^，。；\n]{0,30}?"
_SHORT = {code: re.compile(rf"{_PREFIX}(?:{words}){_DONE}", re.DOTALL) for code, words in _WORDS.items()}
_TITLE = {code: re.compile(rf"[^\n:]*?(?:{words})") for code, words in _WORDS.items()}

CODE_BY_WORD: Mapping[str, str] = {
    "日巡查": "patrol",
    "巡查": "patrol",
    "夜巡": "patrol",
    "周例会": "weekly_meeting",
    "例会": "weekly_meeting",
    "疏散演练": "drill",
    "演练": "drill",
    "节前检查": "holiday_check",
    "培训": "training",
    **{name: code for code, name in SHORT_NAMES.items()},
}
"""The duty that a word names by itself."""
DUTY_WORD = re.compile("|".join(sorted(CODE_BY_WORD, key=len, reverse=True)))

_TAUGHT: Mapping[str, str] = {
    "法律法规": r"法律|法规|安全生产法|条例",
    "监管法规": r"监管.{0,4}(?:法规|规定|办法)|法规",
    "制度和操作规程": r"制度|规程",
    "消防设施使用": r"消防设施|消防器材|灭火器|消火栓|消防栓",
    "疏散自救": r"疏散|自救|逃生",
    "重大事故隐患判定标准": r"判定标准|重大.{0,4}隐患",
    "行政检查执法": r"执法|行政检查",
    "管理办法和标准": r"管理办法|标准",
    "养老机构消防安全管理规定": r"消防安全管理规定|管理规定",
    "应急处置": r"应急",
    "学习传达": r"学习|传达|贯彻|重要论述|(?:指示|批示|会议)精神",
    "形势研判": r"研判|形势|分析|通报.{0,6}(?:情况|隐患)",
}


ABOUT_A_RECORD = re.compile(
    r"[#＃]?(?:更正|改正|修正|修改|(?:查看?|看看?)?\s*(?:记录|登记|更正)(?:历史|情况)).*|.*(?:记录|登记|更正)历史[。？]?",
    re.DOTALL,
)
"""What corrects a record or asks for its history confirms nothing."""
_ABOUT_A_PLAN = re.compile(r"预案.{0,2}已读|应急预案[\s:，]+(?:[^\s\d]+\s+)?第.{1,4}版")
"""Somebody has read the plan, or enters it into the register."""
_ASKS = re.compile(
    r"[吗么？]|没有?$|谁|哪|几家|几次|多少|怎么|咋|如何|什么时候|啥时候|多久|有没有|是否|名单|^请|请各|尽快|免办"
)
"""What is no confirmation; unlike of a patrol, of a meeting 要求, 规定 and 情况 are what it was about."""


def duty_named(text: str) -> str | None:
    """Return the duty that the words confirm, None where they confirm none of these or ask."""
    if _ASKS.search(text) or ABOUT_A_RECORD.fullmatch(text) or _ABOUT_A_PLAN.search(text):
        return None
    return next((code for code, pattern in _SHORT.items() if pattern.fullmatch(text)), None)


def duty_of_title(text: str) -> str | None:
    """Return the duty that the first line of a form names, None where it names none of these."""
    first_line = text.strip().partition("\n")[0]
    return next((code for code, pattern in _TITLE.items() if pattern.match(first_line)), None)


def duties_called(text: str) -> tuple[str, ...]:
    """Return the duties that the words name in full, in whatever sentence, longer names first; empty for none."""
    return tuple(code for code, words in _WORDS.items() if re.search(words, text))


def without_name(text: str, code: str) -> str:
    """Return what stands behind the name of the duty and the word that it is done."""
    rest = re.split(_WORDS[code], text, maxsplit=1)[-1] if code in _WORDS else text
    return re.sub(
        r"^(?:确认|登记|上报|活动|工作|会议|\s|，|:|已经?|开展|完成|报送|印发|召开|组织|观看|修订|制定|更新|检测|评估|[开做看报发交]?[了过完])+",
        "",
        rest,
    )


def taught(wanted: Collection[str], topics: str) -> list[str]:
    """Return which of the wanted topics the words speak of, in their order."""
    return [one for one in wanted if re.search(_TAUGHT.get(one, re.escape(one)), topics)]
