"""An inspection visit from the check-in to both signatures, over hours and many messages."""

import time
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from handlers import dispatch, registry
from storage import evidence, hazards, inspections
from storage.database import open_engine, work
from storage.hazards import Hazard
from storage.inspections import Inspection, InspectionItem
from storage.messages import Card, Incoming, MessageKind
from storage.points import PatrolPoint
from storage.vocabulary import (
    CheckResult,
    HazardSource,
    HazardState,
    InspectionKind,
    InspectionState,
    InspectionStep,
    Phase,
)
from tests.builders import County, a_county, a_desk, a_hazard, kept
from tests.chat import Chat, words

START = "开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长、孙管理 专家李工"
UNIT = "张良镇敬老院"


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine)


@pytest.fixture
def chat(sqlite_engine: Engine, county: County) -> Chat:
    return Chat(sqlite_engine)


def visits(chat: Chat) -> list[Inspection]:
    with work(chat.engine) as session:
        return list(session.scalars(select(Inspection).order_by(col(Inspection.id))))


def items(chat: Chat) -> dict[int, InspectionItem]:
    with work(chat.engine) as session:
        return {one.ordinal: one for one in inspections.items(session, visits(chat)[-1])}


def hazard(chat: Chat, number: int = 12) -> Hazard:
    with work(chat.engine) as session:
        found = hazards.by_number(session, number)
    assert found is not None
    return found


def phases(chat: Chat, number: int = 12) -> list[Phase]:
    with work(chat.engine) as session:
        return [use.phase for use, _ in evidence.about(session, f"hazard:{hazard(chat, number).id}")]


def ready_to_sign(chat: Chat, start: str = START, who: str = "section") -> Card:
    """Let a visit come to its signatures: one hazard handed over, the rest fine."""
    chat.say(who, start)
    chat.say(who, "3 有问题 二楼窗户装了铁栅栏；其余正常")
    chat.say(who, "交办 3 责任人王铁柱 期限周五")
    chat.say(who, "现场讲 王铁柱")
    return chat.say(who, "检查结束")


@pytest.mark.parametrize("said", ["马建国带队，郭干事", "马建国、郭干事", "带队马建国 成员郭干事"])
def test_who_leads_and_who_comes_along_may_be_said_in_one_breath(chat: Chat, said: str) -> None:
    chat.say("ma", "开始检查 张良镇敬老院 督导")

    asked = chat.say("ma", said)
    begun = words(chat.say("ma", "没有专家"))

    assert "专家是谁" in asked.title
    assert "马建国" in begun
    assert "郭干事" in begun


def test_a_whole_visit_is_made_over_hours_and_signed_by_both_sides(chat: Chat) -> None:
    begun = chat.say("section", START)
    chat.forward(timedelta(hours=1))
    first = chat.say("section", "1-2 正常；3 有问题 二楼窗户装了铁栅栏")
    chat.forward(timedelta(hours=1))
    chat.say("section", "我的待办")
    rest = chat.say("section", "15 不涉及，其余正常")
    handed = chat.say("section", "交办 3 责任人王铁柱 期限周五")
    chat.say("section", "现场讲 王铁柱")
    ended = chat.say("section", "检查结束")
    ours = chat.press("section", ended, "确认签字")
    theirs = chat.press("li", "请签字", "确认签字")

    assert begun.title == "开始检查（四不两直）：张良镇敬老院"
    assert dict(begun.facts)["检查人员"] == "周股长、陈局长、孙管理"
    assert begun.lines[0] == "1 安全出口畅通、没有上锁"
    assert "3 门窗没有影响逃生的栅栏、广告牌【有问题】：二楼窗户装了铁栅栏" in first.lines
    assert "各项都答完了" in rest.lines
    assert handed.title == "已现场交办：12号隐患"
    assert dict(handed.facts)["期限"] == "11月27日（周五）"
    assert ended.title == "请签字：张良镇敬老院检查记录"
    assert ours.lines == ("还等被检查单位签字。",)
    assert theirs.title == "已签字，检查完成：张良镇敬老院"
    (visit,) = visits(chat)
    assert (visit.state, visit.kind) == (InspectionState.DONE, InspectionKind.UNANNOUNCED)
    assert (visit.leader, visit.expert, visit.explained_to) == ("陈局长", "李工", "王铁柱")
    assert (visit.unit_sign_name, visit.finished_at) == ("李秀英", chat.now)
    assert visit.checklist == "elderly"
    assert {one.result for one in items(chat).values()} == set(CheckResult)
    found = hazard(chat)
    assert (found.inspection_id, found.source, found.owner_name) == (visit.id, HazardSource.INSPECTION, "王铁柱")
    assert found.due_on == date(2026, 11, 27)
    assert chat.notices("section")[-1].title == "检查完成：张良镇敬老院"


@pytest.mark.parametrize(
    ("word", "kind", "source"),
    [
        ("督导 专家李工", InspectionKind.SUPERVISION, HazardSource.INSPECTION),
        ("四不两直", InspectionKind.UNANNOUNCED, HazardSource.INSPECTION),
        ("节前", InspectionKind.HOLIDAY, HazardSource.HOLIDAY),
        ("专项检查", InspectionKind.SPECIAL, HazardSource.SPECIAL),
        ("专家检查 专家李工", InspectionKind.EXPERT, HazardSource.EXPERT),
        ("交叉互查 成员牛所长", InspectionKind.CROSS, HazardSource.INSPECTION),
    ],
)
def test_each_kind_of_visit_runs_to_its_end(
    chat: Chat, word: str, kind: InspectionKind, source: HazardSource
) -> None:
    ended = ready_to_sign(chat, f"开始检查 张良镇敬老院 {word} 带队陈局长")
    chat.say("section", "确认签字")
    chat.say("wang", "确认签字")

    assert ended.title == "请签字：张良镇敬老院检查记录"
    assert [(one.kind, one.state) for one in visits(chat)] == [(kind, InspectionState.DONE)]
    assert hazard(chat).source is source


def test_what_is_missing_is_asked_one_after_the_other_with_buttons(chat: Chat) -> None:
    unit = chat.say("ma", "开始检查")
    kind = chat.press("ma", unit, UNIT)
    leader = chat.press("ma", chat.say("ma", "督导"), "我带队")
    expert = chat.press("ma", leader, "郭干事")
    begun = chat.press("ma", expert, "没有专家")

    assert unit.title == "检查哪个单位？"
    assert kind.title == "对张良镇敬老院是哪种检查？"
    assert leader.title == "检查张良镇敬老院，还有谁一起？"
    assert expert.title == "检查张良镇敬老院，专家是谁？"
    assert begun.title == "开始检查（督导）：张良镇敬老院"
    (visit,) = visits(chat)
    assert (visit.leader, visit.members, visit.expert) == ("马建国", ["马建国", "郭干事"], "无")


def test_the_end_names_exactly_what_is_missing(chat: Chat) -> None:
    chat.say("section", START)
    chat.say("section", "1、2 正常")
    chat.say("section", "3 有问题 二楼窗户装了铁栅栏")

    card = chat.say("section", "检查结束")

    assert card.title == "还不能结束：张良镇敬老院还缺这些"
    assert card.lines == (
        "没答的：4-22项（都正常发「其余正常」）",
        "没交办的问题：3项（发「交办 3 责任人王铁柱 期限周五」）",
        "还没有现场讲（发「现场讲 王铁柱」，写讲给了谁）",
    )
    assert visits(chat)[0].state is InspectionState.ON_SITE
    assert chat.notices("li") == chat.notices("wang") == []


def test_a_colleague_who_is_named_goes_on_with_the_visit(chat: Chat) -> None:
    chat.say("ma", "开始检查 张良镇敬老院 专项 带队马建国 成员郭干事")
    chat.say("ma", "1-10 正常")

    card = chat.say("ma2", "其余正常")

    assert card.title == "已记录12项：张良镇敬老院"
    assert len(items(chat)) == 22


def test_two_inspectors_answer_the_same_item_and_the_last_word_counts(chat: Chat) -> None:
    chat.say("ma", "开始检查 张良镇敬老院 专项 带队马建国 成员郭干事")
    chat.say("ma", "9 正常")
    chat.say("ma2", "9 有问题 二楼灭火器过期")

    assert (items(chat)[9].result, items(chat)[9].note) == (CheckResult.PROBLEM, "二楼灭火器过期")


def test_a_problem_without_words_is_asked_for(chat: Chat) -> None:
    chat.say("section", START)

    asked = chat.say("section", "9 有问题；其余正常")
    card = chat.say("section", "二楼灭火器过期")

    assert asked.title == "第9项有什么问题？"
    assert card.title == "已记录22项：张良镇敬老院"
    assert items(chat)[9].note == "二楼灭火器过期"


def test_a_report_during_the_visit_belongs_to_it_without_naming_the_unit(chat: Chat) -> None:
    chat.say("section", START)

    chat.say("section", "隐患 二楼东头安全出口堆了轮椅")

    (visit,) = visits(chat)
    assert (hazard(chat).unit_id, hazard(chat).inspection_id) == (visit.unit_id, visit.id)


def test_a_report_about_another_unit_does_not_belong_to_the_visit(chat: Chat) -> None:
    chat.say("leader", "开始检查 张良镇敬老院 四不两直 带队陈局长 成员周股长")

    chat.say("leader", "隐患 马楼乡敬老院 二楼东头安全出口堆了轮椅")

    assert hazard(chat).inspection_id is None


def test_several_visits_a_day_one_after_another(chat: Chat) -> None:
    ready_to_sign(chat)
    second = chat.say("section", "开始检查 县社会福利院 督导 带队陈局长")
    other = chat.say("leader", "开始检查 县社会福利院 专项 带队陈局长 成员孙管理")

    assert second.title == "没有查到「县社会福利院」"
    assert other.title == "开始检查（专项）：县社会福利院"
    assert [one.code[-3:] for one in visits(chat)] == ["001", "002"]


def test_a_visit_must_end_before_the_next_begins(chat: Chat) -> None:
    chat.say("section", START)

    card = chat.say("section", "开始检查 张良镇敬老院 专项 带队陈局长")

    assert card.title == "您对张良镇敬老院的检查还没有结束"
    assert len(visits(chat)) == 1


def test_a_visit_is_given_up_with_a_reason(chat: Chat) -> None:
    chat.say("section", START)

    asked = chat.say("section", "取消检查")
    card = chat.say("section", "走错了地方")

    assert asked.title == "为什么取消对张良镇敬老院的检查？"
    assert card.title == "检查已取消：张良镇敬老院"
    assert [(one.state, one.note) for one in visits(chat)] == [(InspectionState.VOID, "走错了地方")]
    assert chat.say("section", "其余正常").title == "您现在没有正在进行的检查"


def test_the_unit_objects_and_signs_later(chat: Chat) -> None:
    ready_to_sign(chat)

    asked = chat.press("li", "请签字", "有异议")
    objected = chat.say("li", "第3项当场已经拆了")
    told = chat.notices("section")[-1]
    signed = chat.say("li", "确认签字")

    assert asked.title == "哪里有异议？"
    assert objected.title == "已转告检查组：张良镇敬老院有异议"
    assert dict(told.facts)["异议"] == "第3项当场已经拆了"
    assert signed.lines == ("还等检查组签字。",)


def test_a_photo_of_the_signed_sheet_stands_for_the_signatures(chat: Chat) -> None:
    ready_to_sign(chat)
    without = chat.say("section", "签字照片")
    chat.photo("section")

    card = chat.say("section", "签字照片 签字人李秀英")

    assert without.title == "没看到签字单的照片"
    assert card.title == "已签字，检查完成：张良镇敬老院"
    (visit,) = visits(chat)
    assert (visit.unit_sign_by, visit.unit_sign_name, visit.state) == (None, "李秀英", InspectionState.DONE)
    with work(chat.engine) as session:
        assert len(evidence.about(session, f"inspection:{visit.id}")) == 1
    assert chat.press("li", "请签字", "确认签字").title.startswith("这张卡片已过时")


@pytest.mark.parametrize(("userid", "title"), [("zhang", "没有签字"), ("hou", "没有等您签字的检查记录")])
def test_only_the_head_or_the_safety_officer_of_the_unit_signs_for_it(chat: Chat, userid: str, title: str) -> None:
    ready_to_sign(chat)

    assert chat.say(userid, "确认签字").title == title
    assert visits(chat)[0].unit_sign_at is None


def test_nobody_signs_twice(chat: Chat) -> None:
    ready_to_sign(chat)
    chat.say("section", "确认签字")
    chat.say("li", f"确认签字 {visits(chat)[0].code}")

    assert chat.say("wang", f"确认签字 {visits(chat)[0].code}").title == "李秀英已经签过字：张良镇敬老院检查记录"


def test_a_repeated_message_begins_one_visit(chat: Chat) -> None:
    chat.receive("section", START, message_id="same")
    chat.receive("section", START, message_id="same")

    assert len(visits(chat)) == 1


def test_visits_are_not_spoken_of_in_groups(chat: Chat) -> None:
    begun = chat.say("section", START, group="g1")
    planned = chat.say("section", "明天去张良镇敬老院四不两直", group="g1")

    assert begun.title == planned.title == "检查的事请在单聊里发"
    assert UNIT not in words(begun) + words(planned)
    assert visits(chat) == []


@pytest.mark.parametrize(
    ("userid", "text", "title"),
    [
        ("li", START, "没有开始检查"),
        ("zhang", START, "没有开始检查"),
        ("niu", "开始检查 张良镇敬老院 督导", "没有查到「张良镇敬老院」"),
        ("section", "开始检查 张良镇敬老院 督导 带队陈局长 成员王铁柱", "没有开始检查"),
        ("section", "开始检查 张良镇敬老院 交叉 带队陈局长 成员孙管理", "没有开始检查"),
        ("section", "其余正常", "您现在没有正在进行的检查"),
        ("section", "检查结束", "您现在没有正在进行的检查"),
        ("section", "立行立改 12", "您现在没有正在进行的检查"),
        ("li", "确认签字", "没有等您签字的检查记录"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words(chat: Chat, userid: str, text: str, title: str) -> None:
    assert chat.say(userid, text).title == title
    assert visits(chat) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("30 正常", "检查表没有第30项"),
        ("交办 3", "没有要交办的问题"),
        ("立行立改 99", "99号不是这次检查交办的"),
        ("立行立改", "立行立改的是哪一处？"),
    ],
)
def test_wrong_input_within_a_visit_is_answered_in_words(chat: Chat, text: str, title: str) -> None:
    chat.say("section", START)

    assert chat.say("section", text).title == title


def test_a_deadline_that_has_passed_is_refused(chat: Chat) -> None:
    chat.say("section", START)
    chat.say("section", "3 有问题 二楼窗户装了铁栅栏")

    assert chat.say("section", "交办 3 期限2026年11月2日").title.startswith("期限没看懂")
    assert chat.say("section", "交办 4").title == "第4项没有待交办的问题"


def test_an_officer_of_another_town_sees_this_unit_during_this_visit_alone(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home)
    before = chat.say("niu", "12号")
    chat.say("niu", "开始检查 张良镇敬老院 交叉互查 带队牛所长 成员马建国")
    during = chat.say("niu", "12号")
    chat.say("niu", "隐患 二楼东头安全出口堆了轮椅")
    own = hazard(chat, 13)
    accepted = chat.say("niu", "验收通过 12")
    chat.say("niu", "取消检查 有急事")
    after = chat.say("niu", "12号")

    assert before.title == after.title == accepted.title == "没有查到12号隐患"
    assert during.title != before.title
    assert own.inspection_id == visits(chat)[0].id


def test_what_is_put_right_at_once_is_accepted_with_both_photos(chat: Chat, county: County) -> None:
    chat.say("section", START)
    chat.mixed("section", "隐患 二楼东头安全出口堆了轮椅")
    lacking = chat.say("section", "立行立改 12")
    chat.photo("section")
    card = chat.say("section", "立行立改 12")

    assert lacking.title == "12号还不能按立行立改验收，缺整改后照片"
    assert card.title == "立行立改，已现场验收：12号隐患"
    found = hazard(chat)
    assert (found.state, found.is_on_the_spot) == (HazardState.CLOSED, True)
    staff = {one.id: one.userid for one in county.person_by_userid.values()}
    assert (staff[found.submitted_by], staff[found.closed_by]) == ("wang", "section")
    assert sorted(phases(chat)) == sorted([Phase.BEFORE, Phase.AFTER])


def test_a_report_that_says_it_was_cleared_is_accepted_with_two_photos(chat: Chat) -> None:
    chat.say("section", START)

    card = chat.mixed("section", "隐患 二楼通道堆物 已当场清理", 2)

    assert card.title == "立行立改，已现场验收：12号隐患"
    assert (hazard(chat).state, hazard(chat).is_on_the_spot) == (HazardState.CLOSED, True)


def test_a_report_that_says_it_was_cleared_is_asked_for_the_missing_photo(chat: Chat) -> None:
    chat.say("section", START)

    card = chat.mixed("section", "隐患 二楼通道堆物 已当场清理")

    assert "12号还不能按立行立改验收，缺整改后照片。" in card.lines
    assert hazard(chat).state is not HazardState.CLOSED


def test_who_rectified_does_not_accept_on_the_spot(chat: Chat) -> None:
    chat.say("section", START)
    chat.mixed("section", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("section", "整改完成 12")
    chat.photo("section")

    assert chat.say("section", "立行立改 12").title == "12号没有验收"
    assert hazard(chat).state is HazardState.TO_ACCEPT


def test_a_photo_of_a_problem_goes_with_it_when_it_is_handed_over(chat: Chat) -> None:
    chat.say("section", START)
    chat.say("section", "3 有问题 二楼窗户装了铁栅栏")
    joined = chat.photo("section")
    chat.say("section", "交办 3")

    assert joined.title.startswith("照片已附到检查JC20261123-001")
    assert phases(chat) == [Phase.BEFORE]


def test_a_place_that_is_sent_proves_the_check_in(chat: Chat) -> None:
    chat.say("section", START)

    card = chat.location("section", "张良镇敬老院")

    assert card.title == "定位已记入对张良镇敬老院的检查"
    with work(chat.engine) as session:
        assert len(evidence.about(session, f"inspection:{visits(chat)[0].id}")) == 1


def test_a_patrol_point_that_is_scanned_proves_the_check_in(chat: Chat, county: County) -> None:
    with work(chat.engine) as session:
        point = kept(session, PatrolPoint(code="A3K7M9QT", unit_id=county.home.id or 0, name="厨房"))
    chat.say("niu", "开始检查 张良镇敬老院 交叉 带队牛所长 成员马建国")

    card = chat.scan("niu", f"巡查点 {point.code}")

    assert (card.title, dict(card.facts)) == ("定位已记入对张良镇敬老院的检查", {"位置": "厨房"})


def test_a_place_that_is_sent_in_a_group_says_nothing_of_the_visit(chat: Chat) -> None:
    chat.say("section", START)

    assert chat.location("section", "路口", group="g1").title == "定位已记录"


def test_the_record_keeps_the_list_that_it_was_made_with(chat: Chat) -> None:
    chat.say("section", START)

    (visit,) = visits(chat)
    assert visit.checklist_version == a_desk().tables.version("checklists")


def test_an_officer_of_another_town_accepts_on_the_spot_what_the_visit_has_found_and_nothing_else(
    chat: Chat, county: County
) -> None:
    with work(chat.engine) as session:
        a_hazard(session, county.home, state=HazardState.TO_ACCEPT)
    chat.say("niu", "开始检查 张良镇敬老院 交叉互查 带队牛所长 成员马建国")
    chat.mixed("niu", "隐患 二楼东头安全出口堆了轮椅")
    joined = chat.photo("niu")
    accepted = chat.say("niu", "立行立改 13")
    old = [chat.say("niu", text).title for text in ("验收通过 12", "退回 12 不行", "撤销 12 报错了", "定为重大 12")]

    assert joined.title == "13号隐患（整改前）：共照片2张"
    assert accepted.title == "立行立改，已现场验收：13号隐患"
    assert old == ["没有查到12号隐患"] * 4
    assert hazard(chat, 12).state is HazardState.TO_ACCEPT


def test_the_visits_authority_ends_with_the_visit(chat: Chat) -> None:
    chat.say("niu", "开始检查 张良镇敬老院 交叉互查 带队牛所长 成员马建国")
    chat.say("niu", "隐患 二楼东头安全出口堆了轮椅")
    chat.say("wang", "整改完成 12")
    chat.say("niu", "取消检查 有急事")

    assert chat.say("niu", "验收通过 12").title == "没有查到12号隐患"
    assert chat.say("ma", "验收通过 12").title != "没有查到12号隐患"


def test_two_who_sign_at_once_sign_once(engine: Engine, database_url: str) -> None:
    a_county(engine)
    chat = Chat(engine)
    ready_to_sign(chat)
    known = registry.discover()
    other = open_engine(database_url)
    first, second = (
        Incoming("test", f"by-{userid}", userid, f"private:{userid}", MessageKind.TEXT, "确认签字")
        for userid in ("li", "wang")
    )

    def answer_second() -> None:
        with work(other) as session:
            dispatch.answer(session, second, now=chat.now, desk=a_desk(), known=known)

    with work(engine) as session:
        dispatch.answer(session, first, now=chat.now, desk=a_desk(), known=known)
        thread = Thread(target=answer_second)
        thread.start()
        # Long enough for the second to reach the row and wait for us; where it is slower, it simply comes later.
        time.sleep(0.3)
    thread.join()
    other.dispose()

    (visit,) = visits(chat)
    assert visit.unit_sign_name == "李秀英"
    with work(engine) as session:
        steps = [one.step for one in inspections.events(session, visit)]
    assert steps.count(InspectionStep.SIGN.value) == 1
    chat.say("section", "确认签字")
    assert visits(chat)[0].state is InspectionState.DONE


def test_a_list_that_is_changed_in_the_middle_of_a_visit_stays_as_it_was(chat: Chat) -> None:
    chat.say("section", START)
    desk = a_desk()
    general = desk.tables.checklists.by_code["general"]
    changed = replace(desk.tables.checklists, by_code={**desk.tables.checklists.by_code, "elderly": general})
    content = {**desk.tables.content_by_name, "checklists": "{}"}
    later = replace(desk, tables=replace(desk.tables, checklists=changed, content_by_name=content))
    after = Chat(chat.engine, now=chat.now, desk=later)

    card = after.ask(after.message("section", "其余正常", message_id="later"))

    assert card.title == "已记录22项：张良镇敬老院"
