"""What we say when a hazard is moved, when it is not, and to those whose turn it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.rules.hazard_lifecycle import Need, Refusal
from handlers.texts import hazard_buttons as buttons
from handlers.texts.choices import GIVE_UP, with_answers
from handlers.texts.days import day, span
from handlers.texts.duty import moment
from handlers.texts.hazard import MAX_LINES, Happened, brief, clip
from handlers.texts.hazard_buttons import Asks
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import Grade, HazardAction, HazardState, PlanPart

YES = ("是", "是的", "对", "对的", "嗯", "好", "好的", "1")

_DONE = {
    HazardAction.SUBMIT: "已报整改完成",
    HazardAction.ACCEPT: "验收通过，已销号",
    HazardAction.SEND_BACK: "已退回重改",
    HazardAction.ACKNOWLEDGE: "收到，已记下",
    HazardAction.CANCEL: "已作废",
    HazardAction.AMEND: "已定级",
    HazardAction.CONFIRM: "已确认",
    HazardAction.RETURN: "已退回补充",
    HazardAction.SUPPLEMENT: "已补充",
    HazardAction.ASSIGN: "已派单",
    HazardAction.URGE: "已催办",
    HazardAction.PROGRESS: "已记下进展",
    HazardAction.STUDY: "已记下研究结论",
    HazardAction.ENGINEERING: "已记下工程验收",
    HazardAction.APPRAISE: "已记下重新鉴定",
    HazardAction.SUPERVISE: "已挂牌督办",
    HazardAction.LIFT: "已解除督办",
    HazardAction.PLAN: "已记下",
    HazardAction.MERGE: "已并入",
    HazardAction.RECHECK: "已记下回头看",
}
_TO_TYPE = {
    HazardAction.SUBMIT: "整改完成",
    HazardAction.ACCEPT: "验收通过",
    HazardAction.SEND_BACK: "退回",
    HazardAction.ACKNOWLEDGE: "收到",
    HazardAction.CANCEL: "撤销",
    HazardAction.AMEND: "定级",
    HazardAction.ASK_EXTENSION: "申请延期",
    HazardAction.EXTEND: "同意延期",
    HazardAction.REFUSE_EXTENSION: "不同意延期",
    HazardAction.WITHDRAW_EXTENSION: "撤回延期",
    HazardAction.CONFIRM: "确认",
    HazardAction.RETURN: "退回补充",
    HazardAction.SUPPLEMENT: "补充",
    HazardAction.ASSIGN: "派单",
    HazardAction.URGE: "催办",
    HazardAction.PROGRESS: "进展",
    HazardAction.PLAN: "五落实",
    HazardAction.STUDY: "研究",
    HazardAction.ENGINEERING: "工程验收",
    HazardAction.APPRAISE: "重新鉴定",
    HazardAction.SUPERVISE: "挂牌督办",
    HazardAction.LIFT: "解除督办",
    HazardAction.MERGE: "并入",
    HazardAction.RECHECK: "回头看",
}
_LACKING = {
    Need.OWNER: "要写明责任人。",
    Need.DEADLINE: "要写明期限。",
    Need.REASON: "要写明原因。",
    Need.ENGINEERING: "C级、D级危房要有工程验收和新的鉴定才能销号，照片不算。",
}
_HIGH = (HazardAction.SUPERVISE, HazardAction.LIFT)
_SEVERAL_AT_ONCE = (HazardAction.SUBMIT, HazardAction.ACCEPT)
_ENDED = (HazardState.CLOSED, HazardState.VOID)


def done(hazard: Hazard, action: HazardAction, remark: str) -> Card:
    """Return the confirmation of one move; `remark` says whose turn it is now."""
    return Card(
        f"{hazard.number}号{_DONE[action]}",
        facts=(("问题", brief(hazard, 60)),),
        lines=(remark,) if remark else (),
        hints=(f"要书面意见发：验收意见书 {hazard.number}",) if action is HazardAction.ACCEPT else (),
    )


def done_several(action: HazardAction, lines: Sequence[str]) -> Card:
    """Return the outcome for each of several hazards, in the order in which they were named."""
    return Card(f"{_TO_TYPE[action]}：{len(lines)}条", lines=tuple(lines[:MAX_LINES]))


def done_line(hazard: Hazard, action: HazardAction, remark: str) -> str:
    """Return the outcome for one of several hazards."""
    return f"{hazard.number}号 {_DONE[action]}" + (f"。{remark}" if remark else "")


def not_done_line(card: Card) -> str:
    """Return a refusal as one of several lines."""
    return "。".join((card.title, *card.lines)).replace("。。", "。")


def waits_for(names: Sequence[str]) -> str:
    """Return the remark that these people are asked to accept."""
    return f"已通知{named(names)}验收。" if names else "上级单位没有登记验收人，请联系管理员。"


def back_to(names: Sequence[str], hazard: Hazard) -> str:
    """Return the remark that these people are told and that the clock runs on."""
    whom = f"已通知{'、'.join(names)}继续整改，" if names else ""
    return f"{whom}期限不变：{day(hazard.due_on)}。"


def paused(length: timedelta, until: datetime) -> str:
    """Return the remark how long nobody is urged."""
    return f"催办暂停{span(length.days, length.seconds // 3600)}，到{moment(until)}；没办好会继续催。"


def not_paused() -> str:
    """Return the remark to an acknowledgement before the deadline."""
    return "还没到期，请按期整改。"


def not_reminded_any_more() -> str:
    """Return the remark that a cancelled hazard is kept."""
    return "记录保留备查，不再催办。"


def refused(hazard: Hazard, action: HazardAction, reason: Refusal, *, last: Happened | None, whom: str) -> Card:
    """Return why a move was not made and what can be done; `whom` names those who may do it instead."""
    title, line, hint = _refusal(hazard, action, reason, last, whom)
    return Card(title, lines=(line,), hints=(hint,) if hint else ())


def _refusal(
    hazard: Hazard, action: HazardAction, reason: Refusal, last: Happened | None, whom: str
) -> tuple[str, str, str]:
    number = hazard.number
    match reason:
        case Refusal.OWN_WORK:
            return f"{number}号不能由您验收", f"整改的人不能自己验收，请由{whom}验收。", ""
        case Refusal.NOT_SUPERIOR:
            least = "更高一级" if action in _HIGH else "民政所及以上"
            return f"{number}号没有{_TO_TYPE[action]}", f"须由{least}办理：{whom}。", ""
        case Refusal.NOT_YOURS_TO_CANCEL:
            line = f"只有上报人本人或民政所及以上可以{_TO_TYPE[action]}，请联系{whom}。"
            return f"{number}号没有{_TO_TYPE[action]}", line, ""
        case Refusal.NOT_IN_CHARGE:
            return f"{number}号没有{_TO_TYPE[action]}", f"由本单位负责人、安全员或上级办理，也可以找{whom}。", ""
        case Refusal.TOO_LOW:
            return f"{number}号没有{_TO_TYPE[action]}", f"{_level_needed(hazard, action)}，请由{whom}办理。", ""
        case Refusal.MARK_MISSING:
            return f"{number}号没有{_TO_TYPE[action]}", _NO_MARK[action], ""
        case Refusal.MARK_STANDS:
            return f"{number}号没有再{_TO_TYPE[action]}", _MARKED[action], f"查看发：{number}号"
        case Refusal.TOO_LATE_TO_CANCEL:
            return f"{number}号没有{_TO_TYPE[action]}", f"已过本人可撤销的时间，请联系{whom}{_TO_TYPE[action]}。", ""
        case _:
            return _wrong_state(hazard, action, last)


def _level_needed(hazard: Hazard, action: HazardAction) -> str:
    return f"{hazard.grade.term}隐患要由更高一级验收" if action is HazardAction.ACCEPT else "要由更高一级决定"


_NO_MARK = {
    HazardAction.LIFT: "这条没有挂牌督办。",
    HazardAction.EXTEND: "没有待批的延期申请。",
    HazardAction.REFUSE_EXTENSION: "没有待批的延期申请。",
    HazardAction.WITHDRAW_EXTENSION: "没有待批的延期申请。",
}
_MARKED = {
    HazardAction.SUPERVISE: "这条已经挂牌督办了。",
    HazardAction.ASK_EXTENSION: "已经申请过延期，还没有批。",
}


def lacking(hazard: Hazard, action: HazardAction, need: Need | None, parts: Sequence[PlanPart]) -> Card:
    """Return why a move was not made that needs something more; `parts` are the missing of the five."""
    number = hazard.number
    title = f"{number}号没有{_TO_TYPE[action]}"
    match need:
        case Need.PHOTO if action is HazardAction.SUBMIT:
            line = f"{hazard.grade.term}隐患报整改完成要有整改后的照片。"
            return Card(title, lines=(line,), hints=(f"先发照片，再发：整改完成 {number}",))
        case Need.PHOTO:
            line = "要附上文书的照片或文件。"
            return Card(title, lines=(line,), hints=(f"先发照片或文件，再发：{_TO_TYPE[action]} {number}",))
        case Need.PLAN:
            line = f"重大隐患的五落实还缺：{'、'.join(part.term for part in parts)}。"
            return Card(title, lines=(line,), hints=(f"补齐发：五落实 {number}",), buttons=(buttons.plan(number),))
        case Need.ENGINEERING:
            hints = (f"工程验收 {number} 验收情况（附验收文书）", f"重新鉴定 {number} B级（附鉴定报告）")
            return Card(title, lines=(_LACKING[need],), hints=hints)
        case _:
            return Card(title, lines=(_LACKING.get(need, ""),) if need else ())


def _wrong_state(hazard: Hazard, action: HazardAction, last: Happened | None) -> tuple[str, str, str]:
    number, state = hazard.number, hazard.state
    by = f"{last.who}于{moment(last.at)}{last.action.term}。" if last else ""
    if state in _ENDED:
        again = "问题又出现请重新上报。" if state is HazardState.CLOSED else "需要的话请重新上报。"
        return f"{number}号{state.term}，没有再办", f"{by}{again}", ""
    if action is HazardAction.RECHECK:
        return f"{number}号还没有销号", f"{by}回头看是销号以后的事。", f"查看发：{number}号"
    if state is HazardState.TO_ACCEPT:
        return f"{number}号已经报过整改完成", f"{by}现在等待验收。", ""
    if action in (HazardAction.ACCEPT, HazardAction.SEND_BACK):
        return f"{number}号现在是{state.term}", f"{by}还没有报整改完成。", f"整改好后先发：整改完成 {number}"
    return f"{number}号现在是{state.term}", f"{by}这一步不用再办。", f"查看发：{number}号"


def which_one(action: HazardAction, candidates: Sequence[Hazard]) -> Card:
    """Return the question which hazard is meant; one candidate is asked with yes or no."""
    if len(candidates) == 1:
        only = candidates[0]
        card = Card(
            f"是{only.number}号吗？",
            facts=(("问题", brief(only, 60)),),
            hints=(f"是的话回复「是」，就按{_TO_TYPE[action]}登记", "不是请回「取消」"),
        )
        return with_answers(card, [(YES[0], YES[0])], about="编号")
    more = (f"……共{len(candidates)}条",) if len(candidates) > MAX_LINES else ()
    card = Card(
        f"{_TO_TYPE[action]}的是哪一条？",
        lines=(
            *(f"{one.number}号 {brief(one)}" for one in candidates[:MAX_LINES]),
            *more,
        ),
        hints=("回复编号，例如：" + str(candidates[0].number), "不办了请回「取消」"),
    )
    answers = [(str(one.number), f"{one.number}号 {brief(one)}") for one in candidates]
    return with_answers(card, answers, about="编号", takes_several=action in _SEVERAL_AT_ONCE)


def none_fits(action: HazardAction) -> Card:
    """Return what is said where no number was given and no hazard fits."""
    return Card(
        f"没有可以办「{_TO_TYPE[action]}」的隐患",
        hints=(f"办别的请带上编号，例如：{_TO_TYPE[action]} 12", "发「我的待办」看编号"),
    )


def stands_already(hazard: Hazard, action: HazardAction) -> Card:
    """Return why something is not ordered twice."""
    return Card(f"{hazard.number}号没有再{_TO_TYPE[action]}", lines=(_MARKED[action],))


def one_at_a_time(action: HazardAction) -> Card:
    """Return why several hazards were not done together."""
    return Card(f"「{_TO_TYPE[action]}」请一条一条办", hints=(f"例如：{_TO_TYPE[action]} 12",))


def why(action: HazardAction, numbers: Sequence[str]) -> Card:
    """Return the question for the reason of a move that needs one."""
    whom = "、".join(f"{one}号" if one.isdigit() else one for one in numbers)
    return Card(
        f"{_TO_TYPE[action]} {whom}的原因是什么？",
        hints=("一句话回复即可，例如：灯还是不亮" if action is HazardAction.SEND_BACK else "例如：重复上报",),
        buttons=(GIVE_UP,),
    )


def to_accept(hazard: Hazard, unit: str, by: str, note: str, *, is_comparable: bool = False) -> Card:
    """Return what those who may accept are told; `is_comparable`: there are pictures of before and after."""
    said = (("说明", clip(note, 80)),) if note else ()
    return Card(
        f"请验收：{unit} {hazard.number}号隐患",
        facts=(*_reminded_of(hazard), ("整改人", by), *said),
        hints=(f"合格发：验收通过 {hazard.number}", f"不合格发：退回 {hazard.number} 原因"),
        buttons=(
            buttons.accept(hazard.number),
            buttons.send_back(hazard.number),
            *((buttons.compare(hazard.number),) if is_comparable else ()),
        ),
        subject=buttons.subject(Asks.ACCEPTANCE, hazard.number),
    )


def accepted(hazard: Hazard, unit: str, by: str) -> Card:
    """Return what owner and reporter are told when the hazard is struck off."""
    return Card(f"已销号：{unit} {hazard.number}号隐患", facts=(*_reminded_of(hazard), ("验收人", by)))


def sent_back(hazard: Hazard, unit: str, by: str, reason: str) -> Card:
    """Return what the owner is told when the work was not accepted."""
    return Card(
        f"没有通过验收：{unit} {hazard.number}号隐患",
        facts=(*_reminded_of(hazard), ("退回人", by), ("原因", clip(reason, 80))),
        lines=("请继续整改，期限不变。",),
        hints=(f"改好后发：整改完成 {hazard.number}",),
        is_warning=True,
        buttons=(buttons.submit(hazard.number),),
        subject=buttons.subject(Asks.WORK, hazard.number),
    )


def cancelled(hazard: Hazard, unit: str, by: str, reason: str) -> Card:
    """Return what those who were told of the hazard hear when it is void."""
    said = (("原因", clip(reason, 80)),) if reason else ()
    return Card(f"已作废：{unit} {hazard.number}号隐患", facts=(*_reminded_of(hazard), ("撤销人", by), *said))


def regraded(hazard: Hazard, unit: str, by: str, note: str) -> Card:
    """Return what those concerned are told of the grade that an officer has decided."""
    said = (("说明", clip(note, 80)),) if note else ()
    return Card(
        f"定为{hazard.grade.term}隐患：{unit} {hazard.number}号",
        facts=(*_reminded_of(hazard), ("定级人", by), *said),
        lines=("请先落实防范措施，必要时停用、撤人。",) if hazard.grade is Grade.MAJOR else (),
        hints=(f"查看发：{hazard.number}号",),
        is_warning=hazard.grade is Grade.MAJOR,
        buttons=(buttons.show(hazard.number),),
    )


def graded_before(hazard: Hazard) -> Card:
    """Return why nothing is decided anew: it was decided so."""
    return Card(f"{hazard.number}号已经是{hazard.grade.term}隐患，没有再定", hints=(f"查看发：{hazard.number}号",))


def deadline_stays(hazard: Hazard) -> str:
    """Return the remark that a decided grade does not move the deadline."""
    return f"等级：{hazard.grade.term}。期限不变：{day(hazard.due_on)}。"


def named(names: Sequence[str]) -> str:
    """Return the names in one line, 「管理员」 where there is nobody."""
    return "、".join(names) or "管理员"


def _reminded_of(hazard: Hazard) -> tuple[tuple[str, str], ...]:
    place = (("部位", clip(hazard.place, 60)),) if hazard.place else ()
    return (*place, ("问题", clip(hazard.problem, 80)), ("期限", day(hazard.due_on)))
