"""Every button of every card is pressed once: it is read by exactly one intent, and something comes of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

import pytest
from sqlalchemy import Engine

from config.clock import TZ
from handlers import registry
from handlers.intent import Heard
from handlers.understand.read import read
from handlers.understand.short_answers import is_giving_up
from scheduler.jobs import (
    duty_close,
    duty_escalate,
    duty_plan,
    duty_remind,
    hazard_escalate,
    hot_work_watch,
    inspection_watch,
    morning_list,
    tip_urge,
)
from storage.database import work
from storage.messages import Card
from storage.units import Unit
from storage.vocabulary import UnitType
from tests.builders import a_county, a_desk
from tests.chat import Chat
from tests.stories.tip_world import TOLD as TIP
from tests.stories.tip_world import receipt_of

Scene = Callable[[Chat], tuple[str, Card]]
REPORT, GRAVE = "隐患 二楼东头安全出口堆了轮椅", "隐患 地下室住着老人"
VISIT = "开始检查 张良镇敬老院 带队马建国 成员郭干事"
HOT_WORK = "动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人张小花"
KNOWN = registry.discover()
MOST = 6
DEAD = ("没听懂", "您是要办哪一件", "这张卡片已过时", "还没有选", "好的（这条没有登记）", "没有查到", "还等您回答")


def answered(userid: str, *said: str) -> Scene:
    """Return what this person is answered to the last of the words."""

    def play(chat: Chat) -> tuple[str, Card]:
        return userid, [chat.say(userid, words) for words in said][-1]

    return play


def told(userid: str, *said: tuple[str, str]) -> Scene:
    """Return what this person is told last, unasked, while others write."""

    def play(chat: Chat) -> tuple[str, Card]:
        for sender, words in said:
            chat.say(sender, words)
        return userid, chat.notices(userid)[-1]

    return play


def last(*said: tuple[str, str]) -> Scene:
    """Return what the last of these people is answered."""

    def play(chat: Chat) -> tuple[str, Card]:
        return said[-1][0], [chat.say(sender, words) for sender, words in said][-1]

    return play


def handed_in_with_photo(chat: Chat) -> tuple[str, Card]:
    """Return what the section is asked about a major hazard that was handed in."""
    for sender, words in (*MAJOR, ("li", f"五落实 12 {FIVE}")):
        chat.say(sender, words)
    chat.photo("wang")
    chat.say("wang", "整改完成 12")
    return "section", chat.notices("section")[-1]


def record_waits(userid: str) -> Scene:
    """Return the reminder of a visit's record that this person has not signed."""

    def play(chat: Chat) -> tuple[str, Card]:
        for said in TO_SIGN:
            chat.say("ma", said)
        chat.forward(timedelta(days=1, hours=1))
        inspection_watch.run(chat.engine, chat.now, a_desk().tables)
        return userid, chat.notices(userid)[-1]

    return play


def after(days: float, userid: str, words: str) -> Scene:
    """Return what this person is answered some days after zhang's report."""

    def play(chat: Chat) -> tuple[str, Card]:
        chat.say("zhang", REPORT)
        chat.forward(timedelta(days=days))
        return userid, chat.say(userid, words)

    return play


def urged(userid: str, *said: tuple[str, str]) -> Scene:
    """Return the card of the ladder's rung that reaches this person."""

    def play(chat: Chat) -> tuple[str, Card]:
        for sender, words in (("zhang", REPORT), *said):
            chat.say(sender, words)
        chat.forward(timedelta(days=2))
        while not any("超期" in card.title for card in chat.urgent(userid)):
            hazard_escalate.run(chat.engine, chat.now, a_desk().tables)
            chat.forward(timedelta(hours=4))
        return userid, chat.urgent(userid)[-1]

    return play


def planned(at: str, then: Scene) -> Scene:
    """Return the scene after the duties were planned, at this local time."""

    def play(chat: Chat) -> tuple[str, Card]:
        for moment in ("2026-11-23T08:00", at):
            chat.now = datetime.fromisoformat(moment).replace(tzinfo=TZ)
            for job in (duty_plan, duty_close, duty_remind):
                job.run(chat.engine, chat.now, a_desk().tables)
        return then(chat)

    return play


def reminded_of_the_meeting(chat: Chat) -> tuple[str, Card]:
    """Return the reminder to the leader once the bureau alone owes its meeting, and nobody the round of the day."""
    planned("2026-11-23T08:00", answered("fu", "周例会已开 8人参加 学习了用电安全", "巡查 正常"))(chat)
    return planned("2026-11-23T09:21", lambda chat: ("leader", chat.notices("leader")[-1]))(chat)


def with_many_homes(then: Scene) -> Scene:
    """Return the scene in a township with more homes than buttons."""

    def play(chat: Chat) -> tuple[str, Card]:
        with work(chat.engine) as session:
            town = session.get_one(Unit, 3)
            for number in range(6):
                session.add(Unit(name=f"张良镇第{number}养老院", type=UnitType.CARE_HOME, parent_id=town.id))
        return then(chat)

    return play


def entered(userid: str) -> Scene:
    """Return the welcome of this person."""
    return lambda chat: (userid, chat.enter(userid))


def pictured(then: Scene) -> Scene:
    """Return what this person is answered to a picture without words after the scene."""

    def play(chat: Chat) -> tuple[str, Card]:
        userid, _ = then(chat)
        return userid, chat.photo(userid)

    return play


def after_hot_work(then: Scene) -> Scene:
    """Return the scene after hot work was asked for and granted."""

    def play(chat: Chat) -> tuple[str, Card]:
        chat.say("wang", HOT_WORK)
        chat.say("ma", "同意动火 1")
        return then(chat)

    return play


def tipped(*said: str) -> Scene:
    """Return what the office is answered last while it deals with a tip."""

    def play(chat: Chat) -> tuple[str, Card]:
        receipt = receipt_of(chat.say("zhang", TIP))
        return "ma", [chat.say("ma", words.format(receipt)) for words in said][-1]

    return play


def watched(userid: str) -> Scene:
    """Return what this person is told when the time for hot work is over."""

    def play(chat: Chat) -> tuple[str, Card]:
        chat.forward(timedelta(days=2))
        hot_work_watch.run(chat.engine, chat.now, a_desk().tables)
        return userid, chat.urgent(userid)[-1]

    return play


def tip_urged(chat: Chat) -> tuple[str, Card]:
    """Return the reminder that a tip has had no answer."""
    chat.say("zhang", TIP)
    chat.forward(timedelta(days=2))
    tip_urge.run(chat.engine, chat.now, a_desk().tables)
    return "ma", chat.notices("ma")[-1]


def told_by(job: ModuleType, userid: str) -> Scene:
    """Return what this person is told by a job."""

    def play(chat: Chat) -> tuple[str, Card]:
        job.run(chat.engine, chat.now, a_desk().tables)
        return userid, chat.notices(userid)[-1]

    return play


MEETING = "例会 实到 8人 主持 李院长 议题 用电安全 议定 周五前清理杂物"
TO_SIGN = (f"{VISIT} 专项", "其余正常", "现场讲 李秀英", "检查结束")
FIVE = "责任：李秀英 措施：停用并换线 资金：2万元 时限：12月10日前 预案：两人分片疏散"
MAJOR = (("zhang", GRAVE), ("ma", "定为重大 12 已核实"))
CLOSED = (("zhang", REPORT), ("zhang", "整改完成 12"), ("ma", "验收通过 12"))
DONE, BACK = ("zhang", "整改完成 12"), ("ma", "退回 12 轮椅还在")
SCENES: dict[str, Scene] = {
    "registered": answered("zhang", REPORT),
    "registered and grave": answered("zhang", GRAVE),
    "several": answered("zhang", "隐患 二楼东头安全出口堆了轮椅；三楼灭火器过期；厨房燃气软管老化"),
    "assigned": told("wang", ("zhang", REPORT)),
    "grave": told("ma", ("zhang", GRAVE)),
    "major": told("ma2", ("ma", "隐患上报\n单位：张良镇敬老院\n问题：锅炉房门坏了\n等级：重大")),
    "to accept": told("ma", ("zhang", REPORT), DONE),
    "sent back": told("wang", ("zhang", REPORT), DONE, BACK),
    "regraded": told("li", ("zhang", GRAVE), ("ma", "定为重大 12")),
    "amended, to the owner": told("wang", ("zhang", REPORT), ("zhang", "改部位 12 二楼西头")),
    "amended, to who accepts": told("ma", ("zhang", REPORT), DONE, ("li", "改部位 12 二楼西头")),
    "amended, to who grades": told("ma", ("zhang", GRAVE), ("zhang", "改部位 12 前院")),
    "given to somebody": told("zhang", ("zhang", REPORT), ("li", "改责任人 12 张小花")),
    "shown to the reporter": after(0, "zhang", "12号"),
    "shown to the owner": after(0, "wang", "12号"),
    "shown to the head, overdue": after(3, "li", "12号"),
    "shown to the office": answered("ma", "隐患 张良镇敬老院地下室住着老人", "12号"),
    "taken on": after(0, "wang", "收到 12"),
    "handed in": after(0, "wang", "整改完成 12"),
    "called right": after(0, "zhang", "对 12"),
    "amended": after(0, "zhang", "改部位 12 二楼西头"),
    "what to amend": after(0, "zhang", "更正 12"),
    "what seems to be wrong": after(0, "zhang", "12号位置写错了，是三楼"),
    "what is wrong, of which": answered("zhang", "填错了"),
    "which to amend": after(1 / 24, "zhang", "改部位 二楼西头"),
    "which place": after(0, "zhang", "改部位 12"),
    "which category": after(0, "zhang", "改类别 12"),
    "which owner": after(0, "li", "改责任人 12"),
    "which deadline": after(0, "li", "改期限 12"),
    "why sent back": answered("ma", "隐患 张良镇敬老院二楼东头堆了轮椅", "整改完成 12", "退回 12"),
    "why cancelled": after(0, "ma", "撤销 12"),
    "this one?": after(0, "wang", "整改完成"),
    "which of two": answered("li", REPORT, "隐患 三楼灭火器过期", "整改完成"),
    "which of many": answered("li", REPORT, *(f"隐患 {n}楼灭火器过期" for n in range(3, 9)), "整改完成"),
    "urged": urged("wang"),
    "urged to accept": urged("ma", DONE),
    "which unit": answered("ma", REPORT),
    "which unit of many": with_many_homes(answered("ma", REPORT)),
    "which unit patrolled": answered("ma", "巡查 正常"),
    "what problem": answered("zhang", "隐患上报\n部位：二楼东头\n期限：周五前"),
    "another deadline": answered("zhang", "隐患上报\n问题：二楼应急灯不亮\n期限：2026年11月20日"),
    "list of the staff": planned("2026-11-23T08:00", answered("zhang", "我的待办")),
    "list in the night": planned("2026-11-23T21:40", answered("zhang", "我的待办")),
    "list before the festival": planned("2026-12-28T09:00", answered("zhang", "我的待办")),
    "list with hazards": planned("2026-11-23T08:00", answered("li", REPORT, GRAVE, "我的待办")),
    "list of the office": answered("ma", "隐患 张良镇敬老院二楼应急灯不亮", "我的待办"),
    "empty list": answered("leader", "我的待办"),
    "reminder": planned("2026-11-23T09:11", lambda chat: ("ma", chat.notices("ma")[-1])),
    "missing list": planned("2026-11-23T18:11", lambda chat: ("ma", chat.notices("ma")[-1])),
    "reminder of the meeting": reminded_of_the_meeting,
    "list of the morning": planned("2026-11-24T07:40", told_by(morning_list, "li")),
    "no list of the morning": answered("ma", "不要晨报"),
    "a list of the morning again": answered("ma", "要晨报"),
    "missed duties climb": planned("2026-11-24T00:10", planned("2026-11-25T09:20", told_by(duty_escalate, "li"))),
    "urged by the leader": told("wang", ("zhang", REPORT), ("leader", "催办 12 今天清完")),
    "what is needed of a major one": told("li", *MAJOR),
    "the five begin": last(*MAJOR, ("li", "五落实 12")),
    "the five are told": last(*MAJOR, ("li", f"五落实 12 {FIVE}")),
    "a major one to accept": handed_in_with_photo,
    "supervised by whom": last(*MAJOR, ("leader", "挂牌督办 12")),
    "supervised": told("li", *MAJOR, ("leader", "挂牌督办 12 县级 县安委办 12月30日前")),
    "looked at again": last(*CLOSED, ("ma", "回头看 12")),
    "a record to sign, listed": last(*(("ma", said) for said in TO_SIGN), ("li", "我的待办")),
    "a record the unit has not signed": record_waits("li"),
    "a record that inspectors have not signed": record_waits("ma"),
    "a meeting that asks who does it": answered("li", MEETING),
    "decided, to the owner": told("wang", ("li", MEETING), ("li", "王铁柱")),
    "what was decided": answered("li", MEETING, "由我负责", "查 Y1"),
    "postponed": answered("li", MEETING, "由我负责", "改期 Y1 到12月5日 配件没到"),
    "a plan to read": told("wang", ("li", "应急预案 第3版 11月20日评审")),
    "which unit to visit": answered("ma", "开始检查"),
    "which kind of visit": answered("ma", "开始检查 张良镇敬老院"),
    "who leads the visit": answered("ma", "开始检查 张良镇敬老院 督导"),
    "who else visits": answered("ma", "开始检查 张良镇敬老院 督导 带队马建国"),
    "who is the expert": answered("ma", f"{VISIT} 督导"),
    "a visit begins": answered("ma", f"{VISIT} 专项"),
    "items of a visit": answered("ma", f"{VISIT} 专项", "3 有问题 二楼装了铁栅栏；4 有问题 汽油桶"),
    "handed over": answered("ma", f"{VISIT} 专项", "3 有问题 二楼装了铁栅栏", "交办 3"),
    "how far is the visit": answered("ma", f"{VISIT} 专项", "检查进度"),
    "visit not ended": answered("ma", f"{VISIT} 专项", "检查结束"),
    "visit to sign": answered("ma", f"{VISIT} 专项", "其余正常", "现场讲 李秀英", "检查结束"),
    "visit to sign for the unit": told(
        "li", *(("ma", said) for said in (f"{VISIT} 专项", "其余正常", "现场讲 李秀英", "检查结束"))
    ),
    "check for major hazards": answered("li", "重大隐患排查"),
    "hot work to decide": told("ma", ("wang", HOT_WORK)),
    "hot work granted": told("li", ("wang", HOT_WORK), ("ma", "同意动火 1")),
    "hot work ended": after_hot_work(answered("wang", "动火结束 1")),
    "how was the look back": after_hot_work(answered("wang", "动火结束 1", "动火复查 1")),
    "embers": after_hot_work(answered("wang", "动火结束 1", "复查 1 地面还很烫")),
    "hot work not ended": after_hot_work(watched("wang")),
    "who was not checked": answered("leader", "多久没检查"),
    "what checks found": answered("leader", "检查情况"),
    "a new tip": told("ma", ("zhang", TIP)),
    "a tip that is dealt with": tipped("受理 {}", "举报 {}"),
    "a tip that is settled": tipped("举报不属实 {} 看过了", "举报 {}"),
    "a tip that is late": tip_urged,
    "a picture of what": pictured(after(1 / 24, "zhang", "我的待办")),
    "a picture of the work": pictured(after(0, "wang", "收到 12")),
    "help": answered("zhang", "帮助"),
    "not understood": answered("zhang", "今天天气不错"),
    "welcome": entered("zhang"),
}


def heard(text: str) -> Heard:
    desk = a_desk()
    hearing = read(text, datetime(2026, 11, 23, 10, tzinfo=TZ), desk.lexicon, desk.calendar)
    return Heard(text=hearing.text, original=text, quote=hearing.said.quote, form=hearing.form)


@pytest.mark.parametrize("name", SCENES)
def test_a_card_with_buttons_fits_the_platform_and_says_the_same_in_words(sqlite_engine: Engine, name: str) -> None:
    a_county(sqlite_engine)
    _, card = SCENES[name](Chat(sqlite_engine))

    assert 1 <= len(card.buttons) <= MOST
    assert [button.text for button in card.buttons if not 1 <= len(button.text) <= 10] == []
    assert len({button.says for button in card.buttons}) == len(card.buttons)
    assert sum(button.is_main for button in card.buttons) <= 1
    assert card.hints
    if card.choices:
        assert len(card.buttons) == 1
    for choice in card.choices:
        assert 1 <= len(choice.options) <= 20
        assert [shown for _, shown in choice.options if not 1 <= len(shown) <= 10] == []
        assert len({said for said, _ in choice.options}) == len(choice.options)
        assert 1 <= len(choice.title) <= 13


@pytest.mark.parametrize("place", range(MOST))
@pytest.mark.parametrize("name", SCENES)
def test_every_button_does_something(sqlite_engine: Engine, name: str, place: int) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    userid, card = SCENES[name](chat)
    if place >= len(card.buttons):
        return
    button = card.buttons[place]

    answer = chat.press(userid, card, button.text, chosen={one.key: [one.options[0][0]] for one in card.choices})

    assert not answer.title.startswith(DEAD), answer.title
    is_answer = card.subject.startswith("question:")
    readers = [intent.name for intent, _ in registry.route(heard(button.says), KNOWN)]
    assert len(readers) == 1 or (is_answer and not readers) or is_giving_up(button.says), readers
