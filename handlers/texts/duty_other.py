"""What we say about the duties that one intent confirms: what to type, what was told, what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.understand.duty_words import SHORT_NAMES
from storage.messages import Button, Card

_TO_TYPE = {
    "month_meeting": "研判会已开 主持 马建国 9人 研究用电安全",
    "ten_day_dispatch": "旬调度已开展 8人 安排清理疏散通道",
    "month_circular": "月通报已印发 第11期",
    "two_month_supervision": "开始检查 单位名称 带队某某（检查办结自动登记）",
    "quarter_ranking": "按季排名已印发 第3期",
    "quarter_circular": "季通报已印发 第3期",
    "half_year_summary": "半年小结已报送（先发文件）",
    "year_review": "全年总评已报送（先发文件）",
    "office_training": "培训 12人参加 内容 安全生产法",
    "warning_film": "警示片《生命通道》已看 12人",
    "inspector_training": "监管人员培训已开展 20人 内容 安全生产法、执法业务",
    "head_training": "负责人培训已开展 应到30人 实到28人 内容 判定标准、应急处置",
    "officers_meeting": "安全员培训会已开 应到33人 实到31人 通报各机构情况",
    "building_assessment": "消防评估已完成 评估单位 某某检测公司 未发现问题（先发报告）",
    "technical_check": "技术鉴定已完成 鉴定单位 某某公司 未发现问题（先发报告）",
    "self_built_check": "自建房排查已完成 未发现隐患",
    "deployment_meeting": "动员部署会已开 主持 马建国 12人 部署三年行动",
    "progress_report": "党委政府报告已报送（先发文件）",
    "head_major_check": "重大隐患排查",
    "publicity_month": "宣传月已开展 挂横幅5条，发宣传单200份",
    "consultation_day": "咨询日已开展 设咨询台，接待群众200人",
    "plan_review": "应急预案修订已完成 审批人 李秀英（先发文件）",
    "safety_systems": "技防台账已更新 电气火灾监控、燃气泄漏报警、视频监控都正常",
    "rite_plan": "祭扫方案已制定 审批人 李主任（先发文件）",
    "rite_fire_check": "祭扫用火检查已完成 会同消防大队 未发现隐患",
    "rite_fire_patrol": "火源巡查 正常",
}
"""The shortest words that are enough, by duty."""

_LABELS = (
    *(("chair", "主持"), ("film", "片名"), ("number", "文号"), ("approver", "审批人"), ("provider", "检测评估单位")),
    *(("partner", "会同单位"), ("topics", "内容"), ("decisions", "议定")),
)
_BY_VISIT = {
    "head_major_check": "由机构主要负责人本人在单聊里发「重大隐患排查」，逐项查完后自动登记。",
    "two_month_supervision": "双月督导以检查记录为准：现场发「开始检查 单位名称」，双方签字后自动登记。",
}


def to_type(code: str) -> str:
    """Return what a person may type to confirm the duty, "" for one that people name no words for."""
    if code in _TO_TYPE:
        return _TO_TYPE[code]
    return f"{SHORT_NAMES[code]}已完成 写明完成情况（先发文件）" if code in SHORT_NAMES else ""


def button(code: str, lead: str, period: str) -> tuple[Button, ...]:
    """Return the button that confirms the duty of this period; empty for one that only a visit closes."""
    if code == "head_major_check":
        return (Button("开始排查", "重大隐患排查", is_main=True),)
    if code == "office_training":
        return (Button("报培训", f"{lead}{period}培训确认", is_main=True),)
    if code not in SHORT_NAMES or code in _BY_VISIT:
        return ()
    name = SHORT_NAMES[code]
    return (Button(f"报{name.removeprefix('目标')}", f"{lead}{period}{name}确认", is_main=True),)


def told(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what was told beyond numbers and results, as labelled lines."""
    lines = [(label, str(facts[key])) for key, label in _LABELS if facts.get(key)]
    if facts.get("summary") and not any(facts.get(key) for key in ("topics", "film", "number", "provider")):
        lines.append(("情况", str(facts["summary"])))
    if facts.get("file"):
        lines.append(("文件", "已收"))
    if facts.get("inspection"):
        lines.append(("检查记录", str(facts["inspection"])))
    if facts.get("taught"):
        lines.append(("重点内容已讲", "、".join(facts["taught"])))
    if facts.get("not_taught"):
        lines.append(("重点内容未讲", "、".join(facts["not_taught"])))
    return tuple(lines)


def by_visit(code: str, duty: str) -> Card:
    """Return the refusal to take words for what only a check item by item closes."""
    return Card("没有登记", lines=(_BY_VISIT.get(code, f"{duty}以检查记录为准，检查办结后自动登记。"),))


def not_in_person(duty: str, chair: str, heads: Sequence[str]) -> Card:
    """Return the refusal of a meeting that somebody else than the one who answers for the office led."""
    return Card(
        "没有登记",
        lines=(
            f"{duty}要由主要负责同志本人主持（{'、'.join(heads)}），您报的主持人是{chair}。",
            "如果报错了，请改正主持人再报一次。",
        ),
    )


def closed(duty: str, period: str, *, is_late: bool) -> str:
    """Return which duty of which period a visit has closed."""
    return f"{duty}（{period}）" + ("逾期补报" if is_late else "")


def with_closed(card: Card, duties: Sequence[str]) -> Card:
    """Return the card with the duties that are done by it; the same where there are none."""
    return replace(card, facts=(*card.facts, ("已登记任务", "、".join(duties)))) if duties else card
