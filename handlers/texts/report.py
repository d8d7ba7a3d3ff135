"""What we say about the reports that fall due: figures, drafts, issuing, who has read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.report_shape import DRILL, MEETING, PATROL, Facts
from handlers.texts.report_names import day
from storage.figures import percent
from storage.messages import Button, Card
from storage.vocabulary import ReportState

ISSUE, VOID = "签发", "作废"
"""What only those may do who approve."""
_NUMBERS_SHOWN = 20
_NAMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Titled:
    """A report as it is spoken of."""

    title: str
    state: ReportState
    by: str = ""
    """Who issued it."""


def file_name(title: str, state: ReportState) -> str:
    """Return what the document is called."""
    return f"{title}{'' if state is ReportState.ISSUED else '（草稿）'}.docx"


def draft_subject(report_id: int) -> str:
    """Return what the buttons under a draft are about."""
    return f"report:{report_id}:draft"


def subject(report_id: int) -> str:
    """Return what the button under an issued report is about."""
    return f"report:{report_id}"


def drafted(one: Titled, facts: Facts, report_id: int, *, may_issue: bool, fault: str) -> Card:
    """Return the card beside a new draft; `fault` says why there is no document, "" where there is one."""
    issue = (
        (Button("签发", f"签发 {one.title}", is_main=True), Button("作废", f"作废 {one.title}")) if may_issue else ()
    )
    rank = (Button("看排名", f"{_ranked_period(one.title)}排名"),) if facts.ranked else ()
    return Card(
        f"{one.title}草稿",
        facts=_short(facts),
        lines=(fault,) if fault else (),
        hints=(*((f"没问题请发：签发 {one.title}",) if may_issue else ()), f"再看文件发：{one.title}"),
        is_warning=bool(fault),
        buttons=(*issue, *rank),
        subject=draft_subject(report_id),
    )


def figures(title: str, whose: str, facts: Facts, state: str) -> Card:
    """Return the figures of a period for what the asker may see; `state` says how firm they are."""
    return Card(
        f"{whose}{title}",
        facts=(*_short(facts), *((("立行立改", f"{facts.on_the_spot}条"),) if facts.on_the_spot else ())),
        lines=(
            *_line("超期", facts.numbers("overdue")),
            *_line("重大未销号", facts.numbers("major")),
            *_line("重大存量（2024年底以前发现）", facts.old_major),
            *_line("同一处反复出现", facts.repeats),
            *_names("无隐患", [one.name for one in facts.units if not one.new and one.has_told]),
            *_names("未报", [one.name for one in facts.units if not one.has_told]),
            *_names("巡查有缺", [f"{one.name}（{one.lacks(PATROL)}次）" for one in facts.lacking(PATROL)]),
            *_names("例会未开", [f"{one.name}（{one.lacks(MEETING)}次）" for one in facts.lacking(MEETING)]),
            *_names("演练未做", [one.name for one in facts.lacking(DRILL)]),
            f"范围：{whose}（{len(facts.units)}家机构）。{state}",
        ),
        hints=("看一条的经过发：隐患 编号",),
    )


def running(until: date, draft_on: date) -> str:
    """Return that the period is not over."""
    return f"截至{day(until)}，这一期还没有结束，{day(draft_on)}起草"


def frozen(one: Titled) -> str:
    """Return how firm the figures of a report are."""
    return f"数据已冻结（{one.state.term}{'，' + one.by if one.by else ''}）"


NOT_FROZEN = "还没有起草，数据没有冻结"
"""What is said of a period that is over and of which nobody has made the report."""


def following(one: Titled, facts: Facts, report_id: int, *, may_issue: bool) -> Card:
    """Return the words beside the document that somebody asked for."""
    if one.state is ReportState.ISSUED:
        return Card(
            one.title,
            facts=(("状态", f"已签发（{one.by}）"), *_short(facts)),
            lines=("文件另发一条，点开即可查看、转发。",),
            hints=(f"看过请发：已阅 {one.title}",),
        )
    return drafted(one, facts, report_id, may_issue=may_issue, fault="")


def not_yet(title: str) -> Card:
    """Return what is said of a period that has not begun."""
    return Card(f"{title}：还没有到这一期", hints=("发“月通报”看最近一期",))


def nothing(title: str) -> Card:
    """Return what is said of a period from before the bureau began."""
    return Card(f"没有{title}：那时还没有开始登记", hints=("发“月通报”看最近一期",))


def none_standing(title: str) -> Card:
    """Return that there is no such report to be issued, read or made void."""
    return Card(f"没有{title}", lines=("这一期还没有起草，或者已经作废。",), hints=(f"要起草发：{title}",))


def not_issued(title: str) -> Card:
    """Return that the report is a draft still."""
    return Card(f"{title}还没有签发", hints=("签发以后会发到各群，再确认已阅",))


def only_approvers(what: str, roles: Sequence[str]) -> Card:
    """Return who may do so."""
    return Card(f"不能{what}：要由{'、'.join(roles)}来办", hints=("看内容发“月通报”",))


def issued_before(one: Titled) -> Card:
    """Return that it was issued before."""
    return Card(f"{one.title}已经签发过了", facts=(("签发人", one.by),), hints=(f"谁没看发：谁没看 {one.title}",))


def issued(title: str, *, groups: int, people: int) -> Card:
    """Return that the report is issued, and to whom it goes."""
    return Card(
        f"{title}已签发",
        facts=(("发到", f"{groups}个群，{people}位负责人"),),
        hints=(f"谁没看发：谁没看 {title}", f"要撤回发：作废 {title} 原因：……"),
    )


def pushed(title: str, by: str, facts: Facts, report_id: int) -> Card:
    """Return the short card that goes out with an issued report."""
    return Card(
        f"{title}",
        facts=(("签发人", by), *_short(facts)[:5]),
        hints=(f"看过请回：已阅 {title}",),
        buttons=(Button("已阅", f"已阅 {title}", is_main=True),),
        subject=subject(report_id),
    )


def why_void(title: str) -> Card:
    """Return the question for what reason a report is made void."""
    return Card(f"作废{title}的原因是什么？", hints=("直接回复原因，例如：数据有误，重新出", "不办了请回“取消”"))


def void(title: str, reason: str, *, told: int) -> Card:
    """Return that the report is void; `told` groups were told, 0 for a draft."""
    return Card(
        f"{title}已作废",
        facts=(("原因", reason), *((("已告知", f"{told}个群"),) if told else ())),
        hints=(f"重新起草发：{title}",),
    )


def withdrawn(title: str, reason: str, by: str) -> Card:
    """Return what those are told to whom an issued report went that is void now."""
    return Card(f"更正：{title}已作废，请不要再用", facts=(("原因", reason), ("作废人", by)), is_warning=True)


def closed_as(state: ReportState, by: str) -> str:
    """Return what the buttons of a draft become."""
    return f"{by}{state.term}"


def read(title: str, *, is_new: bool) -> Card:
    """Return that somebody's reading is kept."""
    return Card(f"{title}：{'已记下您看过了' if is_new else '您之前已经确认过了'}")


def unread(title: str, names: Sequence[str], *, of: int) -> Card:
    """Return who has not read it yet, of so many who should."""
    return Card(
        f"{title}：{f'还有{len(names)}人没看' if names else '都看过了'}",
        facts=(("应看", f"{of}人"), ("已看", f"{of - len(names)}人")),
        lines=(*_names("没看的", names),),
    )


def none_issued() -> Card:
    """Return that there is nothing to be read."""
    return Card("现在没有要看的通报", hints=("发“月通报”看最近一期的数字",))


def not_yours() -> Card:
    """Return that only officers are told who has not read."""
    return Card("谁没看由民政所及以上查", hints=("自己看过了请发：已阅",))


def _short(facts: Facts) -> tuple[tuple[str, str], ...]:
    owed, done = facts.duty(PATROL)
    rate = percent(done, owed)
    untold = sum(not one.has_told for one in facts.units)
    return (
        ("新增隐患", f"{len(facts.numbers('new'))}条，其中已销{facts.rectified}条"),
        ("未销号", f"{len(facts.numbers('open'))}条，本期销号{len(facts.numbers('closed'))}条"),
        ("超期", f"{len(facts.numbers('overdue'))}条"),
        ("重大", f"{len(facts.numbers('major'))}条"),
        ("巡查", "没有安排" if rate is None else f"完成{rate:g}%（{done}/{owed}）"),
        ("未报", f"{untold}家"),
    )


def _ranked_period(title: str) -> str:
    return title.removesuffix("通报").removesuffix("小结").removesuffix("全年总评")


def _line(name: str, numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    more = f" 等{len(numbers)}条" if len(numbers) > _NUMBERS_SHOWN else ""
    return (f"{name}：{'、'.join(f'{one}号' for one in numbers[:_NUMBERS_SHOWN])}{more}",)


def _names(name: str, names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    more = f" 等{len(names)}家" if len(names) > _NAMES_SHOWN else ""
    return (f"{name}：{'、'.join(names[:_NAMES_SHOWN])}{more}",)
