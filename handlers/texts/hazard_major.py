"""What we say about a major hazard: its five, its study, its supervision, its standstill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import GIVE_UP
from handlers.texts.days import day
from handlers.texts.hazard import brief, clip
from storage.hazards import Hazard
from storage.messages import Button, Card
from storage.supervisions import Supervision
from storage.vocabulary import PlanPart, VoidReason

_ASKED = {
    PlanPart.RESPONSIBILITY: ("谁负责？写姓名和职务", "王院长总负责，王铁柱具体落实"),
    PlanPart.MEASURES: ("怎么治理？治好之前怎么防范？", "更换线路，整改前停用并专人看守"),
    PlanPart.FUNDS: ("要多少钱？从哪里来？不花钱就写不需要", "2万元，乡镇财政解决"),
    PlanPart.TIME_LIMIT: ("分几步，各到什么时候？", "12月10日前进场，12月25日前完工"),
    PlanPart.EMERGENCY: ("出了事怎么办？谁指挥、往哪撤？", "夜班两人分片疏散，集合到前院"),
}
COUNT = len(PlanPart)


def note(said: Mapping[PlanPart, str]) -> str:
    """Return what the history keeps of what was said: 资金：2万元."""
    return "；".join(f"{part.term}：{clip(words, 60)}" for part, words in said.items())


def what_part(hazard: Hazard, part: PlanPart, known: Mapping[PlanPart, str]) -> Card:
    """Return the question for one part, with what is known of the others."""
    question, example = _ASKED[part]
    return Card(
        f"{hazard.number}号五落实（{len(known)}/{COUNT}）：{part.term}",
        facts=(("问题", brief(hazard, 60)), *_said(known)),
        lines=(question,),
        hints=(f"一句话回复，例如：{example}", "先到这里请回「取消」，已填的都留着"),
        buttons=(GIVE_UP,),
    )


def complete(hazard: Hazard, known: Mapping[PlanPart, str], remark: str) -> Card:
    """Return the read-back once all five are told."""
    return Card(
        f"{hazard.number}号五落实已填齐",
        facts=_said(known),
        lines=(remark,) if remark else (),
        hints=(f"改哪一项就再发，例如：五落实 {hazard.number} 资金：3万元", f"报进展发：进展 {hazard.number} 情况"),
        buttons=(buttons.progress(hazard.number), buttons.show(hazard.number)),
    )


def complete_told(hazard: Hazard, unit: str, by: str, known: Mapping[PlanPart, str]) -> Card:
    """Return what the office is told once all five are there."""
    return Card(
        f"五落实已填齐：{unit} {hazard.number}号重大隐患",
        facts=(("问题", brief(hazard, 60)), *_said(known), ("填报人", by)),
        hints=(f"查看发：{hazard.number}号",),
        buttons=(buttons.show(hazard.number),),
    )


def _said(known: Mapping[PlanPart, str]) -> tuple[tuple[str, str], ...]:
    return tuple((part.term, clip(words, 80)) for part, words in known.items())


def begun(hazard: Hazard, unit: str) -> Card:
    """Return what owner and head are told of what a major hazard needs from the start."""
    number = hazard.number
    return Card(
        f"重大隐患要五落实：{unit} {number}号",
        facts=(("问题", brief(hazard, 60)), ("期限", day(hazard.due_on))),
        lines=("先停用、撤人，再逐项填：责任、措施、资金、时限、预案。",),
        hints=(f"发：五落实 {number}，一项一项问您",),
        is_warning=True,
        buttons=(buttons.plan(number), buttons.show(number)),
    )


def plan_fact(known: Mapping[PlanPart, str]) -> tuple[str, str]:
    """Return how many of the five are told, and which are missing."""
    lacking = [part.term for part in PlanPart if part not in known]
    return "五落实", f"{len(known)}/{COUNT}" + (f"，还缺{'、'.join(lacking)}" if lacking else "，已填齐")


def prominent_fact(which: str, *, is_decided: bool) -> tuple[str, str]:
    """Return which of the dangers of T6-10 it is; until its grade is decided with the demand to look at it."""
    return "突出隐患", which if is_decided else f"{which}，请核是否重大"


def supervision_fact(one: Supervision) -> tuple[str, str]:
    """Return at which level it is supervised, by whom, until when."""
    return "挂牌督办", f"{one.level.term}，{clip(one.unit, 40)}，{day(one.due_on)}前"


def money_facts(hazard: Hazard) -> list[tuple[str, str]]:
    """Return what it is to cost and what it did, as far as that is known."""
    sums = (("计划资金", hazard.funds_planned), ("实际投入", hazard.funds_spent))
    return [(label, yuan(sum_)) for label, sum_ in sums if sum_ is not None]


def void_fact(reason: VoidReason) -> tuple[str, str]:
    """Return why it was made void."""
    return "作废原因", reason.term


def yuan(sum_: int) -> str:
    """Return a sum of money as people write it: 1.8万元, 800元."""
    return f"{sum_ / 10_000:g}万元" if sum_ >= 10_000 else f"{sum_}元"


def not_major(hazard: Hazard) -> Card:
    """Return why the five are not asked for."""
    return Card(
        f"{hazard.number}号是一般隐患，不用填五落实",
        hints=(f"确实重大的，由民政所及以上发：定为重大 {hazard.number}",),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A major hazard as those see it who are asked to go on with it."""

    hazard: Hazard
    unit: str
    missing: Sequence[PlanPart]
    quiet_days: int
    """For how many days nobody has told of any progress."""


def plan_due(one: Standing) -> Card:
    """Return what owner and head are told while parts of the five are missing."""
    number = one.hazard.number
    return Card(
        f"请补齐五落实：{one.unit} {number}号重大隐患",
        facts=(*_of(one), ("还缺", "、".join(part.term for part in one.missing))),
        hints=(f"发：五落实 {number}，一项一项问您",),
        is_warning=True,
        buttons=(buttons.plan(number), buttons.show(number)),
    )


def study_due(one: Standing) -> Card:
    """Return what the township office is told while it has not studied the hazard (S1-4)."""
    number = one.hazard.number
    return Card(
        f"请研究：{one.unit} {number}号重大隐患",
        facts=_of(one),
        lines=("重大安全问题要及时研究解决。",),
        hints=(f"研究后发：研究 {number} 结论",),
        is_warning=True,
        buttons=(Button("记研究结论", f"研究 {number}", is_main=True), buttons.show(number)),
    )


def progress_due(one: Standing) -> Card:
    """Return what owner and head are told when nothing was heard for a while."""
    number = one.hazard.number
    return Card(
        f"请报进展：{one.unit} {number}号重大隐患",
        facts=(*_of(one), ("没有进展", f"{one.quiet_days}天")),
        hints=(f"一句话即可：进展 {number} 情况",),
        is_warning=True,
        buttons=(Button("报进展", f"进展 {number}", is_main=True), buttons.show(number)),
    )


def stalled(one: Standing) -> Card:
    """Return what the bureau's leaders are told of a standstill 「悬而不决」 (S2-6c)."""
    number = one.hazard.number
    return Card(
        f"重大隐患悬而不决：{one.unit} {number}号",
        facts=(*_of(one), ("没有进展", f"{one.quiet_days}天")),
        hints=(f"查看发：{number}号", f"督办发：挂牌督办 {number}"),
        is_warning=True,
        buttons=(buttons.show(number), buttons.supervise(number), Button("催办", f"催办 {number}")),
    )


def _of(one: Standing) -> tuple[tuple[str, str], ...]:
    owner = one.hazard.owner_name or "未指定"
    return (("问题", brief(one.hazard, 60)), ("期限", day(one.hazard.due_on)), ("责任人", owner))


def incomplete_order(hazard: Hazard, known: Sequence[tuple[str, str]], lacks: Sequence[str], trouble: str) -> Card:
    """Return the one question for all that an order of supervision lacks."""
    return Card(
        f"{hazard.number}号挂牌督办，还缺：{'、'.join(lacks)}",
        facts=(("问题", brief(hazard, 60)), *known),
        lines=(trouble,) if trouble else (),
        hints=("一句话回复，例如：县级 县安委办 12月30日前", "不办了请回「取消」"),
        buttons=(GIVE_UP,),
    )


def order(one: Supervision) -> str:
    """Return what history and cards say of an order: 县级挂牌督办，县安委办督办，12月30日（周三）前."""
    return f"{one.level.term}挂牌督办，{clip(one.unit, 40)}督办，{day(one.due_on)}前"


def still_dangerous(hazard: Hazard, grade: str) -> Card:
    """Return why a new appraisal that says C or D ends nothing."""
    return Card(
        f"{hazard.number}号新的鉴定仍是{grade}级",
        lines=("还不能销号，请继续采取工程措施，停用、撤人不能放松。",),
        hints=(f"工程做完后发：工程验收 {hazard.number}", f"再鉴定后发：重新鉴定 {hazard.number} B级"),
        is_warning=True,
    )


def what_grade(hazard: Hazard) -> Card:
    """Return the question what the new appraisal says."""
    return Card(
        f"{hazard.number}号新的鉴定是几级？",
        hints=("回复 A级 或 B级（要附鉴定报告）", "不办了请回「取消」"),
        buttons=(Button("A级", "A级"), Button("B级", "B级", is_main=True), GIVE_UP),
    )


def not_a_building(hazard: Hazard) -> Card:
    """Return why works and appraisals are not asked for."""
    return Card(f"{hazard.number}号不是C级、D级危房，不用工程验收和重新鉴定", hints=(f"查看发：{hazard.number}号",))


def too_low_to_lift(hazard: Hazard, names: str) -> Card:
    """Return why somebody may not decide that a major hazard is general."""
    return Card(f"{hazard.number}号没有改定级", lines=(f"重大隐患降级要由更高一级决定，请联系{names}。",))


def condemned(hazard: Hazard) -> Card:
    """Return why a condemned building stays major."""
    return Card(
        f"{hazard.number}号没有改定级",
        lines=("C级、D级危房按规定就是重大隐患，工程验收、重新鉴定后才能改。",),
        hints=(f"查看发：{hazard.number}号",),
    )
