"""What we say in a visit: how it begins, what was answered, where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.rules.inspection_lacks import Lacks
from handlers.texts.duty import moment
from handlers.texts.hazard import clip
from storage.messages import Button, Card
from storage.vocabulary import CheckResult, InspectionKind, InspectionState

_OFFERED = 3
"""How many problems are offered to be handed over by a button."""
_ITEM = 40
_NAMES = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the list, with what was answered."""

    ordinal: int
    text: str
    result: CheckResult | None = None
    note: str = ""
    hazard: int | None = None
    """The number of the hazard that was handed over."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it stands."""

    code: str
    unit: str
    kind: InspectionKind
    state: InspectionState
    started_at: datetime
    leader: str
    members: Sequence[str]
    expert: str
    checklist: str
    lines: Sequence[Line]
    explained_to: str = ""
    campaign: str = ""
    """What the special action is called that it counts under."""

    @property
    def is_own(self) -> bool:
        """Return whether it is the head's own check for major hazards."""
        return self.kind is InspectionKind.SELF_MAJOR

    @property
    def fine(self) -> str:
        """Return what is said of an item where nothing is wrong."""
        return "无" if self.is_own else "正常"

    @property
    def bad(self) -> str:
        """Return what is said of an item where something is wrong."""
        return "有" if self.is_own else "有问题"


def subject(code: str) -> str:
    """Return what the cards that lead through the visit are about."""
    return f"inspection:{code}"


def begun(visit: Visit) -> Card:
    """Return the check-in with the whole list."""
    facts = (
        ("编号", visit.code),
        ("时间", moment(visit.started_at)),
        *(() if visit.is_own else (("带队", visit.leader), ("检查人员", clip("、".join(visit.members), _NAMES)))),
        *((("专家", visit.expert),) if visit.expert else ()),
        *((("专项", visit.campaign),) if visit.campaign else ()),
    )
    title = "重大隐患排查" if visit.is_own else f"开始检查（{visit.kind.term}）"
    lines = tuple(_item(one, visit) for one in visit.lines)
    card = replace(_guiding(visit), title=f"{title}：{visit.unit}", facts=facts, lines=lines)
    is_open = visit.kind is InspectionKind.SPECIAL and not visit.campaign
    return replace(card, hints=(*card.hints, "属于哪个专项发：检查计入 专项名")) if is_open else card


def counted_under(visit: Visit) -> Card:
    """Return that the visit counts under a special action, and what is found in it with it."""
    said = "这次检查发现的隐患都计入这个专项；已经计入别的专项的没有改。"
    return replace(
        _guiding(visit), title=f"检查已计入专项：{visit.campaign}", facts=(("单位", visit.unit),), lines=(said,)
    )


def listed(visit: Visit) -> Card:
    """Return the list with what was answered so far."""
    lines = tuple(_item(one, visit) for one in visit.lines)
    return replace(_guiding(visit), title=f"{visit.checklist}：{visit.unit}", lines=lines)


def progress(visit: Visit, lacks: Lacks) -> Card:
    """Return where the visit stands and what it lacks."""
    card = replace(_guiding(visit), title=f"{visit.code} {visit.unit}：{visit.state.term}", facts=counts(visit))
    return replace(
        card,
        lines=(*problems(visit), *missing(lacks, visit), *(("都齐了，可以发「检查结束」",) if not lacks else ())),
    )


def counts(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return how many items were answered how."""
    told = [one for one in visit.lines if one.result is not None]
    by = {result: sum(one.result is result for one in told) for result in CheckResult}
    words = "，".join(f"{_term(result, visit)}{number}" for result, number in by.items() if number)
    facts = (("逐项", f"已答{len(told)}/{len(visit.lines)}项" + (f"（{words}）" if words else "")),)
    return facts if visit.is_own else (*facts, ("现场讲", visit.explained_to or "还没有"))


def problems(visit: Visit) -> list[str]:
    """Return a line for each problem, with the hazard that was made of it."""
    return [_item(one, visit) for one in visit.lines if one.result is CheckResult.PROBLEM]


def answered(visit: Visit, ordinals: Sequence[int], remarks: Sequence[str] = ()) -> Card:
    """Return what was just written down, with the problems to be handed over."""
    told = [one for one in visit.lines if one.ordinal in ordinals]
    bad = [one for one in told if one.result is CheckResult.PROBLEM]
    good = [one for one in told if one.result is not CheckResult.PROBLEM]
    left = sum(one.result is None for one in visit.lines)
    lines = [_item(one, visit) for one in bad]
    if good:
        lines.append(f"{_ordinals([one.ordinal for one in good])} 已记{'、'.join(_terms(good, visit))}")
    lines.append(f"还有{left}项没答" if left else "各项都答完了")
    open_ = [one for one in visit.lines if one.result is CheckResult.PROBLEM and one.hazard is None]
    hand_over = tuple(Button(f"交办{one.ordinal}", f"交办 {one.ordinal}") for one in open_[:_OFFERED])
    hints = (f"交办发：交办 {open_[0].ordinal} 责任人王铁柱 期限周五",) if open_ else ()
    card = _guiding(visit)
    return replace(
        card,
        title=f"已记录{len(told)}项：{visit.unit}",
        lines=(*lines, *remarks),
        hints=(*hints, *card.hints),
        buttons=(*hand_over, *card.buttons),
    )


def explained(visit: Visit) -> Card:
    """Return that it is kept to whom the inspectors explained what they found."""
    return replace(_guiding(visit), title=f"已记：现场讲给{visit.explained_to}")


def located(label: str, unit: str) -> Card:
    """Return that the place belongs to the visit."""
    return Card(f"定位已记入对{unit}的检查", facts=(("位置", label),) if label else ())


def team_told(visit: Visit) -> Card:
    """Return that the team was completed."""
    facts = (("带队", visit.leader), ("检查人员", "、".join(visit.members)), ("专家", visit.expert or "没有写"))
    return replace(_guiding(visit), title=f"已记：{visit.unit}检查人员", facts=facts)


def handed_over(visit: Visit, numbers: Sequence[int], owner: str, deadline: str, remarks: Sequence[str]) -> Card:
    """Return which hazards were handed over, to whom and until when."""
    names = "、".join(f"{one}号" for one in numbers)
    card = _guiding(visit)
    hints = (f"当场改好了：拍整改后照片，再发「立行立改 {numbers[0]}」",) if not visit.is_own else ()
    return replace(
        card,
        title=f"已现场交办：{names}隐患",
        facts=(("单位", visit.unit), ("责任人", owner or "没有指定"), ("期限", deadline)),
        lines=tuple(remarks),
        hints=(*hints, *card.hints),
    )


def missing(lacks: Lacks, visit: Visit) -> list[str]:
    """Return a line for each thing that is missing, with what to type."""
    found = []
    if lacks.unanswered:
        found.append(f"没答的：{_ordinals(lacks.unanswered)}（都{visit.fine}发「其余{visit.fine}」）")
    if lacks.not_handed_over:
        numbers = _ordinals(lacks.not_handed_over)
        found.append(f"没交办的问题：{numbers}（发「交办 {lacks.not_handed_over[0]} 责任人王铁柱 期限周五」）")
    if lacks.is_unexplained:
        found.append("还没有现场讲（发「现场讲 王铁柱」，写讲给了谁）")
    if lacks.is_leaderless:
        found.append("还没有带队领导（发「检查人员 带队陈局长」）")
    if lacks.is_alone:
        found.append("检查人员要至少两人（发「检查人员 成员孙管理」）")
    if lacks.is_without_word_on_expert:
        found.append("还没有写专家（发「检查人员 专家李工」，没有发「检查人员 没有专家」）")
    return found


def not_ended(visit: Visit, lacks: Lacks) -> Card:
    """Return that the visit cannot be signed yet, and what exactly is missing."""
    return replace(_guiding(visit), title=f"还不能结束：{visit.unit}还缺这些", lines=tuple(missing(lacks, visit)))


def which_problem(ordinal: int, text: str) -> Card:
    """Return the question what is wrong at this item."""
    return Card(
        f"第{ordinal}项有什么问题？",
        facts=(("项目", text),),
        hints=("说在哪里、什么问题，例如：二楼灭火器过期", "不记了发「取消」"),
    )


def why_cancel(unit: str) -> Card:
    """Return the question why the visit is given up."""
    return Card(f"为什么取消对{unit}的检查？", hints=("一句话说明，例如：走错了地方", "不取消了发「取消」"))


def cancelled(code: str, unit: str, why: str) -> Card:
    """Return that the visit is void; what was handed over in it stays."""
    return Card(f"检查已取消：{unit}", facts=(("编号", code), ("原因", why)), lines=("已经交办的隐患照常整改。",))


def no_visit(*, may_start: bool) -> Card:
    """Return that nobody waits for such words: no visit is open; who visits others is told how one begins."""
    hints = ("开始检查发：开始检查 单位名称 督导 带队某某 成员某某",) if may_start else ()
    return Card("您现在没有正在进行的检查", hints=hints, is_warning=True)


def only_private() -> Card:
    """Return that visits are spoken of in private; the unit is not named again."""
    return Card(
        "检查的事请在单聊里发", lines=("为了不提前惊动被检查单位，群里不安排、不登记检查。",), is_warning=True
    )


def no_such_item(number: int, last: int) -> Card:
    """Return that the list has no such item."""
    return Card(f"检查表没有第{number}项", lines=(f"这张表是1到{last}项，发「检查表」查看。",), is_warning=True)


def about_all_answered() -> str:
    """Return what is said of the rest where no item is left."""
    return "没有还没答的项目了"


def nothing_to_hand_over() -> Card:
    """Return that no problem waits for an owner."""
    return Card(
        "没有要交办的问题",
        lines=("先记问题，例如「3 有问题 二楼灭火器过期」，再发「交办 3」；检查表以外的直接发「隐患 …」。",),
        is_warning=True,
    )


def not_a_problem(ordinal: int) -> Card:
    """Return that this item has no problem to be handed over, or that it was handed over before."""
    return Card(
        f"第{ordinal}项没有待交办的问题",
        lines=("没有记「有问题」，或者已经交办过。发「检查进度」查看。",),
        is_warning=True,
    )


def which_deadline(said: str) -> Card:
    """Return that the deadline was not understood, or has passed."""
    return Card(
        f"期限没看懂：{clip(said, 30)}", lines=("请写今天以后的日子，例如：期限周五、期限12月5日。",), is_warning=True
    )


def explained_to_whom() -> Card:
    """Return the question to whom the inspectors explained what they found."""
    return Card("现场讲给了谁？", hints=("回复姓名，例如：王铁柱", "不记了发「取消」"))


def _guiding(visit: Visit) -> Card:
    """Return a card with what may be typed next."""
    fine = visit.fine
    is_left = any(one.result is None for one in visit.lines)
    rest = (Button(f"其余{fine}", f"其余{fine}"),) if is_left else ()
    end = Button("检查结束", "检查结束", is_main=not is_left)
    example = "3 有 后院宿舍鉴定为D级危房" if visit.is_own else "3 有问题 二楼灭火器过期"
    hint = f"按序号回复，例如：{example}；5 不涉及；其余{fine}"
    return Card(
        "检查",
        hints=((hint,) if is_left else ()) + ("看还缺什么发「检查进度」，办完发「检查结束」",),
        buttons=(*rest, Button("检查进度", "检查进度"), end),
        subject=subject(visit.code),
    )


def _term(result: CheckResult, visit: Visit) -> str:
    """Return what was found in the words of the list: the criteria for major hazards are answered 有 or 无."""
    own = {CheckResult.FINE: visit.fine, CheckResult.PROBLEM: visit.bad}
    return own.get(result, result.term) if visit.is_own else result.term


def _item(one: Line, visit: Visit) -> str:
    if one.result is None:
        return f"{one.ordinal} {one.text}"
    note = f"：{clip(one.note, _ITEM)}" if one.note else ""
    hazard = f" → {one.hazard}号隐患" if one.hazard is not None else ""
    return f"{one.ordinal} {one.text}【{_term(one.result, visit)}】{note}{hazard}"


def _terms(lines: Sequence[Line], visit: Visit) -> list[str]:
    return list(dict.fromkeys(_term(one.result, visit) for one in lines if one.result is not None))


def _ordinals(numbers: Sequence[int]) -> str:
    """Return the numbers with runs drawn together: 1-3、5项."""
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs) + "项"
