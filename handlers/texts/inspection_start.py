"""What we say before a visit begins: what is missing, and why it may not begin."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.rules.inspection_team import Barred
from handlers.texts.choices import GIVE_UP, with_answers
from storage.messages import Card
from storage.vocabulary import InspectionKind

NO_EXPERT = "没有专家"
MYSELF = "我带队"
KINDS = tuple(kind for kind in InspectionKind if kind is not InspectionKind.SELF_MAJOR)

_WHY = {
    Barred.NOT_OFFICER: "检查由民政所、股室、局领导开始；本单位自己看的请发「巡查」或「隐患」。",
    Barred.NOT_INSTITUTION: "现场检查的是机构，请写机构的名字。",
    Barred.OUT_OF_SCOPE: "请核对名称；也可能不在您的管辖范围内。查外乡镇的请写「交叉」。",
    Barred.NOT_CROSS: "交叉互查要有别的乡镇的检查人员，请写上，例如：成员牛所长。",
}


def which_unit(names: Sequence[str], *, is_unsure: bool) -> Card:
    """Return the question which institution is visited; `names` empty where there are too many to be listed."""
    card = Card(
        "检查的是下面哪一家？" if is_unsure else "检查哪个单位？",
        lines=tuple(f"{n}. {name}" for n, name in enumerate(names, start=1)),
        hints=("回复序号或单位名称", "不查了发「取消」"),
    )
    if not names:
        return replace(card, buttons=(GIVE_UP,))
    answers = [(str(n), name) for n, name in enumerate(names, start=1)]
    return with_answers(card, answers, about="检查哪个单位")


def which_kind(unit: str) -> Card:
    """Return the question what type of visit it is."""
    card = Card(
        f"对{unit}是哪种检查？",
        lines=("、".join(kind.term for kind in KINDS),),
        hints=("回复类型，例如：督导", "不查了发「取消」"),
    )
    return with_answers(card, [(kind.term, kind.term) for kind in KINDS], about="检查类型")


def which_leader(unit: str, names: Sequence[str]) -> Card:
    """Return the question who leads the visit; `names` are likely ones."""
    card = Card(
        f"检查{unit}，谁带队？", hints=("回复姓名，例如：陈局长；您自己带队回复「我带队」", "不查了发「取消」")
    )
    return with_answers(card, [(MYSELF, MYSELF), *((name, name) for name in names[:4])], about="谁带队")


def which_member(unit: str, names: Sequence[str]) -> Card:
    """Return the question who else inspects."""
    card = Card(
        f"检查{unit}，还有谁一起？",
        lines=("检查人员至少要两个人。",),
        hints=("回复姓名，几个人用顿号隔开，例如：周股长、孙管理", "不查了发「取消」"),
    )
    if not names:
        return replace(card, buttons=(GIVE_UP,))
    return with_answers(card, [(name, name) for name in names[:5]], about="还有谁")


def which_expert(unit: str, kind: InspectionKind) -> Card:
    """Return the question who the expert is; an expert's visit has one."""
    card = Card(
        f"检查{unit}，专家是谁？",
        lines=("督导检查要“领导+专家”。",) if kind is InspectionKind.SUPERVISION else (),
        hints=("回复姓名和单位，例如：李工；没有回复「没有专家」", "不查了发「取消」"),
    )
    return with_answers(card, [(NO_EXPERT, NO_EXPERT)], about="专家")


def barred(reason: Barred, unit: str) -> Card:
    """Return why the visit does not begin."""
    title = f"没有查到「{unit}」" if reason is Barred.OUT_OF_SCOPE else "没有开始检查"
    return Card(title, lines=(_WHY[reason],), is_warning=True)


def of_the_unit(name: str, unit: str) -> Card:
    """Return that somebody of the visited unit cannot inspect it."""
    return Card("没有开始检查", lines=(f"{name}是{unit}的人，不能检查自己的单位。",), is_warning=True)


def still_open(code: str, unit: str) -> Card:
    """Return that another visit has to end first."""
    return Card(
        f"您对{unit}的检查还没有结束",
        facts=(("编号", code),),
        hints=("办完发「检查结束」，看还缺什么发「检查进度」，不查了发「取消检查 原因」",),
        is_warning=True,
    )


def how_to_start() -> Card:
    """Return how a visit begins, to somebody who speaks of one that is planned."""
    return Card(
        "到了现场再开始检查",
        lines=("开始以前不登记、不提醒，被检查单位看不到。",),
        hints=("到现场后发：开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长",),
    )


def only_head(unit: str) -> Card:
    """Return that the quarterly check for major hazards is the head's own (T6-3)."""
    return Card(
        "没有开始重大隐患排查",
        lines=(f"每季度的重大事故隐患排查由机构主要负责人本人做（{unit}）。",),
        is_warning=True,
    )


def private_for_head() -> Card:
    """Return that the check is walked through in private: it takes many answers."""
    return Card("重大隐患排查请在单聊里做", lines=("要逐项回答，免得打扰群里的人。",), is_warning=True)
